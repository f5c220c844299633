import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { literal } from '../database/parameters.js';
import type { TenantScope } from '../database/tenants.js';
import type { SiteRow } from './sites.row.js';

const columns = `id, organization_id as "organizationId", name, public_name as "publicName", region,
  area_value as "areaValue", area_unit as "areaUnit", polygon, created_at as "createdAt"`;

const insert = {
  name: 'site-insert',
  text: `insert into sites (id, organization_id, name, public_name, region, area_value, area_unit, polygon, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
};
const byId = { name: 'site', text: `select ${columns} from sites where id = $1` };
const page = {
  name: 'sites',
  text: `select ${columns} from sites
    where organization_id = any ($1::uuid[]) and ($2::uuid is null or id > $2) order by id limit $3`,
};

/** The only code that queries sites, but for the cached facts of facts.ts. */
@Injectable()
export class SitesStore {
  constructor(private readonly database: Database) {}

  /** Answers false when the id is taken. @throws the driver's error for an organization out of scope. */
  async insert(scope: TenantScope, row: SiteRow): Promise<boolean> {
    const values = [
      row.id,
      row.organizationId,
      row.name,
      row.publicName,
      row.region,
      row.areaValue,
      row.areaUnit,
      row.polygon === null ? null : JSON.stringify(row.polygon),
      row.createdAt,
    ];
    return (await this.database.tenant(scope).write(insert, values)).length === 1;
  }

  async find(scope: TenantScope, id: string): Promise<SiteRow | null> {
    const [row] = await this.database.tenant(scope).read<SiteRow>(byId, [id]);
    return row ?? null;
  }

  /** Sites of these organizations by id, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationIds: readonly string[],
    cursor: string | null,
    limit: number,
  ): Promise<SiteRow[]> {
    const values = [literal(organizationIds), cursor, limit + 1];
    return this.database.tenant(scope).read<SiteRow>(page, values);
  }
}
