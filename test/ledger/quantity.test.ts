import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareDecimals,
  decimalBound,
  formatDecimal,
  isDecimalText,
  multiplyDecimal,
  parseDecimal,
  subtractDecimal,
  sumDecimals,
} from '../../src/ledger/index.js';
import { codeOf } from './fixtures.js';

const decimal = fc.bigInt({ min: -decimalBound + 1n, max: decimalBound - 1n });

describe('a decimal quantity', () => {
  it.each([
    ['0', 0n],
    ['1', 1_000_000_000n],
    ['-1', -1_000_000_000n],
    ['0.5', 500_000_000n],
    ['-0.5', -500_000_000n],
    ['1200.250', 1_200_250_000_000n],
    ['0.000000001', 1n],
    ['999999999999999999.999999999', decimalBound - 1n],
    ['-0', 0n],
    ['-0.000', 0n],
  ])('%s is %d billionths', (text, units) => {
    expect(parseDecimal(text)).toBe(units);
    expect(isDecimalText(text)).toBe(true);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '--1',
    '01',
    '-01',
    '00',
    '1.',
    '.5',
    '1.2.3',
    '1,5',
    '1_000',
    '1e3',
    '1E400',
    '0x10',
    'NaN',
    'Infinity',
    '１',
    '١',
    '一',
    '−1',
    '1.0000000000',
    '1000000000000000000',
    '1'.repeat(400),
  ])('refuses %j', (text) => {
    expect(codeOf(() => parseDecimal(text))).toBe('quantity-malformed');
    expect(isDecimalText(text)).toBe(false);
  });

  it('is written in the shortest way, and read back the same', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        const text = formatDecimal(value);
        expect(parseDecimal(text)).toBe(value);
        expect(text).not.toMatch(/\.\d*0$|^-0$|\.$/);
      }),
    );
    expect(['1200.250', '-0.0', '3.000000000'].map((text) => formatDecimal(parseDecimal(text)))).toEqual([
      '1200.25',
      '0',
      '3',
    ]);
  });

  it('adds without the error of floating point', () => {
    expect(formatDecimal(sumDecimals(['0.1', '0.2'].map(parseDecimal)))).toBe('0.3');
    expect(formatDecimal(sumDecimals([]))).toBe('0');
    expect(formatDecimal(subtractDecimal(parseDecimal('1'), parseDecimal('1.000000001')))).toBe(
      '-0.000000001',
    );
    expect(formatDecimal(multiplyDecimal(parseDecimal('0.35'), 10_000))).toBe('3500');
  });

  it('is exact in every sum and difference', () => {
    const small = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(fc.array(small, { maxLength: 20 }), small, (values, taken) => {
        const sum = sumDecimals(values);
        expect(sumDecimals(values.toReversed())).toBe(sum);
        expect(sumDecimals([subtractDecimal(sum, taken), taken])).toBe(sum);
      }),
    );
  });

  it('is ordered as numbers are, not as texts', () => {
    expect(compareDecimals(parseDecimal('9'), parseDecimal('10'))).toBe(-1);
    expect(compareDecimals(parseDecimal('1.10'), parseDecimal('1.1'))).toBe(0);
    expect(compareDecimals(parseDecimal('-1'), parseDecimal('-2'))).toBe(1);
  });

  it('refuses to pass 10^18 units, which could not be read again', () => {
    const most = decimalBound - 1n;
    expect(codeOf(() => sumDecimals([most, 1n]))).toBe('quantity-range');
    expect(codeOf(() => subtractDecimal(-most, 1n))).toBe('quantity-range');
    expect(codeOf(() => multiplyDecimal(most, 2))).toBe('quantity-range');
    expect(codeOf(() => formatDecimal(decimalBound))).toBe('quantity-range');
    expect(codeOf(() => formatDecimal(-decimalBound))).toBe('quantity-range');
    expect(codeOf(() => formatDecimal(most))).toBe('accepted');
  });

  it.each([1.5, Number.NaN, Infinity, 2 ** 53])('refuses the count %d', (count) => {
    expect(codeOf(() => multiplyDecimal(1n, count))).toBe('quantity-range');
  });
});
