import type { IdentifierFault } from './identifiers.js';

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const outsideUscc = /[^0-9A-HJ-NPQRTUWXY]/;
const usccLength = 18;

/**
 * The check character of a unified social credit code: 31 − Σ value(i)·3^(i−1) mod 31 (GB 32100-2015 §4).
 *
 * Requires the first 17 characters to be of the code's alphabet.
 */
function usccCheckCharacter(code: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, usccLength - 1)) {
    sum += usccAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return usccAlphabet.charAt((31 - (sum % 31)) % 31);
}

/**
 * The fault of a unified social credit code (GB 32100-2015), null when it is right.
 * Names the position of a wrong character, or the check character that was expected.
 */
export function checkUscc(text: string): IdentifierFault | null {
  const position = text.search(outsideUscc) + 1;
  if (position > 0) {
    return {
      code: 'characters',
      words: {
        zh: `第 ${position} 位不是统一社会信用代码的字符（不用 I、O、S、V、Z 和小写字母）`,
        en: `Character ${position} does not occur in these codes (no I, O, S, V, Z, no lower case)`,
      },
    };
  }
  if (text.length !== usccLength) {
    return {
      code: 'length',
      words: {
        zh: `统一社会信用代码应为 18 位，现为 ${text.length} 位`,
        en: `A unified social credit code has 18 characters, not ${text.length}`,
      },
    };
  }
  const expected = usccCheckCharacter(text);
  const found = text.charAt(usccLength - 1);
  if (found === expected) return null;
  return {
    code: 'check-character',
    words: {
      zh: `校验位不对：第 18 位是 ${found}，应为 ${expected}`,
      en: `Wrong check character: position 18 is ${found}, expected ${expected}`,
    },
  };
}

const provinces =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82';

/** True for what county-level region codes of one place begin with: nothing (the country), a province, a prefecture, a county. */
export function isRegionPrefix(text: string): boolean {
  return text === '' || (/^(?:\d{2}){1,3}$/.test(text) && isRegionCode(text.padEnd(6, '0')));
}

/** True for the shape of a county-level region code: 6 digits whose first two name a province (GB/T 2260). */
export function isRegionCode(text: string): boolean {
  return /^\d{6}$/.test(text) && provinces.split(' ').includes(text.slice(0, 2));
}

/** True for the shapes of a pesticide registration number: PD20152433, PD20080123F130045, PD85105-12. No registry is asked. */
export function isPesticideRegistration(text: string): boolean {
  return /^(?:PD|WP|LS|WL)\d{8}(?:F\d{6})?$|^(?:PD|PDN)\d{1,5}(?:-\d{1,4}){0,2}$/.test(text);
}

/**
 * True for the 32 digits of a pesticide unit code: class 1–3, six last digits of the registration number,
 * production type 1–3, specification 3, random 21 (Ministry of Agriculture notice on pesticide QR codes, 2018-01-01).
 */
export function isPesticideUnitCode(text: string): boolean {
  return /^[123]\d{6}[123]\d{24}$/.test(text);
}

/** True for the 24 digits of a veterinary drug code: application date, company 5, random 11. */
export function isVeterinaryUnitCode(text: string): boolean {
  return /^\d{24}$/.test(text) && isCivilDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`);
}

/**
 * True for the shape of an organic code (有机码): 17 digits as issued to 2023, or 18 as is likely since. The length of
 * today is not sure, and only the national register tells whether there is such a code.
 */
export function isOrganicCode(text: string): boolean {
  return /^\d{17,18}$/.test(text);
}

/** The fault of a food production licence number: `SC`, 13 digits, check digit ISO 7064 MOD 11,10 (GB/T 17710). */
export function checkFoodLicence(text: string): IdentifierFault | null {
  if (!/^SC\d{14}$/.test(text)) {
    return { code: 'characters', words: { zh: '应为 SC 加 14 位数字', en: 'Must be SC and 14 digits' } };
  }
  let product = 10;
  for (const digit of text.slice(2, -1)) {
    const sum = (product + Number(digit)) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  const expected = String((11 - product) % 10);
  const found = text.slice(-1);
  if (found === expected) return null;
  return {
    code: 'check-character',
    words: {
      zh: `校验位不对：末位是 ${found}，应为 ${expected}`,
      en: `Wrong check digit: the last digit is ${found}, expected ${expected}`,
    },
  };
}

/** True for a calendar date `YYYY-MM-DD` that exists. */
export function isCivilDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1 && day >= 1 && day <= days;
}

/** True for exactly one citizen identity number: region, birth date that exists, check character (GB 11643, ISO 7064 MOD 11-2). */
export function isCitizenId(text: string): boolean {
  const match = /^\d{6}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[0-9X]$/.exec(text);
  if (match === null || !isCivilDate(`${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}`)) return false;
  let sum = 0;
  for (const digit of text.slice(0, 17)) {
    sum = (sum + Number(digit)) * 2;
  }
  const value = (12 - (sum % 11)) % 11;
  return text.slice(-1) === (value === 10 ? 'X' : String(value));
}

/** What of a natural person a public text must never hold (domain.md §8). */
export type PersonalData = 'citizen-id' | 'phone' | 'parcel-code' | 'coordinates';

const citizenIdRun = /(?<![0-9A-Z])\d{6}(?:[ -]?)\d{8}(?:[ -]?)\d{3}[0-9X](?![0-9A-Z])/g;
const phoneRun = /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d)/;
const parcelRun = /(?<!\d)(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{17}(?!\d)/;
const coordinatePair = /(?<![\d.])\d{1,3}\.\d{4,}\D{1,8}\d{1,3}\.\d{4,}/;

/** True when the text holds a citizen identity number, also in full-width digits or in groups. */
export function looksLikeCitizenId(text: string): boolean {
  const plain = text.normalize('NFKC').toUpperCase();
  return (plain.match(citizenIdRun) ?? []).some((run) => isCitizenId(run.replace(/[ -]/g, '')));
}

/** True when the text holds a mainland mobile number, also with +86, in full-width digits or in groups. */
export function looksLikePhone(text: string): boolean {
  return phoneRun.test(text.normalize('NFKC'));
}

/** Ten digits are the least that any of them needs; one character (㉑) may stand for two. */
function hasFewDigits(text: string): boolean {
  const numerals = text.match(/\p{N}/gu)?.length ?? 0;
  return numerals < 5 || (numerals < 10 && /^[ -~]*$/.test(text));
}

/**
 * The first kind of personal data a text holds, null when none: citizen id, mobile number, 19-digit parcel code,
 * a pair of coordinates with four or more decimals. A masked number (137****0000) holds none.
 */
export function findPersonalData(text: string): PersonalData | null {
  if (hasFewDigits(text)) return null;
  if (looksLikeCitizenId(text)) return 'citizen-id';
  if (looksLikePhone(text)) return 'phone';
  const plain = text.normalize('NFKC');
  if (parcelRun.test(plain)) return 'parcel-code';
  return coordinatePair.test(plain) ? 'coordinates' : null;
}
