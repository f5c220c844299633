import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkDigit,
  checkGtin,
  checkIssuedLot,
  checkLot,
  checkNumericKey,
  isCset82,
  parseGtin,
} from '../../src/gs1/identifiers.js';
import { LedgerError } from '../../src/ledger/errors.js';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length });

describe('check digits', () => {
  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(digits(13), fc.nat(13), fc.integer({ min: 1, max: 9 }), (body, at, change) => {
        const right = body + String(checkDigit(body));
        const wrong = right.slice(0, at) + String((Number(right[at]) + change) % 10) + right.slice(at + 1);
        expect(checkNumericKey(right)).toBeNull();
        expect(checkNumericKey(wrong)?.code).toBe('check-character');
      }),
    );
  });
});

describe('GTIN', () => {
  it.each([
    ['96385074', '00000096385074'],
    ['614141000036', '00614141000036'],
    ['6937001000019', '06937001000019'],
    ['06937001000019', '06937001000019'],
    ['10614141000415', '10614141000415'],
  ])('reads %s as 14 digits', (text, normalized) => {
    expect(parseGtin(text)).toBe(normalized);
  });

  it('names the expected check digit in both languages', () => {
    expect(checkGtin('6937001000018')?.words).toEqual({
      zh: '校验位不对：末位是 8，应为 9',
      en: 'Wrong check digit: the last digit is 8, expected 9',
    });
    expect(() => parseGtin('6937001000018')).toThrow(LedgerError);
    expect(() => parseGtin('6937001000018')).toThrow('expected 9');
  });

  it.each([
    ['', 'length'],
    ['0', 'length'],
    ['1234567', 'length'],
    ['123456789', 'length'],
    ['69370010000190', 'check-character'],
    ['069370010000190', 'length'],
    ['693700100001X', 'characters'],
    ['６９３７００１００００１９', 'characters'],
    ['6937001 00019', 'characters'],
    ['-6937001000019', 'characters'],
    ['6937001000019\n', 'characters'],
    ['00000000000000', 'characters'],
    ['00000000', 'characters'],
  ])('refuses %j', (text, code) => {
    expect(checkGtin(text)?.code).toBe(code);
  });
});

describe('lots', () => {
  it.each(['A', 'APP-20261018-01', '12345678901234567890', 'a/b%c', '"!&\'()*+,:;<=>?_.'])(
    'takes %j as a value of AI 10',
    (text) => {
      expect(checkLot(text)).toBeNull();
    },
  );

  it.each([
    ['', 'length'],
    ['123456789012345678901', 'length'],
    ['A B', 'characters'],
    ['批次1', 'characters'],
    ['Ａ１', 'characters'],
    ['A\u0301', 'characters'],
    ['A#1', 'characters'],
    ['A$1', 'characters'],
    ['A@1', 'characters'],
    ['A~1', 'characters'],
    ['A^1', 'characters'],
    ['A\u00001', 'characters'],
  ])('refuses %j as a value of AI 10', (text, code) => {
    expect(checkLot(text)?.code).toBe(code);
  });

  it('names the place of a wrong character', () => {
    expect(checkLot('AB 1')?.words.en).toContain('Character 3');
  });

  it.each(['APP-20261018-01', 'a', '0'])('issues %j', (text) => {
    expect(checkIssuedLot(text)).toBeNull();
  });

  it.each([
    ['', 'length'],
    ['123456789012345678901', 'length'],
    ['A/1', 'characters'],
    ['A_1', 'characters'],
    ['A.1', 'characters'],
    ['A%1', 'characters'],
    ['A?1', 'characters'],
    ['果1', 'characters'],
    ['A1\n', 'characters'],
  ])('does not issue %j', (text, code) => {
    expect(checkIssuedLot(text)?.code).toBe(code);
  });

  it('issues nothing that AI 10 does not take', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 22 }), (text) => {
        if (checkIssuedLot(text) === null) expect(checkLot(text)).toBeNull();
      }),
    );
  });
});

describe('character set 82', () => {
  it('has 82 characters', () => {
    const all = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code));
    expect(all.filter(isCset82)).toHaveLength(82);
  });
});
