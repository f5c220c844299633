import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { keptSecret } from '../database/kept-secret.js';
import { AccountKeyFiles } from './account-key-files.js';

/** What an account is found by before it has signed in. */
export type NameKind = 'login' | 'identity';

/**
 * Whose a login is, or an identity at a provider: the one index over names, in files beside the accounts' keys and not
 * in the database. In the database even a few bits of a keyed hash would confirm a guess (whether this number is that
 * member's) to whoever has an old copy and the master key; a file ends with its account.
 *
 * A name is filed under HMAC-SHA256(kept secret, kind ‖ 0 ‖ name). What a file says is a hint that its reader checks: the
 * account must be there, and open to that very name.
 */
@Injectable()
export class AccountNames {
  private secret: Promise<Buffer> | undefined;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly files: AccountKeyFiles,
  ) {}

  /** Which account a name is filed for; null when nobody has it. */
  async find(kind: NameKind, name: string): Promise<string | null> {
    return this.files.findNamed(await this.tag(kind, name));
  }

  /** Under what a name is filed; the lock of `nameLock` is taken on it. */
  async tag(kind: NameKind, name: string): Promise<string> {
    this.secret ??= keptSecret(this.database, this.config.masterKey, 'account-names');
    try {
      return nameTag(await this.secret, kind, name);
    } catch (error) {
      this.secret = undefined;
      throw error;
    }
  }

  /** Writes down that an account is to have a name, so that it goes with the account; the caller holds a lock of it. */
  async note(tag: string, accountId: string): Promise<void> {
    await this.files.note(tag, accountId);
  }

  /** Files a name that was noted for an account, whoever had it; the caller holds the lock of the name. */
  async give(tag: string, accountId: string): Promise<void> {
    await this.files.give(tag, accountId);
  }

  /**
   * Forgets that an account has a name, by its tag; harmless when it is another's, also one that takes it this moment:
   * the lock on the name is held.
   */
  async takeBack(tag: string, accountId: string): Promise<void> {
    await this.database.source.transaction(async (entities) => {
      await entities.query(nameLock, [tag]);
      await this.files.takeBack(tag, accountId);
    });
  }
}

/** Keeps others from giving the same name until the transaction ends; `$1`: its tag. */
export const nameLock = `select pg_advisory_xact_lock(('x' || left($1, 16))::bit(64)::bigint)`;

/** Under what a name is filed. */
export function nameTag(secret: Buffer, kind: NameKind, name: string): string {
  return createHmac('sha256', secret).update(`${kind}\0${name}`).digest('hex');
}
