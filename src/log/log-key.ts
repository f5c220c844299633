import { createPrivateKey, generateKeyPairSync, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from '../config/durable-file.js';
import { seal, unseal } from '../config/master-key.js';
import { createOnce } from '../config/once-file.js';
import { ConfigError } from '../config/settings.js';
import { parsePublicKey } from '../ledger/key.js';
import { makeVerifierKey, type VerifierKey } from '../ledger/note.js';

const fileName = 'log.key';
const nextFileName = 'log.key.next';

/** The key of the log: signs checkpoints and receipts, and nothing else. */
export class LogKey {
  constructor(
    readonly verifier: VerifierKey,
    private readonly privateKey: KeyObject,
  ) {}

  /** Ed25519 over the message, 64 bytes (RFC 8032). */
  sign(message: Uint8Array): Uint8Array {
    return sign(null, message, this.privateKey);
  }
}

/**
 * Opens the log's key, made at the first start: in the data directory and never in the database (ledger.md §8), sealed
 * under the master key, so that neither a copy of the database nor one of the file alone can sign.
 *
 * @throws ConfigError when the file does not hold a key of this log under this master key.
 */
export function openLogKey(dataDir: string, origin: string, masterKey: Buffer): LogKey {
  return openKeyFile(join(dataDir, fileName), origin, masterKey);
}

/** The key of the log that is to follow, made at the first call and kept beside the present one. */
export function openNextLogKey(dataDir: string, origin: string, masterKey: Buffer): LogKey {
  return openKeyFile(join(dataDir, nextFileName), origin, masterKey);
}

/** Puts the next key in the place of the present one, which is gone then; harmless when that was done. */
export async function takeNextLogKey(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, nextFileName))) return;
  await rename(join(dataDir, nextFileName), join(dataDir, fileName));
  await syncDirectory(dataDir);
}

function openKeyFile(path: string, origin: string, masterKey: Buffer): LogKey {
  const label = `log-key/${origin}`;
  createOnce(path, `${seal(masterKey, label, newPrivateKey()).toString('base64')}\n`);
  const privateKey = readKey(path, label, masterKey);
  const publicKey = parsePublicKey(createPublicKey(privateKey).export({ format: 'jwk' }));
  return new LogKey(makeVerifierKey(origin, 'Ed25519', publicKey), privateKey);
}

function newPrivateKey(): Buffer {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
}

function readKey(path: string, label: string, masterKey: Buffer): KeyObject {
  try {
    const der = unseal(masterKey, label, Buffer.from(readFileSync(path, 'utf8').trim(), 'base64'));
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error;
    throw new ConfigError([
      `FURROW_MASTER_KEY: ${path} does not open; it is damaged, or was sealed under another master key; restore it and the log.key from your backup`,
    ]);
  }
}
