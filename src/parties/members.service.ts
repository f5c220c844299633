import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { DomainError } from '../http/problems.js';
import { requireUntoldPassword } from './credentials.dto.js';
import { toMemberAnswer, type MemberAnswer, type MemberPageQuery, type NewMember } from './members.dto.js';
import { MembersStore, type Member } from './members.store.js';
import { OrganizationsService } from './organizations.service.js';
import { pageOf, type Page } from '../http/paging.js';
import { homeOrganization, partyOwners } from './scope.js';

/** Members: who acts for an organization. */
@Injectable()
export class MembersService {
  constructor(
    private readonly store: MembersStore,
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationsService,
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
    requireUntoldPassword(body);
    const { login, name, password, role } = body;
    const accountId = await this.accounts.create({
      login,
      name,
      password,
      grants: [{ role, organizationId, region: null }],
    });
    const member = await this.store.findOfAccount(
      scopeOf(actor, partyOwners),
      accountId,
      organizationId,
      role,
    );
    if (member === null) throw new Error('a member could not be stored');
    return toMemberAnswer(member);
  }

  /** @throws DomainError `not-found`, also for a member of another organization. */
  async get(actor: Actor, id: string): Promise<MemberAnswer> {
    return toMemberAnswer(await this.require(actor, id));
  }

  /** Members in force of one organization, by id. @throws DomainError `not-found`, `forbidden`, `validation`. */
  async list(actor: Actor, query: MemberPageQuery): Promise<Page<MemberAnswer>> {
    const organizationId = homeOrganization(actor, query.organization, partyOwners);
    await this.organizations.require(actor, organizationId, partyOwners);
    const rows = await this.store.list(
      scopeOf(actor, partyOwners),
      organizationId,
      query.cursor ?? null,
      query.limit,
    );
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
    if (role !== 'owner') await this.accounts.endGrant(accountId, grant);
    else if (!(await this.accounts.endGrantUnlessLast(accountId, grant))) throw lastOwner();
  }

  private async require(actor: Actor, id: string): Promise<Member> {
    const member = await this.store.find(scopeOf(actor), id);
    if (member === null) throw notFound();
    await this.organizations.require(actor, member.organizationId, partyOwners);
    return member;
  }
}

function lastOwner(): DomainError {
  return new DomainError('last-owner', {
    zh: '这是组织唯一的负责人，请先增加另一位负责人。',
    en: 'This is the only owner of the organization; add another one first.',
  });
}
