import { LRUCache } from 'lru-cache';
import type { LedgerTransaction } from '../database/transaction.js';
import type { Decimal } from '../ledger/quantity.js';
import type { ChainRef } from '../log/entry.js';
import { emptyBalance, sumMoves, type Balance, type BalanceField } from './balance.js';
import {
  isCertifying,
  marksOf,
  type CaseEffect,
  type Effect,
  type FindingReleaseEffect,
  type HoldEffect,
  type LabelIssueEffect,
  type Mark,
  type ReceiptEffect,
  type TaskSampleEffect,
} from './effect.js';
import { insertReceiptRows, insertShipmentRows, type EntryKey } from './handover.store.js';
import { intakeName, intakeOf } from './intakes.store.js';
import {
  changeLabelStates,
  insertHoldRows,
  insertLabelSet,
  labelStates,
  releaseHoldRows,
  saveCorrectionRows,
  type LabelRange,
} from './marks.store.js';
import { caseStepOf } from './case-admission.js';
import { saveCaseSteps } from './cases.store.js';
import { giveMarksBack } from './certifications.store.js';
import { insertTaskSamples } from './inspection-tasks.store.js';
import { insertFindingRelease } from './judgements.store.js';
import { saveSaid } from './graph-admission.js';
import { entryName, saidBy } from './said-of-graph.js';
import { addCertifying } from './rebuilt-certifying.js';
import { RebuiltPage } from './rebuilt-page.js';
import { rebuiltSet } from './rebuilt-set.js';
import { makeRebuiltTables, RebuildFault } from './kept-tables.js';
import { settleDeliveries } from './rebuilt-settlement.js';
import { insertNewBatches, type BatchKey, type NewBatch } from './projection.store.js';
import {
  addBatchChanges,
  addIntakes,
  addHandedOver,
  findRebuiltBatch,
  findRebuiltCorrection,
  findRebuiltHeads,
  findRebuiltSet,
  saveRebuiltHeads,
  type HandedOver,
  type RebuiltBatch,
  type RebuiltHead,
  type RebuiltSet,
} from './rebuilt.store.js';
import { insertDeliveries } from './rebuilt-deliveries.store.js';

const rememberedMax = 20_000;

/**
 * What entries amount to, added up in tables of one transaction that stand in for the kept ones.
 *
 * Nothing is refused here: what is an entry was admitted. Changes are sums, so that no order of chains is needed but
 * that a chain is in its own; whether balances hold is seen when they take the place of the kept ones.
 */
export class RebuiltState {
  private page = new RebuiltPage();
  private place = 0;
  private readonly batches = new LRUCache<string, RebuiltBatch>({ max: rememberedMax });
  /** Holds more than a page: what is not written yet is here. */
  private readonly sets = new LRUCache<string, RebuiltSet>({ max: rememberedMax });

  private constructor(private readonly tx: LedgerTransaction) {}

  static async begin(tx: LedgerTransaction): Promise<RebuiltState> {
    await makeRebuiltTables(tx);
    return new RebuiltState(tx);
  }

  /** Makes the rows of batches and their own public codes. */
  open(batches: readonly NewBatch[]): void {
    insertNewBatches(this.tx, batches);
  }

  /** The chain now ends with this entry. */
  extend(head: RebuiltHead): void {
    this.page.heads.set(head.chainId, head);
  }

  /**
   * Adds what the entry `at` does. `homes` answers the home organization of a batch that a receipt names.
   *
   * @throws RebuildFault when it names what is not there.
   */
  async apply(
    at: EntryKey,
    effects: readonly Effect[],
    homes: (batch: string) => string | undefined,
  ): Promise<void> {
    const moves = effects.filter((effect) => effect.type === 'move');
    for (const { batch, delta } of sumMoves(moves)) this.change(at.organizationId, batch, delta, 0);
    for (const effect of marksOf(effects)) await this.mark(at, effect, homes);
    const said = saidBy(at, effects, homes);
    // A correction may stand on the page of what it corrects, and of corrections before it.
    if (said !== null) this.page.said.set(entryName(said.entry), said);
  }

  /** A batch by its id alone, or null. */
  async batch(id: string): Promise<RebuiltBatch | null> {
    const known = this.batches.get(id);
    if (known !== undefined) return known;
    const batch = await findRebuiltBatch(this.tx, id);
    if (batch !== null) this.batches.set(id, batch);
    return batch;
  }

  /** A label set of this batch, issued by an earlier entry, or null. */
  async labelSet(batch: BatchKey, id: string): Promise<RebuiltSet | null> {
    return this.sets.get(id) ?? (await findRebuiltSet(this.tx, batch, id));
  }

  /** The latest correction so far of an entry, or null. */
  async latestCorrection(entry: EntryKey): Promise<number | null> {
    const inPage = this.page.corrections.get(`${entry.batchId} ${entry.seq}`);
    return inPage?.latestSeq ?? (await findRebuiltCorrection(this.tx, entry));
  }

  /** Heads of those of these chains that have entries before the page under way. */
  heads(chains: readonly ChainRef[]): Promise<RebuiltHead[]> {
    return findRebuiltHeads(this.tx, chains);
  }

