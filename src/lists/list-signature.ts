import { base64urlDecode, base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import { canonicalBytes } from '../ledger/canonical.js';
import { isJsonObject, parseStrictJson } from '../ledger/json.js';
import type { PublicKey } from '../ledger/key.js';
import { signatureLength, verifySignature } from '../ledger/signature.js';

const signatureType = 'furrow-list';
const headerBytesMax = 512;
const kidText = /^[A-Za-z0-9_-]{43}$/;

/** The signature of a list's issuer, taken apart and not yet verified. */
export interface ListSignature {
  readonly kid: string;
  /** Which version of which list it is for: `pesticide-labels@3`. */
  readonly list: string;
  readonly alg: string;
  readonly header: string;
  readonly signature: Uint8Array;
}

/**
 * The protected header of a list's signature in exactly these bytes: nothing else is accepted, so that a signature is
 * written in one way.
 */
export function listSignatureHeader(alg: PublicKey['alg'], kid: string, list: string): Uint8Array {
  return canonicalBytes({ alg, kid, list, typ: signatureType });
}

/**
 * A detached JWS (RFC 7515, appendix F): `<header>..<signature>`, the payload being the bytes of the list.
 *
 * @throws LedgerError `bytes-base64url`, `json-…`; answers null when it is of another form.
 */
export function parseListSignature(compact: string): ListSignature | null {
  const match = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/.exec(compact);
  const [, header = '', signatureText = ''] = match ?? [];
  if (match === null) return null;
  const bytes = base64urlDecode(header);
  const members = parseStrictJson(bytes, { bytesMax: headerBytesMax });
  if (!isJsonObject(members)) return null;
  const { alg, kid, list } = members;
  if (alg !== 'Ed25519' && alg !== 'ES256') return null;
  if (typeof kid !== 'string' || !kidText.test(kid) || typeof list !== 'string') return null;
  if (base64urlEncode(listSignatureHeader(alg, kid, list)) !== header) return null;
  const signature = base64urlDecode(signatureText);
  return signature.length === signatureLength ? { kid, list, alg, header, signature } : null;
}

/** Whether a key signed this version of the list with these bytes. The algorithm is the key's, never the header's. */
export function isListSigned(
  { kid, list, alg, header, signature }: ListSignature,
  key: PublicKey,
  signed: { readonly list: string; readonly content: Uint8Array },
): boolean {
  if (kid !== key.kid || alg !== key.alg || list !== signed.list) return false;
  return verifySignature(key, utf8Encode(`${header}.${base64urlEncode(signed.content)}`), signature);
}
