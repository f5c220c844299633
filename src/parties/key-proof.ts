import type { FieldFault } from '../http/problems.js';
import { base64urlDecode, utf8Encode } from '../ledger/bytes.js';
import { canonicalize } from '../ledger/canonical.js';
import { LedgerError } from '../ledger/errors.js';
import { isJsonObject, parseStrictJson, type JsonObject } from '../ledger/json.js';
import type { PublicKey } from '../ledger/key.js';
import { keyProofType } from '../ledger/key-proof.js';
import { verifySignature } from '../ledger/signature.js';
import { fault } from './faults.js';

export const keyProofCharactersMax = 1_024;
/** Oldest proof that is taken, and how far its maker's clock may be ahead, in seconds. */
const ageSecondsMax = 600;
const aheadSecondsMax = 60;
const partBytesMax = 512;

/** What a proof must say to be one for this registration, here, now. */
export interface KeyProofTerms {
  readonly organizationId: string;
  /** The log's origin: a proof made for one service is of no use at another. */
  readonly audience: string;
  readonly nowMs: number;
  /** What the service gave the account to sign; null where none was asked for. */
  readonly nonce: string | null;
  /** For the proof of a key that another takes the place of: that other's thumbprint. */
  readonly replacedBy?: string;
}

/**
 * The fault of a proof that whoever registers a key holds its private part; null when it holds.
 *
 * A compact JWS (RFC 7515) by the key itself, base64url canonical: header exactly `alg` (that of the key), `kid` (its
 * RFC 7638 thumbprint), `typ` = `furrow-key-proof`; payload exactly `org` (the organization's id), `aud` (the log's
 * origin), `iat` (seconds since 1970, at most ten minutes old), and `nonce` and `replacedBy` where the terms have them.
 * ES256 with low s, as in statements. `pointer` says which field of the request it is.
 */
export function checkKeyProof(
  proof: string,
  key: PublicKey,
  terms: KeyProofTerms,
  pointer = '/proof',
): FieldFault | null {
  const found = proofFault(proof, key, terms);
  return found === null ? null : { ...found, pointer };
}

function proofFault(proof: string, key: PublicKey, terms: KeyProofTerms): FieldFault | null {
  const parts = proof.split('.', 4);
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3 || proof.length > keyProofCharactersMax) return malformed();
  try {
    return (
      headerFault(object(header), key) ??
      payloadFault(object(payload), terms) ??
      (verifySignature(key, utf8Encode(`${header}.${payload}`), base64urlDecode(signature))
        ? null
        : wrongSignature())
    );
  } catch (error) {
    if (error instanceof LedgerError) return malformed();
    throw error;
  }
}

/** @throws LedgerError */
function object(part: string): JsonObject {
  const value = parseStrictJson(base64urlDecode(part), { bytesMax: partBytesMax, depthMax: 1 });
  if (isJsonObject(value)) return value;
  throw new LedgerError('json-value', 'Not an object');
}

function headerFault(header: JsonObject, key: PublicKey): FieldFault | null {
  const { alg, kid, typ, ...others } = header;
  if (alg === key.alg && kid === key.kid && typ === keyProofType && Object.keys(others).length === 0)
    return null;
  return fault(
    '/proof',
    'proof-header',
    `头部须恰好是 alg（${key.alg}）、kid（${key.kid}）和 typ（${keyProofType}）。`,
    `The header must be exactly alg (${key.alg}), kid (${key.kid}) and typ (${keyProofType}).`,
  );
}

function payloadFault(payload: JsonObject, terms: KeyProofTerms): FieldFault | null {
  const { iat, nonce, ...others } = payload;
  const { replacedBy } = terms;
  const named = {
    org: terms.organizationId,
    aud: terms.audience,
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
  const isFor = canonicalize(others) === canonicalize(named) && typeof iat === 'number';
  if (!isFor || (nonce !== undefined) !== (terms.nonce !== null)) return otherClaims(named, terms);
  if (nonce !== undefined && nonce !== terms.nonce) return otherChallenge();
  const nowS = terms.nowMs / 1_000;
  if (iat >= nowS - ageSecondsMax && iat <= nowS + aheadSecondsMax) return null;
  return fault(
    '/proof',
    'proof-expired',
    '持有证明须在十分钟内签署；请核对设备时间后重新签署。',
    'A proof is at most ten minutes old; check the clock of the device and sign a new one.',
  );
}

function otherClaims(named: Readonly<Record<string, string>>, { nonce }: KeyProofTerms): FieldFault {
  const members = Object.entries(named).map(([name, value]) => `${name} (${value})`);
  const listed = [...members, ...(nonce === null ? [] : ['nonce']), 'iat'].join(', ');
  return fault(
    '/proof',
    'proof-claims',
    `内容须恰好是 ${listed}；iat 以秒计。`,
    `The payload must be exactly ${listed}; iat in seconds.`,
  );
}

/** The nonce is not the one that was given to this account for this organization, or was used, or is too old. */
export function otherChallenge(): FieldFault {
  return fault(
    '/proof',
    'proof-challenge',
    'nonce 须是服务刚给本账号、用于本组织的一次性随机数；用过或过期后请重新获取。',
    'The nonce must be the one that the service gave this account for this organization; ask for a new one when it was used or has run out.',
  );
}

function malformed(): FieldFault {
  return fault(
    '/proof',
    'proof-malformed',
    '须是紧凑 JWS，用规范的 base64url 书写。',
    'Must be a compact JWS in canonical base64url.',
  );
}

function wrongSignature(): FieldFault {
  return fault(
    '/proof',
    'proof-signature',
    '签名不是这把密钥对这份内容的签名（ES256 的 s 须取较小值）。',
    'The signature is not this key’s over this content (ES256: with low s).',
  );
}
