import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { MainThread } from '../../src/findings/main-thread.js';

/** A thread that was busy for the last third of a second. */
function busyThread(): MainThread {
  const thread = new MainThread();
  for (const fromMs = performance.now(); performance.now() - fromMs < 350;);
  return thread;
}

async function msOf(work: Promise<void>): Promise<number> {
  const fromMs = performance.now();
  await work;
  return performance.now() - fromMs;
}

describe('a busy main thread', () => {
  it('is left to others for a while, which a pause of the process does not make long', async () => {
    const stop = new AbortController();
    expect(await msOf(busyThread().makeWay(20, stop.signal))).toBeGreaterThan(150);
    expect(await msOf(busyThread().makeWay(600_000, stop.signal))).toBeLessThan(20_000);
  });

  it('keeps no one waiting who stops', async () => {
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 50);
    const late = Symbol();
    const polite = busyThread().makeWay(600_000, stop.signal);
    const bound = new Promise((resolve) => setTimeout(resolve, 1_500, late));
    expect(await Promise.race([polite, bound])).toBeUndefined();
    expect(await msOf(busyThread().makeWay(600_000, stop.signal))).toBeLessThan(1_500);
  });

  it('is not waited for when it is idle', async () => {
    expect(await msOf(new MainThread().makeWay(600_000, new AbortController().signal))).toBeLessThan(1_500);
  });
});
