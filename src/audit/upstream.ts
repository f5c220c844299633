import type { BatchIdentity } from '../batches/batch.js';
import { DomainError } from '../http/problems.js';
import { LedgerError } from '../ledger/errors.js';
import { type NamedEntry, type PlacedStatement, sourcesOf, sourcesThrough } from '../ledger/sources.js';
import type { LoggedEntry } from './logged-chains.js';

/** How much one evidence file may hold; beyond it there is none, for one that leaves something out proves nothing. */
export interface EvidenceBounds {
  /** Batches made from batches made from batches. */
  readonly levelsMax: number;
  readonly batchesMax: number;
  /** Entries of all batches together. */
  readonly entriesMax: number;
}

/** A batch and the entries of its chain. */
export interface BatchChain {
  readonly batch: BatchIdentity;
  readonly entries: readonly LoggedEntry[];
}

/** Reads a batch's chain, at most so many entries of it; null for a batch that is not there. */
export type ReadBatch = (id: string, entriesMax: number) => Promise<BatchChain | null>;

/**
 * A batch and everything it was made from, nearest first, level by level: every batch that an entry names as its
 * source, as first said and as corrected. A source that is not there is left out; whoever verifies will miss it.
 *
 * @throws DomainError `evidence-too-large`.
 */
export async function walkUpstream(
  subject: BatchChain,
  read: ReadBatch,
  bounds: EvidenceBounds,
): Promise<BatchChain[]> {
  const found = new Map([[subject.batch.id, subject]]);
  let entriesLeft = bounds.entriesMax - subject.entries.length;
  let level: BatchChain[] = [subject];
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: BatchChain[] = [];
    for (const id of newSources(level, found)) {
      if (depth > bounds.levelsMax || found.size >= bounds.batchesMax) throw evidenceTooLarge();
      const chain = await read(id, entriesLeft);
      if (chain === null) continue;
      entriesLeft -= chain.entries.length;
      found.set(id, chain);
      next.push(chain);
    }
    // What is known now may name more: the inputs behind a receipt stand on the chain that was just read.
    level = next.length === 0 ? [] : [...found.values()];
  }
  return [...found.values()];
}

/** The batches that chains name as sources and that are not found yet. */
function newSources(chains: readonly BatchChain[], found: ReadonlyMap<string, BatchChain>): Set<string> {
  const names = chains.flatMap(({ batch, entries }) =>
    placed(entries).flatMap((said) => sourcesIn(said, batch.id, found)),
  );
  return new Set(names.map((name) => name.batch).filter((id) => !found.has(id)));
}

function sourcesIn(
  said: PlacedStatement,
  batch: string,
  found: ReadonlyMap<string, BatchChain>,
): NamedEntry[] {
  try {
    const direct = sourcesOf(said, batch);
    if (said.payload.kind !== 'receipt') return direct;
    return direct.flatMap((name) => [
      name,
      ...sourcesThrough(placed(found.get(name.batch)?.entries ?? []), name.seq, batch),
    ]);
  } catch (error) {
    if (error instanceof LedgerError) return [];
    throw error;
  }
}

function placed(entries: readonly LoggedEntry[]): PlacedStatement[] {
  return entries.flatMap(({ seq, statement }) =>
    statement === null ? [] : [{ seq, payload: statement.payload }],
  );
}

/** The refusal of evidence beyond its bounds. */
export function evidenceTooLarge(): DomainError {
  return new DomainError('evidence-too-large', {
    zh: '这个批次连同全部来源的记录太多，一份证明文件放不下。',
    en: 'The records of this batch and of everything it was made from are too many for one evidence file.',
  });
}
