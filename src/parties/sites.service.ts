import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { refused } from '../http/problems.js';
import { derivedId } from './event-ids.js';
import { eventConflict } from './organization-chain.js';
import { OrganizationsService } from './organizations.service.js';
import { readPolygon } from './polygon.js';
import type { Made } from '../http/entity-tag.js';
import { Oversight } from './oversight.service.js';
import { pageOf, type Page } from '../http/paging.js';
import type { OrganizationPageQuery } from './pages.dto.js';
import { homeOrganization, partyEditors, siteReaders } from './scope.js';
import { toSiteAnswer, toSiteSummary, type NewSite, type SiteAnswer, type SiteSummary } from './sites.dto.js';
import type { SiteRow } from './sites.row.js';
import { SitesStore } from './sites.store.js';

/** Sites: where organizations work. Outlines and areas are for the organization and its authorities only. */
@Injectable()
export class SitesService {
  constructor(
    private readonly store: SitesStore,
    private readonly organizations: OrganizationsService,
    private readonly oversight: Oversight,
  ) {}

  /**
   * Adds a site. The same content again under the same `key` answers the site that the first request made.
   *
   * @throws DomainError `validation`, `event-conflict`, `forbidden`, `not-found`.
   */
  async create(actor: Actor, key: string | null, body: NewSite): Promise<Made<SiteAnswer>> {
    const organizationId = homeOrganization(actor, body.organization, partyEditors);
    await this.organizations.require(actor, organizationId, partyEditors);
    const row: SiteRow = {
      id: key === null ? randomUUID() : derivedId('site', organizationId, key),
      organizationId,
      name: body.name,
      publicName: body.publicName,
      region: body.region,
      areaValue: body.area?.value ?? null,
      areaUnit: body.area?.unit ?? null,
      polygon: readOutline(body),
      createdAt: new Date(),
    };
    if (await this.store.insert(scopeOf(actor, partyEditors), row))
      return { entity: toSiteAnswer(row), repeated: false };
    return { entity: toSiteAnswer(await this.earlier(actor, row)), repeated: true };
  }

  /** @throws DomainError `not-found`, also for a site the actor may not see. */
  async get(actor: Actor, id: string): Promise<SiteAnswer> {
    const site = await this.store.find(scopeOf(actor, siteReaders), id);
    if (site === null) throw notFound();
    const organization = await this.organizations.require(actor, site.organizationId, siteReaders);
    await this.oversight.traceSites(actor, organization);
    return toSiteAnswer(site);
  }

  /** Sites of one organization, or of all that the actor is a member of, by id. @throws DomainError `not-found`. */
  async list(actor: Actor, query: OrganizationPageQuery): Promise<Page<SiteSummary>> {
    const organizationIds = await this.organizations.listed(actor, query.organization ?? null, siteReaders);
    const scope = scopeOf(actor, siteReaders);
    const rows = await this.store.list(scope, organizationIds, query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.id, toSiteSummary);
  }

  private async earlier(actor: Actor, row: SiteRow): Promise<SiteRow> {
    const before = await this.store.find(scopeOf(actor, partyEditors), row.id);
    const fields = ['name', 'publicName', 'region', 'areaValue', 'areaUnit'] as const;
    const same = before !== null && fields.every((field) => before[field] === row[field]);
    if (same && rings(before) === rings(row)) return before;
    throw eventConflict();
  }
}

/** @throws DomainError `validation` with the pointer of the first fault. */
function readOutline(body: NewSite): SiteRow['polygon'] {
  if (body.polygon === null || body.polygon === undefined) return null;
  const read = readPolygon(body.polygon.coordinates, '/polygon/coordinates');
  if ('fault' in read) throw refused(read.fault);
  return { type: 'Polygon', coordinates: read.rings };
}

function rings(row: SiteRow): string {
  return JSON.stringify(row.polygon?.coordinates ?? null);
}
