import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalBound, formatDecimal, isDecimalText, parseDecimal } from '../../src/ledger/index.js';
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

  it('refuses to pass 10^18 units, which could not be read again', () => {
    const most = decimalBound - 1n;
    expect(codeOf(() => formatDecimal(decimalBound))).toBe('quantity-range');
    expect(codeOf(() => formatDecimal(-decimalBound))).toBe('quantity-range');
    expect(codeOf(() => formatDecimal(most))).toBe('accepted');
  });
});
