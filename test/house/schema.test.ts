import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeTables, logTables, referenceTables, schemaBreaches } from '../support/catalogue.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let testDatabase: TestDatabase;
let owner: pg.Client;
let service: pg.Client;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
  service = new pg.Client({ connectionString: testDatabase.serviceUrl });
  await Promise.all([owner.connect(), service.connect()]);
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end()]);
  await testDatabase.drop();
});

describe('the schema', () => {
  it('could be spread over many machines by organization', async () => {
    expect(await schemaBreaches(owner)).toEqual([]);
  });

  it('has every table that the rules make an exception for', async () => {
    const { rows } = await owner.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    );
    const names = rows.map((row) => row.name);
    expect([...referenceTables, ...codeTables, ...logTables].filter((name) => !names.includes(name))).toEqual(
      [],
    );
  });

  it('would be found out if it were otherwise', async () => {
    await owner.query('begin');
    for (const statement of [
      'create table homeless (id uuid primary key)',
      'create table keyless (organization_id uuid not null)',
      'create table counted (organization_id uuid not null, id bigserial, n int generated always as identity, primary key (organization_id, id))',
      'create table led_astray (organization_id uuid not null, id uuid not null, primary key (id, organization_id))',
      'create unique index batches_lot_alone on batches (lot)',
      'create table half_led (organization_id uuid not null, chain_id uuid not null, primary key (organization_id, chain_id), unique (chain_id, organization_id))',
      'alter table products add column batch uuid, add column home uuid, add foreign key (home, batch) references batches (organization_id, id)',
      'alter table labels add foreign key (organization_id, batch_id) references batches (organization_id, id)',
      'alter table log_leaves add foreign key (organization_id, chain_id, seq) references entries (organization_id, chain_id, seq)',
    ])
      await owner.query(statement);
    const breaches = await schemaBreaches(owner);
    await owner.query('rollback');
    expect(breaches).toEqual(
      [
        'batches_lot_alone is not led by the home organization',
        'counted.id is made by a counter (serial)',
        'counted.n is made by a counter (identity)',
        'counted_id_seq is made by a counter (sequence)',
        'counted_n_seq is made by a counter (sequence)',
        'half_led_chain_id_organization_id_key is not led by the home organization',
        'homeless has no home organization',
        'homeless_pkey is not led by the home organization',
        'keyless has no primary key',
        'labels_organization_id_batch_id_fkey: labels lies elsewhere than what it names',
        'led_astray_pkey is not led by the home organization',
        'log_leaves_organization_id_chain_id_seq_fkey: log_leaves lies elsewhere than what it names',
        'products_home_batch_fkey: the small table products leans on one that grows',
      ].sort(),
    );
  });
});

/** What the service may do to a table: letters as in an ACL, with the columns where it may change only some. */
const rightsSql = `select c.relname as name,
    concat(
      case when has_table_privilege('furrow_service', c.oid, 'select') then 'r' end,
      case when has_table_privilege('furrow_service', c.oid, 'insert') then 'a' end,
      case when has_table_privilege('furrow_service', c.oid, 'update') then 'w' end,
      case when has_table_privilege('furrow_service', c.oid, 'delete') then 'd' end,
      case when has_table_privilege('furrow_service', c.oid, 'truncate') then 'D' end,
      case when has_table_privilege('furrow_service', c.oid, 'references') then 'x' end,
      case when has_table_privilege('furrow_service', c.oid, 'trigger') then 't' end) as rights,
    case when not has_table_privilege('furrow_service', c.oid, 'update') then
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and has_column_privilege('furrow_service', c.oid, a.attnum, 'update') order by 1) else '{}' end as columns
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`;

