import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { IdPipe } from '../http/id.pipe.js';
import { EntryPageQuery, sendPage } from '../http/paging.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { IssueLabelsBody, LabelSetDto, LabelSetPageDto, LabelSetStatesDto } from './labels.dto.js';
import { LabelsService } from './labels.service.js';
import { SerialsService } from './serials.service.js';

/** Label sets of a batch (api.md, Recording). */
@ApiTags('labels')
@Controller('api/v1/batches/:id/labels')
@SignedIn()
export class LabelsController {
  constructor(
    private readonly labels: LabelsService,
    private readonly serialLists: SerialsService,
  ) {}

  @Post()
  @Scoped('labels:write')
  @ApiOperation({ summary: 'Issue a label set against the balance' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: LabelSetDto })
  @ApiOkResponse({ type: LabelSetDto, description: 'The same request had issued it before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'not-found',
    'event-conflict',
    'insufficient-quantity',
    'certification-state',
    'refused-by-rule',
    'on-hold',
  )
  async issue(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: IssueLabelsBody,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LabelSetDto> {
    const { repeated, set } = await this.labels.issue(actor, id, body, key ?? uuidv7());
    if (repeated) reply.status(200);
    return set;
  }

  @Get()
  @Scoped('labels:read')
  @ApiOperation({ summary: 'Label sets of a batch, oldest first' })
  @ApiOkResponse({ type: LabelSetPageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: EntryPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LabelSetPageDto> {
    return sendPage(request, reply, await this.labels.list(actor, id, query.after, query.limit), 'after');
  }

  @Get(':set')
  @Scoped('labels:read')
  @ApiOperation({ summary: 'A label set and the states of its labels' })
  @ApiOkResponse({ type: LabelSetStatesDto })
  @ProblemAnswers('unauthenticated', 'not-found')
  get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('set', IdPipe) set: string,
  ): Promise<LabelSetStatesDto> {
    return this.labels.get(actor, id, set);
  }

  @Get(':set/serials')
  @Scoped('labels:read')
  @ApiOperation({
    summary: 'The signed list of the set’s serials, to check small stickers offline (docs/spec/label.md)',
  })
  @ApiOkResponse({
    description: 'A compact JWS (RFC 7515) by the label key.',
    content: {
      'application/jose': {
        schema: { type: 'string' },
        example: 'eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoi…',
      },
    },
  })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'label-key-revoked')
  async serials(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('set', IdPipe) set: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const list = await this.serialLists.list(actor, id, set);
    void reply.header('content-type', 'application/jose');
    return list;
  }
}
