import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of a data key, and of each half of one. */
export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** A key that needs both its halves (RFC 5869, HKDF-SHA256): the file's as salt, the database's as input. */
export function joinHalves(half: Buffer, file: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', half, file, info, keyBytes));
}

/** nonce ‖ AES-256-GCM ciphertext ‖ tag; `about` is authenticated beside it. */
export function encrypt(key: Buffer, plaintext: Uint8Array, about: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(about);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `encrypt` made. @throws Error when it was changed, or is another key's or about something else. */
export function decrypt(key: Buffer, sealed: Buffer, about: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(about);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const body = sealed.subarray(nonceBytes, sealed.length - tagBytes);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
