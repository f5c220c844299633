import { base64urlDecode, base64urlEncode, equalBytes, utf8Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { isJsonObject, type JsonObject, parseStrictJson } from './json.js';
import { isChainName, isLogOrigin } from './names.js';
import { parseRecordedAt } from './time.js';

/** What the service commits to: one statement at one place of one chain (ledger.md §3). */
export interface Entry {
  /** Origin of the log, as in its checkpoints. */
  readonly log: string;
  /** `batch/<uuid>` or `org/<uuid>`. */
  readonly chain: string;
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** Leaf hash of (chain, seq−1); genesisPrev for seq 1. */
  readonly prev: Uint8Array;
  /** Server time, exactly `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  readonly recordedAt: string;
  /** Compact JWS without disclosures. */
  readonly statement: string;
}

export const entryVersion = 'furrow/1';
/** C2SP tlog-tiles: the length of an entry is 16 bits in a bundle. */
export const entryBytesMax = 65_535;

const compactText = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;
const members = ['chain', 'log', 'prev', 'recordedAt', 'seq', 'statement', 'v'];

/** The `prev` of a chain's first entry: 32 zero bytes, as a new array each time. */
export function genesisPrev(): Uint8Array {
  return new Uint8Array(hashLength);
}

/**
 * The bytes of an entry: JCS of its seven members, UTF-8. What is stored, hashed and served.
 *
 * Written by concatenation, since every member is checked to need no escaping; a test compares with
 * canonicalBytes. That the statement is well formed is parseStatement's to say, before.
 *
 * @throws LedgerError `entry-malformed` with the member's pointer, `entry-too-large`.
 */
export function encodeEntry(entry: Entry): Uint8Array {
  checkMember(isChainName(entry.chain), 'chain');
  checkMember(isLogOrigin(entry.log), 'log');
  checkMember(entry.prev.length === hashLength, 'prev');
  checkMember(Number.isSafeInteger(entry.seq) && entry.seq >= 1, 'seq');
  checkMember(compactText.test(entry.statement), 'statement');
  parseRecordedAt(entry.recordedAt);
  const bytes = utf8Encode(
    `{"chain":"${entry.chain}","log":"${entry.log}","prev":"${base64urlEncode(entry.prev)}",` +
      `"recordedAt":"${entry.recordedAt}","seq":${entry.seq},"statement":"${entry.statement}","v":"${entryVersion}"}`,
  );
  if (bytes.length > entryBytesMax) throw new LedgerError('entry-too-large', 'The entry is too large');
  return bytes;
}

/**
 * The entry of its bytes, accepted only if encoding it gives the same bytes.
 *
 * @throws LedgerError `entry-malformed`, `entry-not-canonical`, `entry-too-large`, `time-malformed`, `json-…`,
 * `bytes-…`.
 */
export function parseEntry(bytes: Uint8Array): Entry {
  if (bytes.length > entryBytesMax) throw new LedgerError('entry-too-large', 'The entry is too large');
  const object = parseStrictJson(bytes, { bytesMax: entryBytesMax });
  if (!isJsonObject(object))
    throw new LedgerError('entry-malformed', 'An entry is an object', { pointer: '' });
  for (const name of Object.keys(object)) checkMember(members.includes(name), name);
  checkMember(object.v === entryVersion, 'v');
  const entry: Entry = {
    log: textMember(object, 'log'),
    chain: textMember(object, 'chain'),
    seq: numberMember(object, 'seq'),
    prev: base64urlDecode(textMember(object, 'prev')),
    recordedAt: textMember(object, 'recordedAt'),
    statement: textMember(object, 'statement'),
  };
  if (!equalBytes(encodeEntry(entry), bytes)) {
    throw new LedgerError('entry-not-canonical', 'The bytes are not the canonical form of the entry');
  }
  return entry;
}

function textMember(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value !== 'string') throw memberError(name);
  return value;
}

function numberMember(object: JsonObject, name: string): number {
  const value = object[name];
  if (typeof value !== 'number') throw memberError(name);
  return value;
}

function checkMember(holds: boolean, name: string): void {
  if (!holds) throw memberError(name);
}

function memberError(name: string): LedgerError {
  return new LedgerError('entry-malformed', `The entry’s ${name} is malformed`, { pointer: `/${name}` });
}
