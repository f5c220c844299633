import type { Database } from '../database/database.js';

/** A public code as issued: of a batch (no set), or of one label of a set. */
export interface CodeRow {
  readonly code: string;
  readonly organizationId: string;
  readonly batchId: string;
  readonly setId: string | null;
  readonly number: number | null;
  /** 0 issued, 1 activated, 2 void. */
  readonly state: number;
}

const byCode = {
  name: 'scan-code',
  text: `select code, organization_id as "organizationId", batch_id as "batchId", set_id as "setId", number, state
    from labels where code = $1`,
};
const codesOfSet = {
  name: 'scan-set-codes',
  text: `select code from labels where organization_id = $1 and batch_id = $2 and set_id = $3 order by number`,
};
const counts = {
  name: 'scan-counts',
  text: `select coalesce(sum(count), 0)::int as count, to_char(min(day), 'YYYY-MM-DD') as first from scans where code = $1`,
};
const countOne = {
  name: 'scan-count-one',
  text: `insert into scans (code, day, count) values ($1, $2, 1)
    on conflict (code, day) do update set count = scans.count + 1`,
};

/** The code as issued, or null. */
export async function findCode(database: Database, code: string): Promise<CodeRow | null> {
  const [row] = await database.read<CodeRow>(byCode, [code]);
  return row ?? null;
}

/** All codes of a set in the order of their Merkle tree. */
export async function listSetCodes(
  database: Database,
  set: { readonly organizationId: string; readonly batchId: string; readonly id: string },
): Promise<string[]> {
  const rows = await database.read<{ code: string }>(codesOfSet, [set.organizationId, set.batchId, set.id]);
  return rows.map((row) => row.code);
}

/** Counted looks at a code and the civil day of the first, null when there was none. */
export async function readScanCounts(
  database: Database,
  code: string,
): Promise<{ count: number; first: string | null }> {
  const [row] = await database.read<{ count: number; first: string | null }>(counts, [code]);
  return row ?? { count: 0, first: null };
}

/** Counts one look on a civil day; nothing of who looked is kept. */
export function countScan(database: Database, code: string, day: string): Promise<void> {
  return database.write(countOne, [code, day]);
}
