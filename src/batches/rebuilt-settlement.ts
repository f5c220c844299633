import type { LedgerTransaction } from '../database/transaction.js';
import { emptyBalance } from './balance.js';
import { withReceipt } from './handover.js';
import { loadOpenShipments, updateShipmentRows, type OpenShipment } from './handover.store.js';
import { RebuildFault } from './kept-tables.js';
import { addBatchChanges, type BatchChange } from './rebuilt.store.js';
import {
  insertSettlementRows,
  leaveWaitingDeliveries,
  markDeliveriesSettled,
  readDeliveries,
  type Delivery,
  type RebuiltSettlement,
} from './rebuilt-deliveries.store.js';

const deliveriesAtOnce = 1_000;

/** Names the shipment that a receipt is of. */
const shipmentOf = ({ sourceOrganizationId, sourceBatchId, sourceSeq }: Delivery) => ({
  organizationId: sourceOrganizationId,
  batchId: sourceBatchId,
  seq: sourceSeq,
});

/**
 * Tells shippers of every receipt in the order of recording, by the arithmetic of the running service; of those whose
 * message still waits with the service only unless `leavesWaiting`.
 *
 * Requires all entries to be folded: what the shippers' own chains say of shipments comes first (`withReceipt`).
 */
export async function settleDeliveries(tx: LedgerTransaction, leavesWaiting: boolean): Promise<void> {
  if (leavesWaiting) await leaveWaitingDeliveries(tx);
  for (let place = -1; ;) {
    const deliveries = await readDeliveries(tx, place, deliveriesAtOnce);
    if (deliveries.length > 0) await settlePage(tx, deliveries);
    if (deliveries.length < deliveriesAtOnce) break;
    place = deliveries.at(-1)?.place ?? place;
  }
  await markDeliveriesSettled(tx);
}

async function settlePage(tx: LedgerTransaction, deliveries: readonly Delivery[]): Promise<void> {
  const keys = new Map(deliveries.map((delivery) => [nameOf(delivery), shipmentOf(delivery)]));
  const loaded = await loadOpenShipments(tx, [...keys.values()]);
  const shipments = new Map(loaded.map((shipment) => [`${shipment.batchId} ${shipment.seq}`, shipment]));
  const settlements: RebuiltSettlement[] = [];
  const batches = new Map<string, BatchChange>();
  for (const delivery of deliveries) {
    const shipment = shipments.get(nameOf(delivery));
    if (shipment === undefined) throw new RebuildFault('a receipt names a shipment that is not there');
    const { shipment: after, confirmed, returned } = withReceipt(shipment, delivery);
    shipments.set(nameOf(delivery), after);
    settlements.push({ delivery, confirmed, returned });
    batches.set(shipment.batchId, changeOf(shipment, batches.get(shipment.batchId), { confirmed, returned }));
  }
  insertSettlementRows(tx, settlements);
  updateShipmentRows(tx, [...shipments.values()]);
  await addBatchChanges(tx, [...batches.values()]);
}

function changeOf(
  { organizationId, batchId }: OpenShipment,
  before: BatchChange | undefined,
  { confirmed, returned }: { readonly confirmed: bigint; readonly returned: bigint },
): BatchChange {
  const delta = before?.delta ?? emptyBalance;
  return {
    organizationId,
    batchId,
    holds: 0,
    delta: {
      ...delta,
      frozen: delta.frozen - confirmed - returned,
      shipped: delta.shipped + confirmed,
      available: delta.available + returned,
    },
  };
}

function nameOf({ sourceBatchId, sourceSeq }: Delivery): string {
  return `${sourceBatchId} ${sourceSeq}`;
}
