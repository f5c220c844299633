import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { LoginLimits } from '../http/login-limits.js';
import { DomainError } from '../http/problems.js';
import type { Actor } from './actor.js';
import { notFound } from './authorize.js';
import { secretDigest } from './secret.js';
import { SecondFactorsStore, type StoredFactor } from './second-factors.store.js';
import { SessionsService } from './sessions.service.js';
import type { Session } from './sessions.store.js';
import { SignInChanges } from './sign-in-changes.js';
import { findTotpStep, newTotpSecret, totpKeyUri } from './totp.js';

export const recoveryCodesCount = 10;
/** 80 random bits a code, which nobody guesses, in Crockford's base32: nothing to mistake when it is read from paper. */
const recoveryCodeBytes = 10;
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Second factors: TOTP (RFC 6238), and codes for who has lost the authenticator. */
@Injectable()
export class SecondFactorsService {
  constructor(
    private readonly store: SecondFactorsStore,
    private readonly sessions: SessionsService,
    private readonly limits: LoginLimits,
    private readonly config: Config,
    private readonly changes: SignInChanges,
  ) {}

  /** The factor that is in force for the account; null without one. */
  async find(accountId: string): Promise<StoredFactor | null> {
    const factor = await this.store.find(accountId);
    return factor === null || factor.confirmedAt === null ? null : factor;
  }

  /**
   * Makes a secret for the actor's authenticator app. It counts only once `confirm` has seen a code of it; asking again
   * before makes another one.
   *
   * @throws DomainError `second-factor-exists`.
   */
  async begin(actor: Actor): Promise<{ uri: string; secret: string }> {
    const secret = newTotpSecret();
    if (!(await this.store.begin(actor.accountId, secret, new Date()))) throw exists();
    return totpKeyUri(secret, actor.login, `Furrow ${this.config.publicHost}`);
  }

  /**
   * Puts the factor in force by a code of it. The session is strong from now on; every other one ends, since it began
   * without. Answers the recovery codes, which are shown this once.
   *
   * @throws DomainError `second-factor-exists`; `validation` for a wrong code, or when nothing was begun.
   */
  async confirm(session: Session, code: string): Promise<string[]> {
    const factor = await this.store.find(session.accountId);
    if (factor !== null && factor.confirmedAt !== null) throw exists();
    const now = new Date();
    const step = factor === null ? null : await this.stepOf(session.accountId, factor, code, now.getTime());
    if (factor === null || step === null) throw codeRefused();
    await this.changes.begin(session.accountId, 'factor-enabled');
    const codes = Array.from({ length: recoveryCodesCount }, newRecoveryCode);
    const { accountId, sessionId } = session;
    const hashes = codes.map((recoveryCode) => secretDigest(normalCode(recoveryCode)));
    if (!(await this.store.confirm(accountId, factor.sealedSecret, now, step, hashes))) throw codeRefused();
    await this.sessions.strengthen(sessionId);
    await this.sessions.endOthers(session);
    return codes;
  }

  /**
   * Whether a code is good for the account: one of the authenticator, of a time step later than all before, or a
   * recovery code. Either is used up by this, for every process of the service.
   */
  async accept(accountId: string, code: string): Promise<boolean> {
    const factor = await this.find(accountId);
    if (factor === null) return false;
    const normal = normalCode(code);
    if (!/^\d{6}$/.test(normal)) return this.store.useRecoveryCode(accountId, secretDigest(normal));
    const step = await this.stepOf(accountId, factor, normal, Date.now());
    return step !== null && this.store.useStep(accountId, step);
  }

  /**
   * Turns the account's own factor off by a code of it.
   *
   * @throws DomainError `validation` for a wrong code, or without a factor; `rate-limited`.
   */
  async turnOff({ accountId, sessionId }: Session, code: string): Promise<void> {
    const guess = await this.limits.guessCode(sessionId);
    if (!(await this.accept(accountId, code))) throw codeRefused();
    await guess.succeeded();
    await this.changes.begin(accountId, 'factor-disabled');
    await this.remove(accountId);
  }

  /** Takes away the factor of somebody who has lost it. @throws DomainError `not-found` when there is none. */
  async reset(accountId: string): Promise<void> {
    if ((await this.store.find(accountId)) === null || !(await this.remove(accountId))) throw notFound();
  }

  /** The sessions first: whoever needs a factor must not be left with a strong session and none. */
  private async remove(accountId: string): Promise<boolean> {
    await this.sessions.weaken(accountId);
    return this.store.remove(accountId);
  }

  private async stepOf(
    accountId: string,
    factor: StoredFactor,
    code: string,
    nowMs: number,
  ): Promise<number | null> {
    const secret = await this.store.secretOf(accountId, factor);
    return secret === null ? null : findTotpStep(secret, normalCode(code), nowMs);
  }
}

/** Codes as people type them: with spaces or hyphens, in small letters, in full-width digits, O for 0, I or L for 1. */
function normalCode(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** 80 random bits as four groups of four. 32 divides 256, so no character is likelier than another. */
function newRecoveryCode(): string {
  const bits = BigInt(`0x${randomBytes(recoveryCodeBytes).toString('hex')}`);
  const characters = Array.from({ length: 16 }, (_, place) =>
    crockford.charAt(Number((bits / 32n ** BigInt(place)) % 32n)),
  );
  return characters.join('').replaceAll(/(.{4})(?=.)/g, '$1-');
}

function exists(): DomainError {
  return new DomainError('second-factor-exists', {
    zh: '这个账号已启用第二重验证；要更换，请先用验证码关闭它。',
    en: 'This account has a second factor; to replace it, turn it off with one of its codes first.',
  });
}

/** The refusal of a code, as a fault of the field that held it. */
export function codeRefused(): DomainError {
  return new DomainError('validation', codeWords, [codeFault]);
}

const codeWords = {
  zh: '验证码不对、已过期或已经用过；请用应用里的下一个验证码。',
  en: 'The code is wrong, too old, or was used before; take the next one of your app.',
};

/** A code that was not accepted, as a fault of its field. */
export const codeFault = { pointer: '/code', code: 'unknown', detail: codeWords };
