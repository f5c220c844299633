import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import type { Handover } from './handover.js';
import { type BatchKey } from './projection.store.js';

/** An entry of a batch's chain. */
export interface EntryKey extends BatchKey {
  readonly seq: number;
}

/** A shipment and how far it is. */
export interface OpenShipment extends EntryKey, Handover {}

export interface NewShipment extends EntryKey {
  readonly consigneeId: string | null;
  readonly quantity: Decimal;
}

/** A receipt; `settled` false means the shipper has still to hear of it. */
export interface NewReceipt extends EntryKey {
  readonly sourceOrganizationId: string;
  readonly sourceBatchId: string;
  readonly sourceSeq: number;
  readonly quantity: Decimal;
  readonly returned: Decimal;
  readonly settled: boolean;
}

interface ShipmentRow {
  organization_id: string;
  batch_id: string;
  seq: number;
  quantity: string;
  confirmed: string;
  returned: string;
  delivered: string;
  received: string;
}

const loadShipments = {
  name: 'shipments-load',
  text: `select organization_id, batch_id, seq, quantity, confirmed, returned, delivered, received from shipments
    where (organization_id, batch_id, seq) in (select o, b, s from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (o, b, s))`,
};

const insertShipments = {
  name: 'shipments-insert',
  text: `insert into shipments (organization_id, batch_id, seq, consignee_id, quantity)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::numeric[])`,
};

const updateShipments = {
  name: 'shipments-update',
  text: `update shipments set confirmed = t.confirmed, returned = t.returned, delivered = t.delivered, received = t.received
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[])
      as t (o, b, s, confirmed, returned, delivered, received)
    where organization_id = t.o and batch_id = t.b and seq = t.s`,
};

const insertReceipts = {
  name: 'receipts-insert',
  text: `insert into receipts (organization_id, batch_id, seq, source_organization_id, source_batch_id, source_seq, quantity, settled, returned)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::int[], $7::numeric[], $8::bool[], $9::numeric[])`,
};

/** Reads shipments; the caller holds the locks of their chains. */
export async function loadOpenShipments(
  tx: LedgerTransaction,
  keys: readonly EntryKey[],
): Promise<OpenShipment[]> {
  const rows = await tx.query<ShipmentRow>(loadShipments, entryColumns(keys));
  return rows.map((row) => ({
    organizationId: row.organization_id,
    batchId: row.batch_id,
    seq: row.seq,
    quantity: parseDecimal(row.quantity),
    confirmed: parseDecimal(row.confirmed),
    returned: parseDecimal(row.returned),
    delivered: parseDecimal(row.delivered),
    received: parseDecimal(row.received),
  }));
}

export function insertShipmentRows(tx: LedgerTransaction, shipments: readonly NewShipment[]): void {
  tx.send(insertShipments, [
    ...entryColumns(shipments),
    shipments.map((shipment) => shipment.consigneeId),
    literal(shipments.map((shipment) => formatDecimal(shipment.quantity))),
  ]);
}

export function updateShipmentRows(tx: LedgerTransaction, shipments: readonly OpenShipment[]): void {
  tx.send(updateShipments, [
    ...entryColumns(shipments),
    literal(shipments.map((shipment) => formatDecimal(shipment.confirmed))),
    literal(shipments.map((shipment) => formatDecimal(shipment.returned))),
    literal(shipments.map((shipment) => formatDecimal(shipment.delivered))),
    literal(shipments.map((shipment) => formatDecimal(shipment.received))),
  ]);
}

export function insertReceiptRows(tx: LedgerTransaction, receipts: readonly NewReceipt[]): void {
  tx.send(insertReceipts, [
    ...entryColumns(receipts),
    column(receipts, 'sourceOrganizationId'),
    column(receipts, 'sourceBatchId'),
    column(receipts, 'sourceSeq'),
    literal(receipts.map((receipt) => formatDecimal(receipt.quantity))),
    literal(receipts.map((receipt) => String(receipt.settled))),
    literal(receipts.map((receipt) => formatDecimal(receipt.returned))),
  ]);
}

/** The three columns that name entries, as array literals. */
export function entryColumns(keys: readonly EntryKey[]): [string, string, string] {
  return [column(keys, 'organizationId'), column(keys, 'batchId'), column(keys, 'seq')];
}
