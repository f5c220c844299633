import type { LedgerTransaction } from '../database/transaction.js';
import type { DomainError } from '../http/problems.js';
import type { Draft, Place } from '../log/draft.js';
import { insertInputCodes } from './input-codes.store.js';
import { insertEdgeRows, insertLotChangeRows, removeSaid } from './edges.store.js';
import type { LedgerEffect } from './ledger-effect.js';
import type { Paths } from './paths.js';
import * as refusals from './refusals.js';
import { entryName, SaidOfGraph, saidBy } from './said-of-graph.js';

/** Decides what the drafts of one group say of the graph, and keeps it. Comes last: what it admits is admitted. */
export class GraphAdmission {
  private readonly said = new Map<string, SaidOfGraph>();

  admit(draft: Draft<LedgerEffect>, place: Place, paths: Paths): DomainError | null {
    const at = { organizationId: draft.organizationId, batchId: draft.chainId, seq: place.seq };
    const homes = (batch: string): string | undefined => draft.effect.sources?.get(batch);
    const said = saidBy(at, draft.effect.effects, homes);
    if (said === null) return null;
    const entry = entryName(said.entry);
    const edges = said.edges.map((edge) => ({
      entry,
      parent: edge.parentId,
      child: edge.childId,
      at: edge.at,
    }));
    const circle = edges.length === 0 ? null : paths.admit(entry, edges);
    if (circle !== null) return refusals.circle(circle.at);
    this.said.set(entry, said);
    return null;
  }

  save(tx: LedgerTransaction): void {
    saveSaid(tx, [...this.said.values()]);
  }
}

/** Writes what entries say of the graph and of inputs, in the place of what they said before where a correction says it. */
export function saveSaid(tx: LedgerTransaction, all: readonly SaidOfGraph[]): void {
  const corrected = all.filter(({ isCorrected }) => isCorrected).map(({ entry }) => entry);
  const edges = all.flatMap((said) => said.edges);
  const changes = all.flatMap((said) => said.changes);
  const codes = all.flatMap((said) => said.codes);
  if (corrected.length > 0) removeSaid(tx, corrected);
  if (edges.length > 0) insertEdgeRows(tx, edges);
  if (changes.length > 0) insertLotChangeRows(tx, changes);
  if (codes.length > 0) insertInputCodes(tx, codes);
}
