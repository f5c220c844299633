import { column, literal } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';
import { parseDecimal, type Decimal } from '../ledger/quantity.js';
import type { BatchAt } from './graph.store.js';

/** What is told of a batch on the way. */
export interface BatchFacts extends BatchAt {
  readonly code: string;
  readonly lot: string | null;
  readonly unit: string;
  readonly openedAtMs: number;
  readonly produced: Decimal;
  readonly available: Decimal;
  readonly product: { readonly name: string; readonly variety: string | null };
  readonly organization: { readonly name: string; readonly region: string };
  readonly publicPlace: string;
}

/** What a batch credited itself of what the entry `source` made. */
export interface Credit {
  readonly batch: string;
  readonly source: string;
  readonly quantity: Decimal;
}

/** A shipment of a batch, and how much of it was confirmed or came back. */
export interface Sent {
  readonly batch: string;
  readonly seq: number;
  /** Null for a party outside the ledger. */
  readonly consigneeId: string | null;
  readonly quantity: Decimal;
  readonly confirmed: Decimal;
  readonly returned: Decimal;
}

/** A label set of a batch. */
export interface IssuedSet extends BatchAt {
  readonly set: string;
  readonly seq: number;
  readonly units: number;
}

/** Ids are of one batch alone; the organizations lead to the index, and on many machines to the place. A list joined as
 * rows would be taken for a reason to read the whole table. */
const ofThese = 'organization_id = any ($1::uuid[]) and batch_id = any ($2::uuid[])';
const facts = {
  name: 'trace-facts',
  text: `select b.organization_id, b.id, b.code, b.lot, b.unit, b.opened_at_ms, b.produced, b.available,
      p.name as product, p.variety, o.name as organization, o.region, s.public_name
    from batches b join products p on p.id = b.product_id join organizations o on o.id = b.organization_id
      join sites s on s.id = b.site_id
    where b.organization_id = any ($1::uuid[]) and b.id = any ($2::uuid[])`,
};
const credits = {
  name: 'trace-credits',
  text: `select batch_id, source_batch_id, source_seq, sum(quantity) as quantity from receipts
    where ${ofThese} group by 1, 2, 3`,
};
const shipments = {
  name: 'trace-shipments',
  text: `select batch_id, seq, consignee_id, quantity, confirmed, returned from shipments
    where ${ofThese} order by batch_id, seq limit $3`,
};
const sets = {
  name: 'trace-label-sets',
  text: `select organization_id, batch_id, id, seq, units from label_sets
    where ${ofThese} order by batch_id, seq limit $3`,
};
const states = {
  name: 'trace-label-states',
  text: `select set_id, state, count(*)::int as count from labels
    where ${ofThese} and set_id = any ($3::uuid[])
    group by 1, 2`,
};

type Row = Readonly<Record<string, string>>;

function keysOf(batches: readonly BatchAt[]): [string, string] {
  const organizations = [...new Set(batches.map(({ organizationId }) => organizationId))];
  return [literal(organizations), column(batches, 'id')];
}

/** What is told of batches, by id. */
export async function readFacts(
  reads: Reads,
  batches: readonly BatchAt[],
): Promise<ReadonlyMap<string, BatchFacts>> {
  const rows = await reads.read<Row & { lot: string | null; variety: string | null }>(facts, keysOf(batches));
  return new Map(
    rows.map((row) => [
      String(row['id']),
      {
        organizationId: String(row['organization_id']),
        id: String(row['id']),
        code: String(row['code']),
        lot: row.lot,
        unit: String(row['unit']),
        openedAtMs: Number(row['opened_at_ms']),
        produced: parseDecimal(String(row['produced'])),
        available: parseDecimal(String(row['available'])),
        product: { name: String(row['product']), variety: row.variety },
        organization: { name: String(row['organization']), region: String(row['region']) },
        publicPlace: String(row['public_name']),
      },
    ]),
  );
}

/** What batches credited themselves by receipts, by source entry. */
export async function readCredits(reads: Reads, batches: readonly BatchAt[]): Promise<Credit[]> {
  const rows = await reads.read<Row>(credits, keysOf(batches));
  return rows.map((row) => ({
    batch: String(row['batch_id']),
    source: `${String(row['source_batch_id'])} ${String(row['source_seq'])}`,
    quantity: parseDecimal(String(row['quantity'])),
  }));
}

/** Shipments of batches in their order, at most `limit`. */
export async function readSent(reads: Reads, batches: readonly BatchAt[], limit: number): Promise<Sent[]> {
  const rows = await reads.read<Row & { consignee_id: string | null }>(shipments, [
    ...keysOf(batches),
    limit,
  ]);
  return rows.map((row) => ({
    batch: String(row['batch_id']),
    seq: Number(row['seq']),
    consigneeId: row.consignee_id,
    quantity: parseDecimal(String(row['quantity'])),
    confirmed: parseDecimal(String(row['confirmed'])),
    returned: parseDecimal(String(row['returned'])),
  }));
}

/** Label sets of batches in their order, at most `limit`. */
export async function readSets(
  reads: Reads,
  batches: readonly BatchAt[],
  limit: number,
): Promise<IssuedSet[]> {
  const rows = await reads.read<Row>(sets, [...keysOf(batches), limit]);
  return rows.map((row) => ({
    organizationId: String(row['organization_id']),
    id: String(row['batch_id']),
    set: String(row['id']),
    seq: Number(row['seq']),
    units: Number(row['units']),
  }));
}

/** How many labels of each set are in each state (0 issued, 1 activated, 2 void), by set. */
export async function countStates(
  reads: Reads,
  of: readonly IssuedSet[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await reads.read<{ set_id: string; state: number; count: number }>(states, [
    ...keysOf(of),
    literal(of.map(({ set }) => set)),
  ]);
  const counted = new Map<string, number[]>();
  for (const { set_id: set, state, count } of rows) {
    const counts = counted.get(set) ?? [0, 0, 0];
    counts[state] = count;
    counted.set(set, counts);
  }
  return counted;
}
