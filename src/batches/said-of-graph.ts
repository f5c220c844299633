import type { NewEdge, NewLotChange } from './edges.store.js';
import type { NewInputCode } from './input-codes.store.js';
import { isSaid, type CorrectionEffect, type EdgeEffect, type Effect, type SaidEffect } from './effect.js';
import type { EntryKey } from './handover.store.js';

/** All that one entry says of the graph, of its mixed lot and of the input it used. */
export interface SaidOfGraph {
  /** What it stands on: itself, or the entry that it corrects. */
  readonly entry: EntryKey;
  readonly isCorrected: boolean;
  readonly edges: readonly (NewEdge & Pick<EdgeEffect, 'at'>)[];
  readonly changes: readonly NewLotChange[];
  readonly codes: readonly NewInputCode[];
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
  const said = effects.filter(isSaid);
  const correction = effects.find((effect): effect is CorrectionEffect => effect.type === 'correction');
  if (said.length === 0 && correction === undefined) return null;
  const entry = correction === undefined ? at : { ...at, seq: correction.entry };
  const home = (batch: string): string => homes(batch) ?? at.organizationId;
  return {
    entry,
    isCorrected: correction !== undefined,
    edges: of(said, 'edge').map((edge) => ({
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
    changes: of(said, 'lot-change').map(({ change, quantity, from }) => ({
      ...entry,
      change,
      quantity,
      from,
    })),
    codes: of(said, 'input-code').map(({ code }) => ({ ...entry, code })),
  };
}

function of<Type extends SaidEffect['type']>(
  said: readonly SaidEffect[],
  type: Type,
): Extract<SaidEffect, { type: Type }>[] {
  return said.filter((effect): effect is Extract<SaidEffect, { type: Type }> => effect.type === type);
}

/** Names an entry among edges. */
export function entryName({ batchId, seq }: EntryKey): string {
  return `${batchId} ${seq}`;
}
