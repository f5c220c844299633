import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { Answer } from './cooperative.js';

/** One event that a writer means to record, and what it was told about it. */
export interface Intent {
  readonly eventId: string;
  /** Statuses of every attempt in order; 0 is a connection that broke. */
  readonly statuses: readonly number[];
  /** The body of the first answer that acknowledged it. */
  readonly receipt: Answer['body'];
}

/** How intents are sent. */
export interface Writing {
  readonly writers: number;
  readonly attemptsMax: number;
  /** Pause after an attempt that was not acknowledged, in milliseconds. */
  readonly pauseMs: number;
  /** False: every attempt has an event id of its own, as of a client that knows no idempotency. */
  readonly keepsId: boolean;
}

const plain: Writing = { writers: 16, attemptsMax: 100, pauseMs: 5, keepsId: true };

/** Sends one event under an id; rejects when the connection breaks. */
export type Send = (eventId: string, index: number) => Promise<Answer>;

/** Sends `count` events as `writeWhile` does. */
export function writeAll(count: number, send: Send, options: Partial<Writing> = {}): Promise<Intent[]> {
  return writeWhile((index) => index < count, send, options);
}

/**
 * Sends events from several writers at once for as long as `more` says, each again and again until it is acknowledged
 * with 200 or 201.
 *
 * @throws Error when one is refused for another reason than an outage (503), or never acknowledged.
 */
export async function writeWhile(
  more: (index: number) => boolean,
  send: Send,
  options: Partial<Writing> = {},
): Promise<Intent[]> {
  const writing = { ...plain, ...options };
  const intents: Intent[] = [];
  let next = 0;
  const write = async (): Promise<void> => {
    while (more(next)) {
      const index = next;
      next += 1;
      intents.push(await insist(send, index, writing));
    }
  };
  await Promise.all(Array.from({ length: writing.writers }, write));
  return intents;
}

async function insist(send: Send, index: number, writing: Writing): Promise<Intent> {
  let eventId = uuidv7();
  const statuses: number[] = [];
  while (statuses.length < writing.attemptsMax) {
    const answer = await send(eventId, index).catch(() => null);
    statuses.push(answer?.status ?? 0);
    if (answer !== null && isRecorded(answer)) return { eventId, statuses, receipt: answer.body };
    if (answer !== null && answer.status !== 503)
      throw new Error(`refused with ${answer.status}: ${JSON.stringify(answer.body)}`);
    await sleep(writing.pauseMs);
    if (!writing.keepsId) eventId = uuidv7();
  }
  throw new Error(`never acknowledged: ${statuses.join(' ')}`);
}

/** Sends one event under one id until it is decided: recorded (200, 201) or refused, but not put off (503). */
export async function decided(
  send: (eventId: string) => Promise<Answer>,
  eventId: string = uuidv7(),
): Promise<Answer> {
  for (let attempt = 0; attempt < plain.attemptsMax; attempt += 1) {
    const answer = await send(eventId);
    if (answer.status !== 503) return answer;
    await sleep(plain.pauseMs);
  }
  throw new Error('never decided');
}

/** Whether an event was recorded, now or by an earlier attempt. */
export function isRecorded(answer: Answer): boolean {
  return answer.status === 201 || answer.status === 200;
}

/** Intents that were stored by an attempt whose answer never came: a later attempt found them. */
export function committedUnheard(intents: readonly Intent[]): Intent[] {
  return intents.filter((intent) => intent.statuses.at(-1) === 200);
}