const rights: Readonly<Record<string, string>> = {
  accounts: 'ra w(disabled_at,sealed_password)',
  anomalies: 'rawd',
  application_documents: 'ra',
  applications: 'ra w(changed_at,decided_by,kind,name,owner_id,reason,region,sealed_contact,state,uscc)',
  audit_chains: 'raw',
  audit_faults: 'rad',
  audit_runs: 'rad w(checked,ended_at,fault,seen_at,state)',
  audit_tallies: 'rad',
  batches: 'raw',
  break_glass: 'r',
  cases: 'raw',
  certification_uses: 'ra w(voided)',
  certifications: 'ra',
  certified: 'raw',
  chains: 'raw',
  clients: 'r',
  delivery_notes: 'r',
  disclosures: 'rad',
  entries: 'ra',
  edges: 'rad',
  export_downloads: '',
  exports: 'r w(bytes,complete,reason,rows,seen_at,sha256,state)',
  erasures: 'r w(destroyed_at,look_at,stated_seq)',
  finding_releases: 'ra',
  corrections: 'raw',
  holds: 'raw',
  identities: 'rad',
  input_codes: 'rad',
  inspection_tasks: 'r',
  intakes: 'raw',
  judgements: 'rawd',
  judgements_due: 'rawd',
  kept_secrets: 'ra',
  label_sets: 'ra',
  lot_changes: 'rad',
  key_challenges: 'rd',
  key_enrolments: 'r',
  labels: 'raw',
  list_versions: 'ra',
  log_leaves: 'ra',
  log_state: 'raw',
  log_tiles: 'ra w(hashes)',
  map_heads: 'raw',
  map_tiles: 'raw',
  members: 'ra w(ended_at)',
  new_keys: 'rad',
  one_time_links: 'rd w(used_at)',
  organic_codes: 'ra',
  organizations: 'ra',
  passkey_challenges: 'rad',
  passkeys: 'rad w(counter,sealed_name,used_at)',
  people: 'rd',
  products: 'ra',
  recall_notice_batches: 'ra',
  recall_notices: 'ra w(attempts,delivery,next_at_ms,outcome,tried_at_ms)',
  recall_watches: 'raw',
  recalls: 'ra w(withdrawn_seq)',
  receipts: 'ra w(settled)',
  recovery_codes: 'rad',
  refresh_tokens: 'rad w(used_at)',
  scan_counts: 'raw',
  scan_days: 'rawd',
  scan_warnings: 'ra w(last_day,looks,networks,places)',
  schema_migrations: '',
  second_factors: 'rad w(confirmed_at,last_step,made_at,sealed_secret)',
  sessions: 'rad w(ended_at,expires_at,strong,used_at)',
  settlements: 'ra',
  shipments: 'raw',
  signing_keys: 'ra w(revoked_from)',
  sites: 'ra',
  staged_leaves: 'rad',
  task_samples: 'ra',
  subject_keys: 'rad w(erased_at,restricted_at,sealed)',
  webhooks: 'r',
};

describe('the role of the service', () => {
  it('has exactly these rights: it adds entries and never changes one', async () => {
    const { rows } = await owner.query<{ name: string; rights: string; columns: string[] }>(rightsSql);
    const found = rows.map((row) => [
      row.name,
      row.columns.length === 0 ? row.rights : `${row.rights} w(${row.columns.join(',')})`,
    ]);
    expect(Object.fromEntries(found)).toEqual(rights);
  });

  it('is no more than a member of the role with the grants, and owns nothing', async () => {
    const { rows } = await service.query<Record<string, unknown>>(`select
        (select count(*)::int from pg_class where pg_get_userbyid(relowner) in (current_user, 'furrow_service')) +
        (select count(*)::int from pg_proc where pg_get_userbyid(proowner) in (current_user, 'furrow_service')) +
        (select count(*)::int from pg_namespace where pg_get_userbyid(nspowner) in (current_user, 'furrow_service')) +
        (select count(*)::int from pg_database where pg_get_userbyid(datdba) in (current_user, 'furrow_service')) as owns,
        (select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls
          from pg_roles where rolname = current_user) as privileged,
        (select array_agg(g.rolname::text) from pg_auth_members m join pg_roles g on g.oid = m.roleid
          join pg_roles r on r.oid = m.member where r.rolname = current_user) as groups,
        has_schema_privilege('public', 'create') as creates`);
    expect(rows).toEqual([{ owns: 0, privileged: false, groups: ['furrow_service'], creates: false }]);
  });
});

describe('the ledger’s triggers', () => {
  const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];

  it.each([
    `update entries set entry = 'y'`,
    'update entries set seq = 2',
    'delete from entries',
    'truncate entries cascade',
    'delete from chains',
    'truncate chains cascade',
    'update log_leaves set seq = 2',
    'delete from log_leaves',
    'truncate log_leaves',
    `update log_tiles set hashes = sha256('y')`,
    `update log_tiles set tile_index = 1`,
    'delete from log_tiles',
    'truncate log_tiles',
    'delete from log_state',
    'truncate log_state',
  ])('refuse even the owner: %s', async (statement) => {
    await owner.query('begin');
    await owner.query('insert into chains values ($1, $2, 1, sha256($3), 0)', [...ids, 'x']);
    await owner.query('insert into entries values ($1, $2, 1, $2, sha256($3), $3)', [...ids, 'x']);
    await owner.query("insert into log_leaves values (0, $1, $2, 1, sha256('x'))", ids);
    await owner.query("insert into log_tiles values (0, 0, sha256('x'))");
    await owner.query("insert into log_state values (true, 'x', 0, sha256(''), 0, null, now())");
    await expect(owner.query(statement)).rejects.toMatchObject({ code: '23001' });
    await owner.query('rollback');
  });
});
