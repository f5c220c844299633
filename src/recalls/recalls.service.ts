import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { EventsService } from '../events/events.service.js';
import { inTurn } from '../events/in-turn.js';
import { fault } from '../events/kinds/faults.js';
import type { Kind } from '../events/kinds/kind.js';
import { recall } from '../events/kinds/recall.js';
import { recallWithdrawn } from '../events/kinds/recall-withdrawn.js';
import { Recorder, type Recorded, type Refused } from '../events/recorder.js';
import { DomainError, refused } from '../http/problems.js';
import { base64urlEncode } from '../ledger/bytes.js';
import type { JsonObject } from '../ledger/json.js';
import { derivedEventId, timeOf } from '../parties/event-ids.js';
import { RecallJob } from './recall-job.js';
import { RecallReader } from './recall-reader.js';
import { recallReaders } from './recall-roles.js';
import type {
  OpenRecallBody,
  RecalledBatchDto,
  RecordedRecallDto,
  WithdrawnRecallDto,
} from './recalls.dto.js';

/** What the service draws anew at each request does not count when one is repeated. */
const drawn = { data: [], occurredAt: true };

/** Opens and withdraws recalls: one entry on the chain of each suspect batch. */
@Injectable()
export class RecallsService {
  constructor(
    private readonly batches: BatchesService,
    private readonly events: EventsService,
    private readonly recorder: Recorder,
    private readonly reader: RecallReader,
    private readonly job: RecallJob,
  ) {}

  /**
   * Opens a recall of batches of the actor's organization or region.
   *
   * Whose it is, `key` and nothing else make its id, which is the event id of every entry: repeating the request records
   * what a crash left out, and nothing twice. All or nothing is decided before the first entry; an outage in between
   * answers 503, and the entries that were recorded stand.
   *
   * @throws DomainError `not-found` naming a batch that is not the actor's, `forbidden`, `validation`,
   * `event-conflict`, `unavailable`, `ambiguous`, `log-behind`.
   */
  async open(
    actor: Actor,
    body: OpenRecallBody,
    key: string,
  ): Promise<{ readonly recall: RecordedRecallDto; readonly repeated: boolean }> {
    const batches = await this.suspects(actor, body.batches);
    const issuerId = await this.issuerOf(actor, batches);
    const id = derivedEventId(timeOf(key), 'recall', issuerId, key);
    await this.requireSame(id, body.batches);
    const data = dataOf(id, body);
    const statements = batches.map((batch) => ({ batch, eventId: id, data }));
    const recorded = (await this.record(actor, recall, statements)).map(orThrow);
    this.job.hint(id);
    const at = recorded.map(({ recordedAt }) => recordedAt).sort();
    return {
      recall: { id, mock: body.mock === true, openedAt: at[0] ?? '', batches: told(batches, recorded) },
      repeated: recorded.every(({ repeated }) => repeated),
    };
  }

  /**
   * Withdraws a recall for all its batches for which it still stands, by who opened it; `key` is the event id of every
   * entry.
   *
   * @throws DomainError `not-found`, `forbidden`, `already-withdrawn`, `unavailable`, `ambiguous`, `log-behind`.
   */
  async withdraw(actor: Actor, id: string, reason: string, key: string): Promise<WithdrawnRecallDto> {
    const found = await this.reader.find(id, scopeOf(actor, recallReaders));
    if (found === null) throw notFound();
    const suspects = await this.reader.suspects(found);
    const statements = await inTurn(suspects, async ({ batchId, seq, leafHash }) => {
      const batch = await this.batches.require(actor, batchId);
      const issuerId = await this.events.issuer(actor, batch, recallWithdrawn.kind);
      if (issuerId !== found.issuerId) throw notOpener();
      return { batch, eventId: key, data: { recall: { seq, leafHash }, reason } };
    });
    const answers = await this.record(actor, recallWithdrawn, statements);
    const done = answers.flatMap((answer, at) => {
      const batch = statements[at]?.batch;
      return 'error' in answer || batch === undefined ? [] : [{ batch, answer }];
    });
    // Where a batch was withdrawn by itself before, nothing is left to do for it.
    for (const answer of answers) if (done.length === 0 || !isDone(answer)) orThrow(answer);
    return { id, batches: told(done.map(({ batch }) => batch), done.map(({ answer }) => answer)) }; // prettier-ignore
  }

  private async record(
    actor: Actor,
    kind: Kind,
    statements: readonly {
      readonly batch: BatchIdentity;
      readonly eventId: string;
      readonly data: JsonObject;
    }[],
  ): Promise<(Recorded | Refused)[]> {
    const occurredAt = new Date().toISOString();
    const ready = await inTurn(statements, ({ batch, eventId, data }) => {
      const event = { eventId, kind: kind.kind, occurredAt, data };
      return this.events.prepareOn(actor, batch, event, kind, drawn);
    });
    return this.recorder.recordAll(ready);
  }

  private suspects(actor: Actor, ids: readonly string[]): Promise<BatchIdentity[]> {
    return inTurn(ids, async (id, at) => {
      try {
        return await this.batches.require(actor, id);
      } catch (error) {
        if (!(error instanceof DomainError) || error.slug !== 'not-found') throw error;
        throw new DomainError('not-found', error.words, [fault(`/batches/${at}`, 'unknown-batch')]);
      }
    });
  }

  private async issuerOf(actor: Actor, batches: readonly BatchIdentity[]): Promise<string> {
    const issuers = await inTurn(batches, (batch) => this.events.issuer(actor, batch, recall.kind));
    const [first] = issuers;
    const other = issuers.findIndex((issuer) => issuer !== first);
    if (first === undefined || other > 0)
      throw refused(fault(`/batches/${Math.max(other, 0)}`, 'not-issuer'));
    return first;
  }

  /** The entries that an earlier request left must be of these batches. @throws DomainError `event-conflict`. */
  private async requireSame(id: string, batches: readonly string[]): Promise<void> {
    const before = await this.reader.find(id);
    if (before === null || sorted(before.said.batches).join() === sorted(batches).join()) return;
    throw new DomainError('event-conflict', {
      zh: '这个事件号已经用于另一些批次的召回。新的召回请用新的事件号。',
      en: 'This event id was used for a recall of other batches. Use a new one for a new recall.',
    });
  }
}

function dataOf(id: string, body: OpenRecallBody): JsonObject {
  const { reason, advice, basis, phone, mock } = body;
  return {
    recall: id,
    batches: sorted(body.batches),
    reason,
    ...(advice === undefined ? {} : { advice }),
    ...(basis === undefined ? {} : { basis }),
    ...(phone === undefined ? {} : { phone }),
    ...(mock === true ? { mock } : {}),
  };
}

const sorted = (ids: readonly string[]): string[] => [...ids].sort();

function told(batches: readonly BatchIdentity[], recorded: readonly Recorded[]): RecalledBatchDto[] {
  return recorded.map(({ seq, leafHash }, at) => {
    return { batch: batches[at]?.id ?? '', seq, leafHash: base64urlEncode(leafHash) };
  });
}

function isDone(answer: Recorded | Refused): boolean {
  if (!('error' in answer)) return true;
  return answer.error instanceof DomainError && answer.error.slug === 'already-withdrawn';
}

function orThrow(answer: Recorded | Refused): Recorded {
  if ('error' in answer) throw answer.error;
  return answer;
}

function notOpener(): DomainError {
  return new DomainError('forbidden', {
    zh: '召回只能由发起它的一方解除。',
    en: 'A recall is withdrawn by who opened it.',
  });
}
