import type { LedgerTransaction } from '../database/transaction.js';
import { DomainError } from '../http/problems.js';
import type { Admission, Draft, Place } from '../log/draft.js';
import { applyMove, emptyBalance, isShortage, isTooLarge, sumMoves, type MoveEffect } from './balance.js';
import {
  isCertifying,
  marksOf,
  type CertifyingEffect,
  type CorrectionEffect,
  type FindingReleaseEffect,
  type HoldEffect,
  type LabelStateEffect,
  type Mark,
  type RecallEffect,
  type RecallWithdrawnEffect,
  type ReceiptEffect,
} from './effect.js';
import { CaseAdmission } from './case-admission.js';
import { GraphAdmission } from './graph-admission.js';
import type { GroupState } from './group-state.js';
import { HandoverAdmission } from './handover-admission.js';
import type { EntryKey } from './handover.store.js';
import type { LedgerEffect } from './ledger-effect.js';
import { LabelAdmission } from './label-admission.js';
import { insertHoldRows, releaseHoldRows, saveCorrectionRows } from './marks.store.js';
import { insertTaskSamples, type TaskSample } from './inspection-tasks.store.js';
import { insertDueRows, insertFindingRelease } from './judgements.store.js';
import {
  insertNewBatches,
  saveBatchStates,
  type BatchKey,
  type BatchState,
  type NewBatch,
} from './projection.store.js';
import { newSet } from './new-label-set.js';
import { RecallAdmission } from './recall-admission.js';
import * as refusals from './refusals.js';

type LedgerDraft = Draft<LedgerEffect>;

/** What one draft would change; kept apart until all of it is admitted, so that a refused draft leaves nothing. */
interface Change {
  readonly batches: Map<string, BatchState>;
  readonly then: (() => void)[];
}

/** Decides the drafts of one group in memory, in order, and writes the result with a handful of statements. */
export class BatchAdmission implements Admission<LedgerEffect> {
  private readonly dirty = new Set<string>();
  private readonly newBatches: NewBatch[] = [];
  private readonly newHolds: { organizationId: string; batchId: string; seq: number }[] = [];
  private readonly releases: { organizationId: string; batchId: string; seq: number; releasedSeq: number }[] =
    [];
  private readonly findingReleases: { at: EntryKey; effect: FindingReleaseEffect }[] = [];
  private readonly recalls: RecallAdmission;
  private readonly cases: CaseAdmission;
  private readonly due: BatchKey[] = [];
  private readonly corrections = new Map<string, EntryKey & { readonly latestSeq: number }>();
  private readonly taskSamples: TaskSample[] = [];
  private readonly graph = new GraphAdmission();
  private readonly handovers: HandoverAdmission;
  private readonly labels: LabelAdmission;

  constructor(private readonly state: GroupState) {
    this.recalls = new RecallAdmission(state.openRecalls);
    this.cases = new CaseAdmission(state.cases);
    this.labels = new LabelAdmission(state.firstVoid);
    this.handovers = new HandoverAdmission(state);
  }

  admit(draft: LedgerDraft, place: Place): DomainError | null {
    if (draft.chainId === draft.organizationId) return this.state.certifications.admitGrants(draft, place);
    const change: Change = { batches: new Map(), then: [] };
    const refusal =
      this.open(draft, place, change) ??
      this.guardHold(draft) ??
      this.move(draft, change) ??
      this.mark(draft, place, change) ??
      this.graph.admit(draft, place, this.state.paths);
    if (refusal !== null) return refusal;
    for (const [id, batch] of change.batches) {
      this.state.batches.set(id, batch);
      this.dirty.add(id);
    }
    for (const step of change.then) step();
    const { organizationId, chainId: batchId, effect } = draft;
    if (effect.judged === true) this.due.push({ organizationId, batchId });
    return null;
  }

  save(tx: LedgerTransaction): void {
    if (this.newBatches.length > 0) insertNewBatches(tx, this.newBatches);
    const states = [...this.dirty].flatMap((id) => this.state.batches.get(id) ?? []);
    if (states.length > 0) saveBatchStates(tx, states);
    if (this.newHolds.length > 0) insertHoldRows(tx, this.newHolds);
    if (this.releases.length > 0) releaseHoldRows(tx, this.releases);
    for (const { at, effect } of this.findingReleases) insertFindingRelease(tx, at, effect);
    this.recalls.save(tx);
    this.cases.save(tx);
    if (this.due.length > 0) insertDueRows(tx, this.due);
    this.handovers.save(tx);
    if (this.corrections.size > 0) saveCorrectionRows(tx, [...this.corrections.values()]);
    this.graph.save(tx);
    this.labels.save(tx);
    this.state.certified.save(tx);
    if (this.taskSamples.length > 0) insertTaskSamples(tx, this.taskSamples);
    this.state.certifications.save(tx);
  }

  private open(draft: LedgerDraft, place: Place, change: Change): DomainError | null {
    const opening = draft.effect.opening;
    if (opening === undefined) return null;
    const lot = opening.lot === null ? null : `${opening.productId} ${opening.lot}`;
    if (lot !== null && this.state.lots.has(lot)) return refusals.lotTaken();
    const key = { organizationId: draft.organizationId, batchId: draft.chainId };
    change.then.push(() => {
      if (lot !== null) this.state.lots.add(lot);
      this.state.batches.set(draft.chainId, { ...key, balance: emptyBalance, holds: 0 });
      this.newBatches.push({ ...key, ...opening, openedAtMs: place.recordedAtMs });
    });
    return null;
  }

