import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import { LinkHints, type SealedHint } from './link-hints.js';
import type { LinkPurpose, OneTimeLink } from './one-time-link.js';

const columns = `id, purpose, organization_id as "organizationId", role, account_id as "accountId",
  made_by as "madeBy", made_at as "madeAt", expires_at as "expiresAt"`;
const insertText = `insert into one_time_links
  (id, purpose, organization_id, role, account_id, made_by, made_at, expires_at, token_hash, sealed_key, sealed_login)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
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
const hintsText = `select id, sealed_key as "sealedKey", sealed_login as "sealedLogin" from one_time_links
where id = any($1) and sealed_login is not null`;
const sweepText = 'delete from one_time_links where expires_at <= $1';

/**
 * The only code that queries one-time links. Tokens are known by their SHA-256 alone, and what is done with one asks for
 * no scope: whoever holds it may be nobody yet.
 */
@Injectable()
export class OneTimeLinksStore {
  constructor(
    private readonly database: Database,
    private readonly hints: LinkHints,
  ) {}

  async insert(scope: TenantScope, link: OneTimeLink, tokenHash: Buffer): Promise<void> {
    const { id, purpose, organizationId, role, login, accountId, madeBy, madeAt, expiresAt } = link;
    const hint = login === null ? null : await this.hints.seal(id, login);
    const said = [id, purpose, organizationId, role, accountId, madeBy, madeAt, expiresAt];
    const values = [...said, tokenHash, hint?.sealedKey ?? null, hint?.sealedLogin ?? null];
    await this.database.tenant(scope).write({ name: 'link-insert', text: insertText }, values);
  }

  /** The link of a token that can still be used. */
  async find(purpose: LinkPurpose, tokenHash: Buffer, now: Date): Promise<OneTimeLink | null> {
    const statement = { name: 'link-find', text: findText };
    const rows = await this.database.read<StoredLink>(statement, [purpose, tokenHash, now]);
    return (await this.withHints(rows))[0] ?? null;
  }

  /** An invitation that can still be used. */
  async findInvitation(scope: TenantScope, id: string, now: Date): Promise<OneTimeLink | null> {
    const statement = { name: 'link-find-invitation', text: findOpenText };
    const rows = await this.database.tenant(scope).read<StoredLink>(statement, [id, now]);
    return (await this.withHints(rows))[0] ?? null;
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
    return this.withHints(await this.database.tenant(scope).read<StoredLink>(statement, values));
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

  /** The logins that links expect are opened by the service, after the links were found in an actor's name. */
  private async withHints(links: readonly StoredLink[]): Promise<OneTimeLink[]> {
    const ids = links.filter(({ purpose }) => purpose === 'invitation').map(({ id }) => id);
    if (ids.length === 0) return links.map((link) => ({ ...link, login: null }));
    const hints = await this.database.read<SealedHint>({ name: 'link-hints', text: hintsText }, [ids]);
    const opened = await Promise.all(
      hints.map(async (hint) => [hint.id, await this.hints.open(hint)] as const),
    );
    const logins = new Map(opened);
    return links.map((link) => ({ ...link, login: logins.get(link.id) ?? null }));
  }
}

type StoredLink = Omit<OneTimeLink, 'login'>;
