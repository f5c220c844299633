import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { LinkPurpose, OneTimeLink } from './one-time-link.js';

const columns = `id, purpose, organization_id as "organizationId", role, login, account_id as "accountId",
  made_by as "madeBy", made_at as "madeAt", expires_at as "expiresAt"`;
const insertText = `insert into one_time_links
  (id, purpose, organization_id, role, login, account_id, made_by, made_at, expires_at, token_hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
const findText = `select ${columns} from one_time_links
where purpose = $1 and token_hash = $2 and used_at is null and expires_at > $3`;
const findOpenText = `select ${columns} from one_time_links
where purpose = 'invitation' and id = $1 and used_at is null and expires_at > $2`;
const listText = `select ${columns} from one_time_links
where purpose = 'invitation' and organization_id = $1 and used_at is null and expires_at > $2
  and ($3::uuid is null or id > $3) order by id limit $4`;
/** The compare-and-set that lets a link work once. */
const useText =
  'update one_time_links set used_at = $2 where id = $1 and used_at is null and expires_at > $2 returning id';
const releaseText = 'update one_time_links set used_at = null where id = $1';
const withdrawText = 'delete from one_time_links where id = $1';
const supersedeText = "delete from one_time_links where purpose = 'password-reset' and account_id = $1";
const sweepText = 'delete from one_time_links where expires_at <= $1';

/**
 * The only code that queries one-time links. Tokens are known by their SHA-256 alone, and what is done with one asks for
 * no scope: whoever holds it may be nobody yet.
 */
@Injectable()
export class OneTimeLinksStore {
  constructor(private readonly database: Database) {}

  async insert(scope: TenantScope, link: OneTimeLink, tokenHash: Buffer): Promise<void> {
    const { id, purpose, organizationId, role, login, accountId, madeBy, madeAt, expiresAt } = link;
    const values = [
      id,
      purpose,
      organizationId,
      role,
      login,
      accountId,
      madeBy,
      madeAt,
      expiresAt,
      tokenHash,
    ];
    await this.database.tenant(scope).write({ name: 'link-insert', text: insertText }, values);
  }

  /** The link of a token that can still be used. */
  async find(purpose: LinkPurpose, tokenHash: Buffer, now: Date): Promise<OneTimeLink | null> {
    const statement = { name: 'link-find', text: findText };
    return (await this.database.read<OneTimeLink>(statement, [purpose, tokenHash, now]))[0] ?? null;
  }

  /** An invitation that can still be used. */
  async findInvitation(scope: TenantScope, id: string, now: Date): Promise<OneTimeLink | null> {
    const statement = { name: 'link-find-invitation', text: findOpenText };
    return (await this.database.tenant(scope).read<OneTimeLink>(statement, [id, now]))[0] ?? null;
  }

  /** Invitations of an organization that can still be used, by id; one more than `limit` when there are more. */
  async listInvitations(
    scope: TenantScope,
    organizationId: string,
    now: Date,
    cursor: string | null,
    limit: number,
  ): Promise<OneTimeLink[]> {
    const statement = { name: 'link-invitations', text: listText };
    const values = [organizationId, now, cursor, limit + 1];
    return this.database.tenant(scope).read<OneTimeLink>(statement, values);
  }

  /** Uses a link up; false when somebody was faster, or it has run out or was withdrawn. */
  async use(id: string, now: Date): Promise<boolean> {
    return (await this.database.read({ name: 'link-use', text: useText }, [id, now])).length === 1;
  }

  /** Lets a link that was used up be used again. */
  async release(id: string): Promise<void> {
    await this.database.write({ name: 'link-release', text: releaseText }, [id]);
  }

  async withdraw(scope: TenantScope, id: string): Promise<void> {
    await this.database.tenant(scope).write({ name: 'link-withdraw', text: withdrawText }, [id]);
  }

  /** Withdraws the links to a new password that an account has, whoever made them. */
  async withdrawResets(accountId: string): Promise<void> {
    await this.database.write({ name: 'link-withdraw-resets', text: supersedeText }, [accountId]);
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.database.write({ name: 'link-sweep', text: sweepText }, [now]);
  }
}
