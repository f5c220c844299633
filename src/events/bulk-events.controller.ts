import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { Settlement } from '../batches/settlement.js';
import type { Language } from '../gs1/words.js';
import { GatedLines } from '../http/gated-body.js';
import { TakesJsonLines, type JsonLines } from '../http/json-lines.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { problemDocument, problemOf } from '../http/problem-document.js';
import { reportProblem } from '../http/problem-reply.js';
import { problems } from '../http/problems.js';
import { bulkAnswer, bulkBody } from './bulk-body.js';
import { BulkEventsService, type LineForm, type LineOutcome } from './bulk-events.service.js';
import { EventAnswers } from './event-answers.js';
import { PlainEventLine, SignedEventLine } from './events.dto.js';
import { inTurn } from './in-turn.js';
import { eventIdPointer } from './recorder.js';

/** Recording many events in one request (api.md). */
@ApiTags('recording')
@Controller('api/v1')
@SignedIn()
export class BulkEventsController {
  constructor(
    private readonly bulk: BulkEventsService,
    private readonly settlement: Settlement,
    private readonly answers: EventAnswers,
  ) {}

  // find-my-way reads two colons as one.
  @Post('events::batch')
  @Scoped('events:write')
  @HttpCode(200)
  @TakesJsonLines()
  @ApiOperation({
    summary: 'Record up to 1,000 events of any batches, a line each; the good ones are kept',
    requestBody: bulkBody,
  })
  @ApiExtraModels(PlainEventLine, SignedEventLine)
  @ApiOkResponse(bulkAnswer)
  @ProblemAnswers('malformed', 'unauthenticated', 'too-large', 'media-type', 'unavailable', 'ambiguous')
  async record(
    @CurrentActor() actor: Actor,
    @GatedLines() { lines }: JsonLines,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const outcomes = await this.bulk.record(actor, lines);
    report(request, outcomes);
    if (outcomes.some(({ answer }) => 'kind' in answer && answer.kind === 'receipt')) this.settlement.hint();
    const answered = await inTurn(outcomes, (outcome) => this.answer(outcome, language, request.id));
    void reply
      .header('content-type', 'application/x-ndjson; charset=utf-8')
      .header('vary', 'Accept-Language');
    return answered.map((line) => `${JSON.stringify(line)}\n`).join('');
  }

  private async answer(
    { answer, batch, form }: LineOutcome,
    language: Language,
    requestId: string,
  ): Promise<object> {
    if (!('error' in answer)) {
      const event = await this.answers.answer(batch, answer, false, null);
      return { status: answer.repeated ? 200 : 201, event };
    }
    const problem = problemOf(answer.error, true);
    const faults = problem.faults.map((fault) => ({ ...fault, pointer: inLine(fault.pointer, form) }));
    return {
      status: problems[problem.slug].status,
      problem: problemDocument({ ...problem, faults }, language, requestId),
    };
  }
}

/** Once an error, however many lines it struck. */
function report(request: FastifyRequest, outcomes: readonly LineOutcome[]): void {
  const errors = outcomes.flatMap(({ answer }) => ('error' in answer ? [answer.error] : []));
  for (const error of new Set(errors)) reportProblem(request, problemOf(error, true), error);
}

/** Where in its line a field of a single event stands; those of a statement are told below the statement. */
function inLine(pointer: string, form: LineForm): string {
  if (form === 'signed') return `/statement${pointer === eventIdPointer ? '/jti' : pointer}`;
  return pointer === eventIdPointer ? '/id' : pointer;
}
