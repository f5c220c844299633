import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';

/** An Ed25519 key that signs, wherever its private part lies. */
export interface Signer {
  readonly publicKey: PublicKey;
  /** Ed25519 over the message, 64 bytes (RFC 8032). */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A key in this process's memory. */
export function softwareSigner(privateKey: KeyObject): Signer {
  return {
    publicKey: parsePublicKey(createPublicKey(privateKey).export({ format: 'jwk' })),
    sign: (message) => Promise.resolve(sign(null, message, privateKey)),
  };
}
