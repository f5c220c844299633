import type { Quantity } from '../events/kinds/amounts.js';
import { findUnit, tryConvert } from '../gs1/vocabulary.js';
import { parseDecimal, type Decimal } from '../ledger/quantity.js';

/** 1 as a decimal, to compare products of decimals. */
export const one: Decimal = parseDecimal('1');
/** A quantity in a unit, null when it measures something else or does not convert exactly. */
export function amount(quantity: Quantity, unit: string): Decimal | null {
  const converted = tryConvert(parseDecimal(quantity.value), quantity.unit, unit);
  return typeof converted === 'bigint' ? converted : null;
}

/** Whether one quantity is at most another, exactly in whatever units; null when they measure different things. */
export function isAtMost(left: Quantity, right: Quantity): boolean | null {
  const [one, two] = [findUnit(left.unit), findUnit(right.unit)];
  if (one === undefined || two?.dimension !== one.dimension) return null;
  return (
    parseDecimal(left.value) * one.numerator * two.denominator <=
    parseDecimal(right.value) * two.numerator * one.denominator
  );
}

/** The sum in a unit; null when one of them does not convert. */
export function total(quantities: readonly Quantity[], unit: string): Decimal | null {
  return quantities.reduce<Decimal | null>((sum, quantity) => {
    const value = amount(quantity, unit);
    return sum === null || value === null ? null : sum + value;
  }, 0n);
}
