import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64urlEncode,
  canonicalBytes,
  encodeEntry,
  entryBytesMax,
  genesisPrev,
  isLogOrigin,
  parseEntry,
  utf8Decode,
  utf8Encode,
} from '../../src/ledger/index.js';
import type { Entry } from '../../src/ledger/index.js';
import {
  base64urlCharacters,
  batch,
  codeOf,
  compactStatement,
  harvest,
  log,
  organization,
} from './fixtures.js';

const entry: Entry = {
  log,
  chain: batch,
  seq: 7,
  prev: new Uint8Array(32).fill(9),
  recordedAt: '2026-11-23T20:39:00.123Z',
  statement: compactStatement(harvest()),
};
const text = utf8Decode(encodeEntry(entry));

describe('an entry', () => {
  it('is the canonical JSON of its seven members', () => {
    const part = fc.string({ unit: fc.constantFrom(...base64urlCharacters), minLength: 1, maxLength: 200 });
    const signature = fc.string({
      unit: fc.constantFrom(...base64urlCharacters),
      minLength: 86,
      maxLength: 86,
    });
    const anyEntry = fc.record({
      log: fc.constantFrom(log, 'localhost:3000/2026', 'a.example', 'ledger.example.org/a/B_~.-9'),
      chain: fc.constantFrom(batch, organization),
      seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      prev: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      recordedAt: fc
        .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      statement: fc.tuple(part, part, signature).map((parts) => parts.join('.')),
    });
    fc.assert(
      fc.property(anyEntry, (any) => {
        const bytes = encodeEntry(any);
        expect(bytes).toEqual(canonicalBytes({ ...any, prev: base64urlEncode(any.prev), v: 'furrow/1' }));
        expect(parseEntry(bytes)).toEqual({ ...any, prev: Uint8Array.from(any.prev) });
      }),
    );
  });

  it('begins a chain with 32 zero bytes', () => {
    expect(genesisPrev()).toEqual(new Uint8Array(32));
    genesisPrev().fill(1);
    expect(genesisPrev()).toEqual(new Uint8Array(32));
    expect(utf8Decode(encodeEntry({ ...entry, seq: 1, prev: genesisPrev() }))).toContain(
      `"prev":"${'A'.repeat(43)}"`,
    );
  });

  it.each<[string, Partial<Entry>, string]>([
    ['an empty log', { log: '' }, '/log'],
    ['a log with a scheme', { log: 'https://ledger.example.org' }, '/log'],
    ['a log with a space', { log: 'ledger example' }, '/log'],
    ['a log with a plus', { log: 'ledger+example' }, '/log'],
    ['a log with a quote', { log: 'ledger"' }, '/log'],
    ['a log in capitals', { log: 'Ledger.example.org' }, '/log'],
    ['a log that ends in a slash', { log: 'ledger.example.org/' }, '/log'],
    ['a log that is too long', { log: 'a'.repeat(256) }, '/log'],
    ['another kind of chain', { chain: 'lot/7b1de4c0-52a8-4f63-9e17-0c9a8b7d6e5f' }, '/chain'],
    ['a chain in capitals', { chain: batch.toUpperCase() }, '/chain'],
    ['seq 0', { seq: 0 }, '/seq'],
    ['a negative seq', { seq: -1 }, '/seq'],
    ['a broken seq', { seq: 1.5 }, '/seq'],
    ['a seq past 2^53−1', { seq: 2 ** 53 }, '/seq'],
    ['a short prev', { prev: new Uint8Array(31) }, '/prev'],
    ['an empty prev', { prev: new Uint8Array(0) }, '/prev'],
    ['a statement of two parts', { statement: 'a.b' }, '/statement'],
    ['a statement with disclosures', { statement: `${entry.statement}~` }, '/statement'],
    ['a statement with a quote', { statement: `"${entry.statement}` }, '/statement'],
    ['a statement with a line feed', { statement: `${entry.statement}\n` }, '/statement'],
  ])('is not made with %s', (_name, changes, pointer) => {
    expect(() => encodeEntry({ ...entry, ...changes })).toThrow(
      expect.objectContaining({ code: 'entry-malformed', pointer }),
    );
  });

  it('is not made with another form of time', () => {
    expect(codeOf(() => encodeEntry({ ...entry, recordedAt: '2026-11-23T20:39:00Z' }))).toBe(
      'time-malformed',
    );
    expect(codeOf(() => encodeEntry({ ...entry, recordedAt: '2026-11-23T20:39:00.123+00:00' }))).toBe(
      'time-malformed',
    );
    expect(codeOf(() => encodeEntry({ ...entry, recordedAt: '2026-02-30T20:39:00.123Z' }))).toBe(
      'time-malformed',
    );
  });

  it('is 65,535 bytes at most', () => {
    const room = entryBytesMax - encodeEntry({ ...entry, statement: `a.a.${'A'.repeat(86)}` }).length;
    const longest = { ...entry, statement: `a.${'a'.repeat(room + 1)}.${'A'.repeat(86)}` };
    expect(encodeEntry(longest)).toHaveLength(65_535);
    expect(parseEntry(encodeEntry(longest))).toEqual(longest);
    expect(codeOf(() => encodeEntry({ ...longest, seq: 10 }))).toBe('entry-too-large');
    expect(codeOf(() => parseEntry(new Uint8Array(65_536)))).toBe('entry-too-large');
  });
});

