import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { seal, unseal } from '../config/master-key.js';
import type { Database } from '../database/database.js';
import { DomainError } from '../http/problems.js';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';
import {
  dropNewKey,
  findCurrentKeyRow,
  findCurrentLabelKeyRow,
  findKeyRow,
  findNewKey,
  insertKeyRow,
  insertNewKey,
  listLabelKeyRows,
  type KeyPurpose,
  type KeyRow,
} from './keys.store.js';

const cachedKeysMax = 10_000;
/** How old what is said of a key may be: a revocation is heeded that much later at most, in milliseconds. */
const registerLifeMs = 1_000;
/**
 * How long after a key's registration its predecessor may still sign, in milliseconds: the second above, the three in
 * which an append is answered, and one for the clocks of several processes.
 */
export const changeoverMs = 5_000;

/** A key the service may sign with. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  readonly organizationId: string;
  /** Ed25519 over the message, 64 bytes (RFC 8032). */
  sign(message: Uint8Array): Uint8Array;
}

/** A key of the register, and when it may be used. */
export interface RegisteredKey {
  readonly publicKey: PublicKey;
  readonly organizationId: string;
  readonly purpose: KeyPurpose;
  readonly validFrom: Date;
  readonly revokedFrom: Date | null;
}

/**
 * The register of statement and label keys, and the private keys the service holds for others.
 *
 * Private keys lie sealed under the master key; opened ones stay in memory only. Custodial and label keys are
 * Ed25519, made here; participants register theirs.
 */
export class Keyring {
  /** By thumbprint. */
  private readonly opened = new LRUCache<string, SigningKey>({ max: cachedKeysMax });
  /** By purpose and organization: which key is current is asked again after a while, since keys are replaced. */
  private readonly current = new LRUCache<string, Promise<SigningKey>>({
    max: cachedKeysMax,
    ttl: registerLifeMs,
  });
  private readonly registered = new LRUCache<string, RegisteredKey>({
    max: cachedKeysMax,
    ttl: registerLifeMs,
  });
  private readonly labelRegister = new LRUCache<'all', Promise<RegisteredKey[]>>({
    max: 1,
    ttl: registerLifeMs,
  });

  constructor(
    private readonly database: Database,
    private readonly masterKey: Buffer,
  ) {}

  /** Makes an Ed25519 key for an organization; `insert` it once its registration is in the ledger. */
  create(
    organizationId: string,
    purpose: 'custodial' | 'label',
    validFrom: Date,
  ): Omit<KeyRow, 'revokedFrom'> {
    const pair = generateKeyPairSync('ed25519');
    const publicKey = parsePublicKey(pair.publicKey.export({ format: 'jwk' }));
    const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealedPrivate = seal(this.masterKey, sealLabel(purpose, publicKey.kid), der);
    return {
      kid: publicKey.kid,
      organizationId,
      purpose,
      alg: 'Ed25519',
      publicJwk: { ...publicKey.jwk },
      sealedPrivate,
      validFrom,
    };
  }

  async insert(key: Omit<KeyRow, 'revokedFrom'>): Promise<void> {
    await insertKeyRow(this.database, key);
    this.registered.delete(key.kid);
    this.labelRegister.clear();
    this.current.delete(`${key.purpose} ${key.organizationId}`);
  }

  /**
   * The key that the event id will register: made and kept, sealed, at the first call, the same one at every later.
   * `validFrom` is when it was made.
   */
  async prepare(
    organizationId: string,
    purpose: 'custodial' | 'label',
    eventId: string,
  ): Promise<Omit<KeyRow, 'revokedFrom'>> {
    const before = await findNewKey(this.database, organizationId, eventId);
    if (before !== null) return before;
    await insertNewKey(this.database, eventId, this.create(organizationId, purpose, new Date()));
    const kept = await findNewKey(this.database, organizationId, eventId);
    if (kept === null) throw new Error('a new key could not be kept');
    return kept;
  }

  /** Forgets what `prepare` kept: the key is in the register, or was never named. */
  forget(organizationId: string, eventId: string): Promise<void> {
    return dropNewKey(this.database, organizationId, eventId);
  }

