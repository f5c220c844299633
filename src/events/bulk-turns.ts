import { DomainError } from '../http/problems.js';

/** How many works go on at once, how many wait for their turn, and how long one waits, in milliseconds. */
export interface TurnLimits {
  readonly atOnceMax: number;
  readonly waitingMax: number;
  readonly waitMsMax: number;
}

/** What is left of a request's time after the wait is enough for 1,000 lines on a busy machine. */
const bulkLimits: TurnLimits = { atOnceMax: 2, waitingMax: 8, waitMsMax: 1_000 };

interface Waiting {
  readonly arrivedMs: number;
  readonly start: () => void;
  readonly refuse: (error: DomainError) => void;
}

/**
 * Lets a few large works go on at once and the others wait in the order of their arrival: all of them at once would
 * each take as long as all together, and none would be answered in time. Who would wait too long is refused before
 * anything of the work is done.
 */
export class BulkTurns {
  private readonly waiting: Waiting[] = [];
  private underWay = 0;

  constructor(private readonly limits: TurnLimits = bulkLimits) {}

  /** Answers what the work does. @throws DomainError `unavailable` when it does not begin; what the work throws. */
  async take<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.underWay < this.limits.atOnceMax) this.underWay += 1;
    else await this.wait();
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  /** Ends when a turn was handed over. */
  private wait(): Promise<void> {
    if (this.waiting.length >= this.limits.waitingMax) throw busy();
    return new Promise((start, refuse) => {
      this.waiting.push({ arrivedMs: performance.now(), start, refuse });
    });
  }

  /** Hands the turn that has ended to the first who still has the time. */
  private next(): void {
    for (let first = this.waiting.shift(); first !== undefined; first = this.waiting.shift()) {
      if (performance.now() - first.arrivedMs <= this.limits.waitMsMax) {
        first.start();
        return;
      }
      first.refuse(busy());
    }
    this.underWay -= 1;
  }
}

function busy(): DomainError {
  return new DomainError(
    'unavailable',
    {
      zh: '同时成批记录的请求太多，内容没有保存，请稍后重试。',
      en: 'Too many bulk requests at once; nothing was recorded. Try again in a moment.',
    },
    [],
    2,
  );
}
