import type { LedgerTransaction } from '../database/transaction.js';

/** The tables that follow from the entries, each after those that it refers to, with the columns that name a row. */
const rebuiltTables = {
  chains: ['organization_id', 'chain_id'],
  batches: ['organization_id', 'id'],
  holds: ['organization_id', 'batch_id', 'seq'],
  finding_releases: ['organization_id', 'batch_id', 'seq'],
  recalls: ['organization_id', 'batch_id', 'seq'],
  cases: ['organization_id', 'id'],
  shipments: ['organization_id', 'batch_id', 'seq'],
  receipts: ['organization_id', 'batch_id', 'seq'],
  intakes: ['organization_id', 'addressee_id', 'source_batch_id', 'source_seq'],
  settlements: ['organization_id', 'receipt_organization_id', 'receipt_batch_id', 'receipt_seq'],
  edges: ['organization_id', 'batch_id', 'seq', 'parent_id', 'child_id'],
  lot_changes: ['organization_id', 'batch_id', 'seq'],
  input_codes: ['organization_id', 'batch_id', 'seq'],
  corrections: ['organization_id', 'batch_id', 'seq'],
  certified: ['organization_id', 'batch_id', 'seq'],
  task_samples: ['organization_id', 'batch_id', 'seq'],
  certifications: ['organization_id', 'seq'],
  certification_uses: ['organization_id', 'batch_id', 'seq'],
  organic_codes: ['code'],
  label_sets: ['organization_id', 'batch_id', 'id'],
  labels: ['code'],
} as const;

type RebuiltTable = keyof typeof rebuiltTables;

const tables = Object.keys(rebuiltTables) as readonly RebuiltTable[];
/** All but the labels: the codes of sets were drawn at random and stand in no entry. */
const replacedTables = tables.filter((table) => table !== 'labels');

/** SQLSTATE class 23: a constraint is violated. */
const violations = /^23...$/;

/** Entries do not amount to something that could have been recorded. */
export class RebuildFault extends Error {
  override readonly name = 'RebuildFault';
}

/** A row that is not what the entries amount to; null on the side where there is none. */
interface DifferentRow {
  readonly kept: Readonly<Record<string, unknown>> | null;
  readonly rebuilt: Readonly<Record<string, unknown>> | null;
}

/** Keeps writers out until the end of the transaction; readers go on. */
export async function lockKeptTables(tx: LedgerTransaction): Promise<void> {
  await tx.query(
    { name: 'rebuilt-lock', text: `lock table entries, ${tables.join(', ')} in exclusive mode` },
    [],
  );
}

/**
 * Makes an empty table of this transaction for each one that is rebuilt. It hides the kept one of that name, so that
 * the statements by which appends write find it; the kept one is `public.<name>`.
 *
 * Unlike the kept ones these check no balance and refer to nothing: sums are right only at the end.
 */
export async function makeRebuiltTables(tx: LedgerTransaction): Promise<void> {
  for (const table of tables) {
    const text = `create temporary table ${table} (like public.${table} including defaults including indexes) on commit drop`;
    await tx.query({ name: `rebuilt-make-${table}`, text }, []);
  }
  const deliveries = `create temporary table deliveries (organization_id uuid, batch_id uuid, seq int,
    source_organization_id uuid, source_batch_id uuid, source_seq int, quantity numeric, returned numeric,
    place bigint) on commit drop`;
  await tx.query({ name: 'rebuilt-make-deliveries', text: deliveries }, []);
}

/** A table whose rows are not what the entries amount to: how many, and the first of them by its key. */
export interface TableDifference {
  readonly table: RebuiltTable;
  readonly rows: number;
  readonly first: DifferentRow;
}

/** Of these tables, the ones that differ. Numbers are compared by value. */
export async function findDifferences(
  tx: LedgerTransaction,
  among: readonly RebuiltTable[] = tables,
): Promise<TableDifference[]> {
  const found: TableDifference[] = [];
  for (const table of among) {
    const key = rebuiltTables[table].join(', ');
    const text = `select to_jsonb(k) as kept, to_jsonb(r) as rebuilt, count(*) over () as rows
      from (select t as k, ${key} from public.${table} t) as a
      full join (select t as r, ${key} from pg_temp.${table} t) as b using (${key})
      where to_jsonb(k) is distinct from to_jsonb(r) order by ${key} limit 1`;
    const statement = { name: `rebuilt-compare-${table}`, text };
    const [row] = await tx.query<DifferentRow & { rows: string }>(statement, []);
    if (row === undefined) continue;
    found.push({ table, rows: Number(row.rows), first: { kept: row.kept, rebuilt: row.rebuilt } });
  }
  return found;
}

/**
 * Puts the rebuilt tables in the place of the kept ones, which readers wait for. Codes of label sets stay; of them the
 * states are rebuilt.
 *
 * @throws RebuildFault when the rebuilt rows break a rule of the tables, a balance for example.
 */
export async function replaceKept(tx: LedgerTransaction): Promise<void> {
  const statements = [
    'alter table public.chains disable trigger chains_no_truncate',
    `truncate ${replacedTables.map((table) => `public.${table}`).join(', ')}`,
    'alter table public.chains enable trigger chains_no_truncate',
    ...replacedTables.map((table) => `insert into public.${table} select * from pg_temp.${table}`),
    `delete from public.labels k where set_id is null or exists
      (select from pg_temp.labels r where r.code = k.code and r.set_id is null)`,
    'insert into public.labels select * from pg_temp.labels where set_id is null',
    `update public.labels k set state = r.state from pg_temp.labels r where r.code = k.code and r.state <> k.state`,
  ];
  try {
    for (const [step, text] of statements.entries())
      await tx.query({ name: `rebuilt-replace-${step}`, text }, []);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !violations.test(String(error.code))) throw error;
    throw new RebuildFault(`the entries amount to what cannot be: ${error.message}`, { cause: error });
  }
}
