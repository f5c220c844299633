import type { Reads } from '../database/tenants.js';
import { parseDecimal } from '../ledger/quantity.js';
import type { EntryKey, OpenShipment } from './handover.store.js';
import type { BatchKey } from './projection.store.js';

/** A shipment as the shipper's side has it; `consigneeId` null: nobody in the ledger. */
export interface ShipmentStanding extends OpenShipment {
  readonly consigneeId: string | null;
}

/** Whose consignees, who else is counted among them, and where the page begins. */
export interface ConsigneesOf {
  readonly id: string;
  readonly besides: string | null;
  readonly after: string | null;
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

const consignees = {
  name: 'shipments-consignees',
  text: `with recursive known (id) as (
      (select consignee_id from shipments where organization_id = $1 and consignee_id > $3
        order by consignee_id limit 1)
      union all
      select (select consignee_id from shipments where organization_id = $1 and consignee_id > known.id
        order by consignee_id limit 1) from known where known.id is not null
    )
    select id from (select id from known union select $2::uuid) partners
    where id > $3 order by id limit $4`,
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

/** To whom an organization shipped, and `besides`, by id after `after`, at most `limit`. */
export async function listConsignees(
  reads: Reads,
  { id, besides, after }: ConsigneesOf,
  limit: number,
): Promise<string[]> {
  const values = [id, besides, after ?? '00000000-0000-0000-0000-000000000000', limit];
  return (await reads.read<{ id: string }>(consignees, values)).map((row) => row.id);
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
