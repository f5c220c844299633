import { sha256 as portableSha256 } from '@noble/hashes/sha2.js';
import { hexDecode } from './bytes.js';
import { findNodeCrypto } from './platform.js';

const nodeCrypto = findNodeCrypto();

/** Bytes of a SHA-256 hash. */
export const hashLength = 32;

/**
 * SHA-256 (FIPS 180-4).
 *
 * On Node its own implementation, found at run time and not imported, so that this file stays free of Node: it
 * is several times faster than JavaScript on an entry. Elsewhere @noble/hashes; tests hold the two equal. The
 * digest crosses from Node as hex because that is twice as fast there as asking for a Buffer.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nodeCrypto ? hexDecode(nodeCrypto.hash('sha256', bytes, 'hex')) : portableSha256(bytes);
}

/** SHA-256(0x00 ‖ entry): RFC 6962 §2.1, the hash of a leaf, and the `prev` of the chain's next entry. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return sha256(input);
}

/** SHA-256(0x01 ‖ left ‖ right): RFC 6962 §2.1, the hash of an inner node over two hashes of 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return sha256(input);
}
