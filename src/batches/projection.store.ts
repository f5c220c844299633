import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, parseDecimal } from '../ledger/quantity.js';
import type { Balance, BalanceField } from './balance.js';
import type { BatchOpening } from './ledger-effect.js';

/** Names a row by home organization and batch. */
export interface BatchKey {
  readonly organizationId: string;
  readonly batchId: string;
}

/** What a decision about a batch needs: its balance and how many holds lie on it. */
export interface BatchState extends BatchKey {
  readonly balance: Balance;
  readonly holds: number;
}

/** The amounts of a batch's row, as PostgreSQL gives numbers. */
export type BalanceColumns = Record<BalanceField, string>;

interface StateRow extends BalanceColumns {
  organization_id: string;
  id: string;
  holds: number;
}

const loadStates = {
  name: 'batch-states',
  text: `select organization_id, id, produced, available, frozen, shipped, consumed, lost, labelled, holds from batches
    where (organization_id, id) in (select o, b from unnest($1::uuid[], $2::uuid[]) as t (o, b))`,
};

const saveStates = {
  name: 'batch-states-save',
  text: `update batches set produced = t.produced, available = t.available, frozen = t.frozen, shipped = t.shipped,
      consumed = t.consumed, lost = t.lost, labelled = t.labelled, holds = t.holds
    from unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[],
      $8::numeric[], $9::numeric[], $10::int[])
      as t (o, b, produced, available, frozen, shipped, consumed, lost, labelled, holds)
    where batches.organization_id = t.o and batches.id = t.b`,
};

const findLots = {
  name: 'batch-lots',
  text: `select product_id, lot from batches
    where (organization_id, product_id, lot) in (select o, p, l from unnest($1::uuid[], $2::uuid[], $3::text[]) as t (o, p, l))`,
};

const insertBatches = {
  name: 'batch-insert',
  text: `with fresh as (
      select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::bigint[])
        as t (o, b, code, product, site, lot, unit, mixing, at)
    ), batch as (
      insert into batches (organization_id, id, code, product_id, site_id, lot, unit, mixing, opened_at_ms)
      select o, b, code, product, site, lot, unit, mixing, at from fresh
    )
    insert into labels (code, organization_id, batch_id, state) select code, o, b, 1 from fresh`,
};

/** Reads the states of batches; the caller holds the locks of their chains. */
export async function loadBatchStates(
  tx: LedgerTransaction,
  batches: readonly BatchKey[],
): Promise<BatchState[]> {
  const rows = await tx.query<StateRow>(loadStates, [
    column(batches, 'organizationId'),
    column(batches, 'batchId'),
  ]);
  return rows.map((row) => ({
    organizationId: row.organization_id,
    batchId: row.id,
    holds: row.holds,
    balance: toBalance(row),
  }));
}

export function toBalance(row: BalanceColumns): Balance {
  return {
    produced: parseDecimal(row.produced),
    available: parseDecimal(row.available),
    frozen: parseDecimal(row.frozen),
    shipped: parseDecimal(row.shipped),
    consumed: parseDecimal(row.consumed),
    lost: parseDecimal(row.lost),
    labelled: parseDecimal(row.labelled),
  };
}

/** Writes states back; the caller still holds the locks of their chains. */
export function saveBatchStates(tx: LedgerTransaction, states: readonly BatchState[]): void {
  const amounts = (field: keyof Balance): string =>
    literal(states.map((state) => formatDecimal(state.balance[field])));
  tx.send(saveStates, [
    column(states, 'organizationId'),
    column(states, 'batchId'),
    amounts('produced'),
    amounts('available'),
    amounts('frozen'),
    amounts('shipped'),
    amounts('consumed'),
    amounts('lost'),
    amounts('labelled'),
    literal(states.map((state) => state.holds)),
  ]);
}

/** Of these lots of an organization's products, the ones that exist: as `<product id> <lot>`. */
export async function findExistingLots(
  tx: LedgerTransaction,
  lots: readonly { readonly organizationId: string; readonly productId: string; readonly lot: string }[],
): Promise<Set<string>> {
  const rows = await tx.query<{ product_id: string; lot: string }>(findLots, [
    column(lots, 'organizationId'),
    column(lots, 'productId'),
    lots.map((lot) => lot.lot),
  ]);
  return new Set(rows.map((row) => `${row.product_id} ${row.lot}`));
}

/** A batch that its first entry opens. */
export type NewBatch = BatchKey & BatchOpening & { readonly openedAtMs: number };

/** Inserts the rows of new batches and their public codes. */
export function insertNewBatches(tx: LedgerTransaction, batches: readonly NewBatch[]): void {
  tx.send(insertBatches, [
    column(batches, 'organizationId'),
    column(batches, 'batchId'),
    column(batches, 'code'),
    column(batches, 'productId'),
    column(batches, 'siteId'),
    batches.map((batch) => batch.lot),
    column(batches, 'unit'),
    batches.map((batch) => batch.mixing),
    column(batches, 'openedAtMs'),
  ]);
}
