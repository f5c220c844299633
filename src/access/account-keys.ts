import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../config/config.js';
import { decrypt, encrypt, joinHalves, keyBytes } from '../config/data-key.js';
import { seal, unseal } from '../config/master-key.js';
import { Database } from '../database/database.js';
import { accountKeyLabel } from '../database/sealed-places.js';
import { utf8Encode } from '../ledger/bytes.js';
import { AccountKeyFiles } from './account-key-files.js';

const cachedKeysMax = 10_000;
/** How long a process remembers a key whose file another one may have destroyed, in milliseconds. */
const cachedKeyLifeMs = 30_000;
/** First byte of everything sealed under an account's key; 1 and 2 are sealed under the master key (master-key.ts). */
export const accountSealVersion = 3;

const halvesOf = {
  name: 'account-keys',
  text: 'select id, sealed_key as "sealedKey" from accounts where id = any($1) and erased_at is null',
};

/** An account's id with the half of its key that is in the database. */
interface StoredHalf {
  readonly id: string;
  readonly sealedKey: Buffer;
}

/** Something that is sealed under an account's key: whose, which, and the bytes. */
export interface SealedPart {
  readonly accountId: string;
  /** What it is, and which one where an account has several (`passkey-name/<id>`). */
  readonly what: string;
  readonly sealed: Buffer | null;
}

/**
 * Seals what is personal of accounts under a key of each account's own, made of two halves: one in the database, sealed
 * under the master key, one in a file (AccountKeyFiles). Without the file no copy of the database opens anything.
 *
 * Stored form: version ‖ nonce ‖ AES-256-GCM ciphertext ‖ tag; what it is and whose as additional data.
 */
@Injectable()
export class AccountKeys {
  private readonly log = new Logger(AccountKeys.name);
  private readonly keys = new LRUCache<string, Buffer>({ max: cachedKeysMax, ttl: cachedKeyLifeMs });

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly files: AccountKeyFiles,
  ) {}

  /** Makes the key of a new account: the file first, so that no key is in use without it. */
  async make(id: string): Promise<AccountKey> {
    return makeAccountKey(this.config.masterKey, this.files, id);
  }

  /** Keys of accounts by id, without those that were erased, whose file is lost, or that do not exist. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const found = new Map<string, Buffer>();
    const unknown: string[] = [];
    for (const id of new Set(ids)) {
      const key = this.keys.get(id);
      if (key === undefined) unknown.push(id);
      else found.set(id, key);
    }
    if (unknown.length === 0) return found;
    const rows = await this.database.read<StoredHalf>(halvesOf, [unknown]);
    await Promise.all(
      rows.map(async (row) => {
        const key = await this.join(row);
        if (key !== null) found.set(row.id, key);
      }),
    );
    return found;
  }

  /** The key of an account whose stored half is known; null when its file is lost. */
  async join({ id, sealedKey }: StoredHalf): Promise<Buffer | null> {
    const cached = this.keys.get(id);
    if (cached !== undefined) return cached;
    const file = await this.files.read(id);
    if (file === null) {
      this.log.warn(`account ${id} cannot be opened: its file in account-keys is missing`);
      return null;
    }
    const half = unseal(this.config.masterKey, accountKeyLabel(id), sealedKey);
    const key = joinHalves(half, file, keyInfo(id));
    this.keys.set(id, key);
    return key;
  }

  /** Seals a text of an account; null when the account has no key (any more), so that nothing may be stored. */
  async seal(accountId: string, what: string, text: string | Buffer): Promise<Buffer | null> {
    const key = (await this.of([accountId])).get(accountId);
    return key === undefined ? null : sealPart(key, accountId, what, text);
  }

  /** Opens what `seal` made, in the same order; null for what was not sealed, or cannot be opened any more. */
  async open(parts: readonly SealedPart[]): Promise<(Buffer | null)[]> {
    const owners = parts.filter(({ sealed }) => sealed !== null).map(({ accountId }) => accountId);
    const keys = await this.of(owners);
    return parts.map(({ accountId, what, sealed }) => {
      const key = keys.get(accountId);
      return key === undefined || sealed === null ? null : openPart(key, accountId, what, sealed);
    });
  }

  /** Destroys an account's file, and forgets its key here. May be repeated, and goes on where it stopped. */
  async destroy(id: string): Promise<void> {
    await this.files.destroy(id);
    this.keys.delete(id);
  }
}

/** An account's key, and the half of it that is stored. */
export interface AccountKey {
  readonly key: Buffer;
  readonly sealedKey: Buffer;
}

/** Makes a key: the half in the file stays when there is one, that for the database is new. */
export async function makeAccountKey(
  masterKey: Buffer,
  files: AccountKeyFiles,
  id: string,
): Promise<AccountKey> {
  await files.create(id);
  const file = await files.read(id);
  if (file === null) throw new Error('the file of a new account is gone');
  const half = randomBytes(keyBytes);
  return { key: joinHalves(half, file, keyInfo(id)), sealedKey: seal(masterKey, accountKeyLabel(id), half) };
}

function keyInfo(id: string): string {
  return `furrow/account-key/${id}`;
}

/** Seals under a key that is at hand. */
export function sealPart(key: Buffer, accountId: string, what: string, text: string | Buffer): Buffer {
  const sealed = encrypt(key, Buffer.from(text), utf8Encode(`${what}/${accountId}`));
  return Buffer.concat([Buffer.of(accountSealVersion), sealed]);
}

/** Opens what `sealPart` made. @throws Error when it was changed, or belongs elsewhere. */
export function openPart(key: Buffer, accountId: string, what: string, sealed: Buffer): Buffer {
  if (sealed[0] !== accountSealVersion) throw new Error(`${what} of an account has an unknown form`);
  return decrypt(key, sealed.subarray(1), utf8Encode(`${what}/${accountId}`));
}
