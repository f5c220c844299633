import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { AccountKeys } from './account-keys.js';
import { partOf } from './account-parts.js';

/** How a session began. */
export type SignInWay = 'password' | 'passkey' | 'oidc';

/** One sign-in of one account. */
export interface Session {
  readonly sessionId: string;
  readonly accountId: string;
}

/** A session as its beginning is stored. */
export interface NewSession extends Session {
  readonly way: SignInWay;
  readonly strong: boolean;
  readonly client: string | null;
}

/** A session that goes on, as the account's owner sees it. */
export interface OpenSession {
  readonly id: string;
  readonly way: SignInWay;
  readonly strong: boolean;
  readonly client: string | null;
  readonly began: Date;
  /** When it last got an access token. */
  readonly used: Date;
}

type StoredSession = Omit<OpenSession, 'client'> & { readonly sealedClient: Buffer | null };

/** Sessions of one account that are listed, newest first. */
export const listedSessionsMax = 100;

const insertText = `with session as (
  insert into sessions (id, account_id, way, strong, sealed_client, began_at, used_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $6, $7) returning id
)
insert into refresh_tokens (token_hash, session_id, expires_at) select $8, id, $7 from session`;
/** One statement, so that of two requests with the same token exactly one gets the successor. */
const rotateText = `with used as (
  update refresh_tokens t set used_at = $3 from sessions s
  where t.token_hash = $1 and t.used_at is null and t.expires_at > $3
    and s.id = t.session_id and s.ended_at is null
  returning s.id, s.account_id
), kept as (
  update sessions s set used_at = $3, expires_at = $4 from used where s.id = used.id
), successor as (
  insert into refresh_tokens (token_hash, session_id, expires_at) select $2, id, $4 from used
)
select id as "sessionId", account_id as "accountId" from used`;
const ofTokenText = 'select session_id as id from refresh_tokens where token_hash = $1';
const aliveText = `select account_id as "accountId", strong from sessions
where id = $1 and ended_at is null and expires_at > $2`;
const endText = 'update sessions set ended_at = $2 where id = $1 and ended_at is null';
const endOfAccountText = `update sessions set ended_at = $3
where account_id = $1 and id = $2 and ended_at is null and expires_at > $3 returning id`;
const endOthersText = `update sessions set ended_at = $3
where account_id = $1 and id <> $2 and ended_at is null returning id`;
const openText = `select id, way, strong, sealed_client as "sealedClient", began_at as began, used_at as used from sessions
where account_id = $1 and ended_at is null and expires_at > $2 order by began_at desc, id limit ${listedSessionsMax}`;
const strengthenText = 'update sessions set strong = true where id = $1';
const weakenText = `update sessions set strong = false where account_id = $1 and way <> 'passkey' and strong`;
const sweepTokensText = 'delete from refresh_tokens where expires_at <= $1';
const sweepText = 'delete from sessions where expires_at <= $1';

/** The only code that queries sessions and their refresh tokens. Tokens are known by their SHA-256 alone. */
@Injectable()
export class SessionsStore {
  constructor(
    private readonly database: Database,
    private readonly keys: AccountKeys,
  ) {}

  async insert(session: NewSession, tokenHash: Buffer, now: Date, expiresAt: Date): Promise<void> {
    const { sessionId, accountId, way, strong, client } = session;
    const sealed =
      client === null ? null : await this.keys.seal(accountId, partOf('client', sessionId), client);
    const values = [sessionId, accountId, way, strong, sealed, now, expiresAt, tokenHash];
    await this.database.write({ name: 'session-insert', text: insertText }, values);
  }

  /** Uses up a token and stores its successor; null when it was not there, used, run out, or its session is over. */
  async rotate(tokenHash: Buffer, successor: Buffer, now: Date, expiresAt: Date): Promise<Session | null> {
    const values = [tokenHash, successor, now, expiresAt];
    const [session] = await this.database.read<Session>({ name: 'session-rotate', text: rotateText }, values);
    return session ?? null;
  }

  /** The id of the session whose token it is or was. */
  async findOfToken(tokenHash: Buffer): Promise<string | null> {
    return (await this.ids('session-of-token', ofTokenText, [tokenHash]))[0] ?? null;
  }

  /** Whose session it is, as long as it was not ended and has not run out. */
  async findAlive(sessionId: string, now: Date): Promise<{ accountId: string; strong: boolean } | null> {
    const statement = { name: 'session-alive', text: aliveText };
    const [row] = await this.database.read<{ accountId: string; strong: boolean }>(statement, [
      sessionId,
      now,
    ]);
    return row ?? null;
  }

  async end(sessionId: string, now: Date): Promise<void> {
    await this.database.write({ name: 'session-end', text: endText }, [sessionId, now]);
  }

  /** Ends a session of the account; answers whether it had such a one. */
  async endOfAccount(accountId: string, sessionId: string, now: Date): Promise<boolean> {
    return (await this.ids('session-end-own', endOfAccountText, [accountId, sessionId, now])).length === 1;
  }

  /** Ends all sessions of the account but one, and answers which. */
  async endOthers(accountId: string, kept: string, now: Date): Promise<string[]> {
    return this.ids('session-end-others', endOthersText, [accountId, kept, now]);
  }

  async listOpen(accountId: string, now: Date): Promise<OpenSession[]> {
    const statement = { name: 'sessions-open', text: openText };
    const rows = await this.database.read<StoredSession>(statement, [accountId, now]);
    const parts = rows.map(({ id, sealedClient: sealed }) => ({
      accountId,
      what: partOf('client', id),
      sealed,
    }));
    const clients = await this.keys.open(parts);
    return rows.map(({ id, way, strong, began, used }, index) => ({
      id,
      way,
      strong,
      client: clients[index]?.toString('utf8') ?? null,
      began,
      used,
    }));
  }

  /** From now on a second factor counts as shown in it. */
  async strengthen(sessionId: string): Promise<void> {
    await this.database.write({ name: 'session-strengthen', text: strengthenText }, [sessionId]);
  }

  /** No second factor counts as shown any more in the account's sessions, but for those that a passkey began. */
  async weaken(accountId: string): Promise<void> {
    await this.database.write({ name: 'session-weaken', text: weakenText }, [accountId]);
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.database.write({ name: 'session-sweep-tokens', text: sweepTokensText }, [now]);
    await this.database.write({ name: 'session-sweep', text: sweepText }, [now]);
  }

  private async ids(name: string, text: string, values: readonly unknown[]): Promise<string[]> {
    return (await this.database.read<{ id: string }>({ name, text }, values)).map(({ id }) => id);
  }
}
