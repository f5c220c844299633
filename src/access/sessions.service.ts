import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../http/problems.js';
import { AccessTokens, accessTokenLifeS } from './access-token.js';
import { Actors } from './actors.js';
import { notFound } from './authorize.js';
import { newSecret, secretDigest } from './secret.js';
import { SessionsStore, type OpenSession, type Session, type SignInWay } from './sessions.store.js';

/** Life of a refresh token, in seconds: a session that is used at least this often goes on. */
export const refreshTokenLifeS = 14 * 24 * 3_600;
const refreshTokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** What a client gets for signing in or refreshing. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** Sessions: their beginning, staying signed in, their end. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly store: SessionsStore,
    private readonly accessTokens: AccessTokens,
    private readonly actors: Actors,
  ) {}

  /**
   * Begins a session of an account that has proved who it is; the one place where sessions begin.
   *
   * `strong`: a second factor, or a passkey that verified its user, was shown. `client` is the coarse name of the
   * program (client-name.ts), null where none is known.
   */
  async begin(
    accountId: string,
    way: SignInWay,
    strong: boolean,
    client: string | null = null,
  ): Promise<SessionTokens> {
    const now = new Date();
    await this.store.deleteExpired(now);
    const session = { sessionId: randomUUID(), accountId };
    const refreshToken = newSecret();
    await this.store.insert(
      { ...session, way, strong, client },
      secretDigest(refreshToken),
      now,
      expiry(now),
    );
    return this.tokensFor(session, refreshToken);
  }

  /**
   * Exchanges a refresh token for the next one. A token that was used before ends the whole session: one of its two
   * holders is a thief, and nobody can tell which (RFC 9700 §4.14.2).
   *
   * @throws DomainError `unauthenticated`.
   */
  async refresh(presented: string | null): Promise<SessionTokens> {
    if (presented === null || !refreshTokenPattern.test(presented)) throw sessionOver();
    const now = new Date();
    const refreshToken = newSecret();
    const session = await this.store.rotate(
      secretDigest(presented),
      secretDigest(refreshToken),
      now,
      expiry(now),
    );
    if (session !== null) return this.tokensFor(session, refreshToken);
    await this.endByToken(presented, now);
    throw sessionOver();
  }

  /** Ends the session of a refresh token, with every token it ever gave; harmless for any other text. */
  async signOut(presented: string | null): Promise<void> {
    if (presented !== null && refreshTokenPattern.test(presented))
      await this.endByToken(presented, new Date());
  }

  /** The account's sessions that go on, newest first, at most `listedSessionsMax`. */
  async list(accountId: string): Promise<OpenSession[]> {
    return this.store.listOpen(accountId, new Date());
  }

  /** Ends one session of the account, at once in this process. @throws DomainError `not-found`, also for another's. */
  async end(accountId: string, sessionId: string): Promise<void> {
    if (!(await this.store.endOfAccount(accountId, sessionId, new Date()))) throw notFound();
    this.actors.forget(sessionId);
  }

  /** Ends every other session of the account, at once in this process. */
  async endOthers({ accountId, sessionId }: Session): Promise<void> {
    for (const ended of await this.store.endOthers(accountId, sessionId, new Date()))
      this.actors.forget(ended);
  }

  /** Makes a session strong in which a second factor has just been shown. */
  async strengthen(sessionId: string): Promise<void> {
    await this.store.strengthen(sessionId);
    this.actors.forget(sessionId);
  }

  /** Makes sessions of an account that loses its factor what one without it would be; passkeys need no factor. */
  async weaken(accountId: string): Promise<void> {
    await this.store.weaken(accountId);
    this.actors.forgetAccount(accountId);
  }

  private async endByToken(refreshToken: string, now: Date): Promise<void> {
    const sessionId = await this.store.findOfToken(secretDigest(refreshToken));
    if (sessionId === null) return;
    await this.store.end(sessionId, now);
    this.actors.forget(sessionId);
  }

  private async tokensFor(session: Session, refreshToken: string): Promise<SessionTokens> {
    const accessToken = await this.accessTokens.issue(session.accountId, session.sessionId);
    return { accessToken, expiresIn: accessTokenLifeS, refreshToken };
  }
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + refreshTokenLifeS * 1_000);
}

function sessionOver(): DomainError {
  return new DomainError('unauthenticated', {
    zh: '登录已结束，请重新登录。',
    en: 'Your session is over: sign in again.',
  });
}
