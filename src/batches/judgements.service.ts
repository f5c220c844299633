import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import {
  findDueAmong,
  findBreaks,
  findJudgements,
  findOffers,
  listDueBatches,
  listFindingReleases,
  listJudgedWith,
  listSharing,
  queueOutdated,
  queueTouched,
  saveJudgement,
  settleDueBatch,
  type Due,
} from './judgements.store.js';
import type { FindingRelease, Judged, Judgement, Offers, PlotBreak } from './judgement.js';
export type { Due } from './judgements.store.js';
import type { BatchKey } from './projection.store.js';

export type { BatchKey } from './projection.store.js';

/** What was found in the records of batches, and which wait to be judged. It knows no rule. */
@Injectable()
export class JudgementsService {
  constructor(private readonly database: Database) {}

  /** What was found last in each of these batches that was judged, by its id; those in scope, where one is given. */
  of(batches: readonly string[], scope?: TenantScope): Promise<Map<string, readonly Judged[]>> {
    return findJudgements(this.database.as(scope), batches);
  }

  /** What an authority lifted on a batch. */
  releases(batch: BatchKey): Promise<FindingRelease[]> {
    return listFindingReleases(this.database, batch);
  }

  /** Other batches of the organization that rest on one of the subjects, with all that they rest on; at most `limit`. */
  sharing(
    batch: BatchKey,
    subjects: readonly string[],
    limit: number,
  ): Promise<{ readonly batchId: string; readonly subjects: readonly string[] }[]> {
    return listSharing(this.database, batch, subjects, limit);
  }

  /** What these batches offer to what is made from them, by id, those that were judged. */
  offers(batches: readonly string[]): Promise<Map<string, Offers>> {
    return findOffers(this.database, batches);
  }

  /** Uses that begin the conversion of plots anew, on the other batches of its organization. */
  breaks(batch: BatchKey): Promise<PlotBreak[]> {
    return findBreaks(this.database, batch);
  }

  /**
   * Keeps what was found in a batch that waited, unless more of the record was judged meanwhile. It waits no more, unless
   * it was put among them again since it was read; batches made from it wait from now on when what it offers them has
   * changed, and those of the organization that rest on the same test reports, and itself, when these have.
   */
  save(judgement: Judgement, { turn }: Due): Promise<void> {
    return saveJudgement(this.database, judgement, turn);
  }

  /** Takes a batch that is not there any more out of those that wait. */
  settle(due: Due): Promise<void> {
    return settleDueBatch(this.database, due);
  }

  /** Batches that wait, in the order of their keys, those after `after`, at most `limit`. */
  due(after: BatchKey, limit: number): Promise<Due[]> {
    return listDueBatches(this.database, after, limit);
  }

  /** Of these batches those that wait. */
  dueAmong(batches: readonly BatchKey[]): Promise<Due[]> {
    return findDueAmong(this.database, batches);
  }

  /** All batches that no or other rules judged wait from now on. */
  async queueOutdated(edition: string): Promise<void> {
    let after: BatchKey | null = nobody;
    while (after !== null) after = await queueOutdated(this.database, edition, after);
  }

  /** All batches that rest on one of the subjects and were not judged with these lists wait from now on. */
  async queueTouched(subjects: readonly string[], lists: string): Promise<void> {
    if (subjects.length > 0) await queueTouched(this.database, subjects, lists);
  }

  /** Which versions of lists batches were judged with: each combination once. */
  judgedWith(): Promise<string[]> {
    return listJudgedWith(this.database);
  }
}

/** Before every batch. */
export const nobody: BatchKey = {
  organizationId: '00000000-0000-0000-0000-000000000000',
  batchId: '00000000-0000-0000-0000-000000000000',
};
