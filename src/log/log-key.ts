import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { seal, sealedBeginning, unseal } from '../config/master-key.js';
import type { Config } from '../config/config.js';
import { replaceDurably, syncDirectory } from '../config/durable-file.js';
import { createOnce } from '../config/once-file.js';
import { ConfigError } from '../config/settings.js';
import type { MasterKeys } from '../database/resealing.js';
import { logKeyLabel } from '../database/sealed-places.js';
import { utf8Encode } from '../ledger/bytes.js';
import { makeVerifierKey, type NoteSignature, type VerifierKey } from '../ledger/note.js';
import { softwareSigner, type Signer } from './signer.js';
import { startFault, Token } from './token.js';

export const logKeyFile = 'log.key';
const nextFile = 'log.key.next';

/** The key of the log: signs checkpoints, receipts and reports of audits, and nothing else. */
export class LogKey {
  readonly verifier: VerifierKey;

  constructor(
    origin: string,
    private readonly signer: Signer,
  ) {
    this.verifier = makeVerifierKey(origin, 'Ed25519', signer.publicKey);
  }

  /** This key's signature of a note (C2SP signed-note). @throws DomainError `unavailable` while a token does not answer. */
  async signNote(text: string): Promise<NoteSignature> {
    const { name, keyId } = this.verifier;
    return { name, keyId, signature: await this.sign(utf8Encode(text)) };
  }

  /** Ed25519 over the message, 64 bytes (RFC 8032). @throws DomainError `unavailable` while a token does not answer. */
  sign(message: Uint8Array): Promise<Uint8Array> {
    return this.signer.sign(message);
  }
}

/**
 * The log's key where the configuration says it lies: in the token, by its label, or in the file. Made at the first
 * start in either place.
 *
 * @throws ConfigError naming LOG_KEY, or as openLogKey.
 */
export async function findLogKey(config: Config, token: Token | null): Promise<LogKey> {
  const { dataDir, logOrigin, masterKey } = config;
  const label = config.token?.logKey ?? null;
  if (label === null || token === null) return openLogKey(dataDir, logOrigin, masterKey);
  if (existsSync(join(dataDir, logKeyFile))) {
    throw new ConfigError([
      `LOG_KEY: ${join(dataDir, logKeyFile)} is the key of this log; a log keeps its key. A new log in the token needs a new LOG_ORIGIN and an empty database`,
    ]);
  }
  try {
    const publicKey = (await token.find({ label })) ?? (await token.make(label));
    return new LogKey(logOrigin, token.signer({ label }, publicKey));
  } catch (error) {
    throw startFault('LOG_KEY', error);
  }
}

/** Under which key the log is to be checked. @throws ConfigError as findLogKey. */
export async function findLogVerifier(config: Config): Promise<VerifierKey> {
  const token = await Token.open(config);
  try {
    return (await findLogKey(config, token)).verifier;
  } finally {
    await token?.close();
  }
}

/**
 * Opens the log's key, made at the first start: in the data directory and never in the database (ledger.md §8), sealed
 * under the master key, so that neither a copy of the database nor one of the file alone can sign.
 *
 * @throws ConfigError when the file does not hold a key of this log under this master key.
 */
export function openLogKey(dataDir: string, origin: string, masterKey: Buffer): LogKey {
  return openKeyFile(join(dataDir, logKeyFile), origin, masterKey);
}

/** The key of the log that is to follow, made at the first call and kept beside the present one. */
export function openNextLogKey(dataDir: string, origin: string, masterKey: Buffer): LogKey {
  return openKeyFile(join(dataDir, nextFile), origin, masterKey);
}

/** Puts the next key in the place of the present one, which is gone then; harmless when that was done. */
export async function takeNextLogKey(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, nextFile))) return;
  await rename(join(dataDir, nextFile), join(dataDir, logKeyFile));
  await syncDirectory(dataDir);
}

function openKeyFile(path: string, origin: string, masterKey: Buffer): LogKey {
  const label = logKeyLabel(origin);
  createOnce(path, `${seal(masterKey, label, newPrivateKey()).toString('base64')}\n`);
  return new LogKey(origin, softwareSigner(readKey(path, label, masterKey)));
}

function newPrivateKey(): Buffer {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
}

function readKey(path: string, label: string, masterKey: Buffer): KeyObject {
  try {
    const der = unseal(masterKey, label, Buffer.from(readFileSync(path, 'utf8').trim(), 'base64'));
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    der.fill(0);
    return key;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error;
    throw new ConfigError([
      `FURROW_MASTER_KEY: ${path} does not open; it is damaged, or was sealed under another master key; restore it and the log.key from your backup`,
    ]);
  }
}

/**
 * Seals the log's key under another master key; does nothing when there is none here, or when it is done already.
 *
 * @throws SealedError when the file opens under neither key.
 */
export async function resealLogKey(dataDir: string, origin: string, keys: MasterKeys): Promise<boolean> {
  const path = join(dataDir, logKeyFile);
  if (!existsSync(path)) return false;
  const sealed = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  const beginning = sealedBeginning(keys.next);
  if (sealed.subarray(0, beginning.length).equals(beginning)) return false;
  const der = unseal(keys.old, logKeyLabel(origin), sealed);
  await replaceDurably(path, `${seal(keys.next, logKeyLabel(origin), der).toString('base64')}\n`);
  der.fill(0);
  return true;
}
