import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

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

const columns = 'i.id, i.account_id as "accountId", i.issuer, i.subject, i.linked_at as "linkedAt"';
const byName = {
  name: 'identity',
  text: `select ${columns} from identities i join accounts a on a.id = i.account_id and a.disabled_at is null
    where i.issuer = $1 and i.subject = $2`,
};
const ofAccount = {
  name: 'identities',
  text: `select ${columns} from identities i where i.account_id = $1 order by i.linked_at, i.id`,
};
const link = {
  name: 'identity-link',
  text: `insert into identities (id, account_id, issuer, subject, linked_at)
    select $1, a.id, $3, $4, $5 from accounts a
    where a.id = $2 and a.disabled_at is null and (select count(*) from identities where account_id = $2) < ${identitiesMax}
    on conflict (issuer, subject) do nothing returning id`,
};
const unlink = {
  name: 'identity-unlink',
  text: 'delete from identities where id = $1 and account_id = $2 returning id',
};

/** The only code that queries identities. */
@Injectable()
export class IdentitiesStore {
  constructor(private readonly database: Database) {}

  /** Whose identity it is; null also for an account that is disabled. */
  async find(issuer: string, subject: string): Promise<Identity | null> {
    return (await this.database.read<Identity>(byName, [issuer, subject]))[0] ?? null;
  }

  async ofAccount(accountId: string): Promise<Identity[]> {
    return this.database.read<Identity>(ofAccount, [accountId]);
  }

  /** Answers false when the identity is linked already, to whomever, or the account has `identitiesMax`. */
  async link({ id, accountId, issuer, subject, linkedAt }: Identity): Promise<boolean> {
    return (await this.database.read(link, [id, accountId, issuer, subject, linkedAt])).length === 1;
  }

  /** Answers whether the account had it. */
  async unlink(id: string, accountId: string): Promise<boolean> {
    return (await this.database.read(unlink, [id, accountId])).length === 1;
  }
}
