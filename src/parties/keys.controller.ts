import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe, KeyIdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { KeyAnswer, KeyPage, KeyPageQuery, NewKey, Revocation } from './keys.dto.js';
import { KeysService } from './keys.service.js';
import { ParticipantKeys } from './participant-keys.service.js';
import { sendMade } from '../http/entity-tag.js';
import { sendPage } from '../http/paging.js';

/** Keys of an organization (ledger.md §8). */
@ApiTags('parties')
@Controller('api/v1/organizations/:id/keys')
export class KeysController {
  constructor(
    private readonly keys: KeysService,
    private readonly participants: ParticipantKeys,
  ) {}

  @Post()
  @Roles('owner', 'admin')
  @ApiOperation({ summary: 'Register a public key whose private part you hold' })
  @ApiCreatedResponse({ type: KeyAnswer })
  @ApiOkResponse({ type: KeyAnswer, description: 'The organization had registered the key before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'key-taken',
    'unavailable',
    'ambiguous',
  )
  async register(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: NewKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyAnswer> {
    const made = await this.participants.register(actor, id, body);
    return sendMade(reply, made, `/api/v1/organizations/${id}/keys`);
  }

  @Post('custodial')
  @Roles('owner', 'admin')
  @ApiOperation({ summary: 'Make a new key with which the service signs for the organization' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: KeyAnswer })
  @ApiOkResponse({ type: KeyAnswer, description: 'The same request made it before.' })
  @ProblemAnswers(
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'unavailable',
    'ambiguous',
  )
  async rotate(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyAnswer> {
    return sendMade(reply, await this.keys.rotate(actor, id, key), `/api/v1/organizations/${id}/keys`);
  }

  @Get()
  @Scoped('organizations:read')
  @SignedIn()
  @ApiOperation({ summary: 'List an organization’s keys' })
  @ApiOkResponse({ type: KeyPage })
  @ProblemAnswers('validation', 'unauthenticated', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: KeyPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyPage> {
    return sendPage(request, reply, await this.keys.list(actor, id, query));
  }

  @Get(':kid')
  @SignedIn()
  @ApiOperation({ summary: 'Look at one key of an organization' })
  @ApiOkResponse({ type: KeyAnswer })
  @ProblemAnswers('unauthenticated', 'not-found')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('kid', KeyIdPipe) kid: string,
  ): Promise<KeyAnswer> {
    return this.keys.get(actor, id, kid);
  }

  @Post(':kid/revocation')
  @SignedIn()
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop trusting a key from a time on' })
  @ApiOkResponse({ type: KeyAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'key-in-service',
    'unavailable',
    'ambiguous',
  )
  async revoke(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('kid', KeyIdPipe) kid: string,
    @Body() body: Revocation,
  ): Promise<KeyAnswer> {
    return this.keys.revoke(actor, id, kid, body);
  }
}