  /** Writes what was added since the last time. @throws RebuildFault when a batch is not there. */
  async flush(): Promise<void> {
    const { tx, page } = this;
    this.page = new RebuiltPage();
    if (page.heads.size > 0) saveRebuiltHeads(tx, [...page.heads.values()]);
    if (page.holds.length > 0) insertHoldRows(tx, page.holds);
    if (page.releases.length > 0) releaseHoldRows(tx, page.releases);
    page.recalls.save(tx);
    if (page.shipments.length > 0) insertShipmentRows(tx, page.shipments);
    if (page.handovers.size > 0) addHandedOver(tx, [...page.handovers.values()]);
    if (page.receipts.length > 0) insertReceiptRows(tx, page.receipts);
    if (page.intakes.size > 0) addIntakes(tx, [...page.intakes.values()]);
    if (page.deliveries.length > 0) insertDeliveries(tx, page.deliveries);
    if (page.corrections.size > 0) saveCorrectionRows(tx, [...page.corrections.values()]);
    for (const write of page.later) write();
    saveSaid(tx, [...page.said.values()]);
    const changed = [...page.batches.values()];
    const found = await addBatchChanges(tx, changed);
    if (found !== changed.length)
      throw new RebuildFault('an entry moves quantities of a batch that is not there');
  }

  /**
   * Tells the shippers of all receipts, in the order of recording: a receipt confirms what those before it left of the
   * shipment after returns. Each counts as told, with its settlement beside it, so that the service has nothing left to
   * deliver and delivers nothing twice.
   *
   * `leavesWaiting` leaves out what the service itself has still to deliver, for a comparison with what it keeps.
   */
  settle(leavesWaiting: boolean): Promise<void> {
    return settleDeliveries(this.tx, leavesWaiting);
  }

  private async mark(
    at: EntryKey,
    effect: Mark,
    homes: (batch: string) => string | undefined,
  ): Promise<void> {
    const { page } = this;
    if (isCertifying(effect)) {
      page.later.push(() => {
        addCertifying(this.tx, at, effect);
      });
      return;
    }
    switch (effect.type) {
      case 'hold':
        this.hold(at, effect);
        return;
      case 'recall':
      case 'recall-withdrawn':
        this.change(at.organizationId, effect.batch, {}, page.recalls.add(effect, at));
        return;
      case 'shipment':
        page.shipments.push({ ...at, consigneeId: effect.consignee, quantity: effect.quantity });
        return;
      case 'return':
        this.handOver({ ...at, seq: effect.shipment.seq, returned: effect.quantity, confirmed: 0n });
        return;
      case 'delivery':
        this.handOver({ ...at, ...effect, seq: effect.shipment.seq });
        return;
      case 'receipt':
        this.receive(at, effect, homes(effect.source.batch));
        return;
      case 'correction':
        page.corrections.set(`${at.batchId} ${effect.entry}`, {
          ...at,
          seq: effect.entry,
          latestSeq: at.seq,
        });
        return;
      case 'label-issue':
        await this.issue(at, effect);
        return;
      case 'finding-release':
      case 'task-sample':
      case 'case':
        page.later.push(() => {
          this.keep(at, effect);
        });
        return;
      case 'label-state': {
        const { set, first, last } = effect;
        const range: LabelRange = { ...at, set, first, last };
        page.later.push(() => {
          changeLabelStates(this.tx, range, labelStates[effect.state]);
          if (effect.state === 'voided') giveMarksBack(this.tx, at, effect);
        });
      }
    }
  }

  private keep(at: EntryKey, effect: FindingReleaseEffect | TaskSampleEffect | CaseEffect): void {
    if (effect.type === 'finding-release') insertFindingRelease(this.tx, at, effect);
    else if (effect.type === 'case') saveCaseSteps(this.tx, [caseStepOf(effect, at)]);
    else insertTaskSamples(this.tx, [{ ...at, taskId: effect.task }]);
  }

  private hold(at: EntryKey, { batch, change, entry }: HoldEffect): void {
    this.change(at.organizationId, batch, {}, change);
    if (entry === undefined) this.page.holds.push(at);
    else this.page.releases.push({ ...at, seq: entry.seq, releasedSeq: at.seq });
  }

  private change(organizationId: string, batchId: string, delta: Partial<Balance>, holds: number): void {
    const before = this.page.batches.get(batchId) ?? {
      organizationId,
      batchId,
      delta: emptyBalance,
      holds: 0,
    };
    const sum: Record<BalanceField, Decimal> = { ...before.delta };
    for (const field of Object.keys(delta) as BalanceField[]) sum[field] += delta[field] ?? 0n;
    this.page.batches.set(batchId, { ...before, delta: sum, holds: before.holds + holds });
  }

  private handOver({ organizationId, batchId, seq, returned, confirmed }: HandedOver): void {
    const { handovers } = this.page;
    const key = `${batchId} ${seq}`;
    const before = handovers.get(key) ?? { returned: 0n, confirmed: 0n };
    handovers.set(key, {
      organizationId,
      batchId,
      seq,
      returned: before.returned + returned,
      confirmed: before.confirmed + confirmed,
    });
  }

  private receive(at: EntryKey, effect: ReceiptEffect, home: string | undefined): void {
    const { source, sourceQuantity, sourceReturned, sourceKind, sourceLimit } = effect;
    const key = intakeOf(at.organizationId, effect);
    const taken = (this.page.intakes.get(intakeName(key))?.taken ?? 0n) + sourceQuantity + sourceReturned;
    this.page.intakes.set(intakeName(key), { ...key, taken, given: sourceLimit });
    const receipt = {
      ...at,
      sourceOrganizationId: home ?? at.organizationId,
      sourceBatchId: source.batch,
      sourceSeq: source.seq,
      quantity: sourceQuantity,
      returned: sourceReturned,
    };
    this.page.receipts.push({ ...receipt, settled: sourceKind !== 'shipment' });
    if (sourceKind === 'shipment') this.page.deliveries.push({ ...receipt, place: this.place++ });
  }

  private async issue(at: EntryKey, effect: LabelIssueEffect): Promise<void> {
    const { set, units, net, unit } = effect;
    this.sets.set(set, { id: set, units, net, unit });
    const made = await rebuiltSet(this.tx, at, effect);
    this.page.later.push(() => {
      insertLabelSet(this.tx, made);
    });
  }
}
