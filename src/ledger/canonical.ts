import { hasLoneSurrogate, utf8Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import type { JsonValue } from './json.js';

/** Deeper values are refused: twice what the strict profile reads, so that wrappers fit around it. */
export const canonicalDepthMax = 64;

const needsNoEscape = /^[ !#-[\]-\uD7FF\uE000-\uFFFF]*$/;

/**
 * The canonical JSON text of a value: RFC 8785 (JCS).
 *
 * Members sorted by the UTF-16 code units of their names, no white space, strings and numbers as ECMAScript
 * writes them. Takes every finite number, as RFC 8785 does: the narrower number rule of the strict profile is
 * parseStrictJson's.
 *
 * @throws LedgerError `json-value` on what is not JSON (undefined, NaN, dates, class instances: nothing is left
 * out in silence), `json-lone-surrogate` (RFC 8785 §3.2.2.2), `json-depth`.
 */
export function canonicalize(value: JsonValue): string {
  return write(value, 0);
}

/** The canonical text as UTF-8 bytes: what is hashed and signed. Throws as canonicalize does. */
export function canonicalBytes(value: JsonValue): Uint8Array {
  return utf8Encode(write(value, 0));
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null) return 'null';
  if (typeof value !== 'object') {
    throw new LedgerError('json-value', `A value of type ${typeof value} is not JSON`);
  }
  if (depth >= canonicalDepthMax) throw new LedgerError('json-depth', 'The value is nested too deeply');
  return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
}

/** RFC 8785 §3.2.2.3: ECMAScript's own form, in which -0 is 0. */
function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new LedgerError('json-value', 'A number is not finite');
  return String(value);
}

function writeString(text: string): string {
  if (needsNoEscape.test(text)) return `"${text}"`;
  if (hasLoneSurrogate(text)) throw new LedgerError('json-lone-surrogate', 'A string has a lone surrogate');
  return JSON.stringify(text);
}

function writeArray(items: readonly unknown[], depth: number): string {
  const texts: string[] = [];
  for (const item of items) texts.push(write(item, depth + 1));
  return `[${texts.join(',')}]`;
}

function writeObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new LedgerError('json-value', 'An object is not a plain one');
  }
  const members = object as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of Object.keys(members).sort()) {
    text += `${text === '' ? '' : ','}${writeString(name)}:${write(members[name], depth + 1)}`;
  }
  return `{${text}}`;
}
