import { parseBundle } from './bundle.js';
import { base64urlEncode } from './bytes.js';
import { parseEntry, type Entry } from './entry.js';
import { LedgerError } from './errors.js';
import { type AuditFinding, auditFinding } from './audit-report.js';
import { hashLength, leafHash } from './hash.js';
import type { PublicKey } from './key.js';
import {
  isCertifyingKind,
  isOwnKind,
  isWitnessedKind,
  keyIdIn,
  operatorKind,
  type OperatorKind,
  type CertifyingKind,
  type OwnKind,
  type RegisteredKey,
  registeredKey,
  revokedFromMs,
  type WitnessedKind,
} from './key-register.js';
import { checkStatement, parseStatement, type Statement } from './statement.js';
import { type Lineage, logAt } from './succession.js';

/** What an entry says to the log as a whole. */
export type AuditTelling =
  | { readonly about: OperatorKind | OwnKind | WitnessedKind | CertifyingKind }
  /** `name` and `key` are null when it registers no key that can be used. */
  | { readonly about: 'key-registered'; readonly name: string | null; readonly key: RegisteredKey | null }
  | { readonly about: 'key-revoked'; readonly name: string | null; readonly fromMs: number }
  | { readonly about: 'heads-stated'; readonly size: number; readonly root: string }
  | { readonly about: 'heads-malformed' }
  /** `next`: the vkey of the log that is to follow, null when it names none. */
  | { readonly about: 'log-ended'; readonly next: string | null };

/** An entry as far as it can be read by itself: everything else is to be held against what came before it. */
export interface AuditEntry {
  readonly chain: string;
  readonly seq: number;
  /** base64url. */
  readonly prev: string;
  readonly recordedAt: string;
  readonly eventId: string;
  readonly issuer: string;
  readonly kid: string;
  readonly telling: AuditTelling | null;
  /** Whether the signature is the key's of `kid`; the compact statement itself where that key was not known here. */
  readonly signed: boolean | { readonly statement: string };
}

/** The entries of a bundle up to the first that cannot be read. */
export interface ReadBundle {
  /** The leaf hashes of all entries, one after the other. */
  readonly hashes: Uint8Array;
  readonly entries: readonly AuditEntry[];
  /** What is wrong with the entry after those. */
  readonly fault: AuditFinding | null;
}

/** Public keys by thumbprint: a signature by the key of a thumbprint is one, wherever the key came from. */
export type KeysByThumbprint = Map<string, PublicKey>;

/** Keys that are remembered at once; with more, some signatures are left for later. */
export const keysRememberedMax = 20_000;

/** A bundle as it was fetched: `width` entries, the first of them at `index` of the log. */
export interface FetchedBundle {
  readonly bytes: Uint8Array;
  readonly index: number;
  readonly width: number;
  /** Entries at its beginning of which only the hashes are wanted. */
  readonly skip: number;
}

/**
 * Reads a bundle as far as that needs nothing of what came before: hashes, the form of entries and statements, the log
 * and the chain that they name, and signatures of keys that are known; keys that the bundle registers become known.
 *
 * All of the work that takes time, so that it can be done bundle by bundle in any order and on every core.
 */
export function readBundle(fetched: FetchedBundle, lineage: Lineage, keys: KeysByThumbprint): ReadBundle {
  const { bytes, index, width, skip } = fetched;
  const parsed = attempt(() => parseBundle(bytes, width));
  if ('fault' in parsed) {
    const fault = auditFinding('bundle-malformed', { index, code: parsed.fault });
    return { hashes: new Uint8Array(0), entries: [], fault };
  }
  const hashes = new Uint8Array(width * hashLength);
  parsed.forEach((entry, at) => {
    hashes.set(leafHash(entry), at * hashLength);
  });
  const entries: AuditEntry[] = [];
  for (const [at, entry] of parsed.entries()) {
    if (at < skip) continue;
    const read = readEntry(entry, index + at, logAt(lineage, index + at), keys);
    if ('reason' in read) return { hashes, entries, fault: read };
    entries.push(read);
  }
  return { hashes, entries, fault: null };
}

function readEntry(
  bytes: Uint8Array,
  index: number,
  log: string,
  keys: KeysByThumbprint,
): AuditEntry | AuditFinding {
  const read = attempt(() => {
    const entry = parseEntry(bytes);
    return { entry, statement: parseStatement(entry.statement) };
  });
  if ('fault' in read) return auditFinding('entry-malformed', { index, code: read.fault });
  const { entry, statement } = read;
  const { payload, header } = statement;
  const place = { index, chain: entry.chain, seq: entry.seq };
  if (entry.log !== log) return auditFinding('chain-log', { ...place, expected: log, found: entry.log });
  if (payload.sub !== entry.chain) {
    return auditFinding('chain-subject', { ...place, expected: entry.chain, found: payload.sub });
  }
  const telling = tellingOf(entry, statement, index);
  if (telling?.about === 'key-registered' && telling.key !== null) remember(keys, telling.key.key);
  return {
    chain: entry.chain,
    seq: entry.seq,
    prev: base64urlEncode(entry.prev),
    recordedAt: entry.recordedAt,
    eventId: payload.jti,
    issuer: payload.iss,
    kid: header.kid,
    telling,
    signed: isSigned(statement, keys.get(header.kid)),
  };
}

/** Takes a key in; the one that came first goes when there are too many. */
export function remember(keys: KeysByThumbprint, key: PublicKey): void {
  if (keys.has(key.kid)) return;
  if (keys.size >= keysRememberedMax) {
    const [first] = keys.keys();
    if (first !== undefined) keys.delete(first);
  }
  keys.set(key.kid, key);
}

function isSigned(statement: Statement, key: PublicKey | undefined): AuditEntry['signed'] {
  return key === undefined ? { statement: statement.compact } : checkStatement(statement, key) === null;
}

function tellingOf(entry: Entry, { payload }: Statement, index: number): AuditTelling | null {
  const said = { entry, payload };
  switch (payload.kind) {
    case 'key-registered':
      return {
        about: 'key-registered',
        name: keyIdIn(said, 'key-registered'),
        key: registeredKey(said, index),
      };
    case 'key-revoked':
      return { about: 'key-revoked', name: keyIdIn(said, 'key-revoked'), fromMs: revokedFromMs(said) };
    case 'heads-stated': {
      const { size, root } = payload.data;
      if (typeof size !== 'number' || typeof root !== 'string') return { about: 'heads-malformed' };
      return { about: 'heads-stated', size, root };
    }
    case 'log-ended': {
      const { next } = payload.data;
      return { about: 'log-ended', next: typeof next === 'string' ? next : null };
    }
    default: {
      const { kind } = payload;
      if (isOwnKind(kind) || isWitnessedKind(kind) || isCertifyingKind(kind)) return { about: kind };
      const about = operatorKind(kind);
      return about === null ? null : { about };
    }
  }
}

/** The value, or the code of the LedgerError that is thrown instead; any other error is a bug and passes. */
function attempt<Value extends object>(parse: () => Value): Value | { readonly fault: LedgerError['code'] } {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LedgerError) return { fault: error.code };
    throw error;
  }
}
