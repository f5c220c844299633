import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, utf8Decode } from '../../src/ledger/index.js';
import type { JsonValue } from '../../src/ledger/index.js';
import { canonicalBytes, canonicalDepthMax } from '../../src/ledger/canonical.js';
import { codeOf } from './fixtures.js';

/** An object as a framework makes one of a request: not a plain one. */
const instance: unknown = Object.create({ inherited: true });

describe('canonical JSON', () => {
  it('sorts names by UTF-16 code units, not by code points', () => {
    // RFC 8785 §3.2.3: U+1F600 is D83D DE00 and so before U+FB33.
    expect(
      canonicalize({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3, '\r': 4, '1': 5, ö: 6, '\u0080': 7 }),
    ).toBe('{"\\r":4,"1":5,"\u0080":7,"ö":6,"€":3,"😀":2,"\ufb33":1}');
  });

  it('sorts names that look like numbers as text', () => {
    expect(canonicalize({ '10': 1, '9': 2, '1': 3 })).toBe('{"1":3,"10":1,"9":2}');
  });

  it('does not depend on the order in which members were added, at any depth', () => {
    expect(canonicalize({ b: { d: 1, c: [{ f: 1, e: 2 }] }, a: 1 })).toBe(
      canonicalize({ a: 1, b: { c: [{ e: 2, f: 1 }], d: 1 } }),
    );
  });

  it('escapes what RFC 8785 §3.2.2.2 says, in lower case, and nothing else', () => {
    expect(canonicalize('\b\t\n\f\r"\\/\u0001\u001f\u007f\u2028<')).toBe(
      '"\\b\\t\\n\\f\\r\\"\\\\/\\u0001\\u001f\u007f\u2028<"',
    );
  });

  it('writes -0 as 0', () => {
    expect(canonicalize(-0)).toBe('0');
  });

  it('writes every string as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(canonicalize(text)).toBe(JSON.stringify(text));
      }),
    );
  });

  it('writes every finite number so that it reads back the same', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(JSON.parse(canonicalize(number))).toBe(number + 0);
      }),
    );
  });

  it('gives the bytes of its text', () => {
    expect(utf8Decode(canonicalBytes({ 农: '场' }))).toBe('{"农":"场"}');
  });

  it.each([
    ['a lone surrogate', '\ud800', 'json-lone-surrogate'],
    ['a lone surrogate beside a pair', '😀\udc00', 'json-lone-surrogate'],
    ['a lone surrogate in a name', { '\udfff': 1 }, 'json-lone-surrogate'],
    ['NaN', Number.NaN, 'json-value'],
    ['an infinity', [Infinity], 'json-value'],
    ['undefined', undefined, 'json-value'],
    ['an undefined member', { a: undefined }, 'json-value'],
    ['a hole in an array', Array.from({ length: 2 }), 'json-value'],
    ['a bigint', 1n, 'json-value'],
    ['a function', () => 1, 'json-value'],
    ['a symbol', Symbol('a'), 'json-value'],
    ['a date', new Date(0), 'json-value'],
    ['a map', new Map(), 'json-value'],
    ['bytes', new Uint8Array(2), 'json-value'],
    ['an instance of a class', instance, 'json-value'],
  ])('refuses %s', (_name, value, code) => {
    expect(codeOf(() => canonicalize(value as JsonValue))).toBe(code);
  });

  it('refuses a value that is too deep, and so one that contains itself', () => {
    let deep: JsonValue = 1;
    for (let depth = 0; depth < canonicalDepthMax; depth += 1) deep = [deep];
    expect(codeOf(() => canonicalize(deep))).toBe('accepted');
    expect(codeOf(() => canonicalize([deep]))).toBe('json-depth');
    const circular: Record<string, JsonValue> = {};
    circular['self'] = circular;
    expect(codeOf(() => canonicalize(circular))).toBe('json-depth');
  });
});
