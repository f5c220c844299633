import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import { entryColumns, type EntryKey } from './handover.store.js';

/** A receipt of a shipment, `place` in the order of recording. */
export interface Delivery extends EntryKey {
  readonly place: number;
  readonly sourceOrganizationId: string;
  readonly sourceBatchId: string;
  readonly sourceSeq: number;
  readonly quantity: Decimal;
  readonly returned: Decimal;
}

interface DeliveryRow {
  organization_id: string;
  batch_id: string;
  seq: number;
  source_organization_id: string;
  source_batch_id: string;
  source_seq: number;
  quantity: string;
  returned: string;
  place: number;
}

const saveDeliveries = {
  name: 'rebuilt-deliveries',
  text: `insert into deliveries select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::int[],
    $7::numeric[], $8::numeric[], $9::bigint[])`,
};
/** What the service has not told the shipper yet: its message still waits. */
const leaveWaiting = {
  name: 'rebuilt-leave-waiting',
  text: `delete from deliveries d using public.receipts r
    where r.organization_id = d.organization_id and r.batch_id = d.batch_id and r.seq = d.seq and not r.settled
      and not exists (select from public.settlements s where s.organization_id = d.source_organization_id
        and s.receipt_organization_id = d.organization_id and s.receipt_batch_id = d.batch_id and s.receipt_seq = d.seq)`,
};
const nextDeliveries = {
  name: 'rebuilt-deliveries-next',
  text: `select organization_id, batch_id, seq, source_organization_id, source_batch_id, source_seq, quantity, returned,
      place::float8 as place from deliveries where place > $1 order by place limit $2`,
};
const insertSettlements = {
  name: 'rebuilt-settlements',
  text: `insert into settlements (organization_id, receipt_organization_id, receipt_batch_id, receipt_seq, quantity, returned)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::numeric[], $6::numeric[])`,
};
const markSettled = {
  name: 'rebuilt-settled',
  text: `update receipts r set settled = true from deliveries d
    where r.organization_id = d.organization_id and r.batch_id = d.batch_id and r.seq = d.seq`,
};
export function insertDeliveries(tx: LedgerTransaction, deliveries: readonly Delivery[]): void {
  tx.send(saveDeliveries, [
    ...entryColumns(deliveries),
    column(deliveries, 'sourceOrganizationId'),
    column(deliveries, 'sourceBatchId'),
    column(deliveries, 'sourceSeq'),
    literal(deliveries.map(({ quantity }) => formatDecimal(quantity))),
    literal(deliveries.map(({ returned }) => formatDecimal(returned))),
    column(deliveries, 'place'),
  ]);
}

/** Leaves receipts out whose message still waits with the service. */
export async function leaveWaitingDeliveries(tx: LedgerTransaction): Promise<void> {
  await tx.query(leaveWaiting, []);
}

/** Receipts of shipments in the order of recording, those after `place`. */
export async function readDeliveries(
  tx: LedgerTransaction,
  place: number,
  limit: number,
): Promise<Delivery[]> {
  const rows = await tx.query<DeliveryRow>(nextDeliveries, [place, limit]);
  return rows.map((row) => ({
    organizationId: row.organization_id,
    batchId: row.batch_id,
    seq: row.seq,
    place: row.place,
    sourceOrganizationId: row.source_organization_id,
    sourceBatchId: row.source_batch_id,
    sourceSeq: row.source_seq,
    quantity: parseDecimal(row.quantity),
    returned: parseDecimal(row.returned),
  }));
}

/** A receipt, and what it moved on the shipper's side. */
export interface RebuiltSettlement {
  readonly delivery: Delivery;
  readonly confirmed: Decimal;
  readonly returned: Decimal;
}

export function insertSettlementRows(tx: LedgerTransaction, settlements: readonly RebuiltSettlement[]): void {
  const deliveries = settlements.map(({ delivery }) => delivery);
  tx.send(insertSettlements, [
    column(deliveries, 'sourceOrganizationId'),
    ...entryColumns(deliveries),
    literal(settlements.map(({ confirmed }) => formatDecimal(confirmed))),
    literal(settlements.map(({ returned }) => formatDecimal(returned))),
  ]);
}

/** Every receipt that is not left out counts as told. */
export async function markDeliveriesSettled(tx: LedgerTransaction): Promise<void> {
  await tx.query(markSettled, []);
}
