import type { Database } from '../database/database.js';
import { sqlState } from '../database/violations.js';
import { Gatherer } from '../database/gatherer.js';
import { databaseFault } from '../http/outage.js';
import { DomainError } from '../http/problems.js';
import type { Appended, Draft, Projection } from './draft.js';
import { GroupWriter, type Written } from './group-writer.js';

/** Longest wait of a draft from call to answer, in milliseconds (promises.md P8). */
const answerWithinMs = 2_300;
/** A draft that has less than this left when its group starts is refused unrecorded. */
const leastWorkMs = 500;
const groupDraftsMax = 512;
const queueDraftsMax = 20_000;
const attemptsMax = 4;
/** Transactions under way at once: while one waits for its COMMIT the next is read and decided. */
const groupsAtOnceMax = 2;

/** What stands before and behind the appends of this process: the log that has to keep up with them. */
export interface AppendFlow {
  /** Why nothing is taken in just now, or null. */
  refusal(): DomainError | null;
  /** Entries were stored, and their leaves staged. */
  stored(): void;
}

const freeFlow: AppendFlow = { refusal: () => null, stored: () => undefined };

interface Waiting<Effect> {
  readonly drafts: readonly Draft<Effect>[];
  readonly deadlineMs: number;
  readonly resolve: (answers: readonly Written[]) => void;
}

/**
 * Group commit: drafts that arrive while a transaction is under way share the next one. An idle service starts at
 * once; nobody waits for a timer.
 *
 * A draft is answered only when its group is durable. When COMMIT was sent and its answer is in doubt, every draft of
 * the group gets the problem `ambiguous`; when nothing was stored, `unavailable`. Both may be retried with the same
 * event id.
 */
export class Appender<Effect> {
  private readonly queue: Gatherer<Waiting<Effect>>;
  private readonly writer: GroupWriter<Effect>;

  constructor(
    database: Database,
    projection: Projection<Effect>,
    origin: string,
    private readonly flow: AppendFlow = freeFlow,
    now: () => number = Date.now,
  ) {
    this.writer = new GroupWriter(database, projection, origin, now);
    this.queue = new Gatherer(
      { weightMax: groupDraftsMax, groupsAtOnceMax },
      (group) => this.settle(group.filter(inTime)),
      ({ drafts }) => drafts.length,
    );
  }

  /** Appends one signed statement. @throws DomainError `unavailable`, `ambiguous`, `log-behind`. */
  async append(draft: Draft<Effect>): Promise<Appended> {
    const [answer] = await this.appendAll([draft]);
    if (answer === undefined) throw new Error('a draft has no answer');
    if (answer.outcome === 'failed') throw answer.error;
    return answer;
  }

  /**
   * Appends signed statements together, each after the ones before it, and answers one result a draft, in order.
   *
   * They share one transaction, so that those of a chain stand in the order given; what is refused takes none of the
   * others with it. Never rejects: `failed` carries what `append` throws.
   */
  appendAll(drafts: readonly Draft<Effect>[]): Promise<readonly Written[]> {
    if (drafts.length === 0) return Promise.resolve([]);
    const refusal = this.flow.refusal() ?? (this.queue.weight >= queueDraftsMax ? unavailable() : null);
    if (refusal !== null) return Promise.resolve(allFailed(drafts, refusal));
    return new Promise((resolve) => {
      this.queue.add({ drafts, deadlineMs: performance.now() + answerWithinMs, resolve });
    });
  }

  private async settle(group: readonly Waiting<Effect>[]): Promise<void> {
    if (group.length === 0) return;
    const deadlineMs = Math.min(...group.map((waiting) => waiting.deadlineMs));
    const drafts = group.flatMap((waiting) => waiting.drafts);
    const answers = await this.attempt(drafts, deadlineMs).catch((error: unknown) =>
      allFailed(drafts, error),
    );
    let from = 0;
    for (const waiting of group) {
      waiting.resolve(answers.slice(from, from + waiting.drafts.length));
      from += waiting.drafts.length;
    }
  }

  /** A lost race (another process took the slot, a deadlock) stored nothing and is tried again. */
  private async attempt(drafts: readonly Draft<Effect>[], deadlineMs: number): Promise<Written[]> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.writer.write(drafts, deadlineMs - performance.now());
      if (outcome.outcome === 'committed') {
        this.flow.stored();
        return outcome.value;
      }
      if (outcome.outcome === 'ambiguous') throw ambiguous();
      const again =
        isLostRace(outcome.error) && attempt < attemptsMax && performance.now() + leastWorkMs < deadlineMs;
      if (again) continue;
      if (isLostRace(outcome.error) || isOutage(outcome.error)) throw unavailable();
      throw outcome.error;
    }
  }
}

/** False for a draft that waited too long; it is told so, and nothing of it is recorded. */
function inTime(waiting: Waiting<unknown>): boolean {
  if (waiting.deadlineMs >= performance.now() + leastWorkMs) return true;
  waiting.resolve(allFailed(waiting.drafts, unavailable()));
  return false;
}

function allFailed(drafts: readonly unknown[], error: unknown): Written[] {
  return drafts.map(() => ({ outcome: 'failed', error }));
}

const raceStates = new Set(['23505', '40001', '40P01', '55P03']);

function isLostRace(error: unknown): boolean {
  return raceStates.has(sqlState(error));
}

/** Trouble of the database (connections, resources, timeouts); anything else is a bug of ours and must stay visible. */
function isOutage(error: unknown): boolean {
  const fault = databaseFault(error);
  return fault === 'refused' || fault === 'lost';
}

function unavailable(): DomainError {
  return new DomainError(
    'unavailable',
    {
      zh: '数据库暂时没有应答，内容没有保存，请稍后重试。',
      en: 'The database did not answer in time; nothing was recorded. Try again.',
    },
    [],
    2,
  );
}

function ambiguous(): DomainError {
  return new DomainError(
    'ambiguous',
    {
      zh: '无法确定是否已保存。请用同一事件号重试，不会重复记录。',
      en: 'It is not known whether this was recorded. Retry with the same event id: it will not be recorded twice.',
    },
    [],
    2,
  );
}
