import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, type Decimal } from '../ledger/quantity.js';
import type { Balance, BalanceField } from './balance.js';
import type { Mixing } from './mixed-lot.js';
import { type BatchKey } from './projection.store.js';
import { entryColumns, type EntryKey } from './handover.store.js';
import type { IntakeKey } from './intakes.store.js';

/** What a batch's balance and holds change by. */
export interface BatchChange extends BatchKey {
  readonly delta: Balance;
  readonly holds: number;
}

const addToBatches = {
  name: 'rebuilt-batches-add',
  text: `with moved as (
      update batches set produced = batches.produced + t.produced, available = batches.available + t.available,
        frozen = batches.frozen + t.frozen, shipped = batches.shipped + t.shipped, consumed = batches.consumed + t.consumed,
        lost = batches.lost + t.lost, labelled = batches.labelled + t.labelled, holds = batches.holds + t.holds
      from unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[],
        $8::numeric[], $9::numeric[], $10::int[])
        as t (o, b, produced, available, frozen, shipped, consumed, lost, labelled, holds)
      where batches.organization_id = t.o and batches.id = t.b returning 1
    ) select count(*)::int as rows from moved`,
};
const addToIntakes = {
  name: 'rebuilt-intakes-add',
  text: `insert into intakes (organization_id, addressee_id, source_batch_id, source_seq, taken, given)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::numeric[], $6::numeric[])
    on conflict (organization_id, addressee_id, source_batch_id, source_seq)
      do update set taken = intakes.taken + excluded.taken, given = excluded.given`,
};
const addHandovers = {
  name: 'rebuilt-handovers-add',
  text: `update shipments set returned = shipments.returned + t.returned, confirmed = shipments.confirmed + t.confirmed,
      delivered = shipments.delivered + t.confirmed
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::numeric[], $5::numeric[]) as t (o, b, s, returned, confirmed)
    where organization_id = t.o and batch_id = t.b and seq = t.s`,
};
const saveHeads = {
  name: 'rebuilt-heads-save',
  text: `insert into chains (organization_id, chain_id, seq, head, recorded_at_ms)
    select o, c, seq, substring($4::bytea from (n::int - 1) * 32 + 1 for 32), at
    from unnest($1::uuid[], $2::uuid[], $3::int[], $5::bigint[]) with ordinality as t (o, c, seq, at, n)
    on conflict (organization_id, chain_id)
      do update set seq = excluded.seq, head = excluded.head, recorded_at_ms = excluded.recorded_at_ms`,
};
const keptCodes = {
  name: 'rebuilt-kept-codes',
  text: `select code, number from public.labels where organization_id = $1 and batch_id = $2 and set_id = $3 order by number`,
};

const findBatch = {
  name: 'rebuilt-batch',
  text: `select id, organization_id as "organizationId", unit, product_id as "productId", mixing from batches where id = $1`,
};
const findSet = {
  name: 'rebuilt-set',
  text: `select id, units, net_value as net, net_unit as unit from label_sets
    where organization_id = $1 and batch_id = $2 and id = $3`,
};
const findCorrection = {
  name: 'rebuilt-correction',
  text: 'select latest_seq from corrections where organization_id = $1 and batch_id = $2 and seq = $3',
};
const findHeads = {
  name: 'rebuilt-heads',
  text: `select organization_id as "organizationId", chain_id as "chainId", seq, head as "leafHash",
      recorded_at_ms::float8 as "recordedAtMs" from chains
    where (organization_id, chain_id) in (select o, c from unnest($1::uuid[], $2::uuid[]) as t (o, c))`,
};

/** Adds to balances and holds; answers how many of the batches there are. */
export async function addBatchChanges(
  tx: LedgerTransaction,
  changes: readonly BatchChange[],
): Promise<number> {
  const amounts = (field: BalanceField): string =>
    literal(changes.map(({ delta }) => formatDecimal(delta[field])));
  const [row] = await tx.query<{ rows: number }>(addToBatches, [
    column(changes, 'organizationId'),
    column(changes, 'batchId'),
    amounts('produced'),
    amounts('available'),
    amounts('frozen'),
    amounts('shipped'),
    amounts('consumed'),
    amounts('lost'),
    amounts('labelled'),
    column(changes, 'holds'),
  ]);
  return row?.rows ?? 0;
}