  private guardHold(draft: LedgerDraft): DomainError | null {
    const holds = this.state.batches.get(draft.chainId)?.holds ?? 0;
    return draft.effect.forward && holds > 0 ? refusals.onHold() : null;
  }

  private move(draft: LedgerDraft, change: Change): DomainError | null {
    const moves = draft.effect.effects.filter((effect): effect is MoveEffect => effect.type === 'move');
    for (const move of sumMoves(moves)) {
      const batch = this.batch(move.batch, change);
      if (batch === undefined) return refusals.unknownBatch();
      if (isTooLarge(batch.balance, move)) return refusals.tooLarge();
      const balance = applyMove(batch.balance, move);
      if (isShortage(balance)) return refusals.shortage(balance, move.at ?? '/data');
      change.batches.set(move.batch, { ...batch, balance });
    }
    return null;
  }

  private mark(draft: LedgerDraft, place: Place, change: Change): DomainError | null {
    for (const effect of marksOf(draft.effect.effects)) {
      const refusal = this.markOne(draft, effect, place, change);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  private markOne(draft: LedgerDraft, effect: Mark, place: Place, change: Change): DomainError | null {
    const at = { organizationId: draft.organizationId, batchId: draft.chainId, seq: place.seq };
    if (isCertifying(effect)) return this.certify(effect, at, change);
    switch (effect.type) {
      case 'hold':
        return this.hold(effect, at, change);
      case 'finding-release':
        change.then.push(() => this.findingReleases.push({ at, effect }));
        return null;
      case 'recall':
      case 'recall-withdrawn':
        return this.recall(effect, at, change);
      case 'case':
        return this.cases.admit(effect, at, change.then);
      case 'shipment':
        return this.handovers.ship(effect, at, change.then);
      case 'return':
      case 'delivery':
        return this.handovers.handOver(effect, change.then);
      case 'receipt':
        return this.handovers.receive(effect, at, homeOf(draft, effect), change.then);
      case 'correction':
        return this.correct(effect, at, change);
      case 'label-issue':
        change.then.push(() => {
          this.labels.add(newSet(draft, effect, place));
        });
        return null;
      case 'label-state':
        return this.changeLabels(effect, at, change);
      case 'task-sample':
        change.then.push(() => this.taskSamples.push({ ...at, taskId: effect.task }));
        return null;
    }
  }

  private certify(effect: CertifyingEffect, at: EntryKey, change: Change): DomainError | null {
    const { certified, certifications } = this.state;
    if (effect.type === 'certificate-issue' || effect.type === 'certificate-revoke')
      return certified.admit(effect, at, this.batch(effect.batch, change), change.then);
    if (effect.type === 'certification-codes') return certifications.admitCodes(effect, at, change.then);
    return effect.type === 'certification-use' ? certifications.admitUse(effect, at, change.then) : null;
  }

  private hold(effect: HoldEffect, at: EntryKey, change: Change): DomainError | null {
    const batch = this.batch(effect.batch, change);
    if (batch === undefined) return refusals.unknownBatch();
    const { entry } = effect;
    if (entry === undefined) {
      change.then.push(() => this.newHolds.push(at));
    } else {
      const key = `${effect.batch} ${entry.seq}`;
      if (!this.state.openHolds.has(key)) return refusals.alreadyReleased();
      change.then.push(() => {
        this.state.openHolds.delete(key);
        this.releases.push({ ...at, seq: entry.seq, releasedSeq: at.seq });
      });
    }
    change.batches.set(effect.batch, { ...batch, holds: batch.holds + effect.change });
    return null;
  }

  private recall(
    effect: RecallEffect | RecallWithdrawnEffect,
    at: EntryKey,
    change: Change,
  ): DomainError | null {
    const batch = this.batch(effect.batch, change);
    if (batch === undefined) return refusals.unknownBatch();
    const admitted = this.recalls.admit(effect, at);
    if (admitted instanceof DomainError) return admitted;
    change.then.push(admitted.then);
    change.batches.set(effect.batch, { ...batch, holds: batch.holds + admitted.holds });
    return null;
  }

  private correct(effect: CorrectionEffect, at: EntryKey, change: Change): DomainError | null {
    const key = `${effect.batch} ${effect.entry}`;
    if ((this.state.corrections.get(key) ?? effect.entry) !== effect.replaces)
      return refusals.correctedMeanwhile();
    change.then.push(() => {
      this.state.corrections.set(key, at.seq);
      this.corrections.set(key, { ...at, seq: effect.entry, latestSeq: at.seq });
    });
    return null;
  }

  private changeLabels(effect: LabelStateEffect, at: EntryKey, change: Change): DomainError | null {
    const admitted = this.labels.change(effect, at);
    if (admitted instanceof DomainError) return admitted;
    change.then.push(admitted);
    if (effect.state === 'voided')
      change.then.push(() => {
        this.state.certifications.giveBack(effect, at);
      });
    return null;
  }

  private batch(id: string, change: Change): BatchState | undefined {
    return change.batches.get(id) ?? this.state.batches.get(id);
  }
}

/** The organization whose batch a receipt names as its source. */
function homeOf({ organizationId, effect }: LedgerDraft, { source }: ReceiptEffect): string {
  return effect.sources?.get(source.batch) ?? organizationId;
}
