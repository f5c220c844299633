import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { Actors } from '../access/actors.js';
import { requireUntoldPassword } from '../access/new-password.js';
import { linkRefused, OneTimeLinks } from '../access/one-time-links.service.js';
import type { OneTimeLink } from '../access/one-time-link.js';
import { MembersService } from './members.service.js';
import type { PasswordReset } from './password-resets.dto.js';
import { isAdmin } from './standing.js';

/** New passwords by a link (PasswordResetLinks). A second factor stays. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly accounts: AccountsService,
    private readonly actors: Actors,
    private readonly members: MembersService,
  ) {}

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
    if (!(await this.accounts.setPasswordByLink(link.id, account.accountId, password))) throw linkRefused();
    return account.login;
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
}
