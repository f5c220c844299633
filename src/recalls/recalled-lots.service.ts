import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { StopsService } from '../batches/stops.service.js';
import { inTurn } from '../events/in-turn.js';
import { ReachService } from './reach.service.js';
import { RecallReader } from './recall-reader.js';
import { StandingRecalls, type PublicRecall } from './standing-recalls.service.js';

const pageMax = 200;
const nothing = '00000000-0000-0000-0000-000000000000';

/** A batch under a recall, itself or by what it was made from. */
export interface RecalledLot {
  readonly batch: BatchIdentity;
  readonly recall: PublicRecall;
}

/** Lists what is recalled now, for who wants to tell of it without asking again. */
@Injectable()
export class RecalledLots {
  constructor(
    private readonly reader: RecallReader,
    private readonly reach: ReachService,
    private readonly stops: StopsService,
    private readonly batches: BatchesService,
    private readonly recalls: StandingRecalls,
  ) {}

  /** Batches that recalls in force reach, suspect ones first, `max` at most; of rehearsals none. */
  async list(max: number): Promise<RecalledLot[]> {
    const suspects = await this.suspects();
    if (suspects.length === 0) return [];
    const { steps } = await this.reach.from(suspects);
    const reached = [...steps.keys()].slice(0, max);
    const stops = await this.stops.over(reached);
    const lots = await inTurn(reached, async (id): Promise<RecalledLot | null> => {
      const batch = await this.batches.find(id);
      const sources = (stops.get(id) ?? []).flatMap((stop) => (stop.by === 'recall' ? [stop.batch] : []));
      const recall = batch === null ? null : await this.recalls.over(batch, sources);
      return batch === null || recall === null ? null : { batch, recall };
    });
    return lots.filter((lot) => lot !== null);
  }

  private async suspects(): Promise<string[]> {
    const found = new Set<string>();
    for (let after: string | undefined = nothing; after !== undefined;) {
      const ids: string[] = await this.reader.standingIds(after, pageMax);
      const recalls = (await this.reader.findAll(ids)).filter(({ mock }) => !mock);
      const standing = recalls.flatMap(({ suspects }) => suspects).filter((row) => row.withdrawnSeq === null);
      for (const { batchId } of standing) found.add(batchId);
      after = ids.at(-1);
    }
    return [...found];
  }
}
