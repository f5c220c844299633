import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from '../../src/ledger/shares.js';
import { parseDecimal } from '../../src/ledger/quantity.js';

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 27n }), { minLength: 1, maxLength: 40 });
const total = fc.bigInt({ min: 0n, max: 10n ** 27n });
const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);

describe('a quantity split by weights', () => {
  it('of 10 t over three equal origins is 10,000 kg to the last digit', () => {
    const parts = apportion(parseDecimal('10000'), [1n, 1n, 1n]);
    expect(parts.map(String)).toEqual(['3333333333334', '3333333333333', '3333333333333']);
  });

  it('gives the digit that is left over to the largest remainder, and to the first of equals', () => {
    expect(apportion(10n, [1n, 3n, 3n])).toEqual([2n, 4n, 4n]);
    expect(apportion(1n, [5n, 5n])).toEqual([1n, 0n]);
    expect(apportion(1n, [4n, 5n])).toEqual([0n, 1n]);
    expect(apportion(5n, [0n, 2n, 0n])).toEqual([0n, 5n, 0n]);
  });

  it('sums to exactly what was split, each part less than a digit from its share', () => {
    fc.assert(
      fc.property(weights, total, (by, whole) => {
        fc.pre(sum(by) > 0n);
        const parts = apportion(whole, by);
        expect(sum(parts)).toBe(whole);
        for (const [at, part] of parts.entries()) {
          const off = part * sum(by) - whole * (by[at] ?? 0n);
          expect(off < sum(by) && -off < sum(by)).toBe(true);
        }
      }),
    );
  });

  it('takes from nothing more than is there, when no more is split than there is', () => {
    fc.assert(
      fc.property(weights, fc.bigInt({ min: 0n, max: 1_000n }), (by, permille) => {
        fc.pre(sum(by) > 0n);
        const parts = apportion((sum(by) * permille) / 1_000n, by);
        expect(parts.every((part, at) => part <= (by[at] ?? 0n))).toBe(true);
      }),
    );
  });

  it.each([
    ['nothing to split by', 1n, []],
    ['weights that are all nothing', 1n, [0n, 0n]],
    ['a weight below zero', 1n, [2n, -1n]],
    ['less than nothing', -1n, [1n]],
  ])('is refused for %s', (_, whole, by) => {
    expect(() => apportion(whole, by)).toThrow(RangeError);
  });
});
