import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { Actors } from '../access/actors.js';
import { requireUntoldPassword } from '../access/new-password.js';
import { linkRefused, OneTimeLinks } from '../access/one-time-links.service.js';
import type { OneTimeLink } from '../access/one-time-link.js';
import { DomainError } from '../http/problems.js';
import { MembersService } from './members.service.js';
import { OfficialsService } from './officials.service.js';
import type { IssuedReset, PasswordReset } from './password-resets.dto.js';

/**
 * New passwords for who has lost the old one. An owner gives the link to members of the own organization who belong to
 * no other: a password opens all that the person may do. An admin gives it to anybody. A second factor stays.
 */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly accounts: AccountsService,
    private readonly actors: Actors,
    private readonly members: MembersService,
    private readonly officials: OfficialsService,
  ) {}

  /** A link for a member. @throws DomainError `not-found`, `forbidden`. */
  async forMember(actor: Actor, memberId: string): Promise<IssuedReset> {
    const { accountId, login, organizationId } = await this.members.require(actor, memberId);
    if (isAdmin(actor)) return this.issue(actor, accountId, login, null);
    if (!(await this.belongsOnlyTo(accountId, organizationId))) throw belongsElsewhere();
    return this.issue(actor, accountId, login, organizationId);
  }

  /** A link for an official; for admins. @throws DomainError `not-found`. */
  async forOfficial(actor: Actor, accountId: string): Promise<IssuedReset> {
    const { login } = await this.officials.get(accountId);
    return this.issue(actor, accountId, login, null);
  }

  /**
   * Sets the password of the link's account, ends all its sessions, and answers its login.
   *
   * @throws DomainError `validation`.
   */
  async redeem({ token, password }: PasswordReset): Promise<string> {
    const link = await this.links.open('password-reset', token);
    const account = link.accountId === null ? null : await this.actors.ofAccount(link.accountId);
    if (account === null || !(await this.stillHolds(link, account))) throw linkRefused();
    requireUntoldPassword(account.login, password);
    await this.links.use(link, () => this.accounts.setPassword(account.accountId, password, null));
    return account.login;
  }

  private async issue(
    actor: Actor,
    accountId: string,
    login: string,
    organizationId: string | null,
  ): Promise<IssuedReset> {
    const made = await this.links.resetPassword({ organizationId, accountId, madeBy: actor.accountId });
    return { login, token: made.token, expiresAt: made.expiresAt.toISOString() };
  }

  /** Whether who made the link could still make it: roles may have changed since. */
  private async stillHolds({ madeBy, organizationId }: OneTimeLink, account: Actor): Promise<boolean> {
    const maker = await this.actors.ofAccount(madeBy);
    if (maker === null) return false;
    if (organizationId === null) return isAdmin(maker);
    return (
      (await this.members.decides(maker, organizationId)) &&
      account.grants.every((grant) => grant.organizationId === organizationId)
    );
  }

  private async belongsOnlyTo(accountId: string, organizationId: string): Promise<boolean> {
    const grants = await this.accounts.grantsOf(accountId);
    return grants.every((grant) => grant.organizationId === organizationId);
  }
}

function isAdmin(actor: Actor): boolean {
  return actor.grants.some(({ role, organizationId }) => role === 'admin' && organizationId === null);
}

function belongsElsewhere(): DomainError {
  return new DomainError('forbidden', {
    zh: '这个人还属于别的组织或担任其他职务，只有服务的管理员能重设其密码。',
    en: 'This person also belongs elsewhere; only an admin of the service gives them a new password.',
  });
}
