import type { Database } from '../database/database.js';
import { DomainError } from '../http/problems.js';
import { countWaitingLeaves } from './log-tree.store.js';
import { mergeDelayMaxMs } from './receipts.js';

/** Leaves that may wait for the log at once. */
const leavesMax = 100_000;
/** How old what is known of the backlog may be, in milliseconds. */
const knowledgeMs = 1_000;

/** What of the backlog is too much, and how old a leaf may be. */
export interface BacklogBounds {
  readonly leavesMax: number;
  readonly delayMaxMs: number;
}

/**
 * Back-pressure: nothing more is taken in while the log does not keep up (promises.md P12), because a receipt promises
 * the time of inclusion.
 *
 * Asked by every append and answered from memory; the table is counted in the background, once a second and only while
 * there are appends.
 */
export class Backlog {
  private tooMuch = false;
  private countedAtMs = -Infinity;
  private counting = false;

  constructor(
    private readonly database: Database,
    private readonly bounds: BacklogBounds = { leavesMax, delayMaxMs: mergeDelayMaxMs },
    private readonly now: () => number = Date.now,
  ) {}

  /** The refusal of an append, or null. */
  refusal(): DomainError | null {
    if (performance.now() - this.countedAtMs > knowledgeMs && !this.counting) void this.count();
    return this.tooMuch ? logBehind() : null;
  }

  private async count(): Promise<void> {
    this.counting = true;
    try {
      const { leaves, oldestMs } = await countWaitingLeaves(this.database, this.bounds.leavesMax);
      const delayMs = oldestMs === null ? 0 : this.now() - oldestMs;
      this.tooMuch = leaves >= this.bounds.leavesMax || delayMs > this.bounds.delayMaxMs;
    } catch {
      // A database that does not answer refuses the append itself.
    } finally {
      this.countedAtMs = performance.now();
      this.counting = false;
    }
  }
}

function logBehind(): DomainError {
  return new DomainError(
    'log-behind',
    {
      zh: '公开日志尚未跟上，暂时不能再收新记录；内容没有保存，请稍后重试。',
      en: 'The public log has fallen behind and takes nothing more for now; nothing was recorded. Try again later.',
    },
    [],
    10,
  );
}
