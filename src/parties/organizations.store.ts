import { Injectable } from '@nestjs/common';
import { In, Like, MoreThan, type FindOptionsWhere } from 'typeorm';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/violations.js';
import { OrganizationRow } from './organizations.row.js';
import type { Visible } from './scope.js';

/** Longest wait for another process that registers the same organization, in milliseconds. */
const lockWaitMs = 2_000;
/** Any fixed number: the space of advisory locks that registrations use. */
const lockSpace = 7_305_103;

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

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(visible: Visible, cursor: string | null, limit: number): Promise<OrganizationRow[]> {
    const after = cursor === null ? {} : { id: MoreThan(cursor) };
    const where: FindOptionsWhere<OrganizationRow>[] = [];
    if (visible.all) {
      where.push(after);
    } else {
      const own = [...visible.organizationIds];
      const ownAfter = own.filter((id) => cursor === null || id > cursor);
      where.push({ id: In(ownAfter) }, { ...after, parentId: In(own) });
      where.push(...visible.regions.map((prefix) => ({ ...after, region: Like(`${prefix}%`) })));
    }
    return this.rows.find({ where, order: { id: 'ASC' }, take: limit + 1 });
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
