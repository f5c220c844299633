import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import type { Answer, Caller } from '../support/cooperative.js';

/** Pointers, or their beginnings, of fields that are not public, and of those that get no word. */
interface Fields {
  readonly secrets?: readonly string[];
  readonly kept?: readonly string[];
}

/**
 * Words that stand nowhere but in the texts of one tenant, so that any answer can be searched for them: `zibet-s7` in a
 * field that nobody else may read, `zibet-o7` in one that its public page shows.
 */
export class Planter {
  private count = 0;

  constructor(readonly marker: string) {}

  /** What only the tenant, and whoever it lets in, may read. */
  get secret(): string {
    return `${this.marker}-s`;
  }

  /**
   * Posts a body with a word of the tenant in every text field that takes one, and answers what was made.
   *
   * Which fields take one is found out by trying: the service names those that do not, and they get back what they had.
   * `secrets` are the pointers (or their beginnings) of fields that are not public; those of `kept` stay as they are.
   */
  async post(caller: Caller, path: string, body: object, fields: Fields = {}): Promise<Answer['body']> {
    const answer = await this.tryPost(caller, path, body, fields);
    expect([200, 201], `${path} ${JSON.stringify(answer.body)}`).toContain(answer.status);
    return answer.body;
  }

  /** As `post`, and answers the refusal when it is not about the words. */
  async tryPost(caller: Caller, path: string, body: object, fields: Fields = {}): Promise<Answer> {
    const { secrets = [], kept = [] } = fields;
    const places = textsOf(body).filter(
      ([pointer, text]) => !kept.some((name) => isAtOrBelow(pointer, name)) && isFreeText(text),
    );
    let chosen = places.map(([pointer]) => pointer);
    for (;;) {
      const planted = chosen.reduce(
        (value, pointer) => withText(value, pointer, this.word(pointer, secrets)),
        body,
      );
      const answer = await caller.post(path, planted, { 'idempotency-key': uuidv7() });
      const refused = (answer.body.errors ?? []).map(({ pointer }) => pointer);
      const left = chosen.filter((pointer) => !refused.some((name) => isAtOrBelow(pointer, name)));
      if (left.length === chosen.length) return answer;
      chosen = left;
    }
  }

  private word(pointer: string, secrets: readonly string[]): string {
    this.count += 1;
    const form = secrets.some((name) => isAtOrBelow(pointer, name)) ? 's' : 'o';
    return `${this.marker}-${form}${this.count}`;
  }
}

function isAtOrBelow(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(`${above}/`);
}

/** Neither a number, a date, an id, a code in capitals nor the name of a choice in one lower-case word. */
function isFreeText(text: string): boolean {
  return !/^[\d.-]+$|^\d{4}-\d{2}-\d{2}|^[0-9a-f-]{36}$|^[\w-]{43}$|^[A-Z-]{2,8}$/.test(text);
}

/** Every text of a JSON value with its pointer. */
export function textsOf(value: unknown, at = ''): [pointer: string, text: string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsOf(member, `${at}/${name}`));
}

/** A copy with another text at a pointer. */
export function withText<Value>(value: Value, pointer: string, text: unknown): Value {
  if (pointer === '') return text as Value;
  const [, name = '', ...rest] = pointer.split('/');
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  copy[name] = withText(copy[name], rest.map((step) => `/${step}`).join(''), text);
  return copy as Value;
}
