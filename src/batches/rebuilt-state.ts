import { LRUCache } from 'lru-cache';
import type { LedgerTransaction } from '../database/transaction.js';
import { base64urlDecode, equalBytes, utf8Encode } from '../ledger/bytes.js';
import { leafHash } from '../ledger/hash.js';
import type { Decimal } from '../ledger/quantity.js';
import { treeRoot } from '../ledger/tree.js';
import type { ChainRef } from '../log/entry.js';
import { emptyBalance, sumMoves, type Balance, type BalanceField } from './balance.js';
import type { Effect, LabelIssueEffect, ReceiptEffect } from './effect.js';
import {
  insertReceiptRows,
  insertShipmentRows,
  type EntryKey,
  type NewReceipt,
  type NewShipment,
} from './handover.store.js';
import { intakeName, intakeOf, type IntakeKey } from './intakes.store.js';
import {
  changeLabelStates,
  insertHoldRows,
  insertLabelSet,
  labelStates,
  releaseHoldRows,
  saveCorrectionRows,
  type LabelRange,
} from './marks.store.js';
import { insertCertified, revokeCertified } from './certified.store.js';
import { insertFindingRelease } from './judgements.store.js';
import { makeRebuiltTables, RebuildFault } from './kept-tables.js';
import { insertNewBatches, type BatchKey, type NewBatch } from './projection.store.js';
import {
  addBatchChanges,
  addIntakes,
  addReturned,
  insertDeliveries,
  findRebuiltBatch,
  findRebuiltCorrection,
  findRebuiltHeads,
  findRebuiltSet,
  readKeptCodes,
  saveRebuiltHeads,
  settleRebuilt,
  type BatchChange,
  type Delivery,
  type RebuiltBatch,
  type RebuiltHead,
  type RebuiltSet,
} from './rebuilt.store.js';

type Returned = EntryKey & { readonly quantity: Decimal };
type Taken = IntakeKey & { readonly taken: Decimal; readonly given: Decimal };

/** The rows of one page of entries, until they are written. */
class Page {
  readonly heads = new Map<string, RebuiltHead>();
  readonly batches = new Map<string, BatchChange>();
  readonly holds: EntryKey[] = [];
  readonly releases: (EntryKey & { readonly releasedSeq: number })[] = [];
  readonly shipments: NewShipment[] = [];
  readonly returns = new Map<string, Returned>();
  readonly receipts: NewReceipt[] = [];
  readonly intakes = new Map<string, Taken>();
  readonly deliveries: Delivery[] = [];
  readonly corrections = new Map<string, EntryKey & { readonly latestSeq: number }>();
  /** Written last, one by one. */
  readonly later: (() => void)[] = [];
}

const rememberedMax = 20_000;

/**
 * What entries amount to, added up in tables of one transaction that stand in for the kept ones.
 *
 * Nothing is refused here: what is an entry was admitted. Changes are sums, so that no order of chains is needed but
 * that a chain is in its own; whether balances hold is seen when they take the place of the kept ones.
 */
export class RebuiltState {
  private page = new Page();
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
    for (const effect of effects) await this.mark(at, effect, homes);
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
    this.page = new Page();
    if (page.heads.size > 0) saveRebuiltHeads(tx, [...page.heads.values()]);
    if (page.holds.length > 0) insertHoldRows(tx, page.holds);
    if (page.releases.length > 0) releaseHoldRows(tx, page.releases);
    if (page.shipments.length > 0) insertShipmentRows(tx, page.shipments);
    if (page.returns.size > 0) addReturned(tx, [...page.returns.values()]);
    if (page.receipts.length > 0) insertReceiptRows(tx, page.receipts);
    if (page.intakes.size > 0) addIntakes(tx, [...page.intakes.values()]);
    if (page.deliveries.length > 0) insertDeliveries(tx, page.deliveries);
    if (page.corrections.size > 0) saveCorrectionRows(tx, [...page.corrections.values()]);
    for (const write of page.later) write();
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
    return settleRebuilt(this.tx, leavesWaiting);
  }

  private async mark(
    at: EntryKey,
    effect: Effect,
    homes: (batch: string) => string | undefined,
  ): Promise<void> {
    const { page } = this;
    switch (effect.type) {
      case 'move':
        return;
      case 'hold':
        this.change(at.organizationId, effect.batch, {}, effect.change);
        if (effect.entry === undefined) page.holds.push(at);
        else page.releases.push({ ...at, seq: effect.entry.seq, releasedSeq: at.seq });
        return;
      case 'finding-release':
        page.later.push(() => {
          insertFindingRelease(this.tx, at, effect);
        });
        return;
      case 'shipment':
        page.shipments.push({ ...at, consigneeId: effect.consignee, quantity: effect.quantity });
        return;
      case 'return': {
        const key = `${at.batchId} ${effect.shipment.seq}`;
        const quantity = (page.returns.get(key)?.quantity ?? 0n) + effect.quantity;
        page.returns.set(key, { ...at, seq: effect.shipment.seq, quantity });
        return;
      }
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
      case 'certificate-issue':
        page.later.push(() => {
          insertCertified(this.tx, [{ ...at, quantity: effect.quantity }]);
        });
        return;
      case 'certificate-revoke':
        page.later.push(() => {
          revokeCertified(this.tx, [{ ...at, seq: effect.entry.seq, revokedSeq: at.seq }]);
        });
        return;
      case 'label-state': {
        const { set, first, last } = effect;
        const range: LabelRange = { ...at, set, first, last };
        page.later.push(() => {
          changeLabelStates(this.tx, range, labelStates[effect.state]);
        });
      }
    }
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

  private receive(at: EntryKey, effect: ReceiptEffect, home: string | undefined): void {
    const { source, sourceQuantity, sourceKind, sourceLimit } = effect;
    const key = intakeOf(at.organizationId, effect);
    const taken = (this.page.intakes.get(intakeName(key))?.taken ?? 0n) + sourceQuantity;
    this.page.intakes.set(intakeName(key), { ...key, taken, given: sourceLimit });
    const receipt = {
      ...at,
      sourceOrganizationId: home ?? at.organizationId,
      sourceBatchId: source.batch,
      sourceSeq: source.seq,
      quantity: sourceQuantity,
    };
    this.page.receipts.push({ ...receipt, settled: sourceKind !== 'shipment' });
    if (sourceKind === 'shipment') this.page.deliveries.push({ ...receipt, place: this.place++ });
  }

  /** A set's codes stand in no entry: they are taken over when they are those under the root that the entry states. */
  private async issue(at: EntryKey, effect: LabelIssueEffect): Promise<void> {
    const { set, units, net, unit, form, kid } = effect;
    const root = base64urlDecode(effect.root);
    this.sets.set(set, { id: set, units, net, unit });
    const kept = await readKeptCodes(this.tx, { ...at, set });
    const codes = kept.map(({ code }) => code);
    const isWhole =
      kept.length === units &&
      kept.every(({ number }, index) => number === index + 1) &&
      equalBytes(treeRoot(codes.map((code) => leafHash(utf8Encode(code)))), root);
    this.page.later.push(() => {
      insertLabelSet(this.tx, {
        ...at,
        id: set,
        units,
        net,
        unit,
        form,
        kid,
        root,
        codes: isWhole ? codes : [],
      });
    });
  }
}
