import type { Database } from '../database/database.js';
import type { Head } from '../log/entry.js';
import { daysJson } from './looks/looks.store.js';
import type { ScanDay, ScanHistory } from './looks/scan-pattern.js';

/** A public code as issued: of a batch (no set), or of one label of a set. */
export interface CodeRow {
  readonly code: string;
  readonly organizationId: string;
  readonly batchId: string;
  readonly setId: string | null;
  readonly number: number | null;
  /** 0 issued, 1 activated, 2 void. */
  readonly state: number;
  /** How it was looked at so far. */
  readonly scans: ScanHistory;
  /** Of the chain of its batch, as of the same moment. */
  readonly head: Head;
}

interface Row {
  code: string;
  organization_id: string;
  batch_id: string;
  set_id: string | null;
  number: number | null;
  state: number;
  scanned: number;
  first_day: string | null;
  scan_days: ScanDay[];
  seq: number;
  head: Buffer;
  recorded_at_ms: string;
}

/** One turn of the database answers all of a scan that is not remembered. */
const byCodes = {
  name: 'scan-codes',
  text: `select l.code, l.organization_id, l.batch_id, l.set_id, l.number, l.state,
      coalesce(s.count, 0) as scanned, to_char(s.first_day, 'YYYY-MM-DD') as first_day,
      coalesce(d.days, '[]') as scan_days, c.seq, c.head, c.recorded_at_ms
    from labels l
    join chains c on c.organization_id = l.organization_id and c.chain_id = l.batch_id
    left join scan_counts s on s.code = l.code
    left join lateral (select ${daysJson} as days from scan_days where code = l.code) d on true
    where l.code = any ($1::text[])`,
};
const codesOfBatch = {
  name: 'scan-batch-codes',
  text: `select code from labels where organization_id = $1 and batch_id = $2 limit $3`,
};
const codesOfSet = {
  name: 'scan-set-codes',
  text: `select code from labels where organization_id = $1 and batch_id = $2 and set_id = $3 order by number`,
};

/** The codes as issued, in the order asked for; null where there is none, or its batch has no chain. */
export async function findCodes(database: Database, codes: readonly string[]): Promise<(CodeRow | null)[]> {
  const rows = await database.read<Row>(byCodes, [codes]);
  const found = new Map(rows.map((row) => [row.code, toCodeRow(row)]));
  return codes.map((code) => found.get(code) ?? null);
}

function toCodeRow(row: Row): CodeRow {
  return {
    code: row.code,
    organizationId: row.organization_id,
    batchId: row.batch_id,
    setId: row.set_id,
    number: row.number,
    state: row.state,
    scans: { count: row.scanned, first: row.first_day, days: row.scan_days },
    head: {
      organizationId: row.organization_id,
      chainId: row.batch_id,
      seq: row.seq,
      leafHash: row.head,
      recordedAtMs: Number(row.recorded_at_ms),
    },
  };
}

/** All codes of a set in the order of their Merkle tree. */
export async function listSetCodes(
  database: Database,
  set: { readonly organizationId: string; readonly batchId: string; readonly id: string },
): Promise<string[]> {
  const rows = await database.read<{ code: string }>(codesOfSet, [set.organizationId, set.batchId, set.id]);
  return rows.map((row) => row.code);
}

/** Codes of a batch, its own and those of its labels, in no order, `max` at most. */
export async function listBatchCodes(
  database: Database,
  batch: { readonly organizationId: string; readonly id: string },
  max: number,
): Promise<string[]> {
  const rows = await database.read<{ code: string }>(codesOfBatch, [batch.organizationId, batch.id, max]);
  return rows.map((row) => row.code);
}
