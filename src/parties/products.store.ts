import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { literal } from '../database/parameters.js';
import type { TenantScope } from '../database/tenants.js';
import type { ProductRow } from './products.row.js';

const columns = `id, organization_id as "organizationId", name, variety, category, gtin, unit, created_at as "createdAt"`;

const insert = {
  name: 'product-insert',
  text: `insert into products (id, organization_id, name, variety, category, gtin, unit, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
};
const byId = { name: 'product', text: `select ${columns} from products where id = $1` };
const page = {
  name: 'products',
  text: `select ${columns} from products
    where organization_id = any ($1::uuid[]) and ($2::uuid is null or id > $2) order by id limit $3`,
};

/** The only code that queries products, but for the cached facts of facts.ts. */
@Injectable()
export class ProductsStore {
  constructor(private readonly database: Database) {}

  /** Answers false when the id or the GTIN is taken. @throws the driver's error for an organization out of scope. */
  async insert(scope: TenantScope, row: ProductRow): Promise<boolean> {
    const values = [
      row.id,
      row.organizationId,
      row.name,
      row.variety,
      row.category,
      row.gtin,
      row.unit,
      row.createdAt,
    ];
    return (await this.database.tenant(scope).write(insert, values)).length === 1;
  }

  async find(scope: TenantScope, id: string): Promise<ProductRow | null> {
    const [row] = await this.database.tenant(scope).read<ProductRow>(byId, [id]);
    return row ?? null;
  }

  /** Products of these organizations by id, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationIds: readonly string[],
    cursor: string | null,
    limit: number,
  ): Promise<ProductRow[]> {
    const values = [literal(organizationIds), cursor, limit + 1];
    return this.database.tenant(scope).read<ProductRow>(page, values);
  }
}
