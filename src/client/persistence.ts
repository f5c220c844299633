import type { Connection, Reply, Request } from './connection.js';

/** What sending depends on besides the service, so that a seed replays a run. */
export interface Pace {
  /** Waits, in milliseconds. */
  pause(ms: number): Promise<void>;
  /** From 0 up to but without 1. */
  random(): number;
}

/** Tries of one request in a run, and the first and longest wait between two, in milliseconds. */
const triesMax = 6;
const waitMs = 1_000;
const waitMsMax = 60_000;

/** Sends a request until there is an answer that counts, or it was tried often enough. Never throws. */
export async function persist(connection: Connection, request: Request, pace: Pace): Promise<Reply> {
  for (let tries = 1; ; tries += 1) {
    const reply = await connection.send(request);
    if (reply.outcome !== 'again' || tries === triesMax) return reply;
    await pace.pause(waitAfter(tries, reply.afterMs, pace));
  }
}

/** Doubled from try to try, half of it by chance, so that many devices do not come back at once; at least as asked. */
function waitAfter(tries: number, askedMs: number | null, pace: Pace): number {
  const backoffMs = Math.min(waitMs * 2 ** (tries - 1), waitMsMax) * (0.5 + pace.random() / 2);
  return Math.min(Math.max(backoffMs, askedMs ?? 0), waitMsMax);
}
