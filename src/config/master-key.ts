import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from './once-file.js';
import { ConfigError } from './settings.js';

export const masterKeyFile = 'master.key';
/** The key that is about to take its place. */
export const newMasterKeyFile = 'master.key.new';
const keyBytes = 32;
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
/** First byte of everything sealed, so that another form can follow. */
const sealVersion = 2;
/** Of the first form: as now, without the key's id. It is read, and made no more. */
const firstVersion = 1;

/**
 * The key of `DATA_DIR/master.key`, made at the first start with mode 0600; of another file of that form by its name.
 *
 * @throws ConfigError when the file can be read by others or holds no key.
 */
export function openMasterKey(dataDir: string, name = masterKeyFile): Buffer {
  const path = join(dataDir, name);
  createOnce(path, formatMasterKey(makeMasterKey()));
  const mode = statSync(path).mode % 0o1000;
  if (process.platform !== 'win32' && mode % 0o100 !== 0) {
    throw new ConfigError([
      `${name}: others may open ${path} (mode ${mode.toString(8)}); run: chmod 600 ${path}`,
    ]);
  }
  const text = readFileSync(path, 'utf8').trim();
  const key = Buffer.from(text, 'base64');
  if (key.length !== keyBytes || key.toString('base64') !== text) {
    throw new ConfigError([`${name}: ${path} does not hold 32 bytes in base64; restore it from your backup`]);
  }
  return key;
}

export function makeMasterKey(): Buffer {
  return randomBytes(keyBytes);
}

/** As it stands in its file. */
export function formatMasterKey(key: Buffer): string {
  return `${key.toString('base64')}\n`;
}

/**
 * A 32-byte secret for one purpose (RFC 5869, HKDF-SHA256, no salt, `info` = `furrow/<purpose>`).
 * The same master key and purpose always give the same secret; no secret tells anything about another.
 */
export function deriveSecret(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `furrow/${purpose}`, keyBytes));
}

/** Which master key this is: four bytes that tell nothing about it. */
export function masterKeyId(masterKey: Buffer): Buffer {
  return deriveSecret(masterKey, 'key-id').subarray(0, keyIdBytes);
}

/** With these bytes, and no others, begins all that `seal` makes under a master key. */
export function sealedBeginning(masterKey: Buffer): Buffer {
  return Buffer.concat([Buffer.of(sealVersion), masterKeyId(masterKey)]);
}

/**
 * Encrypts under a key of its own for `label` (AES-256-GCM, random 96-bit nonce):
 * version ‖ id of the master key ‖ nonce ‖ ciphertext ‖ tag, the first two authenticated.
 * The label says what it is and whose (`custodial-key/<kid>`): the bytes open under the same label only. Labels are made
 * in src/database/sealed-places.ts, so that a change of the master key finds what they stand for.
 */
export function seal(masterKey: Buffer, label: string, plaintext: Buffer): Buffer {
  const beginning = sealedBeginning(masterKey);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', deriveSecret(masterKey, `seal/${label}`), nonce);
  cipher.setAAD(beginning);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([beginning, nonce, sealed, cipher.getAuthTag()]);
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
  const version = sealed[0];
  const headBytes = version === firstVersion ? 1 : 1 + keyIdBytes;
  if (
    (version !== sealVersion && version !== firstVersion) ||
    sealed.length < headBytes + nonceBytes + tagBytes
  ) {
    throw new SealedError(`sealed bytes of ${label} have an unknown form`);
  }
  const beginning = sealed.subarray(0, headBytes);
  if (version === sealVersion && !beginning.equals(sealedBeginning(masterKey))) {
    const text = `under the master key ${beginning.toString('hex', 1)}, this one is ${masterKeyId(masterKey).toString('hex')}`;
    throw new SealedError(`sealed bytes of ${label} do not open: sealed ${text}`);
  }
  const nonce = sealed.subarray(headBytes, headBytes + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', deriveSecret(masterKey, `seal/${label}`), nonce, {
    authTagLength: tagBytes,
  });
  if (version === sealVersion) decipher.setAAD(beginning);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(headBytes + nonceBytes, sealed.length - tagBytes)),
      decipher.final(),
    ]);
  } catch (error) {
    const text = `sealed bytes of ${label} do not open: changed, or sealed under another master key`;
    throw new SealedError(text, { cause: error });
  }
}
