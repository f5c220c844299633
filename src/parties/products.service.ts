import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { checkGtin, parseGtin } from '../gs1/identifiers.js';
import { DomainError, refused } from '../http/problems.js';
import { derivedId } from './event-ids.js';
import { identifierFaults } from './faults.js';
import { eventConflict } from './organization-chain.js';
import { OrganizationsService } from './organizations.service.js';
import { toProductAnswer, type NewProduct, type ProductAnswer } from './products.dto.js';
import type { ProductRow } from './products.row.js';
import { ProductsStore } from './products.store.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import type { OrganizationPageQuery } from './pages.dto.js';
import { homeOrganization, partyEditors, partyReaders } from './scope.js';

/** Products: what organizations make. */
@Injectable()
export class ProductsService {
  constructor(
    private readonly store: ProductsStore,
    private readonly organizations: OrganizationsService,
  ) {}

  /**
   * Adds a product. The same content again under the same `key` answers the product that the first request made.
   *
   * @throws DomainError `validation`, `gtin-taken`, `event-conflict`, `forbidden`, `not-found`.
   */
  async create(actor: Actor, key: string | null, body: NewProduct): Promise<Made<ProductAnswer>> {
    const organizationId = homeOrganization(actor, body.organization, partyEditors);
    await this.organizations.require(actor, organizationId, partyEditors);
    const row: ProductRow = {
      id: key === null ? randomUUID() : derivedId('product', organizationId, key),
      organizationId,
      name: body.name,
      variety: body.variety ?? null,
      category: body.category,
      gtin: readGtin(body.gtin ?? null),
      unit: body.unit,
      createdAt: new Date(),
    };
    if (await this.store.insert(scopeOf(actor, partyEditors), row))
      return { entity: toProductAnswer(row), repeated: false };
    return { entity: toProductAnswer(await this.earlier(actor, row)), repeated: true };
  }

  /** @throws DomainError `not-found`, also for a product the actor may not see. */
  async get(actor: Actor, id: string): Promise<ProductAnswer> {
    const product = await this.store.find(scopeOf(actor, partyReaders), id);
    if (product === null) throw notFound();
    await this.organizations.require(actor, product.organizationId, partyReaders);
    return toProductAnswer(product);
  }

  /** Products of one organization, or of all that the actor is a member of, by id. @throws DomainError `not-found`. */
  async list(actor: Actor, query: OrganizationPageQuery): Promise<Page<ProductAnswer>> {
    const organizationIds = await this.organizations.listed(actor, query.organization ?? null, partyReaders);
    const scope = scopeOf(actor, partyReaders);
    const rows = await this.store.list(scope, organizationIds, query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.id, toProductAnswer);
  }

  private async earlier(actor: Actor, row: ProductRow): Promise<ProductRow> {
    const before = await this.store.find(scopeOf(actor, partyEditors), row.id);
    if (before === null) throw gtinTaken();
    const fields = ['name', 'variety', 'category', 'gtin', 'unit'] as const;
    if (!fields.every((field) => before[field] === row[field])) throw eventConflict();
    return before;
  }
}

function readGtin(text: string | null): string | null {
  if (text === null) return null;
  const found = checkGtin(text);
  if (found !== null) throw refused(...identifierFaults('/gtin', found));
  return parseGtin(text);
}

function gtinTaken(): DomainError {
  const detail = {
    zh: '这个 GTIN 已经用于另一个产品。',
    en: 'This GTIN belongs to another product already.',
  };
  return new DomainError('gtin-taken', detail, [{ pointer: '/gtin', code: 'taken', detail }]);
}
