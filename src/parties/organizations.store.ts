import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { literal } from '../database/parameters.js';
import type { TenantScope } from '../database/tenants.js';
import { isUniqueViolation } from '../database/violations.js';
import { OrganizationRow } from './organizations.row.js';

/** Longest wait for another process that registers the same organization, in milliseconds. */
const lockWaitMs = 2_000;
/** Any fixed number: the space of advisory locks that registrations use. */
const lockSpace = 7_305_103;

const columns = `id, registration_event_id as "registrationEventId", kind, name, uscc, region, parent_id as "parentId",
  created_at as "createdAt"`;
const byId = { name: 'organization', text: `select ${columns} from organizations where id = $1` };
const page = {
  name: 'organizations',
  text: `select ${columns} from organizations
    where (id = any ($1::uuid[]) or parent_id = any ($1::uuid[]) or region ^@ any ($2::text[]))
      and ($3::uuid is null or id > $3) order by id limit $4`,
};

/** The only code that queries organizations. */
@Injectable()
export class OrganizationsStore {
  constructor(private readonly database: Database) {}

  /** Answers false when the event id or the credit code is taken. */
  async insert(row: OrganizationRow): Promise<boolean> {
    try {
      await this.rows.insert(row);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async find(id: string): Promise<OrganizationRow | null> {
    return this.rows.findOneBy({ id });
  }

  async findByRegistration(eventId: string): Promise<OrganizationRow | null> {
    return this.rows.findOneBy({ registrationEventId: eventId });
  }

  async findByUscc(uscc: string): Promise<OrganizationRow | null> {
    return this.rows.findOneBy({ uscc });
  }

  /** The organization, where it is in scope or belongs to one that is. */
  async findVisible(scope: TenantScope, id: string): Promise<OrganizationRow | null> {
    const [row] = await this.database.tenant(scope).read<OrganizationRow>(byId, [id]);
    return row ?? null;
  }

  /** Organizations in scope and those that belong to them, by id, after `cursor`; one more than `limit` when there are more. */
  async list(scope: TenantScope, cursor: string | null, limit: number): Promise<OrganizationRow[]> {
    const values = [literal(scope.organizations), [...scope.regions], cursor, limit + 1];
    return this.database.tenant(scope).read<OrganizationRow>(page, values);
  }

  /**
   * Runs `work` while no other process runs it for the same organization. Only saves double work and double keys: what
   * `work` writes is guarded by constraints of its own.
   *
   * `work` must not use `database.source`, whose connections the waiting hold.
   */
  async locked<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
    return this.database.source.transaction(async (entities) => {
      await entities.query(`set local lock_timeout = ${lockWaitMs}`);
      await entities.query('select pg_advisory_xact_lock($1, hashtext($2))', [lockSpace, organizationId]);
      return work();
    });
  }

  private get rows() {
    return this.database.source.getRepository(OrganizationRow);
  }
}
