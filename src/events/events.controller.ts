import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { JoseBody } from '../http/byte-gate.js';
import { GatedBody } from '../http/gated-body.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { IdPipe } from '../http/id.pipe.js';
import { ReaderLanguage } from '../http/language.js';
import { EntryPageQuery, sendPage } from '../http/paging.js';
import { PrefersInclusion, TakesPrefer } from '../http/prefer.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { refused } from '../http/problems.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { isJsonObject, type JsonValue } from '../ledger/json.js';
import { Settlement } from '../batches/settlement.js';
import { EventAnswers } from './event-answers.js';
import { eventBody, eventDataClasses } from './event-body.js';
import {
  EventPageDto,
  OpenBatchBody,
  OpenedBatchDto,
  PlainEventBody,
  RecordedEventDto,
} from './events.dto.js';
import { EventsService } from './events.service.js';
import { isFaults, validateData } from './kinds/validate.js';
import { OpeningsService } from './openings.service.js';
import { TimelineService } from './timeline.service.js';

/** Recording (api.md): opening batches, recording events, reading them back. */
@ApiTags('recording')
@Controller('api/v1/batches')
@SignedIn()
export class EventsController {
  constructor(
    private readonly openings: OpeningsService,
    private readonly events: EventsService,
    private readonly timeline: TimelineService,
    private readonly settlement: Settlement,
    private readonly answers: EventAnswers,
  ) {}

  @Post()
  @Scoped('batches:write')
  @ApiOperation({ summary: 'Open a batch' })
  @TakesIdempotencyKey()
  @TakesPrefer()
  @ApiCreatedResponse({ type: OpenedBatchDto })
  @ApiOkResponse({ type: OpenedBatchDto, description: 'The same request had opened it before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'not-found',
    'event-conflict',
    'lot-taken',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async open(
    @CurrentActor() actor: Actor,
    @Body() body: OpenBatchBody,
    @IdempotencyKey() key: string | null,
    @PrefersInclusion() waits: boolean,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedBatchDto> {
    const { id, code, recorded } = await this.openings.open(actor, body, key ?? uuidv7());
    if (recorded.repeated) reply.status(200);
    return {
      id,
      code,
      chain: `batch/${id}`,
      seq: recorded.seq,
      leafHash: base64urlEncode(recorded.leafHash),
      signer: recorded.signer,
      ...(await this.answers.wordFor(recorded, waits)),
    };
  }

  @Post(':id/events')
  @Scoped('events:write')
  @ApiOperation({ summary: 'Record an event, plain or signed by the participant', requestBody: eventBody })
  @ApiExtraModels(...eventDataClasses)
  @TakesIdempotencyKey()
  @TakesPrefer()
  @ApiCreatedResponse({ type: RecordedEventDto })
  @ApiOkResponse({ type: RecordedEventDto, description: 'The same event had been recorded before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'insufficient-quantity',
    'on-hold',
    'refused-by-rule',
    'corrected-meanwhile',
    'key-not-accepted',
    'statement-not-accepted',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async record(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @GatedBody() body: JsonValue | JoseBody,
    @IdempotencyKey() key: string | null,
    @PrefersInclusion() waits: boolean,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedEventDto> {
    const recorded =
      body instanceof JoseBody
        ? await this.events.recordSigned(actor, id, body.text, key)
        : await this.events.record(actor, id, plainEvent(body, key));
    if (recorded.repeated) reply.status(200);
    if (recorded.kind === 'receipt') this.settlement.hint();
    return this.answers.answer(id, recorded, waits, await this.answers.findings(id, recorded, language));
  }

  @Get(':id/events')
  @Scoped('batches:read')
  @ApiOperation({ summary: 'Events of a batch, oldest first' })
  @ApiOkResponse({ type: EventPageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: EntryPageQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPageDto> {
    const page = await this.timeline.list(actor, id, query.after, query.limit, language);
    return sendPage(request, reply, page, 'after');
  }
}

function plainEvent(body: JsonValue, key: string | null): Parameters<EventsService['record']>[2] {
  const event = validateData(PlainEventBody, body, '');
  if (isFaults(event)) throw refused(...event);
  if (!isJsonObject(body) || !isJsonObject(body.data)) throw new Error('validated data is an object');
  return {
    eventId: key ?? uuidv7(),
    kind: event.kind,
    occurredAt: event.occurredAt,
    data: body.data,
  };
}
