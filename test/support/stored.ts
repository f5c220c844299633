import pg from 'pg';
import type { TestDatabase } from './postgres.js';

/**
 * Not part of what a request stores: who is signed in, which migrations ran, and what the log's writer and the judge do
 * by themselves with entries that were stored before.
 */
const leftOut = [
  'refresh_tokens',
  'sessions',
  'schema_migrations',
  'staged_leaves',
  'log_leaves',
  'log_tiles',
  'log_state',
  'map_heads',
  'map_tiles',
  'judgements',
  'judgements_due',
];

/** SQL: every chain but the operator's, on which the service states maps by itself, now and then. */
export const notOperators = "chain_id not in (select id from organizations where kind = 'operator')";
const goOnAlone = new Set(['chains', 'entries']);

/**
 * Everything that is stored, as one text a table: its rows counted and hashed. Two equal answers mean that nothing was
 * added, changed or removed in between.
 */
export async function readStored(database: TestDatabase): Promise<Record<string, string>> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    const tables = await owner.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1) order by 1`,
      [leftOut],
    );
    const stored: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const { rows } = await owner.query<{ count: string; digest: string | null }>(
        `select count(*), md5(string_agg(row_text, E'\\n' order by row_text)) as digest
         from (select t::text as row_text from ${name} t ${goOnAlone.has(name) ? `where ${notOperators}` : ''}) rows`,
      );
      stored[name] = `${rows[0]?.count ?? '?'} ${rows[0]?.digest ?? ''}`;
    }
    return stored;
  } finally {
    await owner.end();
  }
}
