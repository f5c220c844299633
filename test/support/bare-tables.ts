import type pg from 'pg';

/** A table under row-level security, and the column that says whose a row is. */
export interface GuardedTable {
  readonly name: string;
  readonly key: string;
}

/**
 * Takes every constraint, trigger and missing right away from the tables under row-level security, so that the policies
 * alone decide, and gives each table one row of each organization.
 */
export async function bareTables(
  owner: pg.Client,
  organizations: readonly { readonly id: string; readonly region: string; readonly parent?: string }[],
): Promise<GuardedTable[]> {
  const { rows } = await owner.query<{ name: string; keys: string[] }>(`select c.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and not a.attisdropped) as keys
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity order by 1`);
  await dropConstraints(owner);
  const tables = rows.map(({ name, keys }) => ({
    name,
    key: ['organization_id', 'id', 'application_id'].find((key) => keys.includes(key)) ?? '',
  }));
  for (const { name, key } of tables) {
    await owner.query(`alter table ${name} disable trigger all`);
    await owner.query(`grant all on ${name} to furrow_tenant`);
    for (const organization of organizations) {
      const row = Object.entries({ [key]: organization.id, ...told(name, organization) });
      const columns = row.map(([column]) => column);
      const places = row.map((_, at) => `$${at + 1}`);
      const values = row.map(([, value]) => value);
      await owner.query(`insert into ${name} (${columns.join()}) values (${places.join()})`, values);
    }
  }
  return tables;
}

/** The id of the one person of an organization. */
export function personOf(organizationId: string): string {
  return `${organizationId.slice(0, 14)}7${organizationId.slice(15)}`;
}

/** What a row says beside whose it is: the account of an organization bears its id. */
function told(
  table: string,
  { id, region, parent }: { readonly id: string; readonly region: string; readonly parent?: string },
): Readonly<Record<string, string | null>> {
  const tellings: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
    organizations: { region, parent_id: parent ?? null },
    anomalies: { region },
    cases: { region },
    members: { account_id: id },
    people: { id: personOf(id) },
    applications: { id, region },
    erasures: { person_id: personOf(id) },
    subject_keys: { subject_id: personOf(id) },
    one_time_links: { purpose: 'invitation', made_by: id },
    key_challenges: { account_id: id },
    key_enrolments: { account_id: id, decided_by: id },
  };
  return tellings[table] ?? {};
}

async function dropConstraints(owner: pg.Client): Promise<void> {
  const constraints = await owner.query<{ text: string }>(`select
      format('alter table %s drop constraint if exists %I cascade', conrelid::regclass, conname) as text
    from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n'`);
  for (const { text } of constraints.rows) await owner.query(text);
  const columns = await owner.query<{ text: string }>(`select
      format('alter table %s alter column %I drop not null', a.attrelid::regclass, a.attname) as text
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnotnull and a.attnum > 0 and not a.attisdropped`);
  for (const { text } of columns.rows) await owner.query(text);
}
