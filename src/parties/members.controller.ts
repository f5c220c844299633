import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { MemberAnswer, MemberPage, MemberPageQuery, NewMember } from './members.dto.js';
import { MembersService } from './members.service.js';
import { sendEntity, sendMade, TakesEntityTag } from '../http/entity-tag.js';
import { sendPage } from '../http/paging.js';

/** Members (api.md, Recording: master data). */
@ApiTags('parties')
@Roles('owner', 'admin')
@Controller('api/v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Post()
  @ApiOperation({ summary: 'Make an account with a role in an organization' })
  @ApiCreatedResponse({ type: MemberAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'login-taken',
    'unavailable',
    'ambiguous',
  )
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: NewMember,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberAnswer> {
    const entity = await this.members.add(actor, body);
    return sendMade(reply, { entity, repeated: false }, `/api/v1/members/${entity.id}`);
  }

  @Get()
  @ApiOperation({ summary: 'List the members of an organization' })
  @ApiOkResponse({ type: MemberPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: MemberPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberPage> {
    return sendPage(request, reply, await this.members.list(actor, query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a member' })
  @TakesEntityTag()
  @ApiOkResponse({ type: MemberAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberAnswer | undefined> {
    return sendEntity(request, reply, await this.members.get(actor, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a membership' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'last-owner')
  async end(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.members.end(actor, id);
  }

  @Post(':id/reactivate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an ended member back' })
  @ApiOkResponse({ type: MemberAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async reactivate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<MemberAnswer> {
    return this.members.reactivate(actor, id);
  }

  @Delete(':id/second-factor')
  @Roles('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take away the second factor of a member who has lost it' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async resetFactor(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.members.resetFactor(actor, id);
  }
}
