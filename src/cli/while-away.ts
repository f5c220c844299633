import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { EmbeddedFault } from '../database/embedded-fault.js';
import { databaseFault } from '../http/outage.js';
import { RecallBookFile, type RecallBook } from '../scan/recall-book.js';
import { openStandIn } from '../scan/stand-in.js';
import { namingPort } from './naming-port.js';

/** Between two tries, in milliseconds. */
const againMs = 3_000;

/** A start that may have to wait. */
interface Waiting {
  readonly log: Logger;
  /** Resolves when the start is to be broken off. */
  readonly over: Promise<void>;
  readonly isOver: () => boolean;
}

/**
 * Tries to start until it succeeds, as long as it is the database that is away and this service knows of recalls: these
 * are told meanwhile, because who asks then may be about to eat what was recalled. Without a recall to tell, and for
 * every other reason, a failed start ends as it always does. Null when it was broken off.
 *
 * @throws what `attempt` throws.
 */
export async function startWhileTelling<T>(
  config: Config,
  waiting: Waiting,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const { log } = waiting;
  try {
    return await attempt();
  } catch (error) {
    const book = isAway(error) && !waiting.isOver() ? await readBook(config, log) : null;
    if (book === null || book.lots.length === 0) throw error;
    log.error({ err: error }, 'the database does not answer: until it does, nothing but recalls is told');
    const standIn = await namingPort(config.port, openStandIn(config, log, book));
    try {
      return await startAgain(waiting, attempt);
    } finally {
      await standIn.close();
    }
  }
}

async function startAgain<T>(
  { log, over, isOver }: Waiting,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  for (;;) {
    await Promise.race([sleep(againMs, null, { ref: false }), over]);
    if (isOver()) return null;
    try {
      return await attempt();
    } catch (error) {
      if (!isAway(error)) throw error;
      log.warn({ err: error }, 'the database still does not answer');
    }
  }
}

async function readBook(config: Config, log: Logger): Promise<RecallBook | null> {
  try {
    return await new RecallBookFile(config.dataDir).read();
  } catch (error) {
    log.warn({ err: error }, 'the file of recall copies is left aside');
    return null;
  }
}

/** Whether a start failed for want of a database, and not because it was told something wrong. */
function isAway(error: unknown): boolean {
  if (error instanceof EmbeddedFault) return error.code === 'start-failed';
  const fault = databaseFault(error);
  return fault === 'refused' || fault === 'lost';
}
