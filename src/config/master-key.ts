import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from './once-file.js';
import { ConfigError } from './settings.js';

const fileName = 'master.key';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** First byte of everything sealed, so that another form can follow. */
const sealVersion = 1;

/**
 * The key of `DATA_DIR/master.key`, made at the first start with mode 0600.
 *
 * @throws ConfigError when the file can be read by others or holds no key.
 */
export function openMasterKey(dataDir: string): Buffer {
  const path = join(dataDir, fileName);
  createOnce(path, `${randomBytes(keyBytes).toString('base64')}\n`);
  const mode = statSync(path).mode % 0o1000;
  if (process.platform !== 'win32' && mode % 0o100 !== 0) {
    throw new ConfigError([
      `master.key: others may open ${path} (mode ${mode.toString(8)}); run: chmod 600 ${path}`,
    ]);
  }
  const text = readFileSync(path, 'utf8').trim();
  const key = Buffer.from(text, 'base64');
  if (key.length !== keyBytes || key.toString('base64') !== text) {
    throw new ConfigError([
      `master.key: ${path} does not hold 32 bytes in base64; restore it from your backup`,
    ]);
  }
  return key;
}

/**
 * A 32-byte secret for one purpose (RFC 5869, HKDF-SHA256, no salt, `info` = `furrow/<purpose>`).
 * The same master key and purpose always give the same secret; no secret tells anything about another.
 */
export function deriveSecret(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `furrow/${purpose}`, keyBytes));
}

/**
 * Encrypts under a key of its own for `label` (AES-256-GCM, random 96-bit nonce): version ‖ nonce ‖ ciphertext ‖ tag.
 * The label says what it is and whose (`custodial-key/<kid>`): the bytes open under the same label only.
 */
export function seal(masterKey: Buffer, label: string, plaintext: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', deriveSecret(masterKey, `seal/${label}`), nonce);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(sealVersion), nonce, sealed, cipher.getAuthTag()]);
}

/** Sealed bytes were changed, or sealed under another master key or label. */
export class SealedError extends Error {
  override readonly name = 'SealedError';
}

/**
 * Opens what `seal` made under the same master key and label.
 *
 * @throws SealedError when the bytes were changed, or belong to another key or label.
 */
export function unseal(masterKey: Buffer, label: string, sealed: Buffer): Buffer {
  if (sealed.length < 1 + nonceBytes + tagBytes || sealed[0] !== sealVersion) {
    throw new SealedError(`sealed bytes of ${label} have an unknown form`);
  }
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', deriveSecret(masterKey, `seal/${label}`), nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(1 + nonceBytes, sealed.length - tagBytes)),
      decipher.final(),
    ]);
  } catch (error) {
    const text = `sealed bytes of ${label} do not open: changed, or sealed under another master key`;
    throw new SealedError(text, { cause: error });
  }
}
