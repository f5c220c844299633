import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public, Roles, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import {
  InvitationAcceptance,
  InvitationPage,
  IssuedInvitation,
  NewInvitation,
  TokenBody,
} from './invitations.dto.js';
import { InvitationsService } from './invitations.service.js';
import { MemberAnswer, OwnersPageQuery } from './members.dto.js';

/** Invitations to an organization: made by its owner, handed over by hand, accepted once. */
@ApiTags('accounts')
@Roles('owner', 'admin')
@Controller('api/v1/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Post()
  @ApiOperation({ summary: 'Invite somebody to an organization' })
  @ApiCreatedResponse({ type: IssuedInvitation })
  @ProblemAnswers('malformed', 'validation', 'unauthenticated', 'forbidden', 'not-found')
  async invite(@CurrentActor() actor: Actor, @Body() body: NewInvitation): Promise<IssuedInvitation> {
    return this.invitations.invite(actor, body);
  }

  @Get()
  @ApiOperation({ summary: 'List the invitations that can still be used' })
  @ApiOkResponse({ type: InvitationPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: OwnersPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InvitationPage> {
    return sendPage(request, reply, await this.invitations.list(actor, query));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Withdraw an invitation' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async withdraw(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.invitations.withdraw(actor, id);
  }

  @Post('accept')
  @Public()
  @ApiOperation({ summary: 'Accept an invitation with a new account' })
  @ApiCreatedResponse({ type: MemberAnswer })
  @ProblemAnswers('malformed', 'validation', 'login-taken', 'unavailable', 'ambiguous')
  async accept(@Body() body: InvitationAcceptance): Promise<MemberAnswer> {
    return this.invitations.accept(body);
  }

  @Post('join')
  @SignedIn()
  @ApiOperation({ summary: 'Accept an invitation with the own account' })
  @ApiCreatedResponse({ type: MemberAnswer })
  @ProblemAnswers('malformed', 'validation', 'unauthenticated', 'unavailable', 'ambiguous')
  async join(@CurrentActor() actor: Actor, @Body() body: TokenBody): Promise<MemberAnswer> {
    return this.invitations.join(actor, body.token);
  }
}
