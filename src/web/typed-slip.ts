import { codeLength, readTypedCode } from '../ledger/code.js';

/** What is wrong with a number typed by hand, the first thing a person should look at. */
export type Slip =
  | { readonly kind: 'empty' }
  | { readonly kind: 'characters'; readonly found: readonly string[] }
  | { readonly kind: 'short' | 'long'; readonly count: number }
  | { readonly kind: 'check' };

/** Longest text looked at, in UTF-16 units: a number with a space or hyphen after every character, and some more. */
const typedMax = 128;
const foundMax = 3;

/**
 * The number as its characters alone: full-width letters and digits of Chinese keyboards as plain ones, without
 * spaces, hyphens and dashes, in capitals. What cannot stand in a number stays, so that it can be shown.
 */
export function tidyTyped(text: string): string {
  return text
    .slice(0, typedMax)
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\p{White_Space}\p{Dash_Punctuation}]/gu, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** The canonical code that a person meant, or what is wrong with what they typed. */
export function readTyped(text: string): { readonly code: string } | { readonly slip: Slip } {
  const typed = tidyTyped(text);
  const slip = shapeSlip(typed);
  if (slip !== null) return { slip };
  try {
    return { code: readTypedCode(typed) };
  } catch {
    return { slip: { kind: 'check' } };
  }
}

/** All that is wrong but the check symbol; then `readTypedCode` can only refuse that. */
function shapeSlip(typed: string): Slip | null {
  if (typed === '') return { kind: 'empty' };
  const found = [...new Set(typed.match(/[^0-9A-TV-Z]/gu))];
  if (found.length > 0) return { kind: 'characters', found: found.slice(0, foundMax) };
  if (typed.length === codeLength) return null;
  return { kind: typed.length < codeLength ? 'short' : 'long', count: typed.length };
}
