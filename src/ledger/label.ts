import { base64urlDecode, base64urlEncode, hexDecode, hexEncode, utf8Encode } from './bytes.js';
import { crockfordDigits } from './code.js';
import { type Fault, LedgerError } from './errors.js';
import type { PublicKey } from './key.js';
import { signatureLength, verifySignature } from './signature.js';

/** What `?s=` of a label carries: which key, and its signature. */
export interface SignatureToken {
  /** First 15 bits of the key's thumbprint, 3 Crockford digits: finds the key, proves nothing. */
  readonly keyShortId: string;
  /** 64 bytes, Ed25519. */
  readonly signature: Uint8Array;
}

export const labelType = 'furrow-label';
/** Decimal digits of a 512-bit number: 2^512 − 1 ≈ 1.3·10^154. */
export const signatureDigits = 155;
export const labelPathLengthMax = 200;

const tokenText = /^([0-9A-HJKMNP-TV-Z]{3})(\d{155})$/;
const signatureBound = 2n ** 512n;
const thumbprintText = /^[A-Za-z0-9_-]{43}$/;
/** RFC 3986 path of non-empty segments in normal form: escapes in capitals, and none of unreserved characters. */
const pathText = /^(?:\/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+)+$/;
const needlessEscape = /%(?:3[0-9]|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9AE]|2D|2E|5F)/;
const dotSegment = /\/\.{1,2}(?:\/|$)/;

/**
 * The protected header of every label in exactly these bytes (api.md, Scanning), before base64url.
 *
 * Fixed, so that whoever has the URI and the key set can write it again and verify with any JOSE library.
 */
export function labelHeader(thumbprint: string): string {
  if (!thumbprintText.test(thumbprint))
    throw new LedgerError('label-key', 'Not an RFC 7638 SHA-256 thumbprint');
  return `{"alg":"Ed25519","kid":"${thumbprint}","typ":"${labelType}"}`;
}

/**
 * What is signed for a label: base64url(header) `.` base64url(path), RFC 7515 §5.1, ASCII.
 *
 * The path is that of the label's URI in canonical form, from the first slash, without query: gs1/ makes it.
 *
 * @throws LedgerError `label-path` when it has another normal form (RFC 3986 §6.2.2), `label-key`.
 */
export function labelSigningInput(thumbprint: string, path: string): string {
  const header = base64urlEncode(utf8Encode(labelHeader(thumbprint)));
  return `${header}.${base64urlEncode(utf8Encode(checkPath(path)))}`;
}

/** The label as a compact JWS, which any JOSE library verifies (RFC 7515 §7.1). Throws as labelSigningInput. */
export function labelJws(thumbprint: string, path: string, signature: Uint8Array): string {
  return `${labelSigningInput(thumbprint, path)}.${base64urlEncode(checkLength(signature))}`;
}

/**
 * A signature as one big-endian integer in exactly 155 decimal digits.
 *
 * QR codes pack three digits in ten bits, which no other text allowed in a URI comes near.
 *
 * @throws LedgerError `bytes-length` unless it has 64 bytes.
 */
export function formatSignatureDigits(signature: Uint8Array): string {
  return BigInt(`0x${hexEncode(checkLength(signature))}`)
    .toString()
    .padStart(signatureDigits, '0');
}

/** First 15 bits of a thumbprint as 3 Crockford digits. @throws LedgerError `label-key`. */
export function keyShortId(thumbprint: string): string {
  if (!thumbprintText.test(thumbprint))
    throw new LedgerError('label-key', 'Not an RFC 7638 SHA-256 thumbprint');
  const [first = 0, second = 0] = base64urlDecode(thumbprint);
  return crockfordDigits(first * 128 + Math.floor(second / 2), 3);
}

/** The token of a label: key id and signature digits. */
export function formatSignatureToken(thumbprint: string, signature: Uint8Array): string {
  return keyShortId(thumbprint) + formatSignatureDigits(signature);
}

/**
 * The parts of a label's token, accepted only if formatting them gives the same text.
 *
 * @throws LedgerError `label-token` on another length or character, and from 2^512 up.
 */
export function parseSignatureToken(token: string): SignatureToken {
  const match = tokenText.exec(token);
  const number = BigInt(match?.[2] ?? signatureBound);
  if (!match?.[1] || number >= signatureBound) {
    throw new LedgerError('label-token', 'A token is 3 Crockford characters and 155 digits below 2^512');
  }
  const signature = hexDecode(number.toString(16).padStart(2 * signatureLength, '0'));
  return { keyShortId: match[1], signature };
}

/**
 * Checks that a key signed a label's path; null when it did. A signed code is not yet an issued one: its label
 * entry must be in the log (domain.md §6).
 *
 * Several keys may share a short id: try each that does, and take the first that answers null.
 *
 * @throws LedgerError `label-token`, `label-path` when they are malformed.
 */
export function checkLabelSignature(path: string, token: string, key: PublicKey): Fault | null {
  const { keyShortId: shortId, signature } = parseSignatureToken(token);
  const signingInput = labelSigningInput(key.kid, path);
  if (key.alg !== 'Ed25519' || keyShortId(key.kid) !== shortId) {
    return { code: 'label-key', message: 'The token names another key' };
  }
  if (!verifySignature(key, utf8Encode(signingInput), signature)) {
    return { code: 'label-signature', message: 'The signature is not the key’s over this path' };
  }
  return null;
}

function checkPath(path: string): string {
  const isNormal = pathText.test(path) && !needlessEscape.test(path) && !dotSegment.test(path);
  if (!isNormal || path.length > labelPathLengthMax) {
    throw new LedgerError('label-path', 'Not a path in canonical form');
  }
  return path;
}

function checkLength(signature: Uint8Array): Uint8Array {
  if (signature.length !== signatureLength) throw new LedgerError('bytes-length', 'A signature has 64 bytes');
  return signature;
}
