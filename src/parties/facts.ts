import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.js';
import type { OrganizationType } from '../gs1/vocabulary.js';
import { scopeKey, type TenantScope } from '../database/tenants.js';

const cachedMax = 20_000;

/** What never changes about an organization once registered. */
export interface OrganizationFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganizationType;
  readonly uscc: string | null;
  readonly region: string;
  readonly parentId: string | null;
}

export interface ProductFacts {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly variety: string | null;
  readonly category: string;
  readonly gtin: string | null;
  readonly unit: string;
}

export interface SiteFacts {
  readonly id: string;
  readonly organizationId: string;
  readonly publicName: string;
  readonly region: string;
}

const organizationColumns = 'id, name, kind, uscc, region, parent_id as "parentId"';
const organizationById = {
  name: 'facts-organization',
  text: `select ${organizationColumns} from organizations where id = $1`,
};
const organizationByUscc = {
  name: 'facts-organization-uscc',
  text: `select ${organizationColumns} from organizations where uscc = $1`,
};
const productById = {
  name: 'facts-product',
  text: 'select id, organization_id as "organizationId", name, variety, category, gtin, unit from products where id = $1',
};
const productByGtin = {
  name: 'facts-product-gtin',
  text: 'select id, organization_id as "organizationId", name, variety, category, gtin, unit from products where gtin = $1',
};
const siteById = {
  name: 'facts-site',
  text: 'select id, organization_id as "organizationId", public_name as "publicName", region from sites where id = $1',
};

/**
 * Master data that never changes once made, read often by recording and scanning: kept in memory by id. What does not
 * exist is not remembered, since it may exist a moment later.
 */
export class PartyFacts {
  private readonly organizations = new LRUCache<string, OrganizationFacts>({ max: cachedMax });
  private readonly products = new LRUCache<string, ProductFacts>({ max: cachedMax });
  private readonly sites = new LRUCache<string, SiteFacts>({ max: cachedMax });

  constructor(private readonly database: Database) {}

  organization(id: string): Promise<OrganizationFacts | null> {
    return this.remember(this.organizations, organizationById, id);
  }

  organizationByUscc(uscc: string): Promise<OrganizationFacts | null> {
    return this.remember(this.organizations, organizationByUscc, uscc);
  }

  /** The organization, where it is in scope or belongs to one that is. */
  organizationIn(scope: TenantScope, id: string): Promise<OrganizationFacts | null> {
    return this.remember(this.organizations, organizationById, id, scope);
  }

  product(id: string): Promise<ProductFacts | null> {
    return this.remember(this.products, productById, id);
  }

  /** The product, where it is in scope. */
  productIn(scope: TenantScope, id: string): Promise<ProductFacts | null> {
    return this.remember(this.products, productById, id, scope);
  }

  /** By GTIN-14. */
  productByGtin(gtin: string): Promise<ProductFacts | null> {
    return this.remember(this.products, productByGtin, gtin);
  }

  /** The site, where it is in scope. */
  siteIn(scope: TenantScope, id: string): Promise<SiteFacts | null> {
    return this.remember(this.sites, siteById, id, scope);
  }

  private async remember<Facts extends object>(
    cache: LRUCache<string, Facts>,
    statement: { readonly name: string; readonly text: string },
    key: string,
    scope?: TenantScope,
  ): Promise<Facts | null> {
    const cacheKey = scope === undefined ? key : `${scopeKey(scope)} ${key}`;
    const cached = cache.get(cacheKey);
    if (cached !== undefined) return cached;
    const [found] = await this.database.as(scope).read<Facts>(statement, [key]);
    if (found === undefined) return null;
    cache.set(cacheKey, found);
    return found;
  }
}
