import {
  applyDecorators,
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { IdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import type { ProblemSlug } from '../http/problems.js';
import { supervisors } from '../parties/scope.js';
import {
  AnomaliesQuery,
  AnomalyDetailDto,
  AnomalyPageDto,
  AssignmentBody,
  ClosingBody,
  NoteBody,
} from './anomalies.dto.js';
import { AnomaliesService } from './anomalies.service.js';
import { InquiriesService } from './inquiries.service.js';

/** A step of an inquiry: an entry on the chain of the batch. */
const Step = (path: string, summary: string, refusal: ProblemSlug): MethodDecorator =>
  applyDecorators(
    Post(`:id/${path}`),
    HttpCode(200),
    ApiOperation({ summary }),
    TakesIdempotencyKey(),
    ApiOkResponse({ type: AnomalyDetailDto }),
    ProblemAnswers(
      'malformed',
      'validation',
      'unauthenticated',
      'forbidden',
      'not-found',
      'event-conflict',
      refusal,
      'unavailable',
      'log-behind',
      'ambiguous',
    ),
  );

/** Findings that fail, over all batches of a region, and the inquiries into them (docs/cases.md). */
@ApiTags('cases')
@Controller('api/v1/anomalies')
@Roles(...supervisors)
export class AnomaliesController {
  constructor(
    private readonly anomalies: AnomaliesService,
    private readonly inquiries: InquiriesService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What the rules found in the batches of your region, gravest and newest first' })
  @ApiOkResponse({ type: AnomalyPageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: AnomaliesQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnomalyPageDto> {
    return sendPage(request, reply, await this.anomalies.list(actor, query, language));
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read one with all its facts and the inquiry into it' })
  @ApiOkResponse({ type: AnomalyDetailDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @ReaderLanguage() language: Language,
  ): Promise<AnomalyDetailDto> {
    return this.anomalies.get(actor, id, language);
  }

  @Step('assignment', 'Take a finding up, or give it to somebody else', 'finding-gone')
  async assign(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() { assignee }: AssignmentBody,
    @IdempotencyKey() key: string | null,
    @ReaderLanguage() language: Language,
  ): Promise<AnomalyDetailDto> {
    await this.inquiries.assign(actor, id, assignee ?? actor.accountId, key ?? uuidv7());
    return this.anomalies.get(actor, id, language);
  }

  @Step('notes', 'Note what was found out', 'case-not-open')
  async note(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() { text }: NoteBody,
    @IdempotencyKey() key: string | null,
    @ReaderLanguage() language: Language,
  ): Promise<AnomalyDetailDto> {
    await this.inquiries.note(actor, id, text, key ?? uuidv7());
    return this.anomalies.get(actor, id, language);
  }

  @Step('closing', 'End the inquiry: the finding is explained, or a case is filed', 'case-not-open')
  async close(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() { outcome, reason }: ClosingBody,
    @IdempotencyKey() key: string | null,
    @ReaderLanguage() language: Language,
  ): Promise<AnomalyDetailDto> {
    await this.inquiries.close(actor, id, { outcome, reason }, key ?? uuidv7());
    return this.anomalies.get(actor, id, language);
  }
}
