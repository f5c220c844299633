import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Decimal } from '../ledger/quantity.js';
import {
  readCertifications,
  readCertificationsByNumber,
  readMarked,
  type CertificationEntry,
} from './certifications.store.js';

export type { CertificationEntry } from './certifications.store.js';

/** Where certifications stand in the chains of organizations, and what is marked under each. It knows none of their words. */
@Injectable()
export class CertificationEntries {
  constructor(private readonly database: Database) {}

  /** Of one organization, in the order of its chain. */
  of(organizationId: string): Promise<CertificationEntry[]> {
    return readCertifications(this.database, organizationId);
  }

  /** Those of at most `limit` certifications with a number, by organization and in the order of its chain. */
  byNumber(number: string, limit: number): Promise<CertificationEntry[]> {
    return readCertificationsByNumber(this.database, number, limit);
  }

  /** What labels that are not void mark, by the entry that granted the certification, in its unit. */
  marked(organizationId: string): Promise<ReadonlyMap<number, Decimal>> {
    return readMarked(this.database, organizationId);
  }
}
