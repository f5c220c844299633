import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import { ShipmentsService } from '../batches/shipments.service.js';
import { checkUscc } from '../gs1/national.js';
import { pageOf, type Page } from '../http/paging.js';
import { DomainError, refused } from '../http/problems.js';
import { PartyFacts, type OrganizationFacts } from '../parties/facts.js';
import { identifierFaults } from '../parties/faults.js';
import { memberRoles } from '../parties/scope.js';
import type { PartnerDto, PartnersQuery } from './partners.dto.js';

/**
 * Organizations that shipments can be addressed to. What is told of one is what the ledger says of it in public, so it
 * is read across organizations.
 */
@Injectable()
export class Partners {
  constructor(
    private readonly shipments: ShipmentsService,
    private readonly parties: PartyFacts,
  ) {}

  /** The cooperative an organization belongs to and whom it shipped to, by id, for its members. @throws DomainError `not-found`. */
  async list(actor: Actor, id: string, { cursor = null, limit }: PartnersQuery): Promise<Page<PartnerDto>> {
    const scope = scopeOf(actor, memberRoles);
    const organization = await this.parties.organizationIn(scope, id);
    if (organization === null) throw notFound();
    requireRole(actor, id, memberRoles);
    const ids = await this.shipments.consignees(
      scope,
      { id, besides: organization.parentId, after: cursor },
      limit + 1,
    );
    const page = pageOf(
      ids,
      limit,
      (partner) => partner,
      (partner) => partner,
    );
    const items: PartnerDto[] = [];
    for (const partner of page.items) {
      const facts = await this.parties.organization(partner);
      if (facts === null) throw new Error('a shipment to no organization');
      items.push(toPartner(facts));
    }
    return { items, next: page.next };
  }

  /** The organization with a credit code. @throws DomainError `validation`, `not-found`. */
  async find(uscc: string): Promise<PartnerDto> {
    const faults = identifierFaults('/path/uscc', checkUscc(uscc));
    if (faults.length > 0) throw refused(...faults);
    const organization = await this.parties.organizationByUscc(uscc);
    if (organization !== null) return toPartner(organization);
    throw new DomainError('not-found', {
      zh: '账本里没有这个信用代码的组织。',
      en: 'No organization of the ledger has this credit code.',
    });
  }
}

function toPartner({ id, kind, name, uscc, region }: OrganizationFacts): PartnerDto {
  return { id, kind, name, uscc, region };
}
