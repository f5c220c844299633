import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes, hexDecode, hexEncode } from './bytes.js';
import type { PublicKey } from './key.js';
import { findNodeCrypto, type NodeCrypto, type NodeKeyObject } from './platform.js';

/** Bytes of a signature, R ‖ S for Ed25519 and r ‖ s for ES256. */
export const signatureLength = 64;

/** Order L of the prime-order group of edwards25519, big-endian (RFC 8032 §5.1). */
const ed25519Bound = hexDecode('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');
const ed25519Order = BigInt(`0x${hexEncode(ed25519Bound)}`);
/** (n+1)/2 for the order n of P-256 (FIPS 186-5): s is low below it. */
const p256Bound = hexDecode('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9');

const nodeCrypto = findNodeCrypto();
const nodeKeys = new WeakMap<PublicKey, NodeKeyObject>();

/**
 * Whether the signature is the key's over the message, in the one form that is accepted.
 *
 * Ed25519 (RFC 8032 §5.1.7) with S < L and without cofactor, R compared as bytes; ES256 (RFC 7518 §3.4) over
 * SHA-256, r ‖ s, with s ≤ (n−1)/2 so that no second signature can be made out of a first. Requires a key of
 * parsePublicKey. A signature of another length is false, never an error.
 *
 * On Node its own crypto does the arithmetic, found at run time and not imported; elsewhere @noble/curves.
 * Tests hold the two equal. Imported keys are remembered as long as the caller keeps the PublicKey, which
 * bounds that memory by the caller's own.
 */
export function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  return nodeCrypto
    ? verifyWithNode(nodeCrypto, key, message, signature)
    : verifyPortably(key, message, signature);
}

/** As verifySignature, by node:crypto. */
export function verifyWithNode(
  crypto: NodeCrypto,
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!isCanonicalSignature(key, signature)) return false;
  let imported = nodeKeys.get(key);
  if (!imported) {
    imported = crypto.createPublicKey({ key: key.jwk, format: 'jwk' });
    nodeKeys.set(key, imported);
  }
  return key.alg === 'Ed25519'
    ? crypto.verify(null, message, imported, signature)
    : crypto.verify('sha256', message, { key: imported, dsaEncoding: 'ieee-p1363' }, signature);
}

/** As verifySignature, by @noble/curves alone. */
export function verifyPortably(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isCanonicalSignature(key, signature)) return false;
  if (key.alg === 'ES256') return p256.verify(signature, message, key.raw, { lowS: true, prehash: true });
  return verifyEd25519(key.raw, message, signature);
}

/**
 * RFC 8032 §5.1.7 without cofactor: encode(S·B − k·A) = R, k = SHA-512(R ‖ A ‖ M) mod L.
 *
 * The library's own verify multiplies by the cofactor and so accepts more than OpenSSL does.
 */
function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concatBytes(r, publicKey, message))) % ed25519Order;
  const a = ed25519.Point.fromBytes(publicKey, false);
  const computed = ed25519.Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
  return equalBytes(computed.toBytes(), r);
}

function isCanonicalSignature(key: PublicKey, signature: Uint8Array): boolean {
  if (signature.length !== signatureLength) return false;
  const s = signature.subarray(32);
  return key.alg === 'Ed25519' ? isBelow(Uint8Array.from(s).reverse(), ed25519Bound) : isBelow(s, p256Bound);
}

/** Whether one big-endian number is less than another of the same length. */
function isBelow(number: Uint8Array, bound: Uint8Array): boolean {
  for (let at = 0; at < bound.length; at += 1) {
    const difference = (number[at] ?? 0) - (bound[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Copies before it reverses: `slice` of a Buffer would share, and turn the caller's bytes around. */
function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hexEncode(Uint8Array.from(bytes).reverse())}`);
}
