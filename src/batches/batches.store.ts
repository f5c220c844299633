import type { Reads } from '../database/tenants.js';
import type { ChainRef } from '../log/entry.js';
import type { BatchIdentity, BatchStanding } from './batch.js';
import type { Mixing } from './mixed-lot.js';
import { toBalance, type BalanceColumns } from './projection.store.js';

interface IdentityRow {
  id: string;
  organization_id: string;
  code: string;
  product_id: string;
  site_id: string;
  lot: string | null;
  unit: string;
  mixing: Mixing | null;
  opened_at_ms: string;
}

/** A row of `standingColumns`. */
export interface StandingRow extends IdentityRow, BalanceColumns {
  holds: number;
  seq: number;
  head: Buffer;
}

const identity =
  'b.id, b.organization_id, b.code, b.product_id, b.site_id, b.lot, b.unit, b.mixing, b.opened_at_ms';
/** What a batch is and how it stands: of `batches b` with its row of `chains c`. */
export const standingColumns = `${identity}, b.produced, b.available, b.frozen, b.shipped, b.consumed, b.lost, b.labelled, b.holds, c.seq, c.head`;
const joined = 'from batches b join chains c on c.organization_id = b.organization_id and c.chain_id = b.id';

const byId = { name: 'batch-by-id', text: `select ${identity} from batches b where b.id = $1` };
const standingById = {
  name: 'batch-standing',
  text: `select ${standingColumns} ${joined} where b.organization_id = $1 and b.id = $2`,
};
const page = {
  name: 'batch-page',
  text: `select ${standingColumns} ${joined} where b.organization_id = $1 and (b.opened_at_ms, b.id) < ($2, $3)
    order by b.opened_at_ms desc, b.id desc limit $4`,
};
const byLot = {
  name: 'batch-by-lot',
  text: `select ${identity} from batches b where b.organization_id = $1 and b.product_id = $2 and b.lot = $3`,
};

const latestCorrection = {
  name: 'batch-latest-correction',
  text: 'select latest_seq from corrections where organization_id = $1 and batch_id = $2 and seq = $3',
};

const latestCorrections = {
  name: 'batch-latest-corrections',
  text: `select seq, latest_seq from corrections
    where organization_id = $1 and batch_id = $2 and seq = any ($3::int[])`,
};

/** The identity of a batch by its id alone, or null. */
export async function findBatchIdentity(reads: Reads, id: string): Promise<BatchIdentity | null> {
  const [row] = await reads.read<IdentityRow>(byId, [id]);
  return row === undefined ? null : toIdentity(row);
}

/** A batch by its product and lot number, or null. */
export async function findBatchByLot(
  reads: Reads,
  key: { readonly organizationId: string; readonly productId: string; readonly lot: string },
): Promise<BatchIdentity | null> {
  const [row] = await reads.read<IdentityRow>(byLot, [key.organizationId, key.productId, key.lot]);
  return row === undefined ? null : toIdentity(row);
}

/** The entry that corrected the entry `seq` of a batch last, or null. */
export async function findLatestCorrection(
  reads: Reads,
  batch: BatchIdentity,
  seq: number,
): Promise<number | null> {
  const values = [batch.organizationId, batch.id, seq];
  const [row] = await reads.read<{ latest_seq: number }>(latestCorrection, values);
  return row?.latest_seq ?? null;
}

/** Each of these entries of a chain that was corrected, with its latest correction. */
export async function listLatestCorrections(
  reads: Reads,
  { organizationId, chainId }: ChainRef,
  seqs: readonly number[],
): Promise<[seq: number, latest: number][]> {
  const values = [organizationId, chainId, seqs];
  const rows = await reads.read<{ seq: number; latest_seq: number }>(latestCorrections, values);
  return rows.map((row) => [row.seq, row.latest_seq]);
}

/** A batch as it stands now, or null. */
export async function findBatchStanding(
  reads: Reads,
  organizationId: string,
  id: string,
): Promise<BatchStanding | null> {
  const [row] = await reads.read<StandingRow>(standingById, [organizationId, id]);
  return row === undefined ? null : toStanding(row);
}

/** Batches of an organization, newest first, those opened before (`beforeMs`, `beforeId`). */
export async function listBatchStandings(
  reads: Reads,
  organizationId: string,
  before: { readonly openedAtMs: number; readonly id: string },
  limit: number,
): Promise<BatchStanding[]> {
  const rows = await reads.read<StandingRow>(page, [organizationId, before.openedAtMs, before.id, limit]);
  return rows.map(toStanding);
}

function toIdentity(row: IdentityRow): BatchIdentity {
  return {
    id: row.id,
    organizationId: row.organization_id,
    code: row.code,
    productId: row.product_id,
    siteId: row.site_id,
    lot: row.lot,
    unit: row.unit,
    mixing: row.mixing,
    openedAtMs: Number(row.opened_at_ms),
  };
}

export function toStanding(row: StandingRow): BatchStanding {
  return {
    ...toIdentity(row),
    balance: toBalance(row),
    holds: row.holds,
    seq: row.seq,
    leafHash: row.head,
  };
}
