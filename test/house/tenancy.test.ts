import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

interface TableState {
  name: string;
  forced: boolean;
  /** Restrictive policies for everything that furrow_tenant does. */
  narrowed: number;
  /** Policies that would make a difference between the others. */
  odd: number;
  /** Whether furrow_tenant has any right to the table or a column of it. */
  granted: boolean;
  organized: boolean;
}

const statesSql = `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
    (select count(*)::int from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*'
      and p.polroles = array['furrow_tenant'::regrole::oid]) as narrowed,
    (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polpermissive
      and (p.polroles <> array[0::oid] or pg_get_expr(p.polqual, p.polrelid) is distinct from 'true'
        or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'true') <> 'true')) as odd,
    has_table_privilege('furrow_tenant', c.oid, 'select, insert, update, delete, truncate, references, trigger')
      or has_any_column_privilege('furrow_tenant', c.oid, 'select, insert, update, references') as granted,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname like '%organization_id'
      and not a.attisdropped) as organized
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`;

/** What is wrong, in the words of what to write. */
async function breaches(): Promise<string[]> {
  const { rows } = await owner.query<TableState>(statesSql);
  return rows.flatMap(({ name, forced, narrowed, odd, granted, organized }) => {
    if (!organized && !granted && !forced) return [];
    const advice = `"alter table ${name} enable row level security", "… force …", "create policy everyone on ${name} using (true) with check (true)", "create policy tenant on ${name} as restrictive to furrow_tenant using (…)" in its migration, as 0010_tenancy.sql has them (docs/tenancy.md)`;
    return forced && narrowed === 1 && odd === 0 ? [] : [`${name}: write ${advice}`];
  });
}

describe('row-level security', () => {
  it('is enabled and forced for every table that names an organization, or that tenants may read', async () => {
    expect(await breaches()).toEqual([]);
  });

  it('would be found to be missing', async () => {
    await owner.query('begin');
    for (const statement of [
      'create table unguarded (organization_id uuid not null primary key)',
      'alter table batches no force row level security',
      'alter table entries disable row level security',
      'drop policy tenant on sites',
      'create policy wide on products for select to furrow_tenant using (true)',
      'alter policy everyone on labels using (code > chr(65))',
      'grant select (session_id) on refresh_tokens to furrow_tenant',
    ])
      await owner.query(statement);
    const found = await breaches();
    await owner.query('rollback');
    expect(found.map((text) => text.replace(/:.*/, ''))).toEqual([
      'batches',
      'entries',
      'labels',
      'products',
      'refresh_tokens',
      'sites',
      'unguarded',
    ]);
    expect(found.find((text) => text.startsWith('unguarded'))).toContain(
      'create policy tenant on unguarded as restrictive to furrow_tenant',
    );
  });
});

/** What the tenants’ login may do, by table: rights as in an ACL, each with the columns where it has only some. */
const rightsSql = `select c.relname as name, string_agg(case
      when has_table_privilege('furrow_tenant', c.oid, p.name) then p.letter
      when p.letter = 'd' or cardinality(s.columns) = 0 then null
      else p.letter || '(' || array_to_string(s.columns, ',') || ')' end, ' ' order by p.place) as rights
  from pg_class c
  cross join (values (1, 'r', 'select'), (2, 'a', 'insert'), (3, 'w', 'update'), (4, 'd', 'delete')) as p (place, letter, name)
  cross join lateral (select array(select a.attname::text from pg_attribute a
    where p.letter <> 'd' and a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('furrow_tenant', c.oid, a.attnum, case p.letter when 'd' then 'select' else p.name end)
    order by 1) as columns) s
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.relname order by 1`;

