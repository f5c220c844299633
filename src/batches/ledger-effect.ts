import type { Effect } from './effect.js';
import type { Mixing } from './mixed-lot.js';

/** The row of a batch that its opening entry makes. */
export interface BatchOpening {
  readonly code: string;
  readonly productId: string;
  readonly siteId: string;
  readonly lot: string | null;
  readonly unit: string;
  readonly mixing: Mixing | null;
}

/** What a draft does beside its entry: the effects of its kind and what only the service knows. */
export interface LedgerEffect {
  readonly effects: readonly Effect[];
  /** A forward-looking act: refused while the batch is on hold (domain.md §4). */
  readonly forward: boolean;
  /** Rules look at entries of this kind: the batch is judged anew. */
  readonly judged?: boolean;
  readonly opening?: BatchOpening;
  /** The codes of a label set, in order; for the effect `label-issue`. */
  readonly codes?: readonly string[];
  /** Home organizations of the batches that receipts name, by batch id. */
  readonly sources?: ReadonlyMap<string, string>;
}

/** Of statements that change no projection: those on organization chains. */
export const noEffect: LedgerEffect = { effects: [], forward: false };
