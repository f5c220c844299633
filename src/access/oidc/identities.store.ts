import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { AccountKeys } from '../account-keys.js';
import { partOf } from '../account-parts.js';
import { AccountNames, nameLock } from '../account-names.js';
import { formatIdentity, parseIdentity } from './identity-name.js';

/** An identity at a provider that signs in to an account. */
export interface Identity {
  readonly id: string;
  readonly accountId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly linkedAt: Date;
}

/** Identities of one account. */
export const identitiesMax = 10;

const columns =
  'i.id, i.account_id as "accountId", i.sealed_identity as "sealedIdentity", i.linked_at as "linkedAt"';
const ofAccount = {
  name: 'identities',
  text: `select ${columns} from identities i where i.account_id = $1 order by i.linked_at, i.id`,
};
const inUse = {
  name: 'identity-account-in-use',
  text: 'select from accounts where id = $1 and disabled_at is null',
};
/** Locks the account, so that its identities are counted, and its names written down, one after another. */
const lockText = 'select id from accounts where id = $1 and disabled_at is null for no key update';
const countText = 'select count(*)::int as count from identities where account_id = $1';
const linkText =
  'insert into identities (id, account_id, sealed_identity, linked_at) values ($1, $2, $3, $4) returning id';
const unlink = {
  name: 'identity-unlink',
  text: 'delete from identities where id = $1 and account_id = $2 returning id',
};

/** The only code that queries identities. */
@Injectable()
export class IdentitiesStore {
  constructor(
    private readonly database: Database,
    private readonly keys: AccountKeys,
    private readonly names: AccountNames,
  ) {}

  /** Whose identity it is; null also for an account that is disabled. */
  async find(issuer: string, subject: string): Promise<Identity | null> {
    const accountId = await this.names.find('identity', formatIdentity({ issuer, subject }));
    if (accountId === null || (await this.database.read(inUse, [accountId])).length === 0) return null;
    const identities = await this.ofAccount(accountId);
    return identities.find((one) => one.issuer === issuer && one.subject === subject) ?? null;
  }

  async ofAccount(accountId: string): Promise<Identity[]> {
    const rows = await this.database.read<StoredIdentity>(ofAccount, [accountId]);
    const parts = rows.map(({ id, sealedIdentity: sealed }) => ({
      accountId,
      what: partOf('identity', id),
      sealed,
    }));
    const opened = await this.keys.open(parts);
    return rows.flatMap((row, index) => {
      const text = opened[index];
      return text === undefined || text === null ? [] : [{ ...row, ...parseIdentity(text.toString('utf8')) }];
    });
  }

  /**
   * Answers false when the identity is linked already, to whomever, or the account has `identitiesMax`. Of several at
   * once, in any process, one links it: the lock on the name is held from looking until it is stored.
   */
  async link({ id, accountId, issuer, subject, linkedAt }: Identity): Promise<boolean> {
    const name = formatIdentity({ issuer, subject });
    const tag = await this.names.tag('identity', name);
    const sealed = await this.keys.seal(accountId, partOf('identity', id), name);
    return this.database.source.transaction(async (entities) => {
      await entities.query(nameLock, [tag]);
      if (sealed === null || (await this.isTaken(issuer, subject))) return false;
      const account = await entities.query<unknown[]>(lockText, [accountId]);
      const [counted] = await entities.query<{ count: number }[]>(countText, [accountId]);
      if (account.length === 0 || (counted?.count ?? 0) >= identitiesMax) return false;
      await this.names.note(tag, accountId);
      await this.names.give(tag, accountId);
      const stored = await entities.query<unknown[]>(linkText, [id, accountId, sealed, linkedAt]);
      return stored.length === 1;
    });
  }

  /** Answers whether the account had it. */
  async unlink(id: string, accountId: string): Promise<boolean> {
    const identity = (await this.ofAccount(accountId)).find((one) => one.id === id);
    const isUnlinked = (await this.database.read(unlink, [id, accountId])).length === 1;
    if (isUnlinked && identity !== undefined)
      await this.names.takeBack(await this.names.tag('identity', formatIdentity(identity)), accountId);
    return isUnlinked;
  }

  /** Also by an account that is disabled. */
  private async isTaken(issuer: string, subject: string): Promise<boolean> {
    const holder = await this.names.find('identity', formatIdentity({ issuer, subject }));
    if (holder === null) return false;
    const identities = await this.ofAccount(holder);
    return identities.some((one) => one.issuer === issuer && one.subject === subject);
  }
}

type StoredIdentity = Omit<Identity, 'issuer' | 'subject'> & { readonly sealedIdentity: Buffer };
