import { LedgerError } from './errors.js';
import { platform } from './platform.js';

const encoder = new platform.TextEncoder();
const decoder = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const loneSurrogate = /\p{Surrogate}/u;
const base64urlAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const base64urlText = /^[A-Za-z0-9_-]*$/;
const base64Text = /^[A-Za-z0-9+/]*={0,2}$/;
const hexText = /^(?:[0-9a-f]{2})*$/;
const nodeBuffer = platform.Buffer;

/** Whether the text has a surrogate without its other half, which UTF-8 cannot carry. */
export function hasLoneSurrogate(text: string & { isWellFormed?: () => boolean }): boolean {
  return text.isWellFormed ? !text.isWellFormed() : loneSurrogate.test(text);
}

/**
 * The UTF-8 bytes of a text.
 *
 * @throws LedgerError `bytes-utf8` on a lone surrogate, which encoders replace by U+FFFD in silence.
 */
export function utf8Encode(text: string): Uint8Array {
  if (hasLoneSurrogate(text)) throw new LedgerError('bytes-utf8', 'The text has a lone surrogate');
  return nodeBuffer ? plain(nodeBuffer.from(text, 'utf8')) : encoder.encode(text);
}

/**
 * The text of UTF-8 bytes. A byte order mark is kept as U+FEFF, for the caller to refuse.
 *
 * @throws LedgerError `bytes-utf8` on anything that is not UTF-8 (overlong forms and surrogates included).
 */
export function utf8Decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new LedgerError('bytes-utf8', 'The bytes are not valid UTF-8');
  }
}

/** base64url without padding (RFC 4648 §5, RFC 7515 §2). */
export function base64urlEncode(bytes: Uint8Array): string {
  if (nodeBuffer) return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
  return base64urlEncodePortable(bytes);
}

/**
 * The bytes of a base64url text, accepted only if encoding them gives the same text again.
 *
 * That refuses padding, white space, the other alphabet and a last character with stray bits: with a lenient
 * decoder one signature has sixteen spellings (promises.md F11).
 *
 * @throws LedgerError `bytes-base64url`.
 */
export function base64urlDecode(text: string): Uint8Array {
  const bytes = nodeBuffer ? plain(nodeBuffer.from(text, 'base64url')) : base64urlDecodePortable(text);
  if (base64urlEncode(bytes) !== text) throw new LedgerError('bytes-base64url', 'Not canonical base64url');
  return bytes;
}

/** base64url by arithmetic alone, for where there is no Buffer. */
export function base64urlEncodePortable(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const present = Math.min(3, bytes.length - at);
    const group = (bytes[at] ?? 0) * 65_536 + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0);
    for (let digit = 0, unit = 262_144; digit <= present; digit += 1, unit /= 64) {
      text += base64urlAlphabet.charAt(Math.floor(group / unit) % 64);
    }
  }
  return text;
}

/** The reverse of base64urlEncodePortable; stray bits of the last character are left to the caller's check. */
export function base64urlDecodePortable(text: string): Uint8Array {
  if (!base64urlText.test(text)) throw new LedgerError('bytes-base64url', 'Not canonical base64url');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    let group = 0;
    for (let digit = 0; digit < 4; digit += 1) {
      const character = text.charAt(from + digit);
      group = group * 64 + (character === '' ? 0 : base64urlAlphabet.indexOf(character));
    }
    bytes[to] = Math.floor(group / 65_536);
    if (to + 1 < bytes.length) bytes[to + 1] = Math.floor(group / 256) % 256;
    if (to + 2 < bytes.length) bytes[to + 2] = group % 256;
  }
  return bytes;
}

/** base64 with padding (RFC 4648 §4), as C2SP texts write it. */
export function base64Encode(bytes: Uint8Array): string {
  const digits = base64urlEncode(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

/**
 * The bytes of a base64 text, accepted only if encoding them gives the same text again: padded, without white
 * space and without stray bits.
 *
 * @throws LedgerError `bytes-base64`.
 */
export function base64Decode(text: string): Uint8Array {
  if (!base64Text.test(text)) throw new LedgerError('bytes-base64', 'Not canonical base64');
  const digits = text.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
  const bytes = nodeBuffer ? plain(nodeBuffer.from(digits, 'base64url')) : base64urlDecodePortable(digits);
  if (base64Encode(bytes) !== text) throw new LedgerError('bytes-base64', 'Not canonical base64');
  return bytes;
}

/** Lower-case hexadecimal. */
export function hexEncode(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/**
 * The bytes of lower-case hexadecimal text.
 *
 * @throws LedgerError `bytes-hex` on an odd length, an upper-case digit or any other character.
 */
export function hexDecode(text: string): Uint8Array {
  if (!hexText.test(text)) throw new LedgerError('bytes-hex', 'Not lower-case hexadecimal');
  if (nodeBuffer) return plain(nodeBuffer.from(text, 'hex'));
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  }
  return bytes;
}

/** The parts one after the other, as a new array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether both have the same bytes. Not constant in time: never for secrets. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) {
    if (left[at] !== right[at]) return false;
  }
  return true;
}

/** A Buffer's bytes as a plain Uint8Array, so that results behave alike on every platform (slice copies). */
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
