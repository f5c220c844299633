import { LedgerError } from './errors.js';
import { entryBytesMax } from './entry.js';
import { tileWidth } from './tile.js';

const prefixLength = 2;

/**
 * The bytes of a bundle of entries, each after its length in two bytes, big-endian: C2SP tlog-tiles, “Log entries”.
 *
 * @throws LedgerError `bundle-malformed` unless there are 1 … 256 entries of at most 65,535 bytes.
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length < 1 || entries.length > tileWidth) throw malformed('A bundle has 1 to 256 entries');
  let length = 0;
  for (const entry of entries) {
    if (entry.length > entryBytesMax) throw malformed('An entry is too large for a bundle');
    length += prefixLength + entry.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const entry of entries) {
    bytes[at] = Math.floor(entry.length / 256);
    bytes[at + 1] = entry.length % 256;
    bytes.set(entry, at + prefixLength);
    at += prefixLength + entry.length;
  }
  return bytes;
}

/**
 * The entries of a bundle, in copies of their own: exactly `width`, and not one byte after them.
 *
 * @throws LedgerError `bundle-malformed`.
 */
export function parseBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  if (!Number.isInteger(width) || width < 1 || width > tileWidth) {
    throw malformed('A bundle has 1 to 256 entries');
  }
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width) {
    const [high, low] = bytes.subarray(at, at + prefixLength);
    if (high === undefined || low === undefined) throw malformed('The bundle has too few entries');
    const from = at + prefixLength;
    at = from + high * 256 + low;
    entries.push(bytes.slice(from, at));
  }
  if (at !== bytes.length) throw malformed('The bundle does not end with its last entry');
  return entries;
}

function malformed(message: string): LedgerError {
  return new LedgerError('bundle-malformed', message);
}
