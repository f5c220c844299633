import { base64urlEncode, concatBytes, utf8Encode } from './bytes.js';
import { canonicalize } from './canonical.js';
import { parseCode } from './code.js';
import { LedgerError } from './errors.js';

export const serialsType = 'furrow-serials';

/** Labels `first` to `last` of a set, both included, from 1. */
export type LabelSpan = readonly [first: number, last: number];

/** What a list of serials says about its set beside the serials (label.md §6). */
export interface SerialFacts {
  /** Labels that were put on goods. */
  readonly activated: readonly LabelSpan[];
  /** RFC 3339 in UTC: the states are no older than this. */
  readonly asOf: string;
  /** `batch/<uuid>`, where the `label` entry that issued the set is number `seq`. */
  readonly chain: string;
  readonly form: 'signed' | 'compact';
  /** Canonical path of a label up to its code: `/01/<GTIN-14>/10/<lot>/21/` or `/t/`. */
  readonly path: string;
  /** Merkle root over the codes as the entry has it, BASE64URL. */
  readonly root: string;
  readonly seq: number;
  readonly set: string;
  readonly void: readonly LabelSpan[];
}

/**
 * The protected header of a list of serials in exactly these bytes, before base64url.
 *
 * @throws LedgerError `label-key` unless the thumbprint is one of RFC 7638 in SHA-256.
 */
export function serialsHeader(thumbprint: string): string {
  if (!/^[A-Za-z0-9_-]{43}$/.test(thumbprint))
    throw new LedgerError('label-key', 'Not an RFC 7638 SHA-256 thumbprint');
  return `{"alg":"Ed25519","kid":"${thumbprint}","typ":"${serialsType}"}`;
}

/**
 * The payload: the facts in canonical JSON, a line feed, and ten bytes a code in the order of the set (label.md §6).
 *
 * @throws LedgerError `code-malformed`, `code-check-symbol` when a code is not one of ours.
 */
export function serialsPayload(facts: SerialFacts, codes: readonly string[]): Uint8Array {
  const { activated, void: voided, ...rest } = facts;
  const spans = { activated: activated.map((span) => [...span]), void: voided.map((span) => [...span]) };
  const text = canonicalize({ ...rest, ...spans });
  return concatBytes(utf8Encode(`${text}\n`), ...codes.map(parseCode));
}

/** What is signed for a list: base64url(header) `.` base64url(payload), RFC 7515 §5.1, ASCII. */
export function serialsSigningInput(
  thumbprint: string,
  facts: SerialFacts,
  codes: readonly string[],
): string {
  const header = base64urlEncode(utf8Encode(serialsHeader(thumbprint)));
  return `${header}.${base64urlEncode(serialsPayload(facts, codes))}`;
}
