import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** Above this share of its time the thread has its hands full. */
const busyShare = 0.7;
/** Shortest time over which its use is told, in milliseconds. */
const windowMs = 250;
/** While the thread is busy, so many times as long as a piece of work took is left to others after it, up to a bound. */
const politeness = 8;
const politeMsMax = 2_000;

/** How busy the main thread is, told over the last quarter of a second or more. */
export class MainThread {
  private from: EventLoopUtilization = performance.eventLoopUtilization();
  private fromMs = performance.now();
  private share = 0;

  /** Whether it has its hands full. */
  isBusy(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.fromMs >= windowMs) {
      const now = performance.eventLoopUtilization();
      this.share = performance.eventLoopUtilization(now, this.from).utilization;
      this.from = now;
      this.fromMs = nowMs;
    }
    return this.share > busyShare;
  }

  /** Leaves the thread to others after work that took `tookMs`, while it is busy and until the signal says to stop. */
  async makeWay(tookMs: number, stop: AbortSignal): Promise<void> {
    if (stop.aborted || !this.isBusy()) return;
    const stopped = (): undefined => undefined;
    await setTimeout(Math.min(tookMs * politeness, politeMsMax), undefined, { signal: stop }).catch(stopped);
  }
}
