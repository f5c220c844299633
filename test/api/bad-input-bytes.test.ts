import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { readStored } from '../support/stored.js';
import { fillPath, readDescription, type Operation } from './operations.js';
import type { Problem } from './parties.js';

let farm: Cooperative;
let routes: readonly Operation[];
let ids: Record<string, string>;

beforeAll(async () => {
  farm = await createCooperative();
  // What takes no JSON is tried elsewhere: lines in bulk.test.ts, documents in onboarding.test.ts, the form in machines.test.ts;
  // so is a table of rows, which may be larger and is flat: test/lists/refusals.test.ts.
  const { operations } = await readDescription(farm.service);
  const isOther = (body: Operation['body']): boolean =>
    body !== null && body['application/json'] === undefined;
  const isTable = (path: string): boolean => path.startsWith('/api/v1/lists/');
  routes = operations.filter(
    ({ method, path, body }) => method === 'POST' && !isOther(body) && !isTable(path),
  );
  ids = { organization: farm.organizationId, batch: await farm.open(), kid: 'A'.repeat(43) };
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

const bytes = (...parts: (string | number)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part)))),
  );
const nested = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

/** What is sent, the status, the code of the fault, and where it says the fault lies. */
const bodies: readonly (readonly [string, Uint8Array<ArrayBuffer>, number, string, string])[] = [
  ['a duplicate key', bytes('{"x":{"a":1,"a":2}}'), 400, 'json-duplicate-key', '/x/a'],
  [
    'a key that is a duplicate once unescaped',
    bytes('{"ab":1,"a\\u0062":2}'),
    400,
    'json-duplicate-key',
    '/ab',
  ],
  ['a lone high surrogate', bytes('{"x":"\\ud83c"}'), 400, 'json-lone-surrogate', '/x'],
  ['a lone low surrogate as a key', bytes('{"\\udf4e":1}'), 400, 'json-lone-surrogate', ''],
  ['surrogates in the wrong order', bytes('{"x":"\\udf4e\\ud83c"}'), 400, 'json-lone-surrogate', '/x'],
  ['NUL in a text', bytes('{"x":"a\\u0000b"}'), 400, 'json-nul', '/x'],
  ['NUL as a byte', bytes('{"x":"a', 0, 'b"}'), 400, 'json-syntax', '/x'],
  ['NUL in a key', bytes('{"a\\u0000":1}'), 400, 'json-nul', ''],
  ['invalid UTF-8', bytes('{"x":"', 0xff, '"}'), 400, 'bytes-utf8', ''],
  ['overlong UTF-8', bytes('{"x":"', 0xc0, 0xaf, '"}'), 400, 'bytes-utf8', ''],
  ['a surrogate in UTF-8', bytes('{"x":"', 0xed, 0xa0, 0x80, '"}'), 400, 'bytes-utf8', ''],
  ['UTF-8 that breaks off', bytes('{"x":"', 0xe8, 0x8b, '"}'), 400, 'bytes-utf8', ''],
  ['beyond U+10FFFF', bytes('{"x":"', 0xf4, 0x90, 0x80, 0x80, '"}'), 400, 'bytes-utf8', ''],
  ['a byte order mark', bytes(0xef, 0xbb, 0xbf, '{}'), 400, 'json-bom', ''],
  ['UTF-16', bytes(0xff, 0xfe, '{', 0, '}', 0), 400, 'bytes-utf8', ''],
  ['depth 33', bytes(nested(33)), 400, 'json-depth', '/a' + '/0'.repeat(31)],
  ['depth 5,000', bytes(nested(5_000)), 400, 'json-depth', '/a' + '/0'.repeat(31)],
  ['64 KiB and one byte', bytes(`{"x":"${'a'.repeat(65_536 - 7)}"}`), 413, '', ''],
  ['1e400', bytes('{"x":1e400}'), 400, 'json-number', '/x'],
  ['2^53+1', bytes('{"x":9007199254740993}'), 400, 'json-number', '/x'],
  ['-(2^53)', bytes('{"x":-9007199254740992}'), 400, 'json-number', '/x'],
  ['-0', bytes('{"x":-0}'), 400, 'json-number', '/x'],
  ['a fraction', bytes('{"x":[0.1]}'), 400, 'json-number', '/x/0'],
  ['a leading zero', bytes('{"x":01}'), 400, 'json-syntax', '/x'],
  ['__proto__', bytes('{"__proto__":{"admin":true}}'), 400, 'json-forbidden-key', '/__proto__'],
  ['constructor', bytes('{"x":{"constructor":1}}'), 400, 'json-forbidden-key', '/x/constructor'],
  [
    'prototype written with an escape',
    bytes('{"\\u0070rototype":1}'),
    400,
    'json-forbidden-key',
    '/prototype',
  ],
  ['two documents', bytes('{}{}'), 400, 'json-syntax', ''],
  ['a comment', bytes('{/* */}'), 400, 'json-syntax', ''],
  ['nothing', bytes(''), 400, '', ''],
  ['half a document', bytes('{"x":'), 400, 'json-syntax', '/x'],
];

async function post(path: string, body: Uint8Array<ArrayBuffer>, signedIn: boolean): Promise<Response> {
  return fetch(farm.service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signedIn ? farm.owner.credentials : {}) },
    body,
  });
}

/** Bytes are looked at before anything else, so that every route answers them in the same way. */
async function refuses(
  body: Uint8Array<ArrayBuffer>,
  status: number,
  code: string,
  pointer: string,
): Promise<void> {
  for (const { path } of routes) {
    const filled = fillPath(path, {
      ...ids,
      id: path.includes('batches') ? ids['batch']! : ids['organization']!,
    });
    for (const signedIn of [true, false]) {
      const answer = await post(filled, body, signedIn);
      const text = await answer.text();
      const where = `${filled}, ${signedIn ? 'signed in' : 'a stranger'}: ${text}`;
      expect(answer.status, where).toBe(status);
      expect(answer.headers.get('content-type'), where).toBe('application/problem+json; charset=utf-8');
      const problem = JSON.parse(text) as Problem & { detail: string };
      expect(problem.detail, where).toMatch(/\p{Script=Han}/u);
      expect(problem.detail, where).toMatch(code.startsWith('json-') ? /第 \d+ 个字节/ : /。$/);
      if (code !== '') expect(problem.errors, where).toMatchObject([{ code, pointer }]);
    }
  }
}

describe('bytes that are no document of the strict profile', () => {
  it.each(bodies)(
    'are refused by every route that takes a body: %s',
    async (_, body, status, code, pointer) => {
      const before = await readStored(farm.service.testDatabase);
      await refuses(body, status, code, pointer);
      expect(await readStored(farm.service.testDatabase)).toEqual(before);
    },
  );

  it('are tried on every route that the document names', () => {
    expect(routes.length).toBeGreaterThan(10);
  });
});
