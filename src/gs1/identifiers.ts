import { LedgerError } from '../ledger/errors.js';
import type { Words } from './words.js';

/** What is wrong with an identifier: a stable code and a sentence that names the place or the expected character. */
export interface IdentifierFault {
  readonly code: 'characters' | 'length' | 'check-character';
  readonly words: Words;
}

/** Application identifiers 10 and 21 hold at most 20 characters (GS1 General Specifications §3.4.1, §3.5.2). */
export const lotLengthMax = 20;

const outsideCset82 = /[^!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]/;
const issuedLot = /^[A-Za-z0-9-]+$/;
const digitsOnly = /^\d*$/;
const gtinLengths: readonly number[] = [8, 12, 13, 14];

/**
 * The GS1 check digit of the digits before it: 10 − Σ 3,1,3… from the right, mod 10
 * (GS1 General Specifications §7.9.1).
 *
 * Requires `body` to be digits only.
 */
export function checkDigit(body: string): number {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const weight = (body.length - index) % 2 === 1 ? 3 : 1;
    sum += weight * (body.charCodeAt(index) - 48);
  }
  return (10 - (sum % 10)) % 10;
}

/** The fault of a number whose last digit is a GS1 check digit, of any length from 2; null when it is right. */
export function checkNumericKey(text: string): IdentifierFault | null {
  if (!digitsOnly.test(text)) {
    return { code: 'characters', words: { zh: '只能是数字', en: 'Must be digits only' } };
  }
  if (text.length < 2) {
    return { code: 'length', words: { zh: '太短，没有校验位', en: 'Too short to hold a check digit' } };
  }
  const expected = checkDigit(text.slice(0, -1));
  const found = text.slice(-1);
  if (found === String(expected)) return null;
  return {
    code: 'check-character',
    words: {
      zh: `校验位不对：末位是 ${found}，应为 ${expected}`,
      en: `Wrong check digit: the last digit is ${found}, expected ${expected}`,
    },
  };
}

/** The fault of a GTIN-8, -12, -13 or -14; null when it is right. A number of zeros only is no GTIN. */
export function checkGtin(text: string): IdentifierFault | null {
  if (digitsOnly.test(text) && !gtinLengths.includes(text.length)) {
    return {
      code: 'length',
      words: {
        zh: `GTIN 应为 8、12、13 或 14 位，现为 ${text.length} 位`,
        en: `A GTIN has 8, 12, 13 or 14 digits, not ${text.length}`,
      },
    };
  }
  if (/^0+$/.test(text)) {
    return { code: 'characters', words: { zh: 'GTIN 不能全为 0', en: 'A GTIN is not all zeros' } };
  }
  return checkNumericKey(text);
}

/**
 * A GTIN as its 14 digits, zeros on the left.
 *
 * @throws LedgerError `gtin-malformed` naming the expected check digit, or the length.
 */
export function parseGtin(text: string): string {
  const fault = checkGtin(text);
  if (fault !== null) throw new LedgerError('gtin-malformed', fault.words.en);
  return text.padStart(14, '0');
}

/** True when every character is of GS1 character set 82 (GS1 General Specifications figure 7.11-1). The empty text is. */
export function isCset82(text: string): boolean {
  return !outsideCset82.test(text);
}

/** The fault of a value of AI 10 or AI 21: 1 to 20 characters of character set 82; null when it is right. */
export function checkLot(text: string): IdentifierFault | null {
  const position = text.search(outsideCset82) + 1;
  if (position > 0) {
    return {
      code: 'characters',
      words: {
        zh: `第 ${position} 个字符不在 GS1 字符集 82 之内`,
        en: `Character ${position} is not of GS1 character set 82`,
      },
    };
  }
  return lengthFault(text);
}

/**
 * The fault of a lot number that we issue: 1 to 20 letters, digits and `-`; null when it is right.
 * Narrower than AI 10 because GB/T 33993 forbids `% & / < > ?` and a label's path stays free of percent signs.
 */
export function checkIssuedLot(text: string): IdentifierFault | null {
  if (text !== '' && !issuedLot.test(text)) {
    return {
      code: 'characters',
      words: { zh: '只能用字母、数字和“-”', en: 'Only letters, digits and "-" are allowed' },
    };
  }
  return lengthFault(text);
}

function lengthFault(text: string): IdentifierFault | null {
  if (text.length >= 1 && text.length <= lotLengthMax) return null;
  return {
    code: 'length',
    words: {
      zh: `应为 1 至 ${lotLengthMax} 个字符，现为 ${text.length} 个`,
      en: `Must have 1 to ${lotLengthMax} characters, not ${text.length}`,
    },
  };
}
