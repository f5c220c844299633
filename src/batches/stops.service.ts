import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { findOwnStops, findParents, isAnythingStopped, type OwnStop } from './stops.store.js';

/** How many batches are looked at for one answer; a batch made from more cannot be told to be free. */
const batchesMax = 50_000;

/** What may lie on a batch itself. */
export const ownStops = ['hold', 'recall', 'finding'] as const;

/** Why a batch is stopped: a hold that was stated, a recall, or its record, on itself or on one it was made from. */
export interface Stop {
  readonly batch: string;
  readonly by: (typeof ownStops)[number] | 'unknown';
}

/** Whether batches are stopped, by what lies on them and on everything they were made from (domain.md §4). */
@Injectable()
export class StopsService {
  constructor(private readonly database: Database) {}

  /**
   * What stops each of these batches, nearest first; batches that are free are left out.
   *
   * Walks from the batches to what they were made from, level by level (scale.md rule 5), and meets each batch once: a
   * stop needs no copying to descendants, and holds for a batch in the moment it is made from a stopped one. One that
   * was made from more than 50,000 batches counts as stopped, `unknown`: not known is not free.
   */
  async over(batches: readonly string[]): Promise<Map<string, readonly Stop[]>> {
    const found = new Map<string, Stop[]>();
    if (batches.length === 0 || !(await isAnythingStopped(this.database))) return found;
    /** For each batch met, those asked about that were made from it. */
    const roots = new Map<string, Set<string>>(batches.map((id) => [id, new Set([id])]));
    let level: readonly string[] = [...roots.keys()];
    for (let met = level.length; level.length > 0; met += level.length) {
      for (const { id, by } of apart(await findOwnStops(this.database, level)))
        add(found, roots.get(id), { batch: id, by });
      if (met > batchesMax) {
        for (const id of level) add(found, roots.get(id), { batch: id, by: 'unknown' });
        break;
      }
      level = climb(roots, await findParents(this.database, level));
    }
    return found;
  }

  /** What lies on each of these batches itself, whatever it was made from; those on which nothing lies are left out. */
  async lyingOn(batches: readonly string[]): Promise<Map<string, readonly Stop['by'][]>> {
    const found = new Map<string, readonly Stop['by'][]>();
    if (batches.length === 0) return found;
    for (const { id, by } of apart(await findOwnStops(this.database, batches)))
      found.set(id, [...(found.get(id) ?? []), by]);
    return found;
  }

  /** What stops one batch, nearest first; nothing when it is free. */
  async on(batch: string): Promise<readonly Stop[]> {
    return (await this.over([batch])).get(batch) ?? [];
  }
}

/** Holds that are nothing but recalls are told as recalls alone. */
function apart(stops: readonly OwnStop[]): OwnStop[] {
  const recalls = new Map(stops.filter(({ by }) => by === 'recall').map(({ id, times }) => [id, times]));
  return stops.filter(({ id, by, times }) => by !== 'hold' || times > (recalls.get(id) ?? 0));
}

function add(found: Map<string, Stop[]>, roots: ReadonlySet<string> | undefined, stop: Stop): void {
  for (const root of roots ?? []) {
    const known = found.get(root) ?? [];
    if (!known.some(({ batch, by }) => batch === stop.batch && by === stop.by)) known.push(stop);
    found.set(root, known);
  }
}

/** The batches of the next level: those that are new, or new to one of the batches asked about. */
function climb(
  roots: Map<string, Set<string>>,
  edges: readonly { readonly child: string; readonly parent: string }[],
): string[] {
  const next = new Set<string>();
  for (const { child, parent } of edges) {
    const known = roots.get(parent) ?? new Set<string>();
    const before = known.size;
    for (const root of roots.get(child) ?? []) known.add(root);
    roots.set(parent, known);
    if (known.size > before) next.add(parent);
  }
  return [...next];
}
