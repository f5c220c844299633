import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEventId, isUuid } from '../../src/ledger/names.js';
import { derivedEventId, derivedId } from '../../src/parties/event-ids.js';
import { isPlainText } from '../../src/parties/fields.js';

describe('derived ids', () => {
  it('are well-formed UUIDs of version 7 that carry their time, whatever the parts', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(time, fc.array(fc.string()), (atMs, parts) => {
        const id = derivedEventId(atMs, ...parts);
        return isEventId(id) && Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) === atMs;
      }),
    );
  });

  it('are well-formed UUIDs of version 4, whatever the parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        (parts) => /^.{14}4/.test(derivedId(...parts)) && isUuid(derivedId(...parts)),
      ),
    );
  });

  it('are the same for the same parts and differ when anything does', () => {
    expect(derivedId('product', 'a', 'b')).toBe(derivedId('product', 'a', 'b'));
    const ids = [
      derivedId('product', 'a', 'b'),
      derivedId('site', 'a', 'b'),
      derivedId('product', 'ab', ''),
      derivedId('product', '', 'ab'),
      derivedId('product', 'a","b'),
      derivedId('product', 'b', 'a'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(derivedEventId(1, 'a')).not.toBe(derivedEventId(2, 'a'));
    expect(derivedEventId(1, 'a')).not.toBe(derivedEventId(1, 'b'));
  });

  it('do not collide in a hundred thousand', () => {
    const ids = new Set(Array.from({ length: 100_000 }, (_, index) => derivedEventId(1, String(index))));
    expect(ids.size).toBe(100_000);
  });
});

describe('isPlainText', () => {
  it.each(['苹果', 'Apfel', '𠮷野家', 'é', 'ཀྲུང', '社'.repeat(10)])('takes %s', (text) => {
    expect(isPlainText(text, 10)).toBe(true);
  });

  it.each([
    ['the empty text', ''],
    ['a space', ' '],
    ['an ideographic space at the end', '苹果\u3000'],
    ['eleven characters', '社'.repeat(11)],
    ['eleven characters outside the basic plane', '𠮷'.repeat(11)],
    ['a hundred thousand characters', 'x'.repeat(100_000)],
    ['a lone surrogate', 'a\ud800'],
    ['a line separator', 'a\u2028b'],
    ['a tab', 'a\tb'],
    ['a direction isolate', 'a\u2066b'],
    ['a zero-width joiner', 'a\u200db'],
    ['a byte order mark', '\ufeffa'],
    ['a tag character', 'a\u{e0041}'],
    ['a Hangul filler', 'a\u3164b'],
    ['a variation selector', '苹\ufe0f果'],
    ['a private character', 'a\ue000'],
    ['a combining sequence that is not NFC', 'e\u0301'],
    ['a number', 7],
    ['null', null],
  ])('refuses %s', (_, text) => {
    expect(isPlainText(text, 10)).toBe(false);
  });

  it('never passes a text that PostgreSQL would count longer', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !isPlainText(text, 10) || Array.from(text).length <= 10,
      ),
    );
  });
});
