import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/violations.js';
import type { ErasedBy, ErasureRefusal } from './account-erasure.js';
import { AccountRow, MemberRow } from './accounts.row.js';
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

/** With the old password, or with the account, all sessions end that it opened, but the one that changed it. */
const setPasswordText = `with changed as (
  update accounts set password_hash = $2 where id = $1 and erased_at is null returning id
)
update sessions s set ended_at = $3 from changed
where s.account_id = changed.id and s.ended_at is null and s.id <> $4 returning s.id`;
/** The link is used up with the password that it sets: neither can fail without the other. */
const setByLinkText = `with used as (
  update one_time_links set used_at = $3
  where id = $1 and purpose = 'password-reset' and used_at is null and expires_at > $3 returning account_id
), changed as (
  update accounts a set password_hash = $2 from used where a.id = used.account_id and a.erased_at is null returning a.id
), over as (
  update sessions s set ended_at = $3 from changed
  where s.account_id = changed.id and s.ended_at is null returning s.id
)
select array(select id from over) as sessions from changed`;
/** Of two admins who end, or are erased, at once the second sees the first gone: all are locked first, in one order. */
const disableText = `with admins as (
  select a.id from accounts a join members m on m.account_id = a.id
  where m.role = 'admin' and m.ended_at is null and a.disabled_at is null
  order by a.id for no key update of a
), gone as (
  update accounts set disabled_at = $2 where id = $1 and disabled_at is null and (
    not exists (select from members where account_id = $1 and role = 'admin' and ended_at is null)
    or (select count(*) from admins) > 1) returning id
), over as (
  update sessions s set ended_at = $2 from gone where s.account_id = gone.id and s.ended_at is null returning s.id
)
select array(select id from over) as sessions from gone`;

const refusalText = 'select erasure_refusal($1, $2) as refusal';
const eraseText = 'select refusal, ended from erase_account($1, $2, $3)';

/** The only code that queries accounts and their roles. */
@Injectable()
export class AccountsStore {
  constructor(private readonly database: Database) {}

  async findByLogin(login: string): Promise<AccountRow | null> {
    return this.database.source.getRepository(AccountRow).findOneBy({ login });
  }

  async findById(id: string): Promise<AccountRow | null> {
    return this.database.source.getRepository(AccountRow).findOneBy({ id, erasedAt: IsNull() });
  }

  /** Erased ones too, of which there is no more than words in the place of the name. */
  async findByIds(ids: readonly string[]): Promise<AccountRow[]> {
    return this.database.source.getRepository(AccountRow).findBy({ id: In([...ids]) });
  }

  /** Roles in force, oldest first. */
  async grantsOf(accountId: string): Promise<readonly Grant[]> {
    const rows = await this.database.source.getRepository(MemberRow).find({
      where: { accountId, endedAt: IsNull() },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return rows.map(({ role, organizationId, region }) => ({ role, organizationId, region }));
  }

  /** Stores an account with its first roles, all or nothing; answers false when the login is taken. */
  async insert(account: AccountRow, grants: readonly Grant[]): Promise<boolean> {
    try {
      await this.database.source.transaction(async (entities) => {
        await entities.insert(AccountRow, account);
        if (grants.length > 0) {
          await entities.insert(
            MemberRow,
            grants.map((grant) => memberRow(account.id, grant, account.createdAt)),
          );
        }
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Stores the hash of a new password and ends all sessions but one; answers the ids of those that ended. */
  async setPassword(id: string, passwordHash: string, now: Date, kept: string): Promise<string[]> {
    const statement = { name: 'account-set-password', text: setPasswordText };
    const ended = await this.database.read<{ id: string }>(statement, [id, passwordHash, now, kept]);
    return ended.map((session) => session.id);
  }

  /** As `setPassword` for the account of a link, which is used up; null when the link does not work any more. */
  async setPasswordByLink(linkId: string, passwordHash: string, now: Date): Promise<string[] | null> {
    const statement = { name: 'account-set-password-by-link', text: setByLinkText };
    const [changed] = await this.database.read<{ sessions: string[] }>(statement, [
      linkId,
      passwordHash,
      now,
    ]);
    return changed?.sessions ?? null;
  }

  /** Ends the account with all its sessions, and answers their ids; null when there was no such account in use, or it is the only admin's. */
  async disable(id: string, now: Date): Promise<string[] | null> {
    const statement = { name: 'account-disable', text: disableText };
    const [gone] = await this.database.read<{ sessions: string[] }>(statement, [id, now]);
    return gone?.sessions ?? null;
  }

  /** Takes an ended account into use again; answers whether there was such a one. */
  async enable(id: string): Promise<boolean> {
    const accounts = this.database.source.getRepository(AccountRow);
    const enabled = await accounts.update(
      { id, disabledAt: Not(IsNull()), erasedAt: IsNull() },
      { disabledAt: null },
    );
    return enabled.affected === 1;
  }

  async erasureRefusal(id: string, by: ErasedBy): Promise<ErasureRefusal | null> {
    const statement = { name: 'account-erasure-refusal', text: refusalText };
    const [row] = await this.database.read<{ refusal: ErasureRefusal | null }>(statement, [
      id,
      by === 'holder',
    ]);
    return row?.refusal ?? null;
  }

  /** Everything of an account is gone when this answers no refusal, else nothing; `ended`: the sessions it had. */
  async erase(
    id: string,
    by: ErasedBy,
    now: Date,
  ): Promise<{ readonly refusal: ErasureRefusal | null; readonly ended: readonly string[] }> {
    const statement = { name: 'account-erase', text: eraseText };
    const [done] = await this.database.read<{ refusal: ErasureRefusal | null; ended: string[] }>(statement, [
      id,
      by === 'holder',
      now,
    ]);
    if (done === undefined) throw new Error('an erasure has no answer');
    return done;
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

function memberRow(accountId: string, grant: Grant, now: Date): MemberRow {
  const { role, organizationId, region } = grant;
  return { id: randomUUID(), accountId, organizationId, role, region, createdAt: now, endedAt: null };
}
