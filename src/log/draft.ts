import type { LedgerTransaction } from '../database/transaction.js';
import type { DomainError } from '../http/problems.js';
import type { ChainRef, SealedDisclosure, StoredEntry } from './entry.js';

/** A signed statement that asks to be the next entry of its chain. `Effect` is for the projection; the log ignores it. */
export interface Draft<Effect> extends ChainRef {
  readonly eventId: string;
  /** Compact JWS without disclosures, verified by the caller. */
  readonly statement: string;
  /** True when this is the first entry of a chain that does not exist yet. */
  readonly opens: boolean;
  /** Other chains of the same organization whose projections this draft changes: locked together with its own. */
  readonly touches: readonly string[];
  readonly disclosures: readonly SealedDisclosure[];
  readonly effect: Effect;
}

/** Where an admitted draft will stand. */
export interface Place {
  readonly seq: number;
  readonly recordedAtMs: number;
}

/** What became of a draft. `exists`: the chain already has this event id; the caller compares the content. */
export type Appended =
  | {
      readonly outcome: 'appended';
      readonly seq: number;
      readonly leafHash: Uint8Array;
      /** Leaf hash of the entry before. */
      readonly prev: Uint8Array;
      readonly recordedAtMs: number;
    }
  | { readonly outcome: 'exists'; readonly stored: StoredEntry }
  | { readonly outcome: 'refused'; readonly error: DomainError };

/**
 * What else a group of drafts changes in the same transaction (balances, labels). The log calls it and knows nothing
 * of its content: `begin` reads the state of all drafts once, `admit` decides in memory and in order, `save` writes
 * once.
 */
export interface Projection<Effect> {
  begin(tx: LedgerTransaction, drafts: readonly Draft<Effect>[]): Promise<Admission<Effect>>;
}

export interface Admission<Effect> {
  /** Null: admitted, and the state moved. Else the refusal, and the state is as before. */
  admit(draft: Draft<Effect>, place: Place): DomainError | null;
  save(tx: LedgerTransaction): void;
}
