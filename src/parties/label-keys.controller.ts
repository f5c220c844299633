import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { sendMade } from '../http/entity-tag.js';
import { KeyIdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { KeyAnswer, KeyPage, KeyPageQuery, Revocation } from './keys.dto.js';
import { LabelKeysService } from './label-keys.service.js';

/** The keys that sign labels (ledger.md §8). */
@ApiTags('trust')
@Roles('admin')
@Controller('api/v1/label-keys')
export class LabelKeysController {
  constructor(private readonly keys: LabelKeysService) {}

  @Post()
  @ApiOperation({ summary: 'Make a new key for the labels that are issued from now on' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: KeyAnswer })
  @ApiOkResponse({ type: KeyAnswer, description: 'The same request made it before.' })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'event-conflict', 'unavailable', 'ambiguous')
  async make(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyAnswer> {
    return sendMade(reply, await this.keys.make(actor, key), '/api/v1/label-keys');
  }

  @Get()
  @ApiOperation({ summary: 'List the keys that sign labels' })
  @ApiOkResponse({ type: KeyPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden')
  async list(
    @Query() query: KeyPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyPage> {
    return sendPage(request, reply, await this.keys.list(query));
  }

  @Post(':kid/revocation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop issuing and printing labels with a key' })
  @ApiOkResponse({ type: KeyAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'unavailable',
    'ambiguous',
  )
  async revoke(
    @CurrentActor() actor: Actor,
    @Param('kid', KeyIdPipe) kid: string,
    @Body() body: Revocation,
  ): Promise<KeyAnswer> {
    return this.keys.revoke(actor, kid, body);
  }
}
