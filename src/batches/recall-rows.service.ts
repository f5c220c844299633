import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import {
  listRecallIds,
  listRecallRows,
  listStandingIds,
  listStandingRecalls,
  type RecallRow,
} from './recalls.store.js';

export type { RecallRow };

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Which entries recall which batches, and whether they still do. What they say is read from the chains. */
@Injectable()
export class RecallRows {
  constructor(private readonly database: Database) {}

  /** The entries of these recalls by their recall; those in scope, where one is given. */
  of(recalls: readonly string[], scope?: TenantScope): Promise<RecallRow[]> {
    return listRecallRows(this.database.as(scope), recalls);
  }

  /** Recalls in force that suspect these very batches, earliest first. */
  standing(batches: readonly string[]): Promise<RecallRow[]> {
    return listStandingRecalls(this.database, batches);
  }

  /** Ids of recalls in scope, newest first: of batches of one organization, or of all. */
  list(
    scope: TenantScope,
    organizationId: string | null,
    before: string | null,
    limit: number,
  ): Promise<string[]> {
    return listRecallIds(this.database.tenant(scope), organizationId, before ?? lastId, limit);
  }

  /** Ids of recalls and rehearsals that are not wholly withdrawn, in their order. */
  standingIds(after: string, limit: number): Promise<string[]> {
    return listStandingIds(this.database, after, limit);
  }
}
