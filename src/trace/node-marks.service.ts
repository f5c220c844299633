import { Injectable } from '@nestjs/common';
import type { Offers } from '../batches/judgement.js';
import { JudgementsService } from '../batches/judgements.service.js';
import { StopsService, type Stop } from '../batches/stops.service.js';
import type { BatchAt } from './graph.store.js';

/** What is told of batches beside what they are, by their ids. */
export interface NodeMarks {
  /** What the rules found that they may claim; nothing of one that is not judged yet. */
  readonly offers: ReadonlyMap<string, Offers>;
  /** What lies on the batch itself; nothing of one that is free. */
  readonly stops: ReadonlyMap<string, readonly Stop['by'][]>;
}

/** Looks up what marks the batches of a walk. */
@Injectable()
export class NodeMarksService {
  constructor(
    private readonly judgements: JudgementsService,
    private readonly stopped: StopsService,
  ) {}

  async of(batches: readonly BatchAt[]): Promise<NodeMarks> {
    const ids = batches.map(({ id }) => id);
    const [offers, stops] = await Promise.all([this.judgements.offers(ids), this.stopped.lyingOn(ids)]);
    return { offers, stops };
  }
}
