import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Actors } from '../access/actors.js';
import { notFound, ownScopeOf, scopeOf } from '../access/authorize.js';
import { linkRefused, OneTimeLinks } from '../access/one-time-links.service.js';
import type { OneTimeLink } from '../access/one-time-link.js';
import { pageOf, type Page } from '../http/paging.js';
import {
  toInvitationAnswer,
  toIssuedInvitation,
  type InvitationAcceptance,
  type InvitationAnswer,
  type IssuedInvitation,
  type NewInvitation,
} from './invitations.dto.js';
import type { MemberAnswer, OwnersPageQuery } from './members.dto.js';
import { MembersService } from './members.service.js';
import { OrganizationsService } from './organizations.service.js';
import { homeOrganization, partyOwners, type MemberRole } from './scope.js';

/**
 * Invitations to an organization. Whoever made one answers for it until it is accepted: it is accepted in the maker's
 * name, and no longer once the maker could not add the member directly.
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly members: MembersService,
    private readonly organizations: OrganizationsService,
    private readonly actors: Actors,
  ) {}

  /** Makes an invitation. @throws DomainError `validation`, `forbidden`, `not-found`. */
  async invite(actor: Actor, body: NewInvitation): Promise<IssuedInvitation> {
    const organizationId = homeOrganization(actor, body.organization, partyOwners);
    await this.organizations.require(actor, organizationId, partyOwners);
    const { role, login = null } = body;
    const wanted = { organizationId, role, login, madeBy: actor.accountId };
    return toIssuedInvitation(await this.links.invite(ownScopeOf(actor, partyOwners), wanted));
  }

  /** Invitations of one organization that can still be used. @throws DomainError `not-found`, `forbidden`, `validation`. */
  async list(actor: Actor, query: OwnersPageQuery): Promise<Page<InvitationAnswer>> {
    const organizationId = homeOrganization(actor, query.organization, partyOwners);
    await this.organizations.require(actor, organizationId, partyOwners);
    const { cursor = null, limit } = query;
    const scope = scopeOf(actor, partyOwners);
    const links = await this.links.listInvitations(scope, organizationId, cursor, limit);
    return pageOf(links, query.limit, (link) => link.id, toInvitationAnswer);
  }

  /** @throws DomainError `not-found`, also for an invitation that was used; `forbidden`. */
  async withdraw(actor: Actor, id: string): Promise<void> {
    const link = await this.links.findInvitation(scopeOf(actor), id);
    // One that is not there takes as long to refuse as another's: its id is that of no organization.
    await this.organizations.require(actor, link?.organizationId ?? id, partyOwners);
    if (link === null) throw notFound();
    await this.links.withdraw(scopeOf(actor, partyOwners), id);
  }

  /** Makes the account of somebody who has none, with the role. @throws DomainError `validation`, `login-taken`. */
  async accept(body: InvitationAcceptance): Promise<MemberAnswer> {
    const { token, ...credentials } = body;
    return this.redeem(token, (maker, organization, role) =>
      this.members.add(maker, { ...credentials, organization, role }),
    );
  }

  /** Gives the actor's own account the role, beside those it has. @throws DomainError `validation`. */
  async join(actor: Actor, token: string): Promise<MemberAnswer> {
    return this.redeem(token, (maker, organization, role) =>
      this.members.include(maker, organization, role, actor.accountId),
    );
  }

  private async redeem(
    token: string,
    work: (maker: Actor, organization: string, role: MemberRole) => Promise<MemberAnswer>,
  ): Promise<MemberAnswer> {
    const link = await this.links.open('invitation', token);
    const maker = await this.makerOf(link);
    const { organization, role } = toInvitationAnswer(link);
    return this.links.use(link, () => work(maker, organization, role));
  }

  /** @throws DomainError as for a link that does not work, when the maker may no longer add members. */
  private async makerOf(link: OneTimeLink): Promise<Actor> {
    const maker = await this.actors.ofAccount(link.madeBy);
    const { organization } = toInvitationAnswer(link);
    if (maker === null || !(await this.members.decides(maker, organization))) throw linkRefused();
    return maker;
  }
}
