import { randomBytes } from 'node:crypto';
import { utf8Encode } from '../ledger/bytes.js';
import { conceal } from '../ledger/disclosure.js';
import type { JsonObject } from '../ledger/json.js';
import { encodeStatementParts, formatStatement, statementType } from '../ledger/statement.js';
import type { SigningKey } from './keyring.js';

/** 128 bits (RFC 9901 §9.3). */
const saltBytes = 16;

/** The claims of a statement before private fields are concealed (ledger.md §2). */
export interface Claims {
  readonly jti: string;
  readonly iss: string;
  readonly sub: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly data: JsonObject;
}

/** A compact JWS and the disclosures that open its concealed fields. */
export interface SignedStatement {
  readonly compact: string;
  readonly disclosures: readonly string[];
}

/**
 * Signs a statement with a key the service holds. `privateFields` are RFC 6901 pointers below `data`; each present
 * one becomes a disclosure with its own random salt.
 */
export function signStatement(
  key: SigningKey,
  claims: Claims,
  privateFields: readonly string[],
): SignedStatement {
  const concealed = conceal(claims.data, privateFields, () => randomBytes(saltBytes));
  const { alg, kid } = key.publicKey;
  const input = encodeStatementParts(
    { alg, kid, typ: statementType },
    { ...claims, data: concealed.data, ...(concealed.disclosures.length > 0 ? { _sd_alg: 'sha-256' } : {}) },
  );
  return {
    compact: formatStatement(input, key.sign(utf8Encode(input))),
    disclosures: concealed.disclosures,
  };
}
