import { readdirSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { tenantUrl } from '../../src/database/tenant-login.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(() => database.drop());

const roles = new Set<string>();
afterAll(async () => {
  const last = await createTestDatabase({ empty: true });
  for (const role of roles) await query(last.ownerUrl, `drop role if exists ${role}`);
  await last.drop();
});

/** A secret that no other test uses, and with it a role that none does. */
function freshSecret(): string {
  const secret = randomBytes(16).toString('hex');
  roles.add(roleOf(secret)).add(roleOf(secret).replace('_app_', '_tenant_'));
  return secret;
}

function roleOf(secret: string): string {
  return `furrow_app_${createHash('sha256').update(secret).digest('hex').slice(0, 12)}`;
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function tables(): Promise<string[]> {
  const rows = await query<{ name: string }>(
    database.ownerUrl,
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  return rows.map((row) => row.name);
}

const migrations = readdirSync(new URL('../../src/database/migrations/', import.meta.url)).sort();

describe('migrating', () => {
  it('makes the schema once: the second time there is nothing to do', async () => {
    const options = { ownerUrl: database.ownerUrl, serviceSecret: freshSecret() };
    const first = await migrate(options);
    expect(first.applied).toEqual(migrations);
    expect(await tables()).toContain('entries');
    expect(await migrate(options)).toEqual({ serviceUrl: first.serviceUrl, applied: [] });
  });

  it('by many at once is done by one', async () => {
    const options = { ownerUrl: database.ownerUrl, serviceSecret: freshSecret() };
    const all = await Promise.all(Array.from({ length: 6 }, () => migrate(options)));
    expect(all.flatMap((done) => done.applied)).toEqual(migrations);
    expect(new Set(all.map((done) => done.serviceUrl)).size).toBe(1);
  });

  it('several databases of one server at once makes their common role once', async () => {
    for (let round = 0; round < 2; round += 1) {
      const others = await Promise.all(Array.from({ length: 4 }, () => createTestDatabase({ empty: true })));
      const serviceSecret = freshSecret();
      await Promise.all(others.map(({ ownerUrl }) => migrate({ ownerUrl, serviceSecret })));
      await Promise.all(others.map((other) => other.drop()));
    }
  });

  it('keeps how often and since when a code was scanned before patterns were looked at', async () => {
    const options = { ownerUrl: database.ownerUrl, serviceSecret: freshSecret() };
    await migrate(options);
    for (const text of [
      'drop table scan_counts, scan_days, scan_warnings',
      "delete from schema_migrations where name = '0017_scans.sql'",
      'create table scans (code text not null, day date not null, count integer not null check (count > 0), primary key (code, day))',
      "insert into scans values ('A', '2026-02-03', 2), ('A', '2026-10-01', 5), ('B', '2026-11-01', 1)",
    ])
      await query(database.ownerUrl, text);
    expect((await migrate(options)).applied).toEqual(['0017_scans.sql']);
    const kept = 'select code, count, first_day::text as first from scan_counts order by code';
    expect(await query(database.ownerUrl, kept)).toEqual([
      { code: 'A', count: 7, first: '2026-02-03' },
      { code: 'B', count: 1, first: '2026-11-01' },
    ]);
    expect(await tables()).not.toContain('scans');
  });

  it('that fails leaves nothing behind, names the file, and works once the cause is gone', async () => {
    const options = { ownerUrl: database.ownerUrl, serviceSecret: freshSecret() };
    await query(database.ownerUrl, 'create table labels (mine int)');
    await expect(migrate(options)).rejects.toThrow(/^migration 0001_foundation\.sql failed: .*labels/);
    expect(await tables()).toEqual(['labels', 'schema_migrations']);
    expect(await query(database.ownerUrl, 'select * from schema_migrations')).toEqual([]);
    await query(database.ownerUrl, 'drop table labels');
    expect((await migrate(options)).applied).toEqual(migrations);
  });

  it('refuses a file that was changed after it was applied, by its name', async () => {
    const options = { ownerUrl: database.ownerUrl, serviceSecret: freshSecret() };
    await migrate(options);
    await query(database.ownerUrl, "update schema_migrations set sha256 = 'of another text'");
    await expect(migrate(options)).rejects.toThrow(
      'migration 0001_foundation.sql was changed after it was applied',
    );
  });
});

describe('the role of the service', () => {
  const whoAmI =
    'select current_user as name, rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as might from pg_roles where rolname = current_user';

  it('owns nothing and may do nothing but what it was granted', async () => {
    const serviceSecret = freshSecret();
    const { serviceUrl } = await migrate({ ownerUrl: database.ownerUrl, serviceSecret });
    expect(await query(serviceUrl, whoAmI)).toEqual([{ name: roleOf(serviceSecret), might: false }]);
    const owned =
      'select relname from pg_class where relowner = (select oid from pg_roles where rolname = current_user)';
    expect(await query(serviceUrl, owned)).toEqual([]);
    await expect(query(serviceUrl, 'create table mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(query(serviceUrl, 'select * from schema_migrations')).rejects.toMatchObject({
      code: '42501',
    });
    expect(await query(serviceUrl, 'select count(*)::int as entries from entries')).toEqual([{ entries: 0 }]);
  });

  /** PostgreSQL's addresses may say the account in several places; each of these is the owner's. */
  const spellings: readonly (readonly [string, (url: URL) => string])[] = [
    ['before the host', (url) => url.toString()],
    [
      'in the query',
      (url) => `postgresql://${url.host}${url.pathname}?user=${url.username}&password=${url.password}`,
    ],
    [
      'in the query, as the host is',
      (url) =>
        `postgresql://${url.pathname}?host=${url.hostname}&port=${url.port}&user=${url.username}&password=${url.password}`,
    ],
    [
      'in both',
      (url) => `${url.toString()}?user=${url.username}&password=${url.password}&application_name=mine`,
    ],
  ];

  it.each(spellings)('is the service’s own, wherever DATABASE_URL says the owner’s: %s', async (_, spell) => {
    const serviceSecret = freshSecret();
    const { serviceUrl } = await migrate({ ownerUrl: spell(new URL(database.ownerUrl)), serviceSecret });
    expect(await query(serviceUrl, whoAmI)).toEqual([{ name: roleOf(serviceSecret), might: false }]);
  });

  it('keeps what else DATABASE_URL says', async () => {
    const ownerUrl = `${database.ownerUrl}?application_name=mine`;
    const { serviceUrl } = await migrate({ ownerUrl, serviceSecret: freshSecret() });
    const said = "select current_setting('application_name') as name";
    expect(await query(serviceUrl, said)).toEqual([{ name: 'mine' }]);
  });

  it('gets its rights at the next start, when the first one was killed before it gave them', async () => {
    const serviceSecret = freshSecret();
    await query(database.ownerUrl, `create role ${roleOf(serviceSecret)} login password '${serviceSecret}'`);
    const { serviceUrl } = await migrate({ ownerUrl: database.ownerUrl, serviceSecret });
    expect(await query(serviceUrl, 'select count(*)::int as entries from entries')).toEqual([{ entries: 0 }]);
  });

  /** An owner of the database who is no superuser; `membership` is how it may hand the two groups on. */
  async function plainOwner(
    membership: string,
  ): Promise<{ name: string; url: string; remove: () => Promise<void> }> {
    const name = `plain_${randomBytes(4).toString('hex')}`;
    roles.add(name);
    await query(database.ownerUrl, `create role ${name} login createrole password 'plain'`);
    await query(database.ownerUrl, `alter database ${database.name} owner to ${name}`);
    await query(database.ownerUrl, `grant furrow_service, furrow_tenant to ${name} ${membership}`);
    const url = new URL(database.ownerUrl);
    url.username = name;
    url.password = 'plain';
    const remove = async (): Promise<void> => {
      await query(database.ownerUrl, `reassign owned by ${name} to current_user`);
      await query(database.ownerUrl, `drop owned by ${name} cascade`);
    };
    return { name, url: url.toString(), remove };
  }

  it('leaves everything to an owner who is no superuser: row-level security binds tenants alone', async () => {
    const [{ major } = { major: 0 }] = await query<{ major: number }>(
      database.ownerUrl,
      "select current_setting('server_version_num')::int / 10000 as major",
    );
    // Before PostgreSQL 16 whoever may make roles may hand them on, without being a member.
    const owner = await plainOwner(major < 16 ? 'granted by current_user' : 'with admin true, inherit false');
    if (major < 16) await query(database.ownerUrl, `revoke furrow_tenant from ${owner.name}`);
    const { serviceUrl } = await migrate({ ownerUrl: owner.url, serviceSecret: freshSecret() });
    await query(
      serviceUrl,
      `insert into organizations (id, registration_event_id, kind, name, region, created_at)
        values (gen_random_uuid(), gen_random_uuid(), 'household', 'x', '370686', now())`,
    );
    const count = 'select count(*)::int as organizations from organizations';
    expect(await query(owner.url, count)).toEqual([{ organizations: 1 }]);
    expect(await query(tenantUrl(serviceUrl), count)).toEqual([{ organizations: 0 }]);
    // Why a dump by such an owner has to say that row-level security is meant to be on.
    await expect(query(owner.url, `set row_security = off; ${count}`)).rejects.toMatchObject({
      code: '42501',
    });
    await owner.remove();
  });

  it('refuses an owner who inherits the tenants’ role and would see nothing, before anything is made', async () => {
    const owner = await plainOwner('with admin option');
    const refused = migrate({ ownerUrl: owner.url, serviceSecret: freshSecret() });
    await expect(refused).rejects.toThrow(/inherits furrow_tenant.*INHERIT FALSE/);
    expect(await tables()).toEqual([]);
    await owner.remove();
  });

  it('cannot be made by an account that may make no roles, and the refusal says what is missing', async () => {
    const name = `plain_${randomBytes(4).toString('hex')}`;
    roles.add(name);
    await query(database.ownerUrl, `create role ${name} login password 'plain'`);
    await query(database.ownerUrl, `grant all on database ${database.name} to ${name}`);
    const url = new URL(database.ownerUrl);
    url.username = name;
    url.password = 'plain';
    const refused = migrate({ ownerUrl: url.toString(), serviceSecret: freshSecret() });
    await expect(refused).rejects.toThrow(/needs CREATEROLE/);
    expect(await tables()).toEqual([]);
    await query(database.ownerUrl, `revoke all on database ${database.name} from ${name}`);
  });
});
