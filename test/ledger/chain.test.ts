import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkChain,
  encodeEntry,
  genesisPrev,
  leafHash,
  parseEntry,
  utf8Decode,
  utf8Encode,
} from '../../src/ledger/index.js';
import type { ChainFault, Entry } from '../../src/ledger/index.js';
import {
  batch,
  chainOf,
  compactStatement,
  eventId,
  harvest,
  log,
  nextEntry,
  otherBatch,
} from './fixtures.js';

const sound = chainOf(4);
const head = headOf(sound);

function headOf(entries: readonly Uint8Array[]): { seq: number; leafHash: Uint8Array } {
  return { seq: entries.length, leafHash: leafHash(entries.at(-1)!) };
}

/** Checks against the head of the sound chain, which nobody who tampers can change. */
function check(
  entries: readonly Uint8Array[],
  expected: Partial<Parameters<typeof checkChain>[1]> = {},
): ChainFault | null {
  return checkChain(entries, { log, chain: batch, head, ...expected });
}

/** The entry with one bit of one byte the other way around. */
function flipped(entry: Uint8Array, at: number, mask: number): Uint8Array {
  const byte = entry[at]!;
  return entry.with(at, Math.floor(byte / mask) % 2 === 0 ? byte + mask : byte - mask);
}

/** The entry with members changed and everything else as it was. */
function altered(entry: Uint8Array, changes: Partial<Entry>): Uint8Array {
  return encodeEntry({ ...parseEntry(entry), ...changes });
}

/** The entries with links made anew from the altered one on: what somebody with the database can do. */
function relinked(entries: readonly Uint8Array[]): Uint8Array[] {
  const linked: Uint8Array[] = [];
  for (const entry of entries) {
    const last = linked.at(-1);
    linked.push(altered(entry, { seq: linked.length + 1, prev: last ? leafHash(last) : genesisPrev() }));
  }
  return linked;
}

describe('a sound chain', () => {
  it.each([1, 2, 4, 50])('of %d entries has no fault, with its head and without', (length) => {
    const entries = chainOf(length);
    expect(check(entries, { head: headOf(entries) })).toBeNull();
    expect(checkChain(entries, { log, chain: batch })).toBeNull();
  });

  it('may be empty', () => {
    expect(checkChain([], { log, chain: batch })).toBeNull();
  });

  it('may have entries of the same millisecond', () => {
    const first = nextEntry([], {}, '2026-11-23T20:39:00.000Z');
    expect(
      checkChain([first, nextEntry([first], {}, '2026-11-23T20:39:00.000Z')], { log, chain: batch }),
    ).toBeNull();
  });
});

