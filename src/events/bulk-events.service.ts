import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../access/actor.js';
import { parseGatedJson } from '../http/byte-gate.js';
import { refused } from '../http/problems.js';
import { isJsonObject } from '../ledger/json.js';
import { BulkTurns } from './bulk-turns.js';
import { PlainEventLine, SignedEventLine } from './events.dto.js';
import { EventsService, type PlainEvent } from './events.service.js';
import { inTurn } from './in-turn.js';
import { isFaults, validateData } from './kinds/validate.js';
import { Recorder, type Ready, type Recorded, type Refused } from './recorder.js';

/** How a line tells its event; `unread` when that could not be read. */
export type LineForm = 'plain' | 'signed' | 'unread';

/** What became of one line. The pointers of a refusal are those of a single event. */
export interface LineOutcome {
  readonly form: LineForm;
  /** Empty when it could not be read. */
  readonly batch: string;
  readonly answer: Recorded | Refused;
}

type Line =
  | { readonly form: 'plain'; readonly batch: string; readonly event: PlainEvent }
  | { readonly form: 'signed'; readonly batch: string; readonly statement: string };

/** Records many events of many batches, each as if it had been sent alone, the good ones together. */
@Injectable()
export class BulkEventsService {
  private readonly turns = new BulkTurns();

  constructor(
    private readonly events: EventsService,
    private readonly recorder: Recorder,
  ) {}

  /**
   * Records the event of each line and answers one outcome a line, in order. Events of a batch stand in the order of
   * their lines; a line that is refused takes no other with it.
   *
   * @throws DomainError `unavailable` when too many requests of this kind are under way; nothing is recorded then.
   */
  record(actor: Actor, lines: readonly Uint8Array[]): Promise<LineOutcome[]> {
    return this.turns.take(() => this.recordNow(actor, lines));
  }

  private async recordNow(actor: Actor, lines: readonly Uint8Array[]): Promise<LineOutcome[]> {
    const prepared = await inTurn(lines, (line) => this.prepare(actor, line));
    const answers = await this.recorder.recordAll(prepared.map(({ ready }) => ready));
    return prepared.map(({ form, batch }, index) => {
      const answer = answers[index];
      if (answer === undefined) throw new Error('a line has no answer');
      return { form, batch, answer };
    });
  }

  private async prepare(
    actor: Actor,
    bytes: Uint8Array,
  ): Promise<Omit<LineOutcome, 'answer'> & { readonly ready: Ready | Refused }> {
    let line: Line | null = null;
    try {
      line = readLine(bytes);
      const { form, batch } = line;
      const ready =
        line.form === 'plain'
          ? await this.events.prepare(actor, batch, line.event)
          : await this.events.prepareSigned(actor, batch, line.statement);
      return { form, batch, ready };
    } catch (error) {
      return { form: line?.form ?? 'unread', batch: line?.batch ?? '', ready: { error } };
    }
  }
}

/** @throws LedgerError for bytes that the gate refuses, DomainError `validation` for another shape. */
function readLine(bytes: Uint8Array): Line {
  const value = parseGatedJson(bytes);
  if (isJsonObject(value) && 'statement' in value) {
    const line = validateData(SignedEventLine, value, '');
    if (isFaults(line)) throw refused(...line);
    return { form: 'signed', batch: line.batch, statement: line.statement };
  }
  const line = validateData(PlainEventLine, value, '');
  if (isFaults(line)) throw refused(...line);
  if (!isJsonObject(value) || !isJsonObject(value.data)) throw new Error('validated data is an object');
  const { batch, id = uuidv7(), kind, occurredAt } = line;
  return { form: 'plain', batch, event: { eventId: id, kind, occurredAt, data: value.data } };
}
