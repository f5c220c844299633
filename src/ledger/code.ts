import { LedgerError } from './errors.js';

/** Bytes of randomness in a code of a batch or a label. */
export const codeBytes = 10;
/** Characters of a code: 16 digits and a check symbol. */
export const codeLength = 17;

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const checkSymbols = `${digits}*~$=U`;
const issuedCode = /^[0-9A-HJKMNP-TV-Z]{17}$/;
/** ASCII only: toUpperCase would turn letters of other alphabets into digits of ours. */
const typedCode = /^[0-9A-Za-z -]{17,64}$/;
const digitsPerHalf = 8;
const halfModulus = 2 ** 40;

/**
 * Non-negative integer in Crockford base32, most significant digit first, exactly `count` digits.
 *
 * Requires value < 32^count ≤ 2^50.
 */
export function crockfordDigits(value: number, count: number): string {
  let text = '';
  for (let rest = value, at = 0; at < count; at += 1, rest = Math.floor(rest / 32)) {
    text = digits.charAt(rest % 32) + text;
  }
  return text;
}

/**
 * Whether ten random bytes make a code that may be issued: its check symbol is a letter or digit.
 *
 * The five symbols that Crockford adds for modulo 37 are left out, because GS1 element strings have no `~` and
 * `$`, and `U` is easily read as `V`: draw again, five times in 37.
 */
export function isIssuable(bytes: Uint8Array): boolean {
  const [high, low] = halves(bytes);
  return checkValue(high, low) < digits.length;
}

/**
 * The code of ten random bytes: 16 Crockford base32 digits, big-endian, and the check symbol of the 80-bit
 * number modulo 37.
 *
 * @throws LedgerError `bytes-length`; `code-check-symbol` unless isIssuable(bytes).
 */
export function formatCode(bytes: Uint8Array): string {
  const [high, low] = halves(bytes);
  const check = checkValue(high, low);
  if (check >= digits.length)
    throw new LedgerError('code-check-symbol', 'Codes with this check symbol are not issued');
  return (
    crockfordDigits(high, digitsPerHalf) + crockfordDigits(low, digitsPerHalf) + checkSymbols.charAt(check)
  );
}

/**
 * The ten bytes of a code in its one canonical form: 17 upper-case characters.
 *
 * @throws LedgerError `code-malformed` on another form, `code-check-symbol` when a character was mistaken.
 */
export function parseCode(text: string): Uint8Array {
  if (!issuedCode.test(text))
    throw new LedgerError('code-malformed', 'A code is 17 characters of Crockford base32');
  const high = digitsValue(text.slice(0, digitsPerHalf));
  const low = digitsValue(text.slice(digitsPerHalf, 2 * digitsPerHalf));
  if (checkSymbols.charAt(checkValue(high, low)) !== text.charAt(codeLength - 1)) {
    throw new LedgerError('code-check-symbol', 'The check symbol does not fit the code');
  }
  const bytes = new Uint8Array(codeBytes);
  for (let at = 4, highRest = high, lowRest = low; at >= 0; at -= 1) {
    bytes[at] = highRest % 256;
    bytes[at + 5] = lowRest % 256;
    highRest = Math.floor(highRest / 256);
    lowRest = Math.floor(lowRest / 256);
  }
  return bytes;
}

/**
 * The canonical code of what a person typed: hyphens and spaces anywhere, any case, I and L for 1, O for 0.
 *
 * @throws LedgerError as parseCode.
 */
export function readTypedCode(text: string): string {
  if (!typedCode.test(text))
    throw new LedgerError('code-malformed', 'A code is 17 characters of Crockford base32');
  const canonical = text.replace(/[ -]/g, '').toUpperCase().replace(/[IL]/g, '1').replaceAll('O', '0');
  parseCode(canonical);
  return canonical;
}

/** The two 40-bit halves, which fit JavaScript numbers. */
function halves(bytes: Uint8Array): [high: number, low: number] {
  if (bytes.length !== codeBytes) throw new LedgerError('bytes-length', 'A code has ten bytes');
  let high = 0;
  let low = 0;
  for (let at = 0; at < 5; at += 1) {
    high = high * 256 + (bytes[at] ?? 0);
    low = low * 256 + (bytes[at + 5] ?? 0);
  }
  return [high, low];
}

/** (high·2^40 + low) mod 37 */
function checkValue(high: number, low: number): number {
  return ((high % 37) * (halfModulus % 37) + (low % 37)) % 37;
}

function digitsValue(text: string): number {
  let value = 0;
  for (const character of text) value = value * 32 + digits.indexOf(character);
  return value;
}
