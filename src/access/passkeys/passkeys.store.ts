import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { NamedStatement } from '../../database/transaction.js';
import { AccountKeys } from '../account-keys.js';
import { partOf } from '../account-parts.js';

/** A public key credential of an account (WebAuthn Level 3 §4, credential record). */
export interface Passkey {
  readonly id: string;
  readonly accountId: string;
  readonly credentialId: Buffer;
  /** COSE_Key. */
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

type StoredPasskey = Omit<Passkey, 'name'> & { readonly sealedName: Buffer };

/** Passkeys of one account. */
export const passkeysMax = 20;

const columns = `p.id, p.account_id as "accountId", p.credential_id as "credentialId", p.public_key as "publicKey",
  p.counter::float8 as counter, p.transports, p.sealed_name as "sealedName", p.created_at as "createdAt", p.used_at as "usedAt"`;
const byCredential = {
  name: 'passkey',
  text: `select ${columns} from passkeys p join accounts a on a.id = p.account_id and a.disabled_at is null
    where p.credential_id = $1`,
};
const ofAccount = {
  name: 'passkeys',
  text: `select ${columns} from passkeys p where p.account_id = $1 order by p.created_at, p.id`,
};
const insert = {
  name: 'passkey-insert',
  text: `insert into passkeys (id, account_id, credential_id, public_key, counter, transports, sealed_name, created_at)
    select $1, $2, $3, $4, $5, $6, $7, $8
    where (select count(*) from passkeys where account_id = $2) < ${passkeysMax}
    on conflict (credential_id) do nothing returning id`,
};
/** Of two uses at once with one counter, one wins; authenticators without a counter always say 0 (§6.1.1). */
const count = {
  name: 'passkey-count',
  text: `update passkeys set counter = $2, used_at = $3
    where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning id`,
};
const rename = {
  name: 'passkey-rename',
  text: `update passkeys p set sealed_name = $3 where p.id = $1 and p.account_id = $2 returning ${columns}`,
};
const remove = {
  name: 'passkey-remove',
  text: 'delete from passkeys where id = $1 and account_id = $2 returning id',
};
const ask = {
  name: 'passkey-ask',
  text: 'insert into passkey_challenges (challenge_hash, account_id, expires_at) values ($1, $2, $3)',
};
const sweep = { name: 'passkey-sweep', text: 'delete from passkey_challenges where expires_at <= $1' };
const take = {
  name: 'passkey-take',
  text: `delete from passkey_challenges where challenge_hash = $1
    returning account_id as "accountId", expires_at as "expiresAt"`,
};

/** The only code that queries passkeys and their challenges. */
@Injectable()
export class PasskeysStore {
  constructor(
    private readonly database: Database,
    private readonly keys: AccountKeys,
  ) {}

  /** Null also for an account that is disabled. */
  async findByCredential(credentialId: Buffer): Promise<Passkey | null> {
    return (await this.opened(byCredential, [credentialId]))[0] ?? null;
  }

  /** Oldest first. */
  async ofAccount(accountId: string): Promise<Passkey[]> {
    return this.opened(ofAccount, [accountId]);
  }

  /** Answers false when the credential is there already, whosever it is, or the account has `passkeysMax`. */
  async insert(passkey: Passkey): Promise<boolean> {
    const { id, accountId, credentialId, publicKey, counter, transports, name, createdAt } = passkey;
    const sealed = await this.keys.seal(accountId, partOf('passkey', id), name);
    const values = [id, accountId, credentialId, publicKey, counter, transports, sealed, createdAt];
    return (await this.database.read(insert, values)).length === 1;
  }

  /** Keeps the counter of a use; answers false when the counter did not grow. */
  async countUse(id: string, counter: number, now: Date): Promise<boolean> {
    return (await this.database.read(count, [id, counter, now])).length === 1;
  }

  async rename(id: string, accountId: string, name: string): Promise<Passkey | null> {
    const sealed = await this.keys.seal(accountId, partOf('passkey', id), name);
    return sealed === null ? null : ((await this.opened(rename, [id, accountId, sealed]))[0] ?? null);
  }

  /** Answers whether the account had it. */
  async remove(id: string, accountId: string): Promise<boolean> {
    return (await this.database.read(remove, [id, accountId])).length === 1;
  }

  /** Keeps the hash of a challenge, for an account that registers or, with null, for whoever signs in. */
  async ask(challengeHash: Buffer, accountId: string | null, now: Date, expiresAt: Date): Promise<void> {
    await this.database.write(sweep, [now]);
    await this.database.write(ask, [challengeHash, accountId, expiresAt]);
  }

  /** Uses a challenge up; answers whether it was asked for this and is not too old. */
  async take(challengeHash: Buffer, accountId: string | null, now: Date): Promise<boolean> {
    const [asked] = await this.database.read<{ accountId: string | null; expiresAt: Date }>(take, [
      challengeHash,
    ]);
    return asked !== undefined && asked.accountId === accountId && asked.expiresAt > now;
  }

  private async opened(statement: NamedStatement, values: readonly unknown[]): Promise<Passkey[]> {
    const rows = await this.database.read<StoredPasskey>(statement, values);
    const parts = rows.map(({ id, accountId, sealedName }) => ({
      accountId,
      what: partOf('passkey', id),
      sealed: sealedName,
    }));
    const names = await this.keys.open(parts);
    return rows.flatMap((row, index) => {
      const name = names[index]?.toString('utf8');
      return name === undefined ? [] : [{ ...row, name }];
    });
  }
}
