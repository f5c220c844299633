import { Injectable } from '@nestjs/common';
import { StopsService, type Stop } from '../batches/stops.service.js';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import {
  findVisibleOf,
  listCountedSets,
  listEdgesBelow,
  listReached,
  listSent,
  type CountedSet,
  type Edge,
  type Reached,
  type Sent,
} from './reach.store.js';

export type { CountedSet, Edge, Reached, Sent };

/** How far one recall is followed. */
const batchesMax = 10_000;
const edgesMax = 50_000;

/** All that was made of suspect batches, themselves included: each batch with how many steps away it is. */
export interface Reach {
  readonly steps: ReadonlyMap<string, number>;
  readonly edges: readonly Edge[];
  /** False when there is more than is followed. */
  readonly complete: boolean;
}

/** Finds what a recall reaches (domain.md §5). Asks across organizations: who is shown what is decided elsewhere. */
@Injectable()
export class ReachService {
  constructor(
    private readonly database: Database,
    private readonly stopped: StopsService,
  ) {}

  /** Walks from the suspect batches to all that was made of them, level by level (scale.md rule 5), each batch once. */
  async from(suspects: readonly string[]): Promise<Reach> {
    const steps = new Map(suspects.map((id) => [id, 0]));
    const edges: Edge[] = [];
    let level: readonly string[] = suspects;
    for (let step = 1; level.length > 0; step += 1) {
      const left = edgesMax - edges.length;
      const found = await listEdgesBelow(this.database, level, left + 1);
      edges.push(...found.slice(0, left));
      const next = new Set(found.map(({ child }) => child).filter((child) => !steps.has(child)));
      const room = batchesMax - steps.size;
      for (const child of [...next].slice(0, room)) steps.set(child, step);
      if (found.length > left || next.size > room) return { steps, edges, complete: false };
      level = [...next];
    }
    return { steps, edges, complete: true };
  }

  /** These batches with the names and amounts of their holders. */
  batches(ids: readonly string[]): Promise<Reached[]> {
    return listReached(this.database, ids);
  }

  /** Those of these batches that are in scope. */
  visible(scope: TenantScope, ids: readonly string[]): Promise<Set<string>> {
    return findVisibleOf(this.database.tenant(scope), ids);
  }

  /** What lies on each of these batches itself; those on which nothing lies are left out. */
  stops(batches: readonly Reached[]): Promise<ReadonlyMap<string, readonly Stop['by'][]>> {
    return this.stopped.lyingOn(batches.map(({ id }) => id));
  }

  shipments(batches: readonly Reached[]): Promise<Sent[]> {
    return listSent(this.database, batches);
  }

  labels(batches: readonly Reached[]): Promise<CountedSet[]> {
    return listCountedSets(this.database, batches);
  }
}