describe('one changed byte', () => {
  it('is found and its entry named: every bit of every byte of every entry', () => {
    const missed: string[] = [];
    for (const [index, entry] of sound.entries()) {
      for (let at = 0; at < entry.length; at += 1) {
        for (let mask = 1; mask < 256; mask *= 2) {
          const fault = check(sound.with(index, flipped(entry, at, mask)));
          missed.push(...(fault?.seq === index + 1 ? [] : [`entry ${index + 1}, byte ${at}, bit ${mask}`]));
        }
      }
    }
    expect(missed).toEqual([]);
  });

  it('is found and its entry named, also as any other value', () => {
    const place = fc.record({ index: fc.nat(3), at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(place, ({ index, at, byte }) => {
        const entry = sound[index]!;
        const changed = entry.with(at % entry.length, byte);
        const fault = check(sound.with(index, changed));
        expect(fault?.seq).toBe(byte === entry[at % entry.length] ? undefined : index + 1);
      }),
      { numRuns: 2000 },
    );
  });

  it('of the last entry is not to be found without a head, if it is well formed', () => {
    const last = altered(sound[3]!, { recordedAt: '2026-11-23T23:59:59.999Z' });
    expect(checkChain(sound.with(3, last), { log, chain: batch })).toBeNull();
    expect(check(sound.with(3, last))).toMatchObject({ code: 'chain-link', seq: 4 });
  });
});

describe('a change of a chain’s entries', () => {
  it('is found whatever it is: any insertion, removal, repetition or exchange', () => {
    const entries = chainOf(6);
    const foreign = chainOf(7, () => ({ note: '别的' }));
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('remove'), at: fc.nat(5), to: fc.nat(5) }),
      fc.record({ kind: fc.constant('repeat'), at: fc.nat(5), to: fc.nat(6) }),
      fc.record({ kind: fc.constant('swap'), at: fc.nat(5), to: fc.nat(5) }),
      fc.record({ kind: fc.constant('insert'), at: fc.nat(6), to: fc.nat(6) }),
      fc.record({ kind: fc.constant('replace'), at: fc.nat(5), to: fc.nat(6) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 3 }), fc.boolean(), (operations, relink) => {
        let changed = [...entries];
        for (const { kind, at, to } of operations) changed = apply(changed, kind, at, to, foreign);
        if (relink) changed = relinked(changed);
        const same =
          changed.length === entries.length &&
          changed.every((entry, at) => leafHash(entry).join() === leafHash(entries[at]!).join());
        expect(check(changed, { head: headOf(entries) }) === null).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  function apply(
    entries: Uint8Array[],
    kind: string,
    at: number,
    to: number,
    foreign: Uint8Array[],
  ): Uint8Array[] {
    const entry = entries[at];
    switch (kind) {
      case 'remove':
        return entries.toSpliced(at, 1);
      case 'insert':
        return entries.toSpliced(at, 0, foreign[to]!);
      case 'replace':
        return entry ? entries.with(at, foreign[to]!) : entries;
      case 'repeat':
        return entry ? entries.toSpliced(to, 0, entry) : entries;
      default:
        return entry && entries[to] ? entries.with(at, entries[to]).with(to, entry) : entries;
    }
  }
});

describe('a fault of a chain', () => {
  it.each<[string, Uint8Array[], Partial<ChainFault>]>([
    ['a missing first entry', sound.slice(1), { code: 'chain-sequence', seq: 1, expected: '1', found: '2' }],
    ['a missing entry', sound.toSpliced(1, 1), { code: 'chain-sequence', seq: 2, expected: '2', found: '3' }],
    [
      'a repeated entry',
      sound.toSpliced(1, 0, sound[0]!),
      { code: 'chain-sequence', seq: 2, expected: '2', found: '1' },
    ],
    [
      'two entries exchanged',
      [sound[0]!, sound[2]!, sound[1]!, sound[3]!],
      { code: 'chain-sequence', seq: 2 },
    ],
    ['a cut tail', sound.slice(0, 3), { code: 'chain-truncated', seq: 4, expected: '4', found: '3' }],
    ['a chain that was emptied', [], { code: 'chain-truncated', seq: 1, expected: '4', found: '0' }],
    [
      'an entry after the head',
      [...sound, nextEntry(sound)],
      { code: 'chain-head', seq: 5, expected: '4', found: '5' },
    ],
    [
      'another log',
      [...sound.slice(0, 2), altered(sound[2]!, { log: 'other.example/2026' }), sound[3]!],
      { code: 'chain-log', seq: 3, expected: log, found: 'other.example/2026' },
    ],
    [
      'another chain',
      [sound[0]!, altered(sound[1]!, { chain: otherBatch }), ...sound.slice(2)],
      { code: 'chain-name', seq: 2, expected: batch, found: otherBatch },
    ],
    [
      'a rewritten entry',
      sound.with(1, altered(sound[1]!, { recordedAt: '2026-11-23T20:40:30.000Z' })),
      { code: 'chain-link', seq: 2 },
    ],
    [
      'a first entry that follows something',
      relinked(sound).with(0, altered(sound[0]!, { prev: new Uint8Array(32).fill(1) })),
      { code: 'chain-link', seq: 1 },
    ],
    [
      'a chain rewritten and linked again',
      relinked(sound.with(1, altered(sound[1]!, { recordedAt: '2026-11-23T20:40:30.000Z' }))),
      { code: 'chain-link', seq: 4 },
    ],
    ['an entry that is no JSON', sound.with(2, utf8Encode('entry')), { code: 'json-syntax', seq: 3 }],
    ['an empty entry', sound.with(0, new Uint8Array(0)), { code: 'json-syntax', seq: 1 }],
    [
      'an entry with white space',
      sound.with(2, utf8Encode(` ${utf8Decode(sound[2]!)}`)),
      { code: 'entry-not-canonical', seq: 3 },
    ],
  ])('is %s', (_name, entries, fault) => {
    expect(check(entries)).toMatchObject(fault);
  });

  it('gives both hashes of a broken link', () => {
    const changed = altered(sound[1]!, { recordedAt: '2026-11-23T20:40:30.000Z' });
    const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
    expect(check(sound.with(1, changed))).toEqual({
      code: 'chain-link',
      message: expect.any(String) as string,
      seq: 2,
      expected: base64url(leafHash(sound[1]!)),
      found: base64url(leafHash(changed)),
    });
  });

  it('is a first entry that follows something, even in a chain without a head', () => {
    const first = altered(sound[0]!, { prev: new Uint8Array(32).fill(1) });
    expect(checkChain([first], { log, chain: batch })).toMatchObject({ code: 'chain-link', seq: 1 });
    expect(check([first], { head: headOf([first]) })).toMatchObject({ code: 'chain-link', seq: 1 });
  });

  it('is a head of the right length and another hash', () => {
    const other = { seq: 4, leafHash: leafHash(sound[2]!) };
    expect(check(sound, { head: other })).toMatchObject({ code: 'chain-link', seq: 4 });
  });

  it('is a later entry that was recorded earlier', () => {
    const first = nextEntry([], {}, '2026-11-23T20:39:00.001Z');
    const second = nextEntry([first], {}, '2026-11-23T20:39:00.000Z');
    expect(checkChain([first, second], { log, chain: batch })).toMatchObject({
      code: 'chain-time',
      seq: 2,
      expected: '≥ 2026-11-23T20:39:00.001Z',
      found: '2026-11-23T20:39:00.000Z',
    });
  });

  it('is a statement about another chain', () => {
    const entries = [sound[0]!, nextEntry(sound.slice(0, 1), { sub: otherBatch })];
    expect(checkChain(entries, { log, chain: batch })).toMatchObject({
      code: 'chain-subject',
      seq: 2,
      expected: batch,
      found: otherBatch,
    });
  });

  it('is an event that is in the chain already, with the same bytes or with others', () => {
    for (const data of [{ note: '第1次' }, { note: '另一次' }]) {
      const entries = [...sound, nextEntry(sound, { jti: eventId(1), kind: 'input', data })];
      expect(checkChain(entries, { log, chain: batch })).toMatchObject({
        code: 'chain-event-repeated',
        seq: 5,
        found: 'that of seq 1',
      });
    }
  });

  it('is a statement that is none, though the entry around it is sound', () => {
    const [head64] = compactStatement(harvest()).split('.') as [string];
    const entry = encodeEntry({
      log,
      chain: batch,
      seq: 1,
      prev: genesisPrev(),
      recordedAt: '2026-11-23T20:39:00.000Z',
      statement: `${head64}.e30.${'A'.repeat(86)}`,
    });
    expect(checkChain([entry], { log, chain: batch })).toMatchObject({ code: 'statement-claim', seq: 1 });
  });
});