  /** Opens a key that was just created, before it is stored. */
  open(key: Omit<KeyRow, 'revokedFrom'>): SigningKey {
    if (key.sealedPrivate === null) throw new Error(`the private part of ${key.kid} is not held here`);
    const der = unseal(this.masterKey, sealLabel(key.purpose, key.kid), key.sealedPrivate);
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return toSigningKey(parsePublicKey(key.publicJwk), key.organizationId, privateKey);
  }

  /** The newest key with which the service signs for an organization, at most a second old. @throws Error when it has none. */
  async signingKey(organizationId: string, purpose: 'custodial' | 'label'): Promise<SigningKey> {
    const cacheKey = `${purpose} ${organizationId}`;
    const cached = this.current.get(cacheKey);
    if (cached !== undefined) return cached;
    const reading = this.readCurrent(organizationId, purpose);
    this.current.set(cacheKey, reading);
    reading.catch(() => {
      this.current.delete(cacheKey);
    });
    return reading;
  }

  private async readCurrent(organizationId: string, purpose: 'custodial' | 'label'): Promise<SigningKey> {
    const row = await findCurrentKeyRow(this.database, organizationId, purpose);
    if (row === null) throw new Error(`organization ${organizationId} has no ${purpose} key`);
    const known = this.opened.get(row.kid);
    if (known !== undefined) return known;
    const key = this.open(row);
    this.opened.set(row.kid, key);
    return key;
  }

  /** A key the service holds, by thumbprint. @throws Error when it does not hold it. */
  async signingKeyByKid(kid: string): Promise<SigningKey> {
    const cached = this.opened.get(kid);
    if (cached !== undefined) return cached;
    const row = await findKeyRow(this.database, kid);
    if (row === null) throw new Error(`the key ${kid} is not registered`);
    const key = this.open(row);
    this.opened.set(kid, key);
    return key;
  }

  /** The newest label key that is not revoked. @throws DomainError `label-key-revoked` when there is none left. */
  async currentLabelKey(): Promise<SigningKey> {
    const newest = await findCurrentLabelKeyRow(this.database);
    if (newest === null) throw labelKeyRevoked();
    return this.signingKeyByKid(newest.kid);
  }

  /** A registered key by its RFC 7638 thumbprint, at most a second old, or null. */
  async find(kid: string): Promise<RegisteredKey | null> {
    const cached = this.registered.get(kid);
    if (cached !== undefined) return cached;
    const row = await findKeyRow(this.database, kid);
    if (row === null) return null;
    const key = toRegisteredKey(row);
    this.registered.set(kid, key);
    return key;
  }

  /** Makes the next `find` of a key ask the register again: what is said of it has changed. */
  forgetFound(kid: string): void {
    this.registered.delete(kid);
  }

  /** Every label key, newest first, at most a second old. */
  labelKeys(): Promise<RegisteredKey[]> {
    const known = this.labelRegister.get('all');
    if (known !== undefined) return known;
    const reading = listLabelKeyRows(this.database).then((rows) => rows.map(toRegisteredKey));
    this.labelRegister.set('all', reading);
    reading.catch(() => {
      this.labelRegister.clear();
    });
    return reading;
  }
}

/** Nothing is signed with a label key that is not trusted any more. */
export function labelKeyRevoked(): DomainError {
  return new DomainError('label-key-revoked', {
    zh: '标签密钥已被撤销，不能再用它签发或打印标签。',
    en: 'The label key is revoked: no label is issued or printed with it.',
  });
}

function sealLabel(purpose: KeyPurpose, kid: string): string {
  return `${purpose}-key/${kid}`;
}

function toSigningKey(publicKey: PublicKey, organizationId: string, privateKey: KeyObject): SigningKey {
  return {
    publicKey,
    organizationId,
    sign: (message) => sign(null, message, privateKey),
  };
}

function toRegisteredKey(row: KeyRow): RegisteredKey {
  return {
    publicKey: parsePublicKey(row.publicJwk),
    organizationId: row.organizationId,
    purpose: row.purpose,
    validFrom: row.validFrom,
    revokedFrom: row.revokedFrom,
  };
}
