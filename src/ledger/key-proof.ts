import { base64urlEncode } from './bytes.js';
import { canonicalBytes } from './canonical.js';
import type { PublicKey } from './key.js';

/** JOSE type of a proof that whoever names a key holds its private part. */
export const keyProofType = 'furrow-key-proof';

/** What a proof says besides its key. */
export type KeyProofClaims = {
  /** Id of the organization for which it is. */
  readonly org: string;
  /** Origin of the log: a proof made for one service is of no use at another. */
  readonly aud: string;
  /** When it was made, in seconds since 1970. */
  readonly iat: number;
  /** What the service gave the account to sign, once. */
  readonly nonce?: string;
  /** Thumbprint of the key that takes the place of the signing one. */
  readonly replacedBy?: string;
};

/** The signing input (RFC 7515 §5.1) of a proof of possession: header `alg`, `kid`, `typ` and nothing else. */
export function encodeKeyProof({ alg, kid }: Pick<PublicKey, 'alg' | 'kid'>, claims: KeyProofClaims): string {
  const header = canonicalBytes({ alg, kid, typ: keyProofType });
  return `${base64urlEncode(header)}.${base64urlEncode(canonicalBytes(claims))}`;
}
