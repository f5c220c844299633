import { setTimeout } from 'node:timers/promises';
import { databaseFault } from './outage.js';
import { DomainError } from './problems.js';

const attemptsMax = 5;
const betweenAttemptsMs = 200;

/**
 * Takes a step of a start, and again while nothing is wrong with it but the time: a database that is just starting, or
 * that is slow to answer, is waited for. The step must be one however often it is taken.
 */
export async function whileStarting<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (attempt === attemptsMax || !isTransient(error)) throw error;
      await setTimeout(betweenAttemptsMs * attempt);
    }
  }
}

/** Nothing is wrong but the time: the same step again may succeed. */
function isTransient(error: unknown): boolean {
  if (error instanceof DomainError) return error.slug === 'unavailable' || error.slug === 'ambiguous';
  const fault = databaseFault(error);
  return fault === 'refused' || fault === 'lost';
}
