import { findUnit, tryConvert, convert, type ConversionFault, type Dimension } from '../../gs1/vocabulary.js';
import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { parseDecimal, type Decimal } from '../../ledger/quantity.js';
import { fault, type FaultCode } from './faults.js';
import type { LossDto } from './quantity.js';

/** A quantity as it travels: decimal text and unit code (api.md, Conventions). */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

const conversionCodes: Readonly<Record<ConversionFault, FaultCode>> = {
  unit: 'unit',
  dimension: 'dimension',
  inexact: 'inexact',
  range: 'too-large',
};

/** The fault of a quantity that cannot be expressed exactly in `unit`; `pointer` names the quantity. */
export function checkAmount(quantity: Quantity, unit: string, pointer: string): FieldFault[] {
  const answer = tryConvert(parseDecimal(quantity.value), quantity.unit, unit);
  if (typeof answer === 'bigint') return [];
  const member = answer === 'unit' || answer === 'dimension' ? 'unit' : 'value';
  return [fault(`${pointer}/${member}`, conversionCodes[answer], [unit])];
}

/** The quantity in `unit`. Requires `checkAmount` to have found no fault. */
export function amountIn(quantity: Quantity, unit: string): Decimal {
  return convert(parseDecimal(quantity.value), quantity.unit, unit);
}

/** The fault of a quantity whose unit measures none of the dimensions. */
export function checkDimension(
  quantity: Quantity | undefined,
  dimensions: readonly Dimension[],
  pointer: string,
): FieldFault[] {
  if (quantity === undefined) return [];
  const dimension = findUnit(quantity.unit)?.dimension;
  if (dimension !== undefined && dimensions.includes(dimension)) return [];
  return [fault(`${pointer}/unit`, 'dimension', [dimensions.join(', ')])];
}

/** Faults of losses that cannot be expressed in `unit`. */
export function checkLosses(losses: readonly LossDto[] | undefined, unit: string): FieldFault[] {
  return (losses ?? []).flatMap((loss, index) =>
    checkAmount(loss.quantity, unit, `/data/losses/${index}/quantity`),
  );
}

/** The sum of losses in `unit`. Requires `checkLosses` to have found no fault. */
export function sumLosses(losses: readonly LossDto[] | undefined, unit: string): Decimal {
  return (losses ?? []).reduce((sum, loss) => sum + amountIn(loss.quantity, unit), 0n);
}

/** Digits of a whole number in groups of three. */
export function groupDigits(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A quantity for a reader, digits in groups of three: 31,250 公斤. */
export function quantityText(quantity: Quantity, language: Language): string {
  const [whole = '', fraction] = quantity.value.split('.');
  const grouped = groupDigits(whole);
  const words = findUnit(quantity.unit)?.words;
  const name = words === undefined ? quantity.unit : language === 'en' ? words.en : words.zh;
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${name}`;
}
