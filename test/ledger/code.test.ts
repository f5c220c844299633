import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeBytes,
  codeLength,
  crockfordDigits,
  formatCode,
  hexDecode,
  hexEncode,
  isIssuable,
  parseCode,
  readTypedCode,
} from '../../src/ledger/index.js';
import { codeOf } from './fixtures.js';

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U';
const anyBytes = fc.uint8Array({ minLength: codeBytes, maxLength: codeBytes });
const issuable = anyBytes.filter(isIssuable);

/** Crockford base32 by one big integer, as its author describes it. */
function byBigInteger(bytes: Uint8Array): string {
  let number = BigInt(`0x${hexEncode(bytes)}`);
  const check = symbols.charAt(Number(number % 37n));
  let text = '';
  for (let digit = 0; digit < 16; digit += 1, number /= 32n)
    text = symbols.charAt(Number(number % 32n)) + text;
  return text + check;
}

describe('a code', () => {
  it('is 16 base32 digits of the 80-bit number and its check symbol modulo 37', () => {
    fc.assert(
      fc.property(issuable, (bytes) => {
        expect(formatCode(bytes)).toBe(byBigInteger(bytes));
        expect(formatCode(bytes)).toHaveLength(codeLength);
      }),
    );
  });

  it('is read back as the same bytes', () => {
    fc.assert(
      fc.property(issuable, (bytes) => {
        expect(parseCode(formatCode(bytes))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it.each([
    ['00000000000000000000', '00000000000000000'],
    ['0000000000000000001f', '000000000000000ZZ'],
    ['00000000000000000025', '00000000000000150'],
    ['fffffffffffffffffff0', 'ZZZZZZZZZZZZZZZGJ'],
  ])('of the bytes %s is %s', (hex, code) => {
    expect(byBigInteger(hexDecode(hex))).toBe(code);
    expect(formatCode(hexDecode(hex))).toBe(code);
  });

  it('is not issued when its check symbol is one that GS1 has not, or U', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const check = byBigInteger(bytes).at(-1)!;
        expect(isIssuable(bytes)).toBe(!'*~$=U'.includes(check));
      }),
      { numRuns: 500 },
    );
    const barred = hexDecode('00000000000000000020');
    expect(byBigInteger(barred)).toBe('0000000000000010*');
    expect(codeOf(() => formatCode(barred))).toBe('code-check-symbol');
  });

  it.each(['*', '~', '$', '=', 'U'])('with the check symbol %s is refused, right as it may be', (check) => {
    const number = symbols.indexOf(check);
    const code = byBigInteger(hexDecode(number.toString(16).padStart(20, '0')));
    expect(code.endsWith(check)).toBe(true);
    expect(codeOf(() => parseCode(code))).toBe('code-malformed');
  });

  it('shows every single mistaken character and every swap of two neighbours', () => {
    fc.assert(
      fc.property(issuable, (bytes) => {
        const code = formatCode(bytes);
        for (let at = 0; at < codeLength; at += 1) {
          const other = symbols.charAt((symbols.indexOf(code.charAt(at)) + 1) % 32);
          const mistaken = code.slice(0, at) + other + code.slice(at + 1);
          expect(codeOf(() => parseCode(mistaken))).toBe('code-check-symbol');
          const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
          if (at < 15 && swapped !== code) expect(codeOf(() => parseCode(swapped))).toBe('code-check-symbol');
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['lower case', '0000000000000000z'],
    ['the letter I', '0000000000000000I'],
    ['the letter L', 'L0000000000000000'],
    ['the letter O', 'O0000000000000000'],
    ['the letter U', 'U0000000000000000'],
    ['a hyphen', '00000000-00000000'],
    ['sixteen characters', '0000000000000000'],
    ['eighteen characters', '000000000000000000'],
    ['nothing', ''],
    ['a line feed at the end', '00000000000000000\n'],
    ['full-width digits', '０００００００００００００００００'],
  ])('is refused with %s', (_name, text) => {
    expect(codeOf(() => parseCode(text))).toBe('code-malformed');
  });

  it.each([0, 9, 11])('is not made of %d bytes', (length) => {
    expect(codeOf(() => formatCode(new Uint8Array(length)))).toBe('bytes-length');
    expect(codeOf(() => isIssuable(new Uint8Array(length)))).toBe('bytes-length');
  });
});

describe('a typed code', () => {
  it('is read in any case, in groups, with O for 0 and I or L for 1', () => {
    fc.assert(
      fc.property(
        issuable,
        fc.constantFrom('1', 'I', 'L', 'i', 'l'),
        fc.constantFrom('0', 'O', 'o'),
        (bytes, one, nought) => {
          const code = formatCode(bytes);
          const typed = code.replaceAll('1', one).replaceAll('0', nought).toLowerCase();
          expect(readTypedCode(typed)).toBe(code);
          expect(readTypedCode(` ${typed.slice(0, 4)}-${typed.slice(4, 8)} ${typed.slice(8)} `)).toBe(code);
        },
      ),
    );
  });

  it.each([
    ['another check symbol', '0000-0000-0000-0000-1', 'code-check-symbol'],
    ['too few characters', '0000-0000-0000-0000', 'code-malformed'],
    ['a U', 'u0000000000000000', 'code-malformed'],
    ['a dotless i, which is I in capitals', '\u0131'.repeat(17), 'code-malformed'],
    ['a no-break space', '0000 0000\u00a000000000000', 'code-malformed'],
    ['full-width digits', '０'.repeat(17), 'code-malformed'],
    ['nothing', '', 'code-malformed'],
    ['very many hyphens', '-'.repeat(1000) + '0'.repeat(17), 'code-malformed'],
  ])('is refused with %s', (_name, text, code) => {
    expect(codeOf(() => readTypedCode(text))).toBe(code);
  });
});

describe('Crockford digits', () => {
  it.each([
    [0, 3, '000'],
    [31, 1, 'Z'],
    [32, 3, '010'],
    [32_767, 3, 'ZZZ'],
    [2 ** 40 - 1, 8, 'ZZZZZZZZ'],
  ])('of %d, %d of them, are %s', (value, count, text) => {
    expect(crockfordDigits(value, count)).toBe(text);
  });
});
