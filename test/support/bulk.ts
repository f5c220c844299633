import { uuidv7 } from 'uuidv7';
import type { Caller } from './cooperative.js';
import { harvestOf } from './parties.js';

/** What a bulk request answered of one line. */
export interface LineAnswer {
  readonly status: number;
  readonly event?: Record<string, unknown> & { readonly id: string; readonly seq: number };
  readonly problem?: {
    readonly type: string;
    readonly status: number;
    readonly detail: string;
    readonly instance: string;
    readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  };
}

/** The answer to a bulk request: its lines, or the problem of the whole. */
export interface BulkAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly lines: readonly LineAnswer[];
  readonly problem: Record<string, unknown> | null;
}

/** Sends bytes to the bulk route as they are. */
export async function sendLines(
  url: string,
  caller: Caller | null,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<BulkAnswer> {
  const answer = await fetch(`${url}/api/v1/events:batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...caller?.credentials, ...headers },
    body,
  });
  const text = await answer.text();
  if (answer.status !== 200)
    return {
      status: answer.status,
      headers: answer.headers,
      lines: [],
      problem: JSON.parse(text) as object as Record<string, unknown>,
    };
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  return {
    status: 200,
    headers: answer.headers,
    lines: lines.map((line) => JSON.parse(line) as LineAnswer),
    problem: null,
  };
}

/** A line about a harvest of so many kilograms. */
export function harvestLine(batch: string, kilograms: number, changes: object = {}): object {
  return {
    batch,
    id: uuidv7(),
    kind: 'harvest',
    occurredAt: new Date().toISOString(),
    data: harvestOf(String(kilograms)),
    ...changes,
  };
}

/** Values as lines, each with its end. */
export function linesOf(values: readonly unknown[]): string {
  return values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
}
