import type { LedgerTransaction } from '../database/transaction.js';
import type { DomainError } from '../http/problems.js';
import { anomalyId } from './anomaly-id.js';
import { saveCaseSteps, type CaseState, type CaseStep } from './cases.store.js';
import type { CaseEffect } from './effect.js';
import type { EntryKey } from './handover.store.js';
import * as refusals from './refusals.js';

/** What an entry says of an inquiry, as a row. */
export function caseStepOf(effect: CaseEffect, at: EntryKey): CaseStep {
  const { batch, rule, entries, gravity, sinceMs, authority, step } = effect;
  return {
    organizationId: at.organizationId,
    id: anomalyId(batch, rule, entries),
    batchId: at.batchId,
    ...{ rule, gravity, sinceMs, entries },
    state: step === 'noted' ? 'assigned' : step,
    authorityId: authority,
    seqs: [at.seq],
  };
}

/** Decides what the drafts of one group say of inquiries, and keeps it. */
export class CaseAdmission {
  private readonly said = new Map<string, CaseStep>();

  constructor(private readonly states: Map<string, CaseState>) {}

  /** A finding is taken up at any time; only an inquiry that goes on is noted or ended. */
  admit(effect: CaseEffect, at: EntryKey, then: (() => void)[]): DomainError | null {
    const step = caseStepOf(effect, at);
    if (effect.step !== 'assigned' && this.states.get(step.id) !== 'assigned') return refusals.caseNotOpen();
    then.push(() => {
      const before = this.said.get(step.id)?.seqs ?? [];
      this.states.set(step.id, step.state);
      this.said.set(step.id, { ...step, seqs: [...before, at.seq] });
    });
    return null;
  }

  save(tx: LedgerTransaction): void {
    if (this.said.size > 0) saveCaseSteps(tx, [...this.said.values()]);
  }
}
