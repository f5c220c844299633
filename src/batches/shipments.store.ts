import type { Reads } from '../database/tenants.js';
import { parseDecimal } from '../ledger/quantity.js';
import type { EntryKey, OpenShipment } from './handover.store.js';
import type { BatchKey } from './projection.store.js';

/** A shipment as the shipper's side has it; `consigneeId` null: nobody in the ledger. */
export interface ShipmentStanding extends OpenShipment {
  readonly consigneeId: string | null;
}

interface Row {
  organization_id: string;
  batch_id: string;
  seq: number;
  consignee_id: string | null;
  quantity: string;
  confirmed: string;
  returned: string;
  delivered: string;
  received: string;
}

const columns =
  'organization_id, batch_id, seq, consignee_id, quantity, confirmed, returned, delivered, received';
const ofBatch = {
  name: 'shipments-of-batch',
  text: `select ${columns} from shipments where organization_id = $1 and batch_id = $2 and seq > $3 order by seq limit $4`,
};
const one = {
  name: 'shipment-one',
  text: `select ${columns} from shipments where organization_id = $1 and batch_id = $2 and seq = $3`,
};
const some = {
  name: 'shipments-some',
  text: `select ${columns} from shipments where organization_id = $1 and batch_id = $2 and seq = any ($3::int[])`,
};
const awaiting = {
  name: 'shipments-awaiting',
  text: `select ${columns} from shipments
    where consignee_id = $1 and confirmed + returned < quantity and (batch_id, seq) > ($2, $3)
    order by batch_id, seq limit $4`,
};

/** Shipments of a batch after the entry `afterSeq`, oldest first, at most `limit`. */
export async function listShipments(
  reads: Reads,
  { organizationId, batchId }: BatchKey,
  afterSeq: number,
  limit: number,
): Promise<ShipmentStanding[]> {
  return (await reads.read<Row>(ofBatch, [organizationId, batchId, afterSeq, limit])).map(toStanding);
}

/** One shipment, or null. */
export async function findShipment(reads: Reads, key: EntryKey): Promise<ShipmentStanding | null> {
  const [row] = await reads.read<Row>(one, [key.organizationId, key.batchId, key.seq]);
  return row === undefined ? null : toStanding(row);
}

/** Those of these entries of a batch that are shipments. */
export async function findShipments(
  reads: Reads,
  { organizationId, batchId }: BatchKey,
  seqs: readonly number[],
): Promise<ShipmentStanding[]> {
  return (await reads.read<Row>(some, [organizationId, batchId, seqs])).map(toStanding);
}

/** Shipments to an organization of which something is open, by batch and number, those after a place. */
export async function listAwaiting(
  reads: Reads,
  consigneeId: string,
  after: { readonly batchId: string; readonly seq: number },
  limit: number,
): Promise<ShipmentStanding[]> {
  return (await reads.read<Row>(awaiting, [consigneeId, after.batchId, after.seq, limit])).map(toStanding);
}

function toStanding(row: Row): ShipmentStanding {
  return {
    organizationId: row.organization_id,
    batchId: row.batch_id,
    seq: row.seq,
    consigneeId: row.consignee_id,
    quantity: parseDecimal(row.quantity),
    confirmed: parseDecimal(row.confirmed),
    returned: parseDecimal(row.returned),
    delivered: parseDecimal(row.delivered),
    received: parseDecimal(row.received),
  };
}
