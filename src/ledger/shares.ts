import type { Decimal } from './quantity.js';

/**
 * Splits a quantity by weights, largest remainder first (Hamilton): each part is the exact share rounded down or up to
 * 10^-9, and the parts sum to exactly `total`. Of equal remainders the earlier one is rounded up, so that anybody who has
 * the weights in their order finds the same parts. No part exceeds its weight where `total` does not exceed their sum.
 *
 * Requires 0 ≤ total, no weight below zero, and a sum of weights above zero.
 *
 * @throws RangeError otherwise.
 */
export function apportion(total: Decimal, weights: readonly bigint[]): Decimal[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (total < 0n || sum <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('There is nothing to split, or nothing to split it by');
  const parts = weights.map((weight) => (total * weight) / sum);
  const rests = weights.map((weight, at) => ({ at, rest: (total * weight) % sum }));
  const missing = Number(total - parts.reduce((all, part) => all + part, 0n));
  // Sorting keeps the order of equals.
  rests.sort((left, right) => Number(right.rest > left.rest) - Number(right.rest < left.rest));
  for (const { at } of rests.slice(0, missing)) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts;
}
