import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Database } from '../database/database.js';
import { MemberRow } from './accounts.row.js';
import type { Grant } from './actor.js';

/**
 * Ends a role of an organization unless it is the last. Locks every holder of the role first, so that of two that are
 * ended at once the second sees the first gone.
 */
const endUnlessLastText = `with holders as (
  select m.id from members m join accounts a on a.id = m.account_id
  where m.organization_id = $2 and m.role = $3 and m.ended_at is null and a.disabled_at is null
  order by m.id for update of m
)
update members set ended_at = $4
where account_id = $1 and organization_id = $2 and role = $3 and ended_at is null
  and (select count(*) from holders) > 1
returning id`;

/** The only code that queries roles of accounts. */
@Injectable()
export class RolesStore {
  constructor(private readonly database: Database) {}

  /** Roles in force, oldest first. */
  async grantsOf(accountId: string): Promise<readonly Grant[]> {
    const rows = await this.database.source.getRepository(MemberRow).find({
      where: { accountId, endedAt: IsNull() },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return rows.map(({ role, organizationId, region }) => ({ role, organizationId, region }));
  }

  /** Adds a role; a role the account had and lost comes back, one it has stays. */
  async addGrant(accountId: string, grant: Grant, now: Date): Promise<void> {
    const members = this.database.source.getRepository(MemberRow);
    const same = {
      accountId,
      role: grant.role,
      organizationId: grant.organizationId ?? IsNull(),
      region: grant.region ?? IsNull(),
    };
    const revived = await members.update(same, { endedAt: null });
    if (revived.affected === 0) await members.insert(memberRow(accountId, grant, now));
  }

  /** Whether there is, or was, such a role. */
  async hasEverHeld(accountId: string, { role, organizationId, region }: Grant): Promise<boolean> {
    return this.database.source.getRepository(MemberRow).existsBy({
      accountId,
      role,
      organizationId: organizationId ?? IsNull(),
      region: region ?? IsNull(),
    });
  }

  /** Ends a role in an organization; answers whether there was one. */
  async endGrant(accountId: string, grant: Grant, now: Date): Promise<boolean> {
    const ended = await this.database.source.getRepository(MemberRow).update(
      {
        accountId,
        role: grant.role,
        organizationId: grant.organizationId ?? IsNull(),
        region: grant.region ?? IsNull(),
        endedAt: IsNull(),
      },
      { endedAt: now },
    );
    return ended.affected === 1;
  }

  /** Ends a role in an organization unless nobody else has it there; answers whether it was ended. */
  async endUnlessLast(accountId: string, grant: Grant, now: Date): Promise<boolean> {
    const values = [accountId, grant.organizationId, grant.role, now];
    const ended = await this.database.read(
      { name: 'member-end-unless-last', text: endUnlessLastText },
      values,
    );
    return ended.length === 1;
  }
}

/** A role as it is stored. */
export function memberRow(accountId: string, grant: Grant, now: Date): MemberRow {
  const { role, organizationId, region } = grant;
  return { id: randomUUID(), accountId, organizationId, role, region, createdAt: now, endedAt: null };
}
