import { Injectable } from '@nestjs/common';
import type { ErasureRefusal } from '../access/account-erasure.js';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import { SignInService, type Credentials } from '../access/sign-in.service.js';
import { inTurn } from '../events/in-turn.js';
import type { Visitor } from '../http/login-limits.js';
import { DomainError } from '../http/problems.js';
import { lastOwner, MembersService } from '../parties/members.service.js';
import { lastAdmin, OfficialsService } from '../parties/officials.service.js';
import { PowerTraces } from '../parties/power-traces.service.js';
import { isPowerful } from '../parties/standing.js';

/**
 * Erases accounts (PIPL art. 47). No law that the table of periods knows asks to keep who signed in, so nothing is kept
 * and restricted first: it is done when it is answered. What was stated stays, and names a random id that is nobody's.
 */
@Injectable()
export class AccountErasures {
  constructor(
    private readonly accounts: AccountsService,
    private readonly signIns: SignInService,
    private readonly members: MembersService,
    private readonly officials: OfficialsService,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Erases the actor's own account, who proves once more who it is. That it gives up its roles is stated first.
   *
   * @throws DomainError `last-owner`, `last-admin`, `login-failed`, `second-factor-required`, `rate-limited`;
   * `unauthenticated` when it is erased already; `unavailable`, `ambiguous`, `log-behind`.
   */
  async eraseOwn(actor: Actor, shown: Omit<Credentials, 'login'>, visitor: Visitor): Promise<void> {
    const { accountId } = actor;
    // Before the proof, so that no code is used up in vain.
    await this.require(accountId, 'holder');
    await this.signIns.prove(actor, shown, visitor);
    const grants = await this.accounts.grantsOf(accountId);
    await inTurn(grants, (grant) => this.traces.giveUpRole(actor, grant));
    if (isPowerful(actor)) {
      const eventId = this.traces.hourlyEventId('power-used', 'account-erased', accountId);
      await this.traces.use(actor, { organizationId: null, act: 'account-erased', eventId });
    }
    refuse(await this.accounts.erase(accountId, 'holder'), 'holder');
  }

  /**
   * Erases the account of an official that was ended, who asks for it on paper. Stated first.
   *
   * @throws DomainError `account-in-use`, `not-found`; `unavailable`, `ambiguous`, `log-behind`.
   */
  async eraseOfficial(actor: Actor, id: string): Promise<void> {
    await this.eitherState((state) => this.officials.require(id, state));
    await this.eraseEnded(actor, null, id);
  }

  /**
   * Erases the account of a member whose memberships have all ended; `id` is that of one of them. Stated first.
   *
   * @throws DomainError `account-in-use`, `not-found`; `unavailable`, `ambiguous`, `log-behind`.
   */
  async eraseMember(actor: Actor, id: string): Promise<void> {
    const member = await this.eitherState((state) => this.members.require(actor, id, state));
    await this.eraseEnded(actor, member.organizationId, member.accountId);
  }

  private async eraseEnded(actor: Actor, organizationId: string | null, accountId: string): Promise<void> {
    await this.require(accountId, 'admin');
    const eventId = this.traces.hourlyEventId('power-used', 'account-erased', accountId, actor.accountId);
    await this.traces.use(actor, { organizationId, act: 'account-erased', person: accountId, eventId });
    refuse(await this.accounts.erase(accountId, 'admin'), 'admin');
  }

  private async require(accountId: string, by: 'holder' | 'admin'): Promise<void> {
    refuse(await this.accounts.erasureRefusal(accountId, by), by);
  }

  /** What has ended, or else is in use, by the same id: the refusal of the second says what to do first. */
  private async eitherState<T>(find: (state: 'ended' | 'active') => Promise<T>): Promise<T> {
    try {
      return await find('ended');
    } catch (error) {
      if (error instanceof DomainError && error.slug === 'not-found') return find('active');
      throw error;
    }
  }
}

function refuse(refusal: ErasureRefusal | null, by: 'holder' | 'admin'): void {
  switch (refusal) {
    case null:
      return;
    case 'gone':
      throw by === 'holder' ? erasedAlready() : notFound();
    case 'in-use':
      throw inUse();
    case 'last-owner':
      throw lastOwner();
    case 'last-admin':
      throw lastAdmin();
  }
}

function erasedAlready(): DomainError {
  return new DomainError('unauthenticated', {
    zh: '这个账号已经停用或删除。',
    en: 'This account has ended, or is erased already.',
  });
}

function inUse(): DomainError {
  return new DomainError('account-in-use', {
    zh: '这个账号还有生效的角色，请先停用；在用的账号只能由本人删除。',
    en: 'The account has a role in force: end it first. An account in use is erased by its holder alone.',
  });
}
