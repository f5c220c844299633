import type pg from 'pg';

/** Small tables, read everywhere; nothing in them grows with events. */
export const referenceTables = [
  'accounts',
  'application_documents',
  'applications',
  'break_glass',
  'clients',
  'identities',
  'kept_secrets',
  'list_versions',
  'members',
  'one_time_links',
  'organizations',
  'passkey_challenges',
  'passkeys',
  'products',
  'recovery_codes',
  'refresh_tokens',
  'schema_migrations',
  'second_factors',
  'sessions',
  'signing_keys',
  'sites',
];

/** A scan knows only the code, so these are led by it. */
export const codeTables = ['labels', 'organic_codes', 'scan_counts', 'scan_days'];

/** The log has one writer and lies on one node, led by its index (scale.md rule 11). */
export const logTables = ['audit_runs', 'log_leaves', 'log_state', 'log_tiles', 'map_heads', 'map_tiles'];

interface Key {
  readonly table: string;
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'foreign';
  readonly columns: string[];
  readonly target: string | null;
  readonly target_columns: string[] | null;
}

const tablesSql = `select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`;

const homesSql = `select c.relname as name from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull and a.atttypid = 'uuid'::regtype
  where c.relnamespace = 'public'::regnamespace`;

/** Primary keys and everything unique, whether a constraint or only an index. */
const uniqueSql = `select t.relname as table, i.relname as name,
    case when x.indisprimary then 'primary' else 'unique' end as kind, null as target, null as target_columns,
    array(select coalesce(a.attname::text, '(expression)') from unnest(x.indkey::int2[]) with ordinality as k (n, place)
      left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n and k.n > 0 order by k.place) as columns
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
  where t.relnamespace = 'public'::regnamespace and x.indisunique`;

const foreignSql = `select t.relname as table, c.conname as name, 'foreign' as kind, f.relname as target,
    array(select a.attname::text from unnest(c.conkey) with ordinality as k (n, place)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.place) as columns,
    array(select a.attname::text from unnest(c.confkey) with ordinality as k (n, place)
      join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.place) as target_columns
  from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
  where c.contype = 'f' and c.connamespace = 'public'::regnamespace`;

const countersSql = `select c.relname as name, 'sequence' as what from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
  union all
  select c.relname || '.' || a.attname, 'identity' from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and a.attidentity <> ''
  union all
  select c.relname || '.' || a.attname, 'serial' from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum join pg_class c on c.oid = d.adrelid
    where c.relnamespace = 'public'::regnamespace and pg_get_expr(d.adbin, d.adrelid) like '%nextval%'
  order by 1, 2`;

async function column<Row extends object>(client: pg.Client, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows;
}

/**
 * What of the schema would not stand on many machines, one sentence a breach: every table that grows with events is
 * led by its home organization in every key, labels by their code, the log by its index; no counter makes an id, and no
 * small table leans on one that grows (docs/adr/0003-schema-for-many-machines.md).
 */
export async function schemaBreaches(client: pg.Client): Promise<string[]> {
  const tables = (await column<{ name: string }>(client, tablesSql)).map((row) => row.name);
  const homes = new Set((await column<{ name: string }>(client, homesSql)).map((row) => row.name));
  const keys = [...(await column<Key>(client, uniqueSql)), ...(await column<Key>(client, foreignSql))];
  const counters = await column<{ name: string; what: string }>(client, countersSql);
  const apart = [...referenceTables, ...codeTables, ...logTables];
  const grows = tables.filter((name) => !apart.includes(name));
  const primary = new Set(keys.filter((key) => key.kind === 'primary').map((key) => key.table));
  return [
    ...tables.filter((name) => !primary.has(name)).map((name) => `${name} has no primary key`),
    ...grows.filter((name) => !homes.has(name)).map((name) => `${name} has no home organization`),
    ...keys.flatMap((key) => checkKey(key, grows)),
    ...counters.map(({ name, what }) => `${name} is made by a counter (${what})`),
  ].sort();
}

function checkKey(key: Key, grows: readonly string[]): string[] {
  const targetGrows = grows.includes(key.target ?? '') || codeTables.includes(key.target ?? '');
  if (key.kind === 'foreign' && !targetGrows) return [];
  if (referenceTables.includes(key.table)) {
    return key.kind === 'foreign'
      ? [`${key.name}: the small table ${key.table} leans on one that grows`]
      : [];
  }
  if (logTables.includes(key.table)) {
    return key.kind === 'foreign' ? [`${key.name}: ${key.table} lies elsewhere than what it names`] : [];
  }
  if (codeTables.includes(key.table)) {
    if (key.kind === 'foreign') return [`${key.name}: ${key.table} lies elsewhere than what it names`];
    return key.columns[0] === 'code' ? [] : [`${key.name} is not led by the code`];
  }
  const led = key.columns[0] === 'organization_id';
  const lands = key.target_columns === null || key.target_columns[0] === 'organization_id';
  return led && lands ? [] : [`${key.name} is not led by the home organization`];
}
