import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/violations.js';
import { SiteRow } from './sites.row.js';

/** The only code that queries sites, but for the cached facts of facts.ts. */
@Injectable()
export class SitesStore {
  constructor(private readonly database: Database) {}

  /** Answers false when the id is taken. */
  async insert(row: SiteRow): Promise<boolean> {
    try {
      await this.rows.insert(row);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async find(id: string): Promise<SiteRow | null> {
    return this.rows.findOneBy({ id });
  }

  /** Sites of these organizations by id, after `cursor`; one more than `limit` when there are more. */
  async list(organizationIds: readonly string[], cursor: string | null, limit: number): Promise<SiteRow[]> {
    const after = cursor === null ? {} : { id: MoreThan(cursor) };
    const where = { organizationId: In([...organizationIds]), ...after };
    return this.rows.find({ where, order: { id: 'ASC' }, take: limit + 1 });
  }

  private get rows() {
    return this.database.source.getRepository(SiteRow);
  }
}
