import type { NewEdge, NewLotChange } from './edges.store.js';
import type { CorrectionEffect, EdgeEffect, Effect, LotChangeEffect } from './effect.js';
import type { EntryKey } from './handover.store.js';

/** All that one entry says of the graph and of its mixed lot. */
export interface SaidOfGraph {
  /** What it stands on: itself, or the entry that it corrects. */
  readonly entry: EntryKey;
  readonly isCorrected: boolean;
  readonly edges: readonly (NewEdge & Pick<EdgeEffect, 'at'>)[];
  readonly changes: readonly NewLotChange[];
}

/**
 * What the entry `at` says by its effects; null when it says nothing and takes nothing back. `homes` answers the home
 * organization of a named batch; one that it does not know is of the entry's own.
 */
export function saidBy(
  at: EntryKey,
  effects: readonly Effect[],
  homes: (batch: string) => string | undefined,
): SaidOfGraph | null {
  const edges = effects.filter((effect): effect is EdgeEffect => effect.type === 'edge');
  const changes = effects.filter((effect): effect is LotChangeEffect => effect.type === 'lot-change');
  const correction = effects.find((effect): effect is CorrectionEffect => effect.type === 'correction');
  if (edges.length + changes.length === 0 && correction === undefined) return null;
  const entry = correction === undefined ? at : { ...at, seq: correction.entry };
  const home = (batch: string): string => homes(batch) ?? at.organizationId;
  return {
    entry,
    isCorrected: correction !== undefined,
    edges: edges.map((edge) => ({
      ...entry,
      parentOrganizationId: home(edge.parent.batch),
      parentId: edge.parent.batch,
      parentSeq: edge.parent.seq,
      childOrganizationId: home(edge.child),
      childId: edge.child,
      taken: edge.taken,
      made: edge.made,
      at: edge.at,
    })),
    changes: changes.map(({ change, quantity, from }) => ({ ...entry, change, quantity, from })),
  };
}

/** Names an entry among edges. */
export function entryName({ batchId, seq }: EntryKey): string {
  return `${batchId} ${seq}`;
}
