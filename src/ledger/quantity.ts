import { LedgerError } from './errors.js';

/** A quantity, price or measurement in units of 10^-9. Exact; a unit of measure travels beside it. */
export type Decimal = bigint;

/** ledger.md §2: at most 18 digits before the point and 9 after it. */
const decimalText = /^(-?)(0|[1-9]\d{0,17})(?:\.(\d{1,9}))?$/;
const scale = 1_000_000_000n;
const fractionDigits = 9;

/** No quantity reaches this: 10^18 units. */
export const decimalBound: Decimal = 10n ** 27n;

/**
 * The decimal of a text `^-?(0|[1-9]\d{0,17})(\.\d{1,9})?$`. Trailing zeros are allowed and carry no meaning.
 *
 * @throws LedgerError `quantity-malformed` on anything else: sign `+`, exponent, white space, digits of other
 * scripts, a bare point.
 */
export function parseDecimal(text: string): Decimal {
  const match = decimalText.exec(text);
  if (!match) throw new LedgerError('quantity-malformed', 'Not a decimal quantity');
  const [, sign = '', whole = '', fraction = ''] = match;
  const units = BigInt(whole) * scale + BigInt(fraction.padEnd(fractionDigits, '0'));
  return sign === '-' ? -units : units;
}

/** Whether parseDecimal takes the text. */
export function isDecimalText(text: string): boolean {
  return decimalText.test(text);
}

/**
 * The shortest text of a decimal: no trailing zeros, no `-0`.
 *
 * @throws LedgerError `quantity-range` at 10^18 units and beyond, which parseDecimal would not read.
 */
export function formatDecimal(decimal: Decimal): string {
  const magnitude = decimal < 0n ? -decimal : decimal;
  if (magnitude >= decimalBound) throw new LedgerError('quantity-range', 'A quantity is beyond 10^18 units');
  const fraction = (magnitude % scale).toString().padStart(fractionDigits, '0').replace(/0+$/, '');
  const whole = (magnitude / scale).toString();
  return `${decimal < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
