import { base64urlDecode, base64urlEncode, utf8Encode } from './bytes.js';
import { canonicalBytes } from './canonical.js';
import { findDigests } from './disclosure.js';
import { type Fault, LedgerError } from './errors.js';
import { isJsonObject, type JsonObject, type JsonValue, jsonBytesMax, parseStrictJson } from './json.js';
import type { PublicKey, SignatureAlgorithm } from './key.js';
import { isChainName, isEventId, isOrganizationName } from './names.js';
import { checkProfile } from './profile.js';
import { signatureLength, verifySignature } from './signature.js';
import { parseTimestamp } from './time.js';

export const statementType = 'furrow-statement+sd-jwt';

/** Protected header of a statement: these three members and nothing else (ledger.md §2). */
export type StatementHeader = {
  readonly alg: SignatureAlgorithm;
  /** RFC 7638 thumbprint of the signing key. */
  readonly kid: string;
  readonly typ: typeof statementType;
};

/** Payload of a statement: the common claims of ledger.md §2. */
export type StatementPayload = {
  /** Event id, UUIDv7, and the idempotency key. */
  readonly jti: string;
  /** `org/<uuid>` that says it. */
  readonly iss: string;
  /** `batch/<uuid>` or `org/<uuid>`: the chain it belongs to. */
  readonly sub: string;
  readonly kind: string;
  /** RFC 3339 with an explicit offset, at most milliseconds. */
  readonly occurredAt: string;
  readonly data: JsonObject;
  /** There exactly when `data` has digests. */
  readonly _sd_alg?: 'sha-256';
};

