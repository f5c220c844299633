import { Injectable } from '@nestjs/common';
import type { Profile } from '../access/account-profile.js';
import { AccountsService } from '../access/accounts.service.js';
import { Database } from '../database/database.js';
import type { NamedStatement } from '../database/transaction.js';
import type { OfficialRole, supervisors } from './scope.js';

/** An account in use, or one that was ended. */
export const officialStates = ['active', 'ended'] as const;
export type OfficialState = (typeof officialStates)[number];

/** An account with a role over a region or over the service, and the organization it records for. */
export interface Official extends Profile {
  /** The account's. */
  readonly id: string;
  readonly role: OfficialRole;
  readonly region: string | null;
  readonly organization: string | null;
  readonly since: Date;
}

/** An official with a region who acts for an authority. */
export interface Colleague {
  /** The account's. */
  readonly id: string;
  readonly name: string;
  readonly role: (typeof supervisors)[number];
  readonly region: string;
}

// The first role of an account counts; others it was given later are roles of the same person.
const inState = `select distinct on (a.id) a.id, a.id as "accountId", m.role, m.region, m.created_at as since,
    (select o.organization_id from members o
     where o.account_id = a.id and o.organization_id is not null and o.ended_at is null
     order by o.created_at, o.id limit 1) as organization
  from accounts a join members m on m.account_id = a.id
  where (a.disabled_at is null) = ($1 = 'active') and m.organization_id is null and m.ended_at is null`;

const byId = {
  name: 'official',
  text: `${inState} and a.id = $2 order by a.id, m.created_at, m.id`,
};
const all = {
  name: 'officials',
  text: `${inState} and ($2::uuid is null or a.id > $2) order by a.id, m.created_at, m.id limit $3`,
};

const colleagues = {
  name: 'officials-colleagues',
  text: `select distinct on (a.id) a.id, a.id as "accountId", m.role, m.region
    from members o join accounts a on a.id = o.account_id join members m on m.account_id = a.id
    where o.organization_id = $1 and o.ended_at is null and a.disabled_at is null and m.ended_at is null
      and m.organization_id is null and m.region is not null and m.role in ('inspector', 'regulator')
      and ($2::uuid is null or a.id > $2)
    order by a.id, m.created_at, m.id limit $3`,
};

/** Reads who has a role over a region or the service; accounts and their roles are written by access/ alone. */
@Injectable()
export class OfficialsStore {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  async find(accountId: string, state: OfficialState): Promise<Official | null> {
    const [official] = await this.named(byId, [state, accountId]);
    return official ?? null;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(state: OfficialState, cursor: string | null, limit: number): Promise<Official[]> {
    return this.named(all, [state, cursor, limit + 1]);
  }

  /** Who acts for an authority, by id, after `cursor`; one more than `limit` when there are more. */
  async listColleagues(authorityId: string, cursor: string | null, limit: number): Promise<Colleague[]> {
    type Row = Omit<Colleague, 'name'> & { readonly accountId: string };
    const rows = await this.database.read<Row>(colleagues, [authorityId, cursor, limit + 1]);
    return this.accounts.named(rows);
  }

  private async named(statement: NamedStatement, values: readonly unknown[]): Promise<Official[]> {
    type Row = Omit<Official, keyof Profile> & { readonly accountId: string };
    return this.accounts.named(await this.database.read<Row>(statement, values));
  }
}
