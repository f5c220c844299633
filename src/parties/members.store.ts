import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { MemberRole } from './scope.js';

/** A member in force, or one whose membership was ended. */
export const memberStates = ['active', 'ended'] as const;
export type MemberState = (typeof memberStates)[number];

/** A role of an account in an organization. */
export interface Member {
  readonly id: string;
  readonly accountId: string;
  readonly organizationId: string;
  readonly role: MemberRole;
  readonly login: string;
  readonly name: string;
  readonly since: Date;
}

const columns = `m.id, m.account_id as "accountId", m.organization_id as "organizationId", m.role, a.login, a.name,
  m.created_at as since`;
const ofAccounts = `from members m join accounts a on a.id = m.account_id
  where m.role in ('owner', 'recorder', 'viewer') and a.disabled_at is null`;

const inState = "(m.ended_at is null) = ($1 = 'active')";
const byId = { name: 'member', text: `select ${columns} ${ofAccounts} and ${inState} and m.id = $2` };
const ofOrganization = {
  name: 'members',
  text: `select ${columns} ${ofAccounts} and ${inState} and m.organization_id = $2 and ($3::uuid is null or m.id > $3) order by m.id limit $4`,
};
const ofAccount = {
  name: 'member-of-account',
  text: `select ${columns} ${ofAccounts} and m.ended_at is null
    and m.account_id = $1 and m.organization_id = $2 and m.role = $3`,
};

const owners = {
  name: 'members-owners',
  text: `select count(*)::int as owners ${ofAccounts} and m.ended_at is null and m.organization_id = $1 and m.role = 'owner'`,
};

/** Reads who belongs to an organization; accounts and their roles are written by access/ alone. */
@Injectable()
export class MembersStore {
  constructor(private readonly database: Database) {}

  async find(id: string, state: MemberState): Promise<Member | null> {
    const [member] = await this.database.read<Member>(byId, [state, id]);
    return member ?? null;
  }

  async findOfAccount(accountId: string, organizationId: string, role: MemberRole): Promise<Member | null> {
    const [member] = await this.database.read<Member>(ofAccount, [accountId, organizationId, role]);
    return member ?? null;
  }

  async countOwners(organizationId: string): Promise<number> {
    const [row] = await this.database.read<{ owners: number }>(owners, [organizationId]);
    return row?.owners ?? 0;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(
    organizationId: string,
    state: MemberState,
    cursor: string | null,
    limit: number,
  ): Promise<Member[]> {
    return this.database.read<Member>(ofOrganization, [state, organizationId, cursor, limit + 1]);
  }
}
