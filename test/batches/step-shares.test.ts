import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharesOfStep, weightsOf, type Amount, type Step } from '../../src/batches/step-shares.js';
import { formatDecimal, parseDecimal } from '../../src/ledger/quantity.js';

const of = (value: string, unit = 'KGM'): Amount => ({ value: parseDecimal(value), unit });
const input = (value: string, lost = '0', unit = 'KGM') => ({ ...of(value, unit), lost: parseDecimal(lost) });
const step = (
  inputs: Step['inputs'],
  outputs: Step['outputs'],
  byproducts: Step['byproducts'] = [],
): Step => ({
  inputs,
  outputs,
  byproducts,
});
const told = (value: bigint | null): string | null => (value === null ? null : formatDecimal(value));
/** `taken → made` of each pair. */
const read = (one: Step): string[][] =>
  sharesOfStep(one).map((row) => row.map(({ taken, made }) => `${told(taken)} → ${told(made)}`));

describe('the shares of a step', () => {
  it('of a merge are what each lot put in, of what came out by that', () => {
    const merged = step([input('200'), input('300'), input('500')], [of('950')]);
    expect(read(merged)).toEqual([['200 → 190'], ['300 → 285'], ['500 → 475']]);
  });

  it('of a split are by what came out of it', () => {
    const split = step([input('1000')], [of('243'), of('567')]);
    expect(read(split)).toEqual([['300 → 243', '700 → 567']]);
  });

  it('leave out what an input lost, on both sides', () => {
    const washed = step([input('600', '300'), input('300')], [of('600')]);
    expect(read(washed)).toEqual([['300 → 300'], ['300 → 300']]);
  });

  it('leave what became a by-product to it', () => {
    const milled = step([input('1000')], [of('600')], [of('200'), of('0.2', 'TNE')]);
    expect(read(milled)).toEqual([['600 → 600']]);
  });

  it('compare units of one dimension exactly', () => {
    const jin = step([input('20', '0', 'CN-JIN'), input('20')], [of('30')]);
    expect(read(jin)).toEqual([['20 → 10'], ['20 → 20']]);
    expect(weightsOf([of('3', 'CN-MU'), of('2', 'MTK')])).toEqual([6_000n, 6n].map((n) => n * 10n ** 9n));
  });

  it('do not need one dimension where there is one on a side', () => {
    expect(read(step([input('1000')], [of('100', 'CT')]))).toEqual([['1000 → 100']]);
    expect(read(step([input('1000'), input('3000')], [of('100', 'CT')]))).toEqual([
      ['1000 → 25'],
      ['3000 → 75'],
    ]);
  });

  it('are not told where units of different dimensions would have to be compared', () => {
    expect(read(step([input('1000'), input('50', '0', 'LTR')], [of('900')]))).toEqual([
      ['1000 → null'],
      ['50 → null'],
    ]);
    expect(read(step([input('1000')], [of('900'), of('9', 'CT')]))).toEqual([['null → 900', 'null → 9']]);
    expect(read(step([input('1000')], [of('900')], [of('9', 'BG')]))).toEqual([['null → 900']]);
  });

  it('are not told of what was lost whole, of which nothing can have come', () => {
    expect(read(step([input('10', '10')], [of('5')]))).toEqual([['0 → null']]);
    expect(read(step([input('10', '10'), input('10')], [of('5')]))).toEqual([['0 → 0'], ['10 → 5']]);
  });

  it('sum, for each output, to it, and for each input, with loss and by-products, to what was put in', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 26n });
    const unit = fc.constantFrom('KGM', 'TNE', 'CN-JIN', 'CN-LIANG', 'GRM', 'CN-DAN');
    const amounts = (min: number) =>
      fc.array(fc.record({ value: amount, unit }), { minLength: min, maxLength: 12 });
    fc.assert(
      fc.property(amounts(1), amounts(1), amounts(0), fc.nat(99), (ins, outputs, byproducts, percent) => {
        const inputs = ins.map((one) => ({ ...one, lost: (one.value * BigInt(percent)) / 100n }));
        const shares = sharesOfStep({ inputs, outputs, byproducts });
        for (const [at, output] of outputs.entries()) {
          const made = shares.map((row) => row[at]?.made ?? -1n);
          expect(made.reduce((all, part) => all + part)).toBe(output.value);
        }
        for (const [at, { value, lost, unit: own }] of inputs.entries()) {
          const taken = (shares[at] ?? []).map((share) => share.taken ?? -1n);
          const used = taken.reduce((all, part) => all + part);
          if (byproducts.length === 0) expect(used).toBe(value - lost);
          else expect(used <= value - lost, own).toBe(true);
        }
      }),
    );
  });
});
