import type { LedgerTransaction } from '../database/transaction.js';
import type { DomainError } from '../http/problems.js';
import type { RecallEffect, RecallWithdrawnEffect } from './effect.js';
import type { EntryKey } from './handover.store.js';
import { insertRecallRows, withdrawRecallRows, type NewRecall } from './recalls.store.js';
import * as refusals from './refusals.js';

/** What an admitted statement about a recall does: to the holds on its batch, and once all of its draft is admitted. */
interface Admitted {
  readonly holds: number;
  readonly then: () => void;
}

/** What entries say of recalls, until it is written. */
export class RecallsSaid {
  private readonly opened: NewRecall[] = [];
  private readonly withdrawn: (EntryKey & { readonly withdrawnSeq: number })[] = [];

  /** Takes in what the entry `at` says; answers by how much it changes the holds on its batch. */
  add(effect: RecallEffect | RecallWithdrawnEffect, at: EntryKey): 1 | 0 | -1 {
    if (effect.type === 'recall') {
      const { recall: recallId, issuer: issuerId, mock } = effect;
      this.opened.push({ ...at, recallId, issuerId, mock });
      return mock ? 0 : 1;
    }
    this.withdrawn.push({ ...at, seq: effect.entry.seq, withdrawnSeq: at.seq });
    return effect.mock ? 0 : -1;
  }

  save(tx: LedgerTransaction): void {
    if (this.opened.length > 0) insertRecallRows(tx, this.opened);
    if (this.withdrawn.length > 0) withdrawRecallRows(tx, this.withdrawn);
  }
}

/** Decides what the drafts of one group say of recalls, and keeps it. */
export class RecallAdmission {
  private readonly said = new RecallsSaid();

  /** `open`: recalls that drafts withdraw and that are not withdrawn yet, as `<batch> <seq>`. */
  constructor(private readonly open: Set<string>) {}

  admit(effect: RecallEffect | RecallWithdrawnEffect, at: EntryKey): Admitted | DomainError {
    const holds = effect.mock ? 0 : 1;
    if (effect.type === 'recall') return { holds, then: () => this.said.add(effect, at) };
    const key = `${effect.batch} ${effect.entry.seq}`;
    if (!this.open.has(key)) return refusals.alreadyWithdrawn();
    const then = (): void => {
      this.open.delete(key);
      this.said.add(effect, at);
    };
    return { holds: -holds, then };
  }

  save(tx: LedgerTransaction): void {
    this.said.save(tx);
  }
}
