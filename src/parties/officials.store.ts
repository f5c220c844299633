import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { OfficialRole } from './scope.js';

/** An account in use, or one that was ended. */
export const officialStates = ['active', 'ended'] as const;
export type OfficialState = (typeof officialStates)[number];

/** An account with a role over a region or over the service, and the organization it records for. */
export interface Official {
  /** The account's. */
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: OfficialRole;
  readonly region: string | null;
  readonly organization: string | null;
  readonly since: Date;
}

// The first role of an account counts; others it was given later are roles of the same person.
const inState = `select distinct on (a.id) a.id, a.login, a.name, m.role, m.region, m.created_at as since,
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

/** Reads who has a role over a region or the service; accounts and their roles are written by access/ alone. */
@Injectable()
export class OfficialsStore {
  constructor(private readonly database: Database) {}

  async find(accountId: string, state: OfficialState): Promise<Official | null> {
    const [official] = await this.database.read<Official>(byId, [state, accountId]);
    return official ?? null;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(state: OfficialState, cursor: string | null, limit: number): Promise<Official[]> {
    return this.database.read<Official>(all, [state, cursor, limit + 1]);
  }
}
