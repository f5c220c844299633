import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { RecallRows } from '../batches/recall-rows.service.js';
import { civilDate } from '../events/kinds/dates.js';
import { PartyFacts } from '../parties/facts.js';
import { RecallReader } from './recall-reader.js';

/** How many recalled sources of one batch are named. */
const lotsMax = 20;

/** A recall in force as the public is told of it. */
export interface PublicRecall {
  readonly reason: string;
  readonly advice: string | null;
  readonly by: string;
  /** Civil date. */
  readonly announcedOn: string;
  readonly lots: readonly string[];
  readonly phone: string | null;
}

/** Tells the public of recalls in force. Rehearsals are not spoken of. */
@Injectable()
export class StandingRecalls {
  constructor(
    private readonly rows: RecallRows,
    private readonly reader: RecallReader,
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
  ) {}

  /**
   * The recall over a batch: of itself, or the nearest of those it was made from. `recalled`: the batches on which
   * recalls lie, nearest first. Null when they were withdrawn meanwhile. Lots are those of the batch and of its recalled
   * sources.
   */
  async over(batch: BatchIdentity, recalled: readonly string[]): Promise<PublicRecall | null> {
    const standing = await this.rows.standing(recalled.slice(0, lotsMax));
    const named = recalled.filter((id) => standing.some(({ batchId }) => batchId === id));
    const row = standing.find(({ batchId }) => batchId === named[0]);
    if (row === undefined) return null;
    const { said, recordedAt } = await this.reader.told(row);
    const sources = await Promise.all(named.map((id) => this.batches.find(id)));
    const lots = [batch, ...sources].flatMap((one) => (one === null ? [] : [one.lot ?? one.code]));
    return {
      reason: said.reason,
      advice: said.advice ?? null,
      by: (await this.parties.organization(row.issuerId))?.name ?? row.issuerId,
      announcedOn: civilDate(recordedAt),
      lots: [...new Set(lots)],
      phone: said.phone ?? null,
    };
  }
}
