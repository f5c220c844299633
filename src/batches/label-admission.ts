import type { LedgerTransaction } from '../database/transaction.js';
import type { DomainError } from '../http/problems.js';
import type { LabelStateEffect } from './effect.js';
import { rangeKey } from './group-state.js';
import type { EntryKey } from './handover.store.js';
import {
  changeLabelStates,
  insertLabelSet,
  labelStates,
  type LabelRange,
  type NewLabelSet,
} from './marks.store.js';
import * as refusals from './refusals.js';

/** Decides what the drafts of one group say of labels, and keeps it. */
export class LabelAdmission {
  private readonly newSets: NewLabelSet[] = [];
  private readonly changes: { range: LabelRange; state: 1 | 2 }[] = [];

  /** `firstVoid`: the first label of a range that was void before the group, by `rangeKey`. */
  constructor(private readonly firstVoid: ReadonlyMap<string, number>) {}

  /** Takes in a set that was admitted. */
  add(set: NewLabelSet): void {
    this.newSets.push(set);
  }

  /** What to do once all of the draft is admitted, or why it is not. */
  change(effect: LabelStateEffect, at: EntryKey): (() => void) | DomainError {
    const state = labelStates[effect.state];
    const number = this.firstVoid.get(rangeKey(effect)) ?? this.voidedInGroup(effect);
    if (number !== undefined) return refusals.labelsVoid(number);
    return () => {
      const range = { ...at, batchId: effect.batch, set: effect.set, first: effect.first, last: effect.last };
      this.changes.push({ range, state });
    };
  }

  save(tx: LedgerTransaction): void {
    for (const set of this.newSets) insertLabelSet(tx, set);
    for (const { range, state } of this.changes) changeLabelStates(tx, range, state);
  }

  /** The first label of a range that an earlier draft of this group voids. */
  private voidedInGroup({ set, first, last }: LabelStateEffect): number | undefined {
    const numbers = this.changes
      .filter(({ range, state }) => state === labelStates.voided && range.set === set)
      .filter(({ range }) => range.first <= last && first <= range.last)
      .map(({ range }) => Math.max(first, range.first));
    return numbers.length === 0 ? undefined : Math.min(...numbers);
  }
}
