import { findUnit } from '../gs1/vocabulary.js';
import type { Decimal } from '../ledger/quantity.js';
import { apportion } from '../ledger/shares.js';

/** A quantity in a unit of its own. */
export interface Amount {
  readonly value: Decimal;
  readonly unit: string;
}

/** What went into one step and what came out of it, each side in its order. */
export interface Step {
  /** Of `value` went in, `lost` was booked as loss; both in `unit`. */
  readonly inputs: readonly (Amount & { readonly lost: Decimal })[];
  /** Batches that came out. */
  readonly outputs: readonly Amount[];
  /** What came out and is no batch. */
  readonly byproducts: readonly Amount[];
}

/**
 * What one input and one output of a step have in common: `taken` of the input went into the output (the input's unit),
 * `made` of the output came from the input (the output's unit). Null: cannot be told, since what would have to be
 * compared is measured in different dimensions.
 */
export interface Share {
  readonly taken: Decimal | null;
  readonly made: Decimal | null;
}

/**
 * Splits a step: for each input a row with one share an output.
 *
 * An output is split over the inputs by what of each was not lost, an input (less its loss) over outputs and by-products
 * by what each of them is; largest remainder first, exactly: for each output Σ made = its quantity, for each input
 * Σ taken + what became by-product + loss = what was put in. A side with one member is not compared with anything.
 */
export function sharesOfStep({ inputs, outputs, byproducts }: Step): Share[][] {
  const used = inputs.map(({ value, lost, unit }) => ({ value: value - lost, unit }));
  const sources = weightsOf(used);
  const results = weightsOf([...outputs, ...byproducts]);
  const made = outputs.map(({ value }) => (sources === null ? null : apportion(value, sources)));
  return used.map(({ value }, input) => {
    const taken = results === null ? null : apportion(value, results);
    return outputs.map((_, output) => ({
      taken: taken?.[output] ?? null,
      made: made[output]?.[input] ?? null,
    }));
  });
}

/**
 * Whole numbers in the proportion of the amounts; null when their units measure different things or all are nothing. One
 * amount alone is all there is, whatever it measures.
 */
export function weightsOf(amounts: readonly Amount[]): bigint[] | null {
  const units = amounts.map(({ unit }) => findUnit(unit));
  const [first] = units;
  const known = units.filter((unit) => unit !== undefined && unit.dimension === first?.dimension);
  if (known.length < amounts.length || amounts.every(({ value }) => value <= 0n)) return null;
  const denominators = new Set(known.map((unit) => unit?.denominator ?? 1n));
  const scale = [...denominators].reduce((product, denominator) => product * denominator, 1n);
  return amounts.map(({ value }, at) => {
    const { numerator = 1n, denominator = 1n } = units[at] ?? {};
    return (value * numerator * scale) / denominator;
  });
}
