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
import { NewOfficial, OfficialAnswer, OfficialPage, OfficialPageQuery } from './officials.dto.js';
import { OfficialsService } from './officials.service.js';
import { sendEntity, sendMade, TakesEntityTag } from '../http/entity-tag.js';
import { sendPage } from '../http/paging.js';

/** Accounts with a role over a region or over the service (api.md, Accounts). */
@ApiTags('accounts')
@Roles('admin')
@Controller('api/v1/accounts')
export class OfficialsController {
  constructor(private readonly officials: OfficialsService) {}

  @Post()
  @ApiOperation({ summary: 'Make the account of an inspector, regulator, certifier or admin' })
  @ApiCreatedResponse({ type: OfficialAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'login-taken',
    'unavailable',
    'ambiguous',
  )
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: NewOfficial,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfficialAnswer> {
    const entity = await this.officials.add(actor, body);
    return sendMade(reply, { entity, repeated: false }, `/api/v1/accounts/${entity.id}`);
  }

  @Get()
  @ApiOperation({ summary: 'List the accounts of inspectors, regulators, certifiers and admins' })
  @ApiOkResponse({ type: OfficialPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden')
  async list(
    @Query() query: OfficialPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfficialPage> {
    return sendPage(request, reply, await this.officials.list(query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read such an account' })
  @TakesEntityTag()
  @ApiOkResponse({ type: OfficialAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async get(
    @Param('id', IdPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfficialAnswer | undefined> {
    return sendEntity(request, reply, await this.officials.get(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End such an account' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'last-admin', 'not-found', 'unavailable', 'ambiguous')
  async end(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.officials.end(actor, id);
  }

  @Post(':id/reactivate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an ended account into use again' })
  @ApiOkResponse({ type: OfficialAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async reactivate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<OfficialAnswer> {
    return this.officials.reactivate(actor, id);
  }

  @Delete(':id/second-factor')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take away the second factor of an official who has lost it' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async resetFactor(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.officials.resetFactor(actor, id);
  }
}