describe('an entry is read only in its one form', () => {
  it('as it was written', () => {
    expect(parseEntry(utf8Encode(text))).toEqual(entry);
  });

  it.each<[string, string, string]>([
    ['white space', text.replace(',', ', '), 'entry-not-canonical'],
    ['a line feed at the end', `${text}\n`, 'entry-not-canonical'],
    ['an escape that is not needed', text.replace('ledger', String.raw`\u006cedger`), 'entry-not-canonical'],
    ['an escaped solidus', text.replace('batch/', String.raw`batch\/`), 'entry-not-canonical'],
    [
      'another order',
      text.replace(/^\{(.*),"v":"furrow\/1"\}$/, '{"v":"furrow/1",$1}'),
      'entry-not-canonical',
    ],
    ['a seq with an exponent', text.replace('"seq":7', '"seq":7e0'), 'json-number'],
    ['a seq with a fraction', text.replace('"seq":7', '"seq":7.0'), 'json-number'],
    ['a seq that is text', text.replace('"seq":7', '"seq":"7"'), 'entry-malformed'],
    ['a member twice', text.replace('"seq":7', '"seq":7,"seq":7'), 'json-duplicate-key'],
    ['a member more', text.replace('"seq":7', '"seq":7,"sig":"x"'), 'entry-malformed'],
    ['a member less', text.replace('"seq":7,', ''), 'entry-malformed'],
    ['no version', text.replace(',"v":"furrow/1"', ''), 'entry-malformed'],
    ['another version', text.replace('furrow/1', 'furrow/2'), 'entry-malformed'],
    ['a padded prev', text.replace('"prev":"CQ', '"prev":"=CQ'), 'bytes-base64url'],
    ['a short prev', text.replace(/"prev":"[^"]+"/, '"prev":"AAAA"'), 'entry-malformed'],
    ['a null statement', text.replace(/"statement":"[^"]+"/, '"statement":null'), 'entry-malformed'],
    ['a nested statement', text.replace(/"statement":"[^"]+"/, '"statement":{"a":1}'), 'entry-malformed'],
    ['a time with another offset', text.replace('.123Z', '.123+00:00'), 'time-malformed'],
    ['a byte order mark', `\ufeff${text}`, 'json-bom'],
    ['a list around it', `[${text}]`, 'entry-malformed'],
    ['nothing', '', 'json-syntax'],
    ['null', 'null', 'entry-malformed'],
  ])('and not with %s', (_name, changed, code) => {
    expect(changed).not.toBe(text);
    expect(codeOf(() => parseEntry(utf8Encode(changed)))).toBe(code);
  });

  it('and not with a stray bit at the end of prev', () => {
    const bytes = encodeEntry({ ...entry, prev: new Uint8Array(32) });
    const stray = utf8Decode(bytes).replace(`"${'A'.repeat(43)}"`, `"${'A'.repeat(42)}B"`);
    expect(codeOf(() => parseEntry(utf8Encode(stray)))).toBe('bytes-base64url');
  });

  it('and with any byte changed it is refused, or is another entry', () => {
    const bytes = encodeEntry(entry);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const changed = bytes.with(at, byte);
        let read: Entry;
        try {
          read = parseEntry(changed);
        } catch {
          return;
        }
        expect(encodeEntry(read)).toEqual(changed);
        if (byte !== bytes[at]) expect(read).not.toEqual(entry);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the name of a log', () => {
  it.each(['ledger.example.org/2026', 'localhost:3000/2026', '127.0.0.1:8080', 'a/b/c.d~e'])(
    'can be %s',
    (origin) => {
      expect(isLogOrigin(origin)).toBe(true);
    },
  );

  it.each([
    '',
    '/',
    'a//b',
    'a/',
    'a b',
    'a+b',
    'a?b',
    'a#b',
    'a:b',
    'a:123456',
    '农场.cn',
    'A.example',
    'a\n',
    'a%20b',
  ])('cannot be %j', (origin) => {
    expect(isLogOrigin(origin)).toBe(false);
  });
});
