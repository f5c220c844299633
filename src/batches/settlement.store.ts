import type { Database } from '../database/database.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';

/** A receipt of a shipment of which the shipper has not heard yet. */
export interface UnsettledReceipt {
  readonly organizationId: string;
  readonly batchId: string;
  readonly seq: number;
  readonly sourceOrganizationId: string;
  readonly sourceBatchId: string;
  readonly sourceSeq: number;
  readonly quantity: Decimal;
  /** What the receiver sends back. */
  readonly returned: Decimal;
}

interface Row {
  organization_id: string;
  batch_id: string;
  seq: number;
  source_organization_id: string;
  source_batch_id: string;
  source_seq: number;
  quantity: string;
  returned: string;
}

const list = {
  name: 'receipts-unsettled',
  text: `select organization_id, batch_id, seq, source_organization_id, source_batch_id, source_seq, quantity, returned
    from receipts where not settled order by organization_id, batch_id, seq limit $1`,
};
const settle = {
  name: 'settlement-insert',
  text: `insert into settlements (organization_id, receipt_organization_id, receipt_batch_id, receipt_seq, quantity, returned)
    values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning quantity`,
};
const mark = {
  name: 'receipt-settled',
  text: 'update receipts set settled = true where organization_id = $1 and batch_id = $2 and seq = $3',
};

/** Receipts whose shippers have still to hear of them, at most `limit`. */
export async function listUnsettledReceipts(database: Database, limit: number): Promise<UnsettledReceipt[]> {
  const rows = await database.read<Row>(list, [limit]);
  return rows.map((row) => ({
    organizationId: row.organization_id,
    batchId: row.batch_id,
    seq: row.seq,
    sourceOrganizationId: row.source_organization_id,
    sourceBatchId: row.source_batch_id,
    sourceSeq: row.source_seq,
    quantity: parseDecimal(row.quantity),
    returned: parseDecimal(row.returned),
  }));
}

/** Notes that the shipper has heard of a receipt, and what that moves; false when it had before. */
export async function insertSettlement(
  tx: LedgerTransaction,
  receipt: UnsettledReceipt,
  moved: { readonly confirmed: Decimal; readonly returned: Decimal },
): Promise<boolean> {
  const rows = await tx.query(settle, [
    receipt.sourceOrganizationId,
    receipt.organizationId,
    receipt.batchId,
    receipt.seq,
    formatDecimal(moved.confirmed),
    formatDecimal(moved.returned),
  ]);
  return rows.length === 1;
}

/** Marks the message as delivered, on the receiver's side. */
export async function markSettled(database: Database, receipt: UnsettledReceipt): Promise<void> {
  await database.write(mark, [receipt.organizationId, receipt.batchId, receipt.seq]);
}
