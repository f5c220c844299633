import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LoginLimits } from '../http/login-limits.js';
import { DomainError } from '../http/problems.js';
import { AccessTokens, accessTokenLifeS } from './access-token.js';
import { AccountsService, normalLogin } from './accounts.service.js';
import { Actors } from './actors.js';
import { RefreshTokensStore, type Session } from './refresh-tokens.store.js';

/** Life of a refresh token, in seconds: a session that is used at least this often goes on. */
export const refreshTokenLifeS = 14 * 24 * 3_600;
const refreshTokenBytes = 32;
const refreshTokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** What a client gets for signing in or refreshing. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** How an account showed who it is. */
export type SignInWay = 'password' | 'passkey' | 'oidc';

/** Signing in, staying signed in, signing out. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly store: RefreshTokensStore,
    private readonly accessTokens: AccessTokens,
    private readonly actors: Actors,
    private readonly limits: LoginLimits,
  ) {}

  /**
   * Starts a session. Takes the same time and answers the same words for an unknown login as for a wrong password.
   *
   * @throws DomainError `login-failed`, or `rate-limited` after too many failures of this address.
   */
  async signIn(login: string, password: string, address: string): Promise<SessionTokens> {
    const attempt = await this.limits.begin(normalLogin(login), address);
    const accountId = await this.accounts.verify(login, password).catch(async (error: unknown) => {
      await attempt.withdrawn();
      throw error;
    });
    if (accountId === null) {
      throw new DomainError('login-failed', {
        zh: '账号或密码不对，请检查后再试。',
        en: 'Login or password is wrong; check both and try again.',
      });
    }
    await attempt.succeeded();
    return this.begin(accountId, 'password', false);
  }

  /**
   * Starts a session of an account that has shown in some way who it is. `strong`: with a second factor, or a passkey
   * that verified its user.
   */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- kept with the session once it has a place for them
  async begin(accountId: string, _way: SignInWay, _strong: boolean): Promise<SessionTokens> {
    const now = new Date();
    await this.store.deleteExpired(now);
    const session = { sessionId: randomUUID(), accountId };
    const refreshToken = newRefreshToken();
    await this.store.insert(digest(refreshToken), session, expiry(now));
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
    const refreshToken = newRefreshToken();
    const session = await this.store.rotate(digest(presented), digest(refreshToken), now, expiry(now));
    if (session !== null) return this.tokensFor(session, refreshToken);
    await this.end(presented, now);
    throw sessionOver();
  }

  /** Ends the session of a refresh token, with every token it ever gave; harmless for any other text. */
  async signOut(presented: string | null): Promise<void> {
    if (presented !== null && refreshTokenPattern.test(presented)) await this.end(presented, new Date());
  }

  private async end(refreshToken: string, now: Date): Promise<void> {
    const session = await this.store.findSession(digest(refreshToken));
    if (session === null) return;
    await this.store.revoke(session.sessionId, now);
    this.actors.forget(session.sessionId);
  }

  private async tokensFor(session: Session, refreshToken: string): Promise<SessionTokens> {
    const accessToken = await this.accessTokens.issue(session.accountId, session.sessionId);
    return { accessToken, expiresIn: accessTokenLifeS, refreshToken };
  }
}

function newRefreshToken(): string {
  return randomBytes(refreshTokenBytes).toString('base64url');
}

function digest(refreshToken: string): Buffer {
  return createHash('sha256').update(refreshToken).digest();
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
