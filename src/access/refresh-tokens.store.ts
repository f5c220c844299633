import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

interface SessionRow {
  readonly family_id: string;
  readonly account_id: string;
}

/** One sign-in: the account and the family of refresh tokens that follow from one another. */
export interface Session {
  readonly sessionId: string;
  readonly accountId: string;
}

const insertText = `insert into refresh_tokens (token_hash, family_id, account_id, expires_at)
values ($1, $2, $3, $4)`;
/** One statement, so that of two requests with the same token exactly one gets the successor. */
const rotateText = `with used as (
  update refresh_tokens set used_at = $3
  where token_hash = $1 and used_at is null and revoked_at is null and expires_at > $3
  returning family_id, account_id
)
insert into refresh_tokens (token_hash, family_id, account_id, expires_at)
select $2, family_id, account_id, $4 from used
returning family_id, account_id`;
const familyText = 'select family_id, account_id from refresh_tokens where token_hash = $1';
const revokeText = 'update refresh_tokens set revoked_at = $2 where family_id = $1 and revoked_at is null';
const aliveText = `select family_id, account_id from refresh_tokens
where family_id = $1 and revoked_at is null and expires_at > $2 limit 1`;
const sweepText = 'delete from refresh_tokens where expires_at <= $1';

/** The only code that queries refresh tokens. Tokens are known by their SHA-256 alone. */
@Injectable()
export class RefreshTokensStore {
  constructor(private readonly database: Database) {}

  async insert(tokenHash: Buffer, session: Session, expiresAt: Date): Promise<void> {
    await this.database.write({ name: 'refresh-insert', text: insertText }, [
      tokenHash,
      session.sessionId,
      session.accountId,
      expiresAt,
    ]);
  }

  /** Uses up a token and stores its successor; null when it was not there, used, revoked or expired. */
  async rotate(
    tokenHash: Buffer,
    successorHash: Buffer,
    now: Date,
    expiresAt: Date,
  ): Promise<Session | null> {
    return this.one('refresh-rotate', rotateText, [tokenHash, successorHash, now, expiresAt]);
  }

  /** Whose token it is or was. */
  async findSession(tokenHash: Buffer): Promise<Session | null> {
    return this.one('refresh-family', familyText, [tokenHash]);
  }

  /** The session, as long as it was not ended and has not run out. */
  async findAlive(sessionId: string, now: Date): Promise<Session | null> {
    return this.one('refresh-alive', aliveText, [sessionId, now]);
  }

  async revoke(sessionId: string, now: Date): Promise<void> {
    await this.database.write({ name: 'refresh-revoke', text: revokeText }, [sessionId, now]);
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.database.write({ name: 'refresh-sweep', text: sweepText }, [now]);
  }

  private async one(name: string, text: string, values: readonly unknown[]): Promise<Session | null> {
    const [row] = await this.database.read<SessionRow>({ name, text }, values);
    return row === undefined ? null : { sessionId: row.family_id, accountId: row.account_id };
  }
}
