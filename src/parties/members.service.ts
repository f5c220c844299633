import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { holdsRole, notFound, scopeOf } from '../access/authorize.js';
import { SecondFactorsService } from '../access/second-factors.service.js';
import { DomainError } from '../http/problems.js';
import { requireUntoldPassword } from '../access/new-password.js';
import { toMemberAnswer, type MemberAnswer, type MemberPageQuery, type NewMember } from './members.dto.js';
import { MembersStore, type Member, type MemberState } from './members.store.js';
import { OrganizationsService } from './organizations.service.js';
import { pageOf, type Page } from '../http/paging.js';
import { PowerTraces } from './power-traces.service.js';
import { homeOrganization, partyOwners, type MemberRole, type Party } from './scope.js';
import { standingOf } from './standing.js';

/** Members: who acts for an organization. */
@Injectable()
export class MembersService {
  constructor(
    private readonly store: MembersStore,
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationsService,
    private readonly factors: SecondFactorsService,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Makes an account with a role in the organization. The organization's registration is complete afterwards, so that
   * a member can always record.
   *
   * @throws DomainError `validation`, `login-taken`, `forbidden`, `not-found`.
   */
  async add(actor: Actor, body: NewMember): Promise<MemberAnswer> {
    const organizationId = homeOrganization(actor, body.organization, partyOwners);
    await this.organizations.requireComplete(actor, organizationId, partyOwners);
    const { login, name, password, role } = body;
    requireUntoldPassword(login, password);
    await this.accounts.requireFree(login);
    const grant = { role, organizationId, region: null };
    const id = randomUUID();
    await this.traces.changeRole(actor, 'role-granted', id, grant);
    const accountId = await this.accounts.create({ id, login, name, password, grants: [grant] });
    const scope = scopeOf(actor, partyOwners);
    const member = await this.store.findOfAccount(scope, accountId, organizationId, role);
    if (member === null) throw new Error('a member could not be stored');
    return toMemberAnswer(member);
  }

  /**
   * Gives an account that exists a role in the organization, beside those it has; one it lost comes back.
   *
   * @throws DomainError `forbidden`, `not-found`.
   */
  async include(
    actor: Actor,
    organizationId: string,
    role: MemberRole,
    accountId: string,
  ): Promise<MemberAnswer> {
    await this.organizations.requireComplete(actor, organizationId, partyOwners);
    const grant = { role, organizationId, region: null };
    await this.traces.changeRole(actor, 'role-granted', accountId, grant);
    await this.accounts.addGrant(accountId, grant);
    const scope = scopeOf(actor, partyOwners);
    const member = await this.store.findOfAccount(scope, accountId, organizationId, role);
    if (member === null) throw notFound();
    return toMemberAnswer(member);
  }

  /** @throws DomainError `not-found`, also for a member of another organization. */
  async get(actor: Actor, id: string): Promise<MemberAnswer> {
    const member = await this.require(actor, id);
    await this.traceLook(actor, await this.organizations.require(actor, member.organizationId, partyOwners));
    return toMemberAnswer(member);
  }

  /** The account behind a member of the organization; null when it is not for the actor to know, or there is none. */
  async accountOf(actor: Actor, organizationId: string, id: string): Promise<string | null> {
    const member = await this.store.find(scopeOf(actor), id, 'active');
    if (member?.organizationId !== organizationId) return null;
    const isAllowed = holdsRole(actor, organizationId, ['owner']) || member.accountId === actor.accountId;
    return isAllowed ? member.accountId : null;
  }

  /** Members of one organization by id, those in force or those that were ended. @throws DomainError `not-found`, `forbidden`, `validation`. */
  async list(actor: Actor, query: MemberPageQuery): Promise<Page<MemberAnswer>> {
    const organizationId = homeOrganization(actor, query.organization, partyOwners);
    const organization = await this.organizations.require(actor, organizationId, partyOwners);
    await this.traceLook(actor, organization);
    const { state, cursor = null, limit } = query;
    const rows = await this.store.list(scopeOf(actor, partyOwners), { organizationId, state, cursor, limit });
    return pageOf(rows, query.limit, (row) => row.id, toMemberAnswer);
  }

  /**
   * Ends a membership; it stops to count within seconds (`actorStaleMsMax`). The last owner stays, so that the
   * organization is not left without anyone who can add members.
   *
   * @throws DomainError `last-owner`, `forbidden`, `not-found`.
   */
  async end(actor: Actor, id: string): Promise<void> {
    const { accountId, organizationId, role } = await this.require(actor, id);
    const grant = { role, organizationId, region: null };
    const scope = scopeOf(actor, partyOwners);
    if (role === 'owner' && (await this.store.countOwners(scope, organizationId)) < 2) throw lastOwner();
    await this.traces.changeRole(actor, 'role-ended', accountId, grant);
    if (role !== 'owner') await this.accounts.endGrant(accountId, grant);
    else if (!(await this.accounts.endGrantUnlessLast(accountId, grant))) throw lastOwner();
  }

  /**
   * Takes an ended member back, with the role it had. Whoever's account was ended as a whole is none of theirs.
   *
   * @throws DomainError `not-found`, also for a member in force; `forbidden`.
   */
  async reactivate(actor: Actor, id: string): Promise<MemberAnswer> {
    const { accountId, organizationId, role } = await this.require(actor, id, 'ended');
    return this.include(actor, organizationId, role, accountId);
  }

  /** Takes away the second factor of a member who has lost it; for admins. @throws DomainError `not-found`. */
  async resetFactor(actor: Actor, id: string): Promise<void> {
    const { accountId, organizationId } = await this.require(actor, id);
    if ((await this.factors.find(accountId)) === null) throw notFound();
    await this.traces.use(actor, { organizationId, act: 'factor-reset', person: accountId });
    await this.factors.reset(accountId);
  }

  /** A member of an organization that the actor decides about. @throws DomainError `not-found`, `forbidden`. */
  async require(actor: Actor, id: string, state: MemberState = 'active'): Promise<Member> {
    const member = await this.store.find(scopeOf(actor), id, state);
    if (member === null) throw notFound();
    await this.organizations.require(actor, member.organizationId, partyOwners);
    return member;
  }

  /** Has it stated that somebody looks who is no member. */
  private async traceLook(actor: Actor, party: Party): Promise<void> {
    const look = { organizationId: party.id, what: 'members', object: null } as const;
    await this.traces.look(actor, standingOf(actor, party), look);
  }

  /** Whether the actor decides about the members of the organization. */
  async decides(actor: Actor, organizationId: string): Promise<boolean> {
    try {
      await this.organizations.require(actor, organizationId, partyOwners);
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}

/** The refusal to leave an organization without an owner. */
export function lastOwner(): DomainError {
  return new DomainError('last-owner', {
    zh: '这是组织唯一的负责人，请先增加另一位负责人。',
    en: 'This is the only owner of the organization; add another one first.',
  });
}
