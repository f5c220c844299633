import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Entries } from '../log/entries.service.js';
import { applyMove, isShortage } from './balance.js';
import { withReceipt } from './handover.js';
import { loadOpenShipments, updateShipmentRows } from './handover.store.js';
import { loadBatchStates, saveBatchStates } from './projection.store.js';
import {
  insertSettlement,
  listUnsettledReceipts,
  markSettled,
  type UnsettledReceipt,
} from './settlement.store.js';

const limits = { workMs: 1_500, commitMs: 1_000 };
const receiptsAtOnceMax = 100;

/**
 * Tells shippers what consignees confirmed and send back: moves frozen → shipped, and frozen → available, on the
 * shipper's batch.
 *
 * A handover is two statements on two chains, so its effect on the other organization travels as a message
 * (scale.md rule 2): the receipt's row waits unsettled, the move and a settlement row are written together on the
 * shipper's side, then the receipt is marked. Every step may be repeated.
 */
@Injectable()
export class Settlement implements OnApplicationBootstrap {
  private readonly log = new Logger(Settlement.name);
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly entries: Entries,
  ) {}

  /** What an earlier process left undelivered. */
  onApplicationBootstrap(): void {
    this.hint();
  }

  /** Says that a receipt was recorded; what fails now is logged, and delivered by the next call or start. */
  hint(): void {
    this.run().catch((error: unknown) => {
      this.log.warn(
        `a receipt waits for its settlement: ${error instanceof Error ? error.message : 'unknown'}`,
      );
    });
  }

  /** Delivers what waits; calls that overlap run one after another. */
  run(): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.deliverAll());
    return this.running;
  }

  private async deliverAll(): Promise<void> {
    for (;;) {
      const receipts = await listUnsettledReceipts(this.database, receiptsAtOnceMax);
      const failures: unknown[] = [];
      for (const receipt of receipts) {
        // One that fails must not keep the others waiting.
        await this.deliver(receipt).catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
      if (receipts.length < receiptsAtOnceMax) return;
    }
  }

  private async deliver(receipt: UnsettledReceipt): Promise<void> {
    const outcome = await this.database.ledger(limits, async (tx) => {
      const batch = { organizationId: receipt.sourceOrganizationId, batchId: receipt.sourceBatchId };
      await this.entries.lockHeads(tx, [{ organizationId: batch.organizationId, chainId: batch.batchId }]);
      const [shipment] = await loadOpenShipments(tx, [{ ...batch, seq: receipt.sourceSeq }]);
      const [state] = await loadBatchStates(tx, [batch]);
      if (shipment === undefined || state === undefined)
        throw new Error('a receipt names a shipment that is not there');
      const { confirmed, returned, shipment: after } = withReceipt(shipment, receipt);
      if (!(await insertSettlement(tx, receipt, { confirmed, returned }))) return;
      const delta = { frozen: -confirmed - returned, shipped: confirmed, available: returned };
      const balance = applyMove(state.balance, { delta });
      if (isShortage(balance)) throw new Error('a shipment is frozen for less than it says');
      updateShipmentRows(tx, [after]);
      saveBatchStates(tx, [{ ...state, balance }]);
    });
    if (outcome.outcome !== 'committed')
      throw new Error('a receipt could not be settled', { cause: outcome.error });
    await markSettled(this.database, receipt);
  }
}
