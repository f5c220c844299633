import { tryConvert } from '../../gs1/vocabulary.js';
import type { Language } from '../../gs1/words.js';
import { formatDecimal, isDecimalText, parseDecimal } from '../../ledger/quantity.js';
import { sayQuantity } from '../figures.js';

/** A figure as typed, with the code of its unit. */
export interface Amount {
  readonly value: string;
  readonly unit: string;
}

const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/**
 * What a person typed as a number in the form the ledger takes, or null: full-width digits are let pass, and commas
 * between thousands. Another comma may have been meant for the decimal point.
 */
export function readNumber(typed: string): string | null {
  const digits = typed.normalize('NFKC').replaceAll(/\s/g, '');
  const text = (grouped.test(digits) ? digits.replaceAll(',', '') : digits).replace(/^0+(?=\d)/, '');
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return isDecimalText(plain) && parseDecimal(plain) > 0n ? plain : null;
}

/** The amount in another unit in words, or null when it is the same unit, or not exact there. */
export function convertedWords({ value, unit }: Amount, to: string, language: Language): string | null {
  const number = readNumber(value);
  if (number === null || unit === to) return null;
  const converted = tryConvert(parseDecimal(number), unit, to);
  return typeof converted === 'string'
    ? null
    : sayQuantity({ value: formatDecimal(converted), unit: to }, language);
}
