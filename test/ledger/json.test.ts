import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalBytes,
  canonicalize,
  LedgerError,
  parseStrictJson,
  utf8Encode,
} from '../../src/ledger/index.js';
import type { JsonLimits, JsonValue } from '../../src/ledger/index.js';
import { codeOf } from './fixtures.js';

const parse = (text: string, limits?: JsonLimits): JsonValue => parseStrictJson(utf8Encode(text), limits);

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** Any value of the strict profile. */
const text = fc.string({ unit: 'binary' }).map((string) => string.replaceAll('\0', ''));
const name = text.filter((candidate) => !['__proto__', 'constructor', 'prototype'].includes(candidate));
const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((integer) => integer + 0),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
  ),
}));

describe('the strict JSON profile', () => {
  it('reads back every value from its canonical bytes, which come out the same again', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = canonicalBytes(value);
        const read = parseStrictJson(bytes, { bytesMax: 1_000_000 });
        expect(read).toEqual(value);
        expect(canonicalBytes(read)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('reads whatever JSON.stringify writes, indented or not, as JSON.parse does', () => {
    fc.assert(
      fc.property(anyValue, fc.constantFrom('', ' ', '\t', '\r\n  '), (value, indent) => {
        const written = JSON.stringify(value, null, indent);
        expect(parse(written, { bytesMax: 1_000_000 })).toEqual(JSON.parse(written));
      }),
    );
  });

  it('accepts nothing that JSON.parse refuses, and reads it alike, when bytes are altered at random', () => {
    const alteration = fc.record({
      at: fc.nat(),
      byte: fc.constantFrom(...utf8Encode('{}[]",:\\u0e-1. \n\tdnft')),
    });
    fc.assert(
      fc.property(anyValue, fc.array(alteration, { minLength: 1, maxLength: 3 }), (value, alterations) => {
        const bytes = canonicalBytes(value);
        for (const { at, byte } of alterations) bytes[at % bytes.length] = byte;
        let read: JsonValue;
        try {
          read = parseStrictJson(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerError);
          return;
        }
        expect(read).toEqual(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
      }),
      { numRuns: 2000 },
    );
  });

  it('throws nothing but LedgerError on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => codeOf(() => parseStrictJson(bytes))).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts integers up to 2^53−1 either way', () => {
    expect(parse('[9007199254740991,-9007199254740991,0,-1]')).toEqual([
      9007199254740991, -9007199254740991, 0, -1,
    ]);
  });

  it('keeps NFC and NFD apart: they are different strings and different names', () => {
    const read = parse('{"caf\u00e9":1,"cafe\u0301":2}');
    expect(read).toEqual({ 'caf\u00e9': 1, 'cafe\u0301': 2 });
    expect(canonicalBytes('caf\u00e9')).not.toEqual(canonicalBytes('cafe\u0301'));
    expect(canonicalBytes('Ａ１')).not.toEqual(canonicalBytes('A1'));
  });

  it('takes names that objects have by inheritance for names like any other', () => {
    expect(parse('{"toString":1,"hasOwnProperty":2,"valueOf":3}')).toEqual({
      toString: 1,
      hasOwnProperty: 2,
      valueOf: 3,
    });
  });

  it('unescapes every escape of RFC 8259', () => {
    expect(parse(String.raw`"\"\\\/\b\f\n\r\t\u4e00\u4E00\ud83d\uDE00\u0001"`)).toBe(
      '"\\/\b\f\n\r\t一一😀\u0001',
    );
  });
});

describe('the strict JSON profile refuses', () => {
  it.each([
    ['a duplicate name', '{"a":1,"a":2}', 'json-duplicate-key'],
    ['a duplicate name with the same value', '{"a":1,"a":1}', 'json-duplicate-key'],
    ['a duplicate name that is escaped once', String.raw`{"a":1,"\u0061":2}`, 'json-duplicate-key'],
    [
      'a duplicate name of an outer surrogate pair',
      String.raw`{"😀":1,"\ud83d\ude00":2}`,
      'json-duplicate-key',
    ],
    ['a duplicate name far below', '[{"x":{"a":[1,{"b":2,"b":3}]}}]', 'json-duplicate-key'],
    ['a duplicate empty name', '{"":1,"":2}', 'json-duplicate-key'],
    ['__proto__', '{"__proto__":{}}', 'json-forbidden-key'],
    ['__proto__ escaped', String.raw`{"\u005f_proto__":{}}`, 'json-forbidden-key'],
    ['constructor', '{"a":{"constructor":1}}', 'json-forbidden-key'],
    ['prototype', '{"prototype":1}', 'json-forbidden-key'],
    ['a lone high surrogate', String.raw`"\ud800"`, 'json-lone-surrogate'],
    ['a lone low surrogate', String.raw`"\udc00"`, 'json-lone-surrogate'],
    ['surrogates in reverse', String.raw`"\udc00\ud800"`, 'json-lone-surrogate'],
    ['a high surrogate before a letter', String.raw`"\ud800a"`, 'json-lone-surrogate'],
    ['a high surrogate before an escape', String.raw`"\ud800\n"`, 'json-lone-surrogate'],
    ['two high surrogates', String.raw`"\ud83d\ud83d\ude00"`, 'json-lone-surrogate'],
    [
      'a high surrogate before a character past the low ones',
      String.raw`"\ud800\ue000"`,
      'json-lone-surrogate',
    ],
    ['two low surrogates', String.raw`"\udc00\udc00"`, 'json-lone-surrogate'],
    ['a lone surrogate in a name', String.raw`{"\ud800":1}`, 'json-lone-surrogate'],
    ['U+0000 escaped', String.raw`"a\u0000b"`, 'json-nul'],
    ['U+0000 in a name', String.raw`{"\u0000":1}`, 'json-nul'],
    ['U+0000 raw', '"a\0b"', 'json-syntax'],
    ['a raw line feed in a string', '"a\nb"', 'json-syntax'],
    ['a raw control character after an escape', '"\\n\u0001"', 'json-syntax'],
    ['1e400', '1e400', 'json-number'],
    ['-1E400', '[-1E400]', 'json-number'],
    ['an exponent that is whole', '1e2', 'json-number'],
    ['a fraction that is whole', '1.0', 'json-number'],
    ['2^53', '9007199254740992', 'json-number'],
    ['2^53+1, which rounds to 2^53', '9007199254740993', 'json-number'],
    ['−2^53', '-9007199254740992', 'json-number'],
    ['a hundred digits', '1'.repeat(100), 'json-number'],
    ['-0', '-0', 'json-number'],
    ['-0.0', '-0.0', 'json-number'],
    ['a leading zero', '01', 'json-syntax'],
    ['a leading zero after a minus', '-01', 'json-syntax'],
    ['a leading plus', '+1', 'json-syntax'],
    ['a bare minus', '-', 'json-syntax'],
    ['a leading point', '.5', 'json-syntax'],
    ['full-width digits', '１', 'json-syntax'],
    ['hexadecimal', '0x10', 'json-syntax'],
    ['NaN', 'NaN', 'json-syntax'],
    ['Infinity', '-Infinity', 'json-syntax'],
    ['undefined', 'undefined', 'json-syntax'],
    ['a capital literal', 'True', 'json-syntax'],
    ['a cut literal', 'tru', 'json-syntax'],
    ['nothing', '', 'json-syntax'],
    ['white space alone', ' \n', 'json-syntax'],
    ['a no-break space', '\u00a01', 'json-syntax'],
    ['a comment', '/**/1', 'json-syntax'],
    ['a second document', '{}{}', 'json-syntax'],
    ['a trailing comma', '[1,]', 'json-syntax'],
    ['a trailing comma in an object', '{"a":1,}', 'json-syntax'],
    ['a leading comma', '[,1]', 'json-syntax'],
    ['a missing comma', '[1 2]', 'json-syntax'],
    ['a missing colon', '{"a" 1}', 'json-syntax'],
    ['a missing value', '{"a":}', 'json-syntax'],
    ['a name without quotes', '{a:1}', 'json-syntax'],
    ['single quotes', "{'a':1}", 'json-syntax'],
    ['brackets that cross', '[{]}', 'json-syntax'],
    ['an open array', '[1', 'json-syntax'],
    ['an open object', '{"a":1', 'json-syntax'],
    ['an open string', '"abc', 'json-syntax'],
    ['an open string after an escape', String.raw`"abc\"`, 'json-syntax'],
    ['an unknown escape', String.raw`"\x41"`, 'json-syntax'],
    ['a short escape', String.raw`"\u12"`, 'json-syntax'],
    ['an escape with a sign', String.raw`"\u+123"`, 'json-syntax'],
    ['an escape with a space', String.raw`"\u 123"`, 'json-syntax'],
    ['a short second escape of a pair', String.raw`"\ud83d\u12"`, 'json-syntax'],
    ['33 arrays', nested(33), 'json-depth'],
    ['33 levels, objects and arrays', '{"a":['.repeat(16) + '{"a":1}' + ']}'.repeat(16), 'json-depth'],
    ['5,000 arrays', nested(5000), 'json-depth'],
    ['a byte order mark', '\ufeff{}', 'json-bom'],
  ])('%s', (_name, document, code) => {
    expect(codeOf(() => parse(document))).toBe(code);
  });

  it.each([
    ['an overlong quote', [0x22, 0xc0, 0xa2, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['Latin-1', [0x22, 0xe9, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x31, 0x00]],
  ])('%s', (_name, bytes) => {
    expect(codeOf(() => parseStrictJson(Uint8Array.from(bytes)))).toBe('bytes-utf8');
  });
});

describe('the limits of the strict JSON profile', () => {
  it('accept 32 levels and refuse 33', () => {
    expect(codeOf(() => parse(nested(32)))).toBe('accepted');
    expect(codeOf(() => parse(nested(33)))).toBe('json-depth');
    expect(codeOf(() => parse('[[1]]', { depthMax: 1 }))).toBe('json-depth');
    expect(codeOf(() => parse('1', { depthMax: 0 }))).toBe('accepted');
  });

  it('accept 32 KiB and refuse a byte more, counted in bytes and not in characters', () => {
    expect(codeOf(() => parse(`"${'a'.repeat(32_766)}"`))).toBe('accepted');
    expect(codeOf(() => parse(`"${'a'.repeat(32_767)}"`))).toBe('json-too-large');
    expect(codeOf(() => parse(`"${'农'.repeat(10_923)}"`))).toBe('json-too-large');
  });

  it('can be 64 KiB for a request', () => {
    const limits = { bytesMax: 65_536 };
    expect(codeOf(() => parse(`"${'a'.repeat(65_534)}"`, limits))).toBe('accepted');
    expect(codeOf(() => parse(`"${'a'.repeat(65_535)}"`, limits))).toBe('json-too-large');
  });
});

describe('an error of the strict JSON profile', () => {
  it.each([
    ['{"a":{"b":[1,{"c":1.5}]}}', '/a/b/1/c', 18],
    ['{"数量":{"a":1,"a":2}}', '/数量/a', 17],
    ['{"a/b":{"~":-0}}', '/a~1b/~0', 12],
    ['[0,1,2,]', '/3', 7],
    ['{"a":1}x', '', 7],
    ['{"constructor":1}', '/constructor', 1],
  ])('in %s names the pointer %j and the byte %d', (document, pointer, offset) => {
    expect(() => parse(document)).toThrow(expect.objectContaining({ pointer, offset }));
  });

  it('quotes nothing of the document in its message', () => {
    const thrown = (() => {
      try {
        parse('{"phone":"13800138000","x":1.5}');
      } catch (error) {
        return error as LedgerError;
      }
      return null;
    })();
    expect(thrown?.message).not.toContain('138');
    expect(canonicalize({ pointer: thrown?.pointer ?? null })).toBe('{"pointer":"/x"}');
  });
});