const rights: Readonly<Record<string, string>> = {
  accounts: 'r(disabled_at,id)',
  anomalies: 'r',
  application_documents: 'r',
  applications:
    'r(changed_at,created_at,decided_by,id,kind,name,organization_id,owner_id,reason,region,sealed_contact,state,uscc) ' +
    'w(changed_at,decided_by,organization_id,reason,state)',
  audit_chains: 'r',
  audit_faults: 'r',
  audit_tallies: 'r',
  batches: 'r',
  break_glass:
    'r a(expires_at,id,organization_id,reason,requested_at,requester_id,requester_role) w(decided_at,decided_by,decision,until)',
  cases: 'r',
  chains: 'r',
  clients:
    'r(created_at,expires_at,id,name,organization_id,revoked_at,scopes) ' +
    'a(created_at,expires_at,id,name,organization_id,scopes,secret_hash) w(previous_until,revoked_at,secret_hash)',
  delivery_notes:
    'r(batch_id,expires_at,id,made_at,organization_id,seq,voided_at) ' +
    'a(batch_id,code_digest,expires_at,id,made_at,organization_id,seq) w(voided_at) d',
  disclosures: 'r',
  entries: 'r',
  erasures:
    'r(destroyed_at,event_id,organization_id,person_id,requested_at,stated_seq) ' +
    'a(event_id,look_at,organization_id,person_id,requested_at)',
  export_downloads: 'r a',
  exports: 'r a',
  input_codes: 'r',
  inspection_tasks: 'r a w(withdrawn_at,withdrawn_reason)',
  judgements: 'r',
  key_challenges: 'r a w(expires_at,nonce) d',
  key_enrolments:
    'r a(account_id,alg,device_kind,id,kid,organization_id,public_jwk,replaces_kid,requested_at,sealed_device) ' +
    'w(approved,decided_at,decided_by)',
  label_sets: 'r',
  labels: 'r',
  members: 'r',
  one_time_links:
    'r(account_id,expires_at,id,made_at,made_by,organization_id,purpose,role,used_at) ' +
    'a(account_id,expires_at,id,made_at,made_by,organization_id,purpose,role,sealed_key,sealed_login,token_hash) d',
  organizations: 'r',
  people: 'r a w(sealed)',
  products: 'r a',
  recall_notice_batches: 'r',
  recall_notices: 'r w(acknowledged_at_ms,acknowledged_by)',
  recalls: 'r',
  shipments: 'r',
  scan_warnings: 'r w(closed_at,reason)',
  signing_keys: 'r(alg,kid,organization_id,public_jwk,purpose,revoked_from,valid_from)',
  sites: 'r a',
  subject_keys:
    'r(organization_id,restricted_at,subject_id) a(organization_id,sealed,subject_id) w(restricted_at)',
  task_samples: 'r',
  webhooks: 'r(organization_id,registered_at,url) a w d',
};

/** Policies beside `everyone` and `tenant`: they narrow what one command may do. */
const furtherSql = `select c.relname || ': ' || p.polname || ' ' || p.polcmd::text as policy
  from pg_policy p join pg_class c on c.oid = p.polrelid
  where p.polname not in ('everyone', 'tenant') and not p.polpermissive
    and p.polroles = array['furrow_tenant'::regrole::oid] order by 1`;

describe('the role of the tenants', () => {
  it('has exactly these rights: no key, no digest, no password to read, nothing of the ledger to write', async () => {
    const { rows } = await owner.query<{ name: string; rights: string | null }>(rightsSql);
    const found = rows.filter((row) => row.rights !== null).map((row) => [row.name, row.rights]);
    expect(Object.fromEntries(found)).toEqual(rights);
  });

  it('takes nobody in, asks for nothing and decides nothing but where and as whom it may', async () => {
    const { rows } = await owner.query<{ policy: string }>(furtherSql);
    expect(rows.map(({ policy }) => policy)).toEqual([
      'applications: tenant_decides w',
      'break_glass: tenant_adds a',
      'break_glass: tenant_decides w',
      'clients: tenant_changes w',
      'inspection_tasks: tenant_orders a',
      'inspection_tasks: tenant_unannounced r',
      'inspection_tasks: tenant_withdraws w',
      'key_enrolments: tenant_adds a',
      'key_enrolments: tenant_decides w',
      'one_time_links: tenant_adds a',
      'people: tenant_adds a',
      'recall_notices: tenant_acknowledges w',
      'scan_warnings: tenant_closes w',
      'subject_keys: tenant_adds a',
      'subject_keys: tenant_restricts w',
    ]);
  });

  it('owns nothing, bypasses nothing, and is a member of its group alone', async () => {
    const { rows } = await owner.query<object>(`select
        (select count(*)::int from pg_class where pg_get_userbyid(relowner) like 'furrow_tenant%') as owns,
        bool_or(r.rolsuper or r.rolcreatedb or r.rolcreaterole or r.rolreplication or r.rolbypassrls) as privileged,
        array(select distinct g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
          join pg_roles t on t.oid = m.member where t.rolname like 'furrow_tenant%') as groups
      from pg_roles r where r.rolname like 'furrow_tenant%'`);
    expect(rows).toEqual([{ owns: 0, privileged: false, groups: ['furrow_tenant'] }]);
  });

  it('is not one that the service may take on, nor one that may become the service', async () => {
    const { rows } = await owner.query<{ taken: number }>(`select count(*)::int as taken
      from pg_roles a cross join pg_roles b
      where a.rolname like 'furrow_tenant%' and b.rolname ~ '^furrow_(app|service)'
        and (pg_has_role(a.oid, b.oid, 'member') or pg_has_role(b.oid, a.oid, 'member'))`);
    expect(rows).toEqual([{ taken: 0 }]);
  });
});
