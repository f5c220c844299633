import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64urlDecodePortable,
  base64urlEncodePortable,
  hasLoneSurrogate,
} from '../../src/ledger/bytes.js';
import { base64Decode, base64Encode } from '../../src/ledger/bytes.js';
import {
  base64urlDecode,
  base64urlEncode,
  concatBytes,
  equalBytes,
  hexDecode,
  hexEncode,
  utf8Decode,
  utf8Encode,
} from '../../src/ledger/index.js';
import { base64urlCharacters, codeOf } from './fixtures.js';

describe('UTF-8', () => {
  it('reads back every text without lone surrogates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Decode(utf8Encode(text))).toBe(text);
        expect([...utf8Encode(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
  });

  it.each(['\ud800', 'a\udc00b', '\udc00\ud800', '😀\ud83d'])(
    'refuses to write the lone surrogate in %j',
    (text) => {
      expect(codeOf(() => utf8Encode(text))).toBe('bytes-utf8');
      expect(hasLoneSurrogate(text)).toBe(true);
    },
  );

  it('keeps a byte order mark as a character', () => {
    expect(utf8Decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
  });

  it.each([
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point past U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
    ['a cut sequence', [0xe4, 0xb8]],
    ['Latin-1', [0xe9]],
    ['a byte that never occurs', [0xff]],
  ])('refuses %s', (_name, bytes) => {
    expect(codeOf(() => utf8Decode(Uint8Array.from(bytes)))).toBe('bytes-utf8');
  });
});

describe('base64', () => {
  it('writes as Node does and reads back every byte string', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = base64Encode(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(base64Decode(text)).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it.each(['AA', 'AAA', 'AA=', 'AAA==', 'AAAA=', 'AAAA====', '=', '====', 'A', 'AAAAA', 'AB==', 'AAB='])(
    'refuses %j, which is not padded to fours or has stray bits',
    (text) => {
      expect(codeOf(() => base64Decode(text))).toBe('bytes-base64');
    },
  );

  it.each(['AA==\n', ' AA==', 'A A=', '-_-_', 'AA=A', 'é===', '\ud800AA='])(
    'refuses %j, which has characters of no base64',
    (text) => {
      expect(codeOf(() => base64Decode(text))).toBe('bytes-base64');
    },
  );
});

describe('base64url', () => {
  it('reads back every byte string, with and without Buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = base64urlEncode(bytes);
        expect(base64urlEncodePortable(bytes)).toBe(text);
        expect(base64urlDecode(text)).toEqual(Uint8Array.from(bytes));
        expect(base64urlDecodePortable(text)).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it.each([
    'AA==',
    'AAA=',
    'AA\n',
    ' AA',
    'A A',
    'AA+A',
    'AA/A',
    'AAé',
    'A',
    'AAAAA',
    'AB',
    'AAB',
    'AA.',
    'AA~',
  ])('refuses %j', (text) => {
    expect(codeOf(() => base64urlDecode(text))).toBe('bytes-base64url');
  });

  it('accepts one of the sixteen last characters that a lenient decoder takes for a 64-byte value', () => {
    const text = base64urlEncode(new Uint8Array(64).fill(7));
    const same = base64urlCharacters.filter((last) =>
      Buffer.from(text.slice(0, -1) + last, 'base64url').equals(Buffer.alloc(64, 7)),
    );
    expect(same).toHaveLength(16);
    expect(
      same.filter((last) => codeOf(() => base64urlDecode(text.slice(0, -1) + last)) === 'accepted'),
    ).toHaveLength(1);
  });

  it('answers bytes that copy when sliced, whatever the platform', () => {
    const bytes = base64urlDecode('AAAA');
    bytes.slice()[0] = 1;
    expect(bytes[0]).toBe(0);
  });
});

describe('hexadecimal', () => {
  it('reads back every byte string', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(hexDecode(hexEncode(bytes))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it.each(['0', 'AB', '0g', ' 00', '00 ', '0x00', '000', '00\n'])('refuses %j', (text) => {
    expect(codeOf(() => hexDecode(text))).toBe('bytes-hex');
  });
});

describe('byte strings', () => {
  it('are joined in order', () => {
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(
      Uint8Array.of(1, 2, 3),
    );
    expect(concatBytes()).toEqual(new Uint8Array(0));
  });

  it('are equal only with the same length and the same bytes', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });
});
