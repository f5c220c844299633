import { Injectable } from '@nestjs/common';
import type { Grant, Role } from '../access/actor.js';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';

/** A look beyond one's own that was asked for. */
export interface BreakGlass {
  readonly id: string;
  readonly organizationId: string;
  /** GB/T 2260 code of the organization; null where it lies out of the reader's sight. */
  readonly region: string | null;
  readonly requesterId: string;
  readonly requesterRole: Role;
  readonly reason: string;
  readonly requestedAt: Date;
  /** When it can no longer be decided. */
  readonly expiresAt: Date;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** When an approved one ends; null until its approval is stated. */
  readonly until: Date | null;
}

/** Whose requests a list covers: one's own, and those one may decide. */
export interface BreakGlassReader {
  readonly accountId: string;
  readonly all: boolean;
  readonly regions: readonly string[];
}

const columns = `b.id, b.organization_id as "organizationId", o.region, b.requester_id as "requesterId",
  b.requester_role as "requesterRole", b.reason, b.requested_at as "requestedAt", b.expires_at as "expiresAt",
  b.decision, b.decided_by as "decidedBy", b.decided_at as "decidedAt", b.until`;
const tables = 'from break_glass b left join organizations o on o.id = b.organization_id';

const byId = { name: 'break-glass', text: `select ${columns} ${tables} where b.id = $1` };
const readable = {
  name: 'break-glass-list',
  text: `select ${columns} ${tables}
    where (b.requester_id = $1 or $2 or o.region ^@ any($3::text[])) and ($4::uuid is null or b.id > $4)
    order by b.id limit $5`,
};
const insertion = {
  name: 'break-glass-insert',
  text: `insert into break_glass (id, organization_id, requester_id, requester_role, reason, requested_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7)`,
};
const decide = {
  name: 'break-glass-decide',
  text: `update break_glass set decision = $2, decided_by = $3, decided_at = $4
    where id = $1 and decision is null and expires_at > $4 returning id`,
};
const begin = {
  name: 'break-glass-begin',
  text: `update break_glass set until = $2 where id = $1 and decision = 'approved' and until is null`,
};
// Who lost the role in which it was asked for has lost what came of it.
const open = {
  name: 'break-glass-open',
  text: `select b.organization_id as "organizationId", b.until from break_glass b
    where b.requester_id = $1 and b.until > $2 and exists (
      select from members m where m.account_id = b.requester_id and m.role = b.requester_role
        and m.organization_id is null and m.ended_at is null)`,
};

/** The only code that queries requests of break-glass access. */
@Injectable()
export class BreakGlassStore {
  constructor(private readonly database: Database) {}

  async find(scope: TenantScope, id: string): Promise<BreakGlass | null> {
    const [found] = await this.database.tenant(scope).read<BreakGlass>(byId, [id]);
    return found ?? null;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    reader: BreakGlassReader,
    cursor: string | null,
    limit: number,
  ): Promise<BreakGlass[]> {
    const { accountId, all, regions } = reader;
    const values = [accountId, all, [...regions], cursor, limit + 1];
    return this.database.tenant(scope).read<BreakGlass>(readable, values);
  }

  async insert(scope: TenantScope, request: BreakGlass): Promise<void> {
    const { id, organizationId, requesterId, requesterRole, reason, requestedAt, expiresAt } = request;
    const values = [id, organizationId, requesterId, requesterRole, reason, requestedAt, expiresAt];
    await this.database.tenant(scope).write(insertion, values);
  }

  /** Takes an undecided request that has not expired; answers whether it was this call that did. */
  async decide(
    scope: TenantScope,
    id: string,
    decision: 'approved' | 'refused',
    by: { readonly accountId: string; readonly at: Date },
  ): Promise<boolean> {
    const values = [id, decision, by.accountId, by.at];
    return (await this.database.tenant(scope).write(decide, values)).length === 1;
  }

  /** Lets an approved request take effect; what began already stays as it is. */
  async begin(scope: TenantScope, id: string, until: Date): Promise<void> {
    await this.database.tenant(scope).write(begin, [id, until]);
  }

  /** The roles that an account holds for the time being by approved requests; asked for to know its scope. */
  async grantsOf(accountId: string, now: Date): Promise<Grant[]> {
    const rows = await this.database.read<{ organizationId: string; until: Date }>(open, [accountId, now]);
    return rows.map(({ organizationId, until }) => ({
      role: 'regulator',
      organizationId,
      region: null,
      untilMs: until.getTime(),
    }));
  }
}
