import type { FieldFault } from '../http/problems.js';
import { base64urlDecode, utf8Encode } from '../ledger/bytes.js';
import { LedgerError } from '../ledger/errors.js';
import { isJsonObject, parseStrictJson, type JsonObject } from '../ledger/json.js';
import type { PublicKey } from '../ledger/key.js';
import { verifySignature } from '../ledger/signature.js';
import { fault } from './faults.js';

export const keyProofType = 'furrow-key-proof';
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
}

/**
 * The fault of a proof that whoever registers a key holds its private part; null when it holds.
 *
 * A compact JWS (RFC 7515) by the key itself, base64url canonical: header exactly `alg` (that of the key), `kid` (its
 * RFC 7638 thumbprint), `typ` = `furrow-key-proof`; payload exactly `org` (the organization's id), `aud` (the log's
 * origin), `iat` (seconds since 1970, at most ten minutes old). ES256 with low s, as in statements.
 */
export function checkKeyProof(proof: string, key: PublicKey, terms: KeyProofTerms): FieldFault | null {
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
  const { org, aud, iat, ...others } = payload;
  const isFor = org === terms.organizationId && aud === terms.audience && typeof iat === 'number';
  if (!isFor || Object.keys(others).length > 0) {
    return fault(
      '/proof',
      'proof-claims',
      `内容须恰好是 org（${terms.organizationId}）、aud（${terms.audience}）和 iat（秒）。`,
      `The payload must be exactly org (${terms.organizationId}), aud (${terms.audience}) and iat (seconds).`,
    );
  }
  const nowS = terms.nowMs / 1_000;
  if (iat >= nowS - ageSecondsMax && iat <= nowS + aheadSecondsMax) return null;
  return fault(
    '/proof',
    'proof-expired',
    '持有证明须在十分钟内签署；请核对设备时间后重新签署。',
    'A proof is at most ten minutes old; check the clock of the device and sign a new one.',
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
