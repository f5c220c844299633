import type { Database } from '../database/database.js';
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
  readonly draft: Draft<Effect>;
  readonly deadlineMs: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
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
    this.queue = new Gatherer({ itemsMax: groupDraftsMax, groupsAtOnceMax }, (group) =>
      this.settle(group.filter(inTime)),
    );
  }

  /** Appends one signed statement. @throws DomainError `unavailable`, `ambiguous`, `log-behind`. */
  append(draft: Draft<Effect>): Promise<Appended> {
    const refusal = this.flow.refusal();
    if (refusal !== null) return Promise.reject(refusal);
    if (this.queue.length >= queueDraftsMax) return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.queue.add({ draft, deadlineMs: performance.now() + answerWithinMs, resolve, reject });
    });
  }

  private async settle(group: readonly Waiting<Effect>[]): Promise<void> {
    if (group.length === 0) return;
    const deadlineMs = Math.min(...group.map((waiting) => waiting.deadlineMs));
    const drafts = group.map((waiting) => waiting.draft);
    try {
      const answers = await this.attempt(drafts, deadlineMs);
      this.flow.stored();
      group.forEach((waiting, index) => {
        const answer = answers[index];
        if (answer === undefined) waiting.reject(new Error('a draft has no answer'));
        else if (answer.outcome === 'failed') waiting.reject(answer.error);
        else waiting.resolve(answer);
      });
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    }
  }

  /** A lost race (another process took the slot, a deadlock) stored nothing and is tried again. */
  private async attempt(drafts: readonly Draft<Effect>[], deadlineMs: number): Promise<Written[]> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.writer.write(drafts, deadlineMs - performance.now());
      if (outcome.outcome === 'committed') return outcome.value;
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
  waiting.reject(unavailable());
  return false;
}

const raceStates = new Set(['23505', '40001', '40P01', '55P03']);

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function isLostRace(error: unknown): boolean {
  return raceStates.has(sqlState(error) ?? '');
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
