import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { CurrentActor, Roles, Scoped } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { RecallDto } from './recall-list.dto.js';
import { RecallListService } from './recall-list.service.js';
import { RecallSummaries } from './recall-summaries.service.js';
import {
  OpenRecallBody,
  RecallListQuery,
  RecallPageDto,
  RecordedRecallDto,
  WithdrawnRecallDto,
  WithdrawRecallBody,
} from './recalls.dto.js';
import { recallers, recallReaders } from './recall-roles.js';
import { RecallsService } from './recalls.service.js';

/** Recalls (docs/recalls.md). */
@ApiTags('recalls')
@Controller('api/v1/recalls')
export class RecallsController {
  constructor(
    private readonly recalls: RecallsService,
    private readonly lists: RecallListService,
    private readonly summaries: RecallSummaries,
  ) {}

  @Post()
  @Roles(...recallers)
  @Scoped('recalls:write')
  @ApiOperation({ summary: 'Recall batches of your organization or region, or rehearse it' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: RecordedRecallDto })
  @ApiOkResponse({ type: RecordedRecallDto, description: 'The same recall had been recorded before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async open(
    @CurrentActor() actor: Actor,
    @Body() body: OpenRecallBody,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedRecallDto> {
    const { recall, repeated } = await this.recalls.open(actor, body, key ?? uuidv7());
    void reply.status(repeated ? 200 : 201).header('location', `/api/v1/recalls/${recall.id}`);
    return recall;
  }

  @Get()
  @Roles(...recallReaders)
  @Scoped('recalls:read')
  @ApiOperation({ summary: 'Recalls of an organization, or all that you may see, newest first' })
  @ApiOkResponse({ type: RecallPageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: RecallListQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecallPageDto> {
    const { organization = null, cursor = null, limit } = query;
    return sendPage(request, reply, await this.summaries.list(actor, organization, cursor, limit));
  }

  @Get(':id')
  @Roles(...recallReaders)
  @Scoped('recalls:read')
  @ApiOperation({ summary: 'Everything that a recall reaches: batches, holders, quantities, labels' })
  @ApiOkResponse({ type: RecallDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<RecallDto> {
    return this.lists.get(actor, id);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Roles(...recallers)
  @Scoped('recalls:write')
  @ApiOperation({ summary: 'Withdraw a recall, by who opened it' })
  @TakesIdempotencyKey()
  @ApiOkResponse({ type: WithdrawnRecallDto })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'already-withdrawn',
    'event-conflict',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: WithdrawRecallBody,
    @IdempotencyKey() key: string | null,
  ): Promise<WithdrawnRecallDto> {
    return this.recalls.withdraw(actor, id, body.reason, key ?? uuidv7());
  }
}
