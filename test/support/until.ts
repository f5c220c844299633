import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is neither null nor false, and answers it. It gives up only when the test itself
 * is given up (`testTimeout`): how long a machine takes is no fault.
 */
export async function until<Value>(
  look: () => Promise<Value | null | false> | Value | null | false,
  everyMs = 20,
): Promise<Value> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    await sleep(everyMs);
  }
}

const tickMs = 20;

/**
 * How long `work` takes, in milliseconds in which this process could run: a timer is counted, not a clock read. What a
 * service in this process promises ("answered within three seconds") it cannot keep while the machine does not let it
 * run.
 */
export async function msOf<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly ms: number }> {
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, tickMs);
  try {
    const value = await work();
    return { value, ms: ticks * tickMs };
  } finally {
    clearInterval(ticking);
  }
}
