import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import {
  findAnomaly,
  listAnomalies,
  type Anomaly,
  type AnomalyChoice,
  type AnomalyPlace,
} from './cases.store.js';

export { firstPlace, type Anomaly, type AnomalyChoice, type AnomalyPlace } from './cases.store.js';

/** Findings that fail, over all batches in scope, and how far authorities are with them. */
@Injectable()
export class CaseRows {
  constructor(private readonly database: Database) {}

  /** After a place, gravest first, then newest; at most `limit`. */
  list(scope: TenantScope, choice: AnomalyChoice, after: AnomalyPlace, limit: number): Promise<Anomaly[]> {
    return listAnomalies(this.database.tenant(scope), choice, after, limit);
  }

  /** One that is in force, or whose inquiry is on record; or null. */
  find(scope: TenantScope, id: string): Promise<Anomaly | null> {
    return findAnomaly(this.database.tenant(scope), id);
  }
}
