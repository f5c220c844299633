import { Injectable } from '@nestjs/common';
import { LoginLimits, type LoginAttempt, type Visitor } from '../http/login-limits.js';
import { DomainError } from '../http/problems.js';
import type { Actor } from './actor.js';
import { normalLogin } from './account-profile.js';
import { AccountsService } from './accounts.service.js';
import { codeFault, SecondFactorsService } from './second-factors.service.js';
import { SignInChanges } from './sign-in-changes.js';
import { SessionsService, type SessionTokens } from './sessions.service.js';
import type { Session } from './sessions.store.js';

/** What somebody shows who wants to sign in; `code` where a second factor is in force. */
export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly code?: string | null;
}

/** Signing in with login and password, and changing the password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly factors: SecondFactorsService,
    private readonly sessions: SessionsService,
    private readonly limits: LoginLimits,
    private readonly changes: SignInChanges,
  ) {}

  /**
   * Starts a session. Takes the same time and answers the same words for an unknown login as for a wrong password; that
   * a code is needed is told only to who knows the password.
   *
   * @throws DomainError `login-failed`, `second-factor-required`, or `rate-limited` after too many failures.
   */
  async signIn(shown: Credentials, visitor: Visitor, client: string | null): Promise<SessionTokens> {
    const attempt = await this.limits.begin(normalLogin(shown.login), visitor);
    return withdrawnByFaults(attempt, async () => {
      const accountId = await this.accounts.verify(shown.login, shown.password);
      if (accountId === null) throw loginFailed();
      const strong = await this.checkFactor(accountId, shown.code ?? null, attempt);
      await attempt.succeeded();
      return this.sessions.begin(accountId, 'password', strong, client);
    });
  }

  /**
   * Passes when who is signed in proves it once more, as for signing in.
   *
   * @throws DomainError `login-failed`, `second-factor-required`, or `rate-limited` after too many failures.
   */
  async prove(actor: Actor, shown: Omit<Credentials, 'login'>, visitor: Visitor): Promise<void> {
    const attempt = await this.limits.begin(normalLogin(actor.login), visitor);
    await withdrawnByFaults(attempt, async () => {
      const accountId = await this.accounts.verify(actor.login, shown.password);
      if (accountId !== actor.accountId) throw loginFailed();
      await this.checkFactor(accountId, shown.code ?? null, attempt);
      await attempt.succeeded();
    });
  }

  /**
   * Changes the own password, which needs the old one, and ends all other sessions.
   *
   * @throws DomainError `login-failed`, or `rate-limited` after too many failures.
   */
  async changePassword(
    session: Session,
    shown: Credentials,
    wanted: string,
    visitor: Visitor,
  ): Promise<void> {
    const attempt = await this.limits.begin(normalLogin(shown.login), visitor);
    await withdrawnByFaults(attempt, async () => {
      const accountId = await this.accounts.verify(shown.login, shown.password);
      if (accountId !== session.accountId) throw loginFailed();
      await attempt.succeeded();
      await this.changes.begin(accountId, 'password-changed');
      await this.accounts.setPassword(accountId, wanted, session.sessionId);
    });
  }

  /** Whether a second factor was shown; false for an account that has none. */
  private async checkFactor(accountId: string, code: string | null, attempt: LoginAttempt): Promise<boolean> {
    if ((await this.factors.find(accountId)) === null) return false;
    if (code === null) {
      await attempt.withdrawn();
      throw new DomainError('second-factor-required', {
        zh: '密码正确，还需要验证码：请连同 code 再发送一次。',
        en: 'The password is right; a code of the second factor is needed: send it as `code` with the same request.',
      });
    }
    const guess = attempt.known ? null : await this.limits.guessCode(accountId);
    if (!(await this.factors.accept(accountId, code))) {
      throw new DomainError('second-factor-required', codeFault.detail, [codeFault]);
    }
    await guess?.succeeded();
    return true;
  }
}

/** An attempt that ends in a fault of ours, rather than in an answer about what was shown, does not count. */
async function withdrawnByFaults<T>(attempt: LoginAttempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) await attempt.withdrawn();
    throw error;
  }
}

function loginFailed(): DomainError {
  return new DomainError('login-failed', {
    zh: '账号或密码不对，请检查后再试。',
    en: 'Login or password is wrong; check both and try again.',
  });
}
