import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** Above this share of its time the thread has its hands full. */
const busyShare = 0.7;
/** Shortest time over which its use is told, in milliseconds. */
const windowMs = 250;

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
}
