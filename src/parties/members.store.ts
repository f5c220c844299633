import { Injectable } from '@nestjs/common';
import type { Profile } from '../access/account-profile.js';
import { AccountsService } from '../access/accounts.service.js';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { NamedStatement } from '../database/transaction.js';
import type { MemberRole } from './scope.js';

/** A member in force, or one whose membership was ended. */
export const memberStates = ['active', 'ended'] as const;
export type MemberState = (typeof memberStates)[number];

/** A role of an account in an organization. */
export interface Member extends Profile {
  readonly id: string;
  readonly accountId: string;
  readonly organizationId: string;
  readonly role: MemberRole;
  readonly since: Date;
}

const columns = `m.id, m.account_id as "accountId", m.organization_id as "organizationId", m.role,
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
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  async find(scope: TenantScope, id: string, state: MemberState): Promise<Member | null> {
    const [member] = await this.named(scope, byId, [state, id]);
    return member ?? null;
  }

  async findOfAccount(
    scope: TenantScope,
    accountId: string,
    organizationId: string,
    role: MemberRole,
  ): Promise<Member | null> {
    const values = [accountId, organizationId, role];
    const [member] = await this.named(scope, ofAccount, values);
    return member ?? null;
  }

  async countOwners(scope: TenantScope, organizationId: string): Promise<number> {
    const [row] = await this.database.tenant(scope).read<{ owners: number }>(owners, [organizationId]);
    return row?.owners ?? 0;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    asked: {
      readonly organizationId: string;
      readonly state: MemberState;
      readonly cursor: string | null;
      readonly limit: number;
    },
  ): Promise<Member[]> {
    const values = [asked.state, asked.organizationId, asked.cursor, asked.limit + 1];
    return this.named(scope, ofOrganization, values);
  }

  /** Members found in an actor's name, with what the service says that their accounts are called. */
  private async named(
    scope: TenantScope,
    statement: NamedStatement,
    values: readonly unknown[],
  ): Promise<Member[]> {
    const rows = await this.database.tenant(scope).read<Omit<Member, keyof Profile>>(statement, values);
    return this.accounts.named(rows);
  }
}
