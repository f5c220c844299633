import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { MemberRole } from './scope.js';

/** A role in force of an account in an organization. */
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
const inForce = `from members m join accounts a on a.id = m.account_id
  where m.ended_at is null and m.role in ('owner', 'recorder', 'viewer') and a.disabled_at is null`;

const byId = { name: 'member', text: `select ${columns} ${inForce} and m.id = $1` };
const ofOrganization = {
  name: 'members',
  text: `select ${columns} ${inForce} and m.organization_id = $1 and ($2::uuid is null or m.id > $2) order by m.id limit $3`,
};
const ofAccount = {
  name: 'member-of-account',
  text: `select ${columns} ${inForce} and m.account_id = $1 and m.organization_id = $2 and m.role = $3`,
};

/** Reads who belongs to an organization; accounts and their roles are written by access/ alone. */
@Injectable()
export class MembersStore {
  constructor(private readonly database: Database) {}

  async find(scope: TenantScope, id: string): Promise<Member | null> {
    const [member] = await this.database.tenant(scope).read<Member>(byId, [id]);
    return member ?? null;
  }

  async findOfAccount(
    scope: TenantScope,
    accountId: string,
    organizationId: string,
    role: MemberRole,
  ): Promise<Member | null> {
    const values = [accountId, organizationId, role];
    const [member] = await this.database.tenant(scope).read<Member>(ofAccount, values);
    return member ?? null;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<Member[]> {
    return this.database.tenant(scope).read<Member>(ofOrganization, [organizationId, cursor, limit + 1]);
  }
}