/** Adds to what was taken; what was given is what the last receipt found. */
export function addIntakes(
  tx: LedgerTransaction,
  intakes: readonly (IntakeKey & { readonly taken: Decimal; readonly given: Decimal })[],
): void {
  tx.send(addToIntakes, [
    column(intakes, 'organizationId'),
    column(intakes, 'addresseeId'),
    column(intakes, 'sourceBatchId'),
    column(intakes, 'sourceSeq'),
    literal(intakes.map(({ taken }) => formatDecimal(taken))),
    literal(intakes.map(({ given }) => formatDecimal(given))),
  ]);
}

/** What the shipper's own chain says of a shipment: what came back, and what codes of delivery notes confirmed. */
export interface HandedOver extends EntryKey {
  readonly returned: Decimal;
  readonly confirmed: Decimal;
}

/** Adds to what came back of shipments, and to what the codes of their notes confirmed. */
export function addHandedOver(tx: LedgerTransaction, all: readonly HandedOver[]): void {
  tx.send(addHandovers, [
    ...entryColumns(all),
    literal(all.map(({ returned }) => formatDecimal(returned))),
    literal(all.map(({ confirmed }) => formatDecimal(confirmed))),
  ]);
}

/** The head of a chain as its entries have it. */
export interface RebuiltHead {
  readonly organizationId: string;
  readonly chainId: string;
  readonly seq: number;
  readonly leafHash: Uint8Array;
  readonly recordedAtMs: number;
}

/** Writes heads in place of earlier ones. */
export function saveRebuiltHeads(tx: LedgerTransaction, heads: readonly RebuiltHead[]): void {
  tx.send(saveHeads, [
    column(heads, 'organizationId'),
    column(heads, 'chainId'),
    column(heads, 'seq'),
    Buffer.concat(heads.map(({ leafHash }) => leafHash)),
    column(heads, 'recordedAtMs'),
  ]);
}

/** The codes of a label set as they are kept, by their number. */
export function readKeptCodes(
  tx: LedgerTransaction,
  set: BatchKey & { readonly set: string },
): Promise<{ readonly code: string; readonly number: number }[]> {
  return tx.query(keptCodes, [set.organizationId, set.batchId, set.set]);
}

/** A label set as later entries of its chain look at it. */
export interface RebuiltSet {
  readonly id: string;
  readonly units: number;
  readonly net: string;
  readonly unit: string;
}

/** What entries need to know of a batch. */
export interface RebuiltBatch {
  readonly id: string;
  readonly organizationId: string;
  readonly unit: string;
  readonly productId: string;
  readonly mixing: Mixing | null;
}

/** A batch by its id alone, or null. */
export async function findRebuiltBatch(tx: LedgerTransaction, id: string): Promise<RebuiltBatch | null> {
  const [batch] = await tx.query<RebuiltBatch>(findBatch, [id]);
  return batch ?? null;
}

/** A label set of a batch, or null. */
export async function findRebuiltSet(
  tx: LedgerTransaction,
  batch: BatchKey,
  id: string,
): Promise<RebuiltSet | null> {
  const [set] = await tx.query<RebuiltSet>(findSet, [batch.organizationId, batch.batchId, id]);
  return set ?? null;
}

/** The latest correction of an entry, or null. */
export async function findRebuiltCorrection(tx: LedgerTransaction, entry: EntryKey): Promise<number | null> {
  const values = [entry.organizationId, entry.batchId, entry.seq];
  const [row] = await tx.query<{ latest_seq: number }>(findCorrection, values);
  return row?.latest_seq ?? null;
}

/** Heads of those of these chains that have entries. */
export function findRebuiltHeads(
  tx: LedgerTransaction,
  chains: readonly { readonly organizationId: string; readonly chainId: string }[],
): Promise<RebuiltHead[]> {
  return tx.query(findHeads, [column(chains, 'organizationId'), column(chains, 'chainId')]);
}