export interface Statement {
  /** The compact JWS, byte for byte what is in the entry. */
  readonly compact: string;
  readonly header: StatementHeader;
  readonly payload: StatementPayload;
  /** ASCII, what is signed: RFC 7515 §5.1. */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

const headerBytesMax = 512;
/** Characters of the longest compact JWS there can be: header, payload, signature, two dots. */
export const statementLengthMax = Math.ceil(((headerBytesMax + jsonBytesMax + signatureLength) * 4) / 3) + 2;

const kidText = /^[A-Za-z0-9_-]{43}$/;
const kindText = /^[a-z]{1,32}(?:-[a-z]{1,32}){0,3}$/;
const requiredClaims = ['jti', 'iss', 'sub', 'kind', 'occurredAt', 'data'];

/**
 * The signing input of a new statement: base64url(JCS(header)) `.` base64url(JCS(payload)).
 *
 * Holds both to the rules of parseStatement first, so that nothing is signed that would not be read; the rules are
 * looked at on the values, and a test reads back what was written.
 *
 * @throws LedgerError as parseStatement and canonicalize.
 */
export function encodeStatementParts(header: StatementHeader, payload: StatementPayload): string {
  checkHeader(header);
  checkProfile(payload);
  checkPayload(payload);
  const payloadBytes = canonicalBytes(payload);
  if (payloadBytes.length > jsonBytesMax) {
    throw new LedgerError('json-too-large', 'The document is too large');
  }
  return `${base64urlEncode(canonicalBytes(header))}.${base64urlEncode(payloadBytes)}`;
}

/** The compact JWS of a signing input and its signature: RFC 7515 §7.1. */
export function formatStatement(signingInput: string, signature: Uint8Array): string {
  return `${signingInput}.${base64urlEncode(signature)}`;
}

/**
 * A statement of its compact JWS, every rule but the signature checked.
 *
 * The payload may be any bytes of the strict JSON profile: a participant's own are kept as they were signed.
 *
 * @throws LedgerError `statement-too-large`, `statement-malformed`, `statement-header`, `statement-claim`,
 * `bytes-base64url`, `json-…`, `disclosure-…`; the pointer is relative to the header for `statement-header`, else to
 * the payload.
 */
export function parseStatement(compact: string): Statement {
  if (compact.length > statementLengthMax)
    throw new LedgerError('statement-too-large', 'The statement is too large');
  const parts = compact.split('.', 4);
  const [headerText, payloadText, signatureText] = parts;
  if (parts.length !== 3 || !headerText || !payloadText || !signatureText) {
    throw new LedgerError('statement-malformed', 'A statement is a compact JWS of three parts');
  }
  const header = readHeader(base64urlDecode(headerText));
  const payload = readPayload(base64urlDecode(payloadText));
  const signature = base64urlDecode(signatureText);
  if (signature.length !== signatureLength) {
    throw new LedgerError('statement-malformed', `A signature has ${signatureLength} bytes`);
  }
  return { compact, header, payload, signingInput: `${headerText}.${payloadText}`, signature };
}

/**
 * Checks a statement against the key that is registered for it; null when it is the key's.
 *
 * The algorithm is the key's, never the header's: a header that differs is a fault (ledger.md §2). Whether the
 * key was registered to `iss`, and valid at the time, is the caller's to know.
 */
export function checkStatement(statement: Statement, key: PublicKey): Fault | null {
  if (statement.header.alg !== key.alg) {
    return { code: 'statement-algorithm', message: 'The header names another algorithm than the key' };
  }
  if (statement.header.kid !== key.kid) {
    return { code: 'statement-key', message: 'The header names another key' };
  }
  if (!verifySignature(key, utf8Encode(statement.signingInput), statement.signature)) {
    return { code: 'statement-signature', message: 'The signature is not the key’s over this statement' };
  }
  return null;
}

function readHeader(bytes: Uint8Array): StatementHeader {
  return checkHeader(parseStrictJson(bytes, { bytesMax: headerBytesMax }));
}

function checkHeader(header: JsonValue): StatementHeader {
  if (!isJsonObject(header)) throw new LedgerError('statement-header', 'The header is not an object');
  const { alg, kid, typ, ...others } = header;
  const [other] = Object.keys(others);
  if (other !== undefined) throw headerError(other, 'The header has a parameter other than alg, kid and typ');
  if (alg !== 'Ed25519' && alg !== 'ES256') throw headerError('alg', 'The algorithm is Ed25519 or ES256');
  if (typeof kid !== 'string' || !kidText.test(kid)) {
    throw headerError('kid', 'kid is an RFC 7638 SHA-256 thumbprint');
  }
  if (typ !== statementType) throw headerError('typ', `typ is ${statementType}`);
  return { alg, kid, typ };
}

function headerError(name: string, message: string): LedgerError {
  return new LedgerError('statement-header', message, { pointer: `/${name}` });
}

function readPayload(bytes: Uint8Array): StatementPayload {
  return checkPayload(parseStrictJson(bytes));
}

function checkPayload(payload: JsonValue): StatementPayload {
  if (!isJsonObject(payload))
    throw new LedgerError('statement-claim', 'The payload is not an object', { pointer: '' });
  for (const name of Object.keys(payload)) {
    if (!requiredClaims.includes(name) && name !== '_sd_alg') {
      throw claimError(name, 'The payload has a claim that is not known');
    }
  }
  const jti = textClaim(payload, 'jti', isEventId, 'a UUIDv7 in lower case');
  const iss = textClaim(payload, 'iss', isOrganizationName, 'org/<uuid>');
  const sub = textClaim(payload, 'sub', isChainName, 'batch/<uuid> or org/<uuid>');
  const kind = textClaim(payload, 'kind', (text) => kindText.test(text), 'a lower-case word');
  const occurredAt = textClaim(payload, 'occurredAt', isTimestamp, 'an RFC 3339 time with an offset');
  const data = payload.data;
  if (!isJsonObject(data)) throw claimError('data', 'data is not an object');
  const algorithm = readDigestAlgorithm(payload._sd_alg, data);
  return { jti, iss, sub, kind, occurredAt, data, ...algorithm };
}

/** `_sd_alg` must be there exactly when there are digests: RFC 9901 would let it be left out, we do not. */
function readDigestAlgorithm(claim: JsonValue | undefined, data: JsonObject): { _sd_alg?: 'sha-256' } {
  const hasDigests = findDigests(data).length > 0;
  if (claim === undefined && !hasDigests) return {};
  if (claim !== 'sha-256' || !hasDigests) {
    throw claimError('_sd_alg', '_sd_alg is sha-256, and there exactly when data has digests');
  }
  return { _sd_alg: claim };
}

function textClaim(
  payload: JsonObject,
  name: string,
  isValid: (text: string) => boolean,
  wanted: string,
): string {
  const text = payload[name];
  if (typeof text !== 'string' || !isValid(text)) throw claimError(name, `${name} is not ${wanted}`);
  return text;
}

function isTimestamp(text: string): boolean {
  try {
    parseTimestamp(text);
    return true;
  } catch {
    return false;
  }
}

function claimError(name: string, message: string): LedgerError {
  return new LedgerError('statement-claim', message, { pointer: `/${name}` });
}
