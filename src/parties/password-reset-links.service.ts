import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { ownScopeOf } from '../access/authorize.js';
import { OneTimeLinks } from '../access/one-time-links.service.js';
import { DomainError } from '../http/problems.js';
import { MembersService } from './members.service.js';
import { OfficialsService } from './officials.service.js';
import type { IssuedReset } from './password-resets.dto.js';
import { PowerTraces } from './power-traces.service.js';
import { partyOwners } from './scope.js';
import { isAdmin } from './standing.js';

/**
 * Links to new passwords for who has lost the old one. An owner gives the link to members of the own organization who
 * belong to no other: a password opens all that the person may do. An admin gives it to anybody.
 */
@Injectable()
export class PasswordResetLinks {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly accounts: AccountsService,
    private readonly members: MembersService,
    private readonly officials: OfficialsService,
    private readonly traces: PowerTraces,
  ) {}

  /** A link for a member. @throws DomainError `not-found`, `forbidden`; `unavailable`, `ambiguous`. */
  async forMember(actor: Actor, memberId: string): Promise<IssuedReset> {
    const { accountId, login, organizationId } = await this.members.require(actor, memberId);
    if (!isAdmin(actor) && !(await this.belongsOnlyTo(accountId, organizationId))) throw belongsElsewhere();
    await this.traces.use(actor, { organizationId, act: 'password-reset', person: accountId });
    return this.issue(actor, accountId, login, isAdmin(actor) ? null : organizationId);
  }

  /** A link for an official; for admins. @throws DomainError `not-found`; `unavailable`, `ambiguous`. */
  async forOfficial(actor: Actor, accountId: string): Promise<IssuedReset> {
    const { login } = await this.officials.get(accountId);
    await this.traces.use(actor, { organizationId: null, act: 'password-reset', person: accountId });
    return this.issue(actor, accountId, login, null);
  }

  private async issue(
    actor: Actor,
    accountId: string,
    login: string,
    organizationId: string | null,
  ): Promise<IssuedReset> {
    const wanted = { organizationId, accountId, madeBy: actor.accountId };
    const made = await this.links.resetPassword(ownScopeOf(actor, partyOwners), wanted);
    return { login, token: made.token, expiresAt: made.expiresAt.toISOString() };
  }

  private async belongsOnlyTo(accountId: string, organizationId: string): Promise<boolean> {
    const grants = await this.accounts.grantsOf(accountId);
    return grants.every((grant) => grant.organizationId === organizationId);
  }
}

function belongsElsewhere(): DomainError {
  return new DomainError('forbidden', {
    zh: '这个人还属于别的组织或担任其他职务，只有服务的管理员能重设其密码。',
    en: 'This person also belongs elsewhere; only an admin of the service gives them a new password.',
  });
}
