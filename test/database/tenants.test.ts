import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantUrl } from '../../src/database/tenant-login.js';
import { TenantDoor, type TenantScope } from '../../src/database/tenants.js';
import { bareTables, type GuardedTable } from '../support/bare-tables.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const [coop, farm, rival, south] = Array.from({ length: 4 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
];
const organizations = [
  { id: coop, region: '370686' },
  { id: farm, region: '370686', parent: coop },
  { id: rival, region: '370683' },
  { id: south, region: '440106' },
];
/** Tables that a cooperative looks after for the farms that belong to it. */
const caredFor = [
  ...['accounts', 'members', 'organizations', 'products', 'signing_keys', 'sites'],
  ...['clients', 'erasures', 'key_enrolments', 'one_time_links', 'people', 'subject_keys'],
];
/** Tables that are for no region's authorities, and of these those that are for who has the whole service. */
const notSupervised = [
  'clients',
  'delivery_notes',
  'erasures',
  'key_challenges',
  'one_time_links',
  'webhooks',
];
/** Tables whose own rows change by an act alone, which the row then says: acknowledged by whom, closed when. */
const actedOn = ['recall_notices', 'scan_warnings'];
const administered = ['clients', 'one_time_links'];
/** Tables of which an organization sees nothing for being named there, or not at once: tests of their own. */
const ofOthers = [
  ...['application_documents', 'applications', 'break_glass', 'inspection_tasks'],
  ...['exports', 'export_downloads'],
];

let database: TestDatabase;
let owner: pg.Client;
let tenants: pg.Pool;
let tables: GuardedTable[];
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  tables = (await bareTables(owner, organizations)).filter(({ name }) => !ofOthers.includes(name));
  tenants = new pg.Pool({ connectionString: tenantUrl(database.serviceUrl), max: 3, pipeline: true });
  tenants.on('error', () => undefined);
});
afterAll(async () => {
  await tenants.end();
  await owner.end();
  await database.drop();
});

const of = (...ids: string[]): TenantScope => {
  const [account] = ids;
  return { organizations: ids, regions: [], ...(account === undefined ? {} : { account }) };
};
const over = (...regions: string[]): TenantScope => ({ organizations: [], regions });
const door = (scope: TenantScope): TenantDoor => new TenantDoor(tenants, scope);

/** Whose rows a whole table shows, nothing asked for. */
async function shownBy(scope: TenantScope, { name, key }: GuardedTable): Promise<string[]> {
  const statement = { name: `all-${name}`, text: `select ${key} as id from ${name} order by 1` };
  return (await door(scope).read<{ id: string }>(statement, [])).map(({ id }) => id);
}

const sorted = (...ids: string[]): string[] => ids.sort();

describe('a statement without any filter', () => {
  it('shows each tenant its own rows of every table, and a cooperative its farms’ master data', async () => {
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) {
      const cared = caredFor.includes(table.name);
      expect(await shownBy(of(coop), table), table.name).toEqual(cared ? sorted(coop, farm) : [coop]);
      expect(await shownBy(of(farm), table), table.name).toEqual([farm]);
      const both = table.name === 'key_challenges' ? [rival] : sorted(rival, south);
      expect(await shownBy(of(rival, south), table), table.name).toEqual(both);
    }
  });

  it('shows a region its organizations’ rows, and the whole country all', async () => {
    for (const table of tables.filter(({ name }) => !notSupervised.includes(name))) {
      expect(await shownBy(over('370686'), table), table.name).toEqual(sorted(coop, farm));
      expect(await shownBy(over('37'), table), table.name).toEqual(sorted(coop, farm, rival));
      expect(await shownBy(over('370686', '44'), table), table.name).toEqual(sorted(coop, farm, south));
      expect(await shownBy(over('51'), table), table.name).toEqual([]);
      expect(await shownBy(over(''), table), table.name).toEqual(sorted(coop, farm, rival, south));
    }
  });

  it('shows a region nothing that is for members and admins alone', async () => {
    for (const table of tables.filter(({ name }) => notSupervised.includes(name))) {
      expect(await shownBy(over('370686', '44'), table), table.name).toEqual([]);
      const all = administered.includes(table.name) ? sorted(coop, farm, rival, south) : [];
      expect(await shownBy(over(''), table), table.name).toEqual(all);
    }
  });

  it('shows nothing to nobody, nor to an organization that does not exist', async () => {
    for (const table of tables) {
      expect(await shownBy(of(), table), table.name).toEqual([]);
      expect(await shownBy(of(randomUUID()), table), table.name).toEqual([]);
    }
  });

  it('shows nothing, and takes nothing, where no scope is set', async () => {
    for (const { name, key } of tables) {
      expect((await tenants.query(`select from ${name}`)).rowCount, name).toBe(0);
      expect((await tenants.query(`update ${name} set ${key} = ${key}`)).rowCount, name).toBe(0);
      expect((await tenants.query(`delete from ${name}`)).rowCount, name).toBe(0);
      await expect(tenants.query(`insert into ${name} (${key}) values ($1)`, [coop])).rejects.toMatchObject({
        code: '42501',
      });
    }
  });
});

describe('a write without any filter', () => {
  it('changes no row of another, whatever rights there are', async () => {
    for (const { name, key } of tables) {
      const touched = {
        name: `touch-${name}`,
        text: `update ${name} set ${key} = ${key} returning ${key} as id`,
      };
      const rows = door(of(rival)).write<{ id: string }>(touched, []);
      if (actedOn.includes(name)) await expect(rows, name).rejects.toMatchObject({ code: '42501' });
      else expect(await rows, name).toEqual([{ id: rival }]);
      const named = {
        name: `touch-one-${name}`,
        text: `update ${name} set ${key} = $2 where ${key} = $1 returning 1`,
      };
      expect(await door(of(rival)).write(named, [coop, rival]), name).toEqual([]);
    }
  });

  it('deletes no row of another', async () => {
    for (const { name, key } of tables) {
      const text = `delete from ${name} where ${key} <> $1 returning ${key}`;
      expect(await door(of(rival)).write({ name: `drop-${name}`, text }, [rival]), name).toEqual([]);
    }
  });

  it('gives no row to another, neither a new one nor its own', async () => {
    for (const { name, key } of tables) {
      const insert = { name: `add-${name}`, text: `insert into ${name} (${key}) values ($1)` };
      await expect(door(of(rival)).write(insert, [coop]), name).rejects.toMatchObject({ code: '42501' });
      const give = { name: `give-${name}`, text: `update ${name} set ${key} = $2 where ${key} = $1` };
      await expect(door(of(rival)).write(give, [rival, coop]), name).rejects.toMatchObject({ code: '42501' });
    }
    for (const { name, key } of tables) {
      const { rows } = await owner.query<{ id: string }>(`select ${key} as id from ${name} order by 1`);
      expect(
        rows.map(({ id }) => id),
        name,
      ).toEqual(sorted(coop, farm, rival, south));
    }
  });

  it('is refused by the door for reading', async () => {
    const text = 'update products set id = id';
    await expect(door(of(rival)).read({ name: 'sly', text }, [])).rejects.toMatchObject({ code: '25006' });
  });
});

describe('the scope of a transaction', () => {
  const mine = { name: 'mine', text: 'select id, pg_backend_pid() as pid from organizations order by 1' };
  const wrong = { name: 'wrong', text: 'select 1 / (length($1::text) - 1) as n' };
  const slow = { name: 'slow', text: 'select pg_sleep(0.2)::text as id' };
  const left = `select current_setting('furrow.tenants', true) as tenants, current_setting('furrow.regions', true) as regions,
    current_setting('furrow.account', true) as account, (select count(*)::int from organizations) as shown`;

  /** What each connection of the pool would show to whoever gets it next. */
  async function leftOver(pool: pg.Pool): Promise<object[]> {
    const clients = await Promise.all(Array.from({ length: 3 }, () => pool.connect()));
    const answers = await Promise.all(clients.map((client) => client.query<Record<string, unknown>>(left)));
    for (const client of clients) client.release();
    return answers.map(({ rows: [row] }) => ({
      tenants: row?.['tenants'] ?? '',
      regions: row?.['regions'] ?? '',
      account: row?.['account'] ?? '',
      shown: row?.['shown'],
    }));
  }
  const nothing = Array.from({ length: 3 }, () => ({ tenants: '', regions: '', account: '', shown: 0 }));

  /** One of many at once: what was asked, and whether the answer was that of its own scope or an error. */
  async function disturbed(turn: number): Promise<'own' | 'error' | 'leak'> {
    const id = [farm, rival, south][turn % 3] ?? farm;
    try {
      if (turn % 11 === 0) await door(of(id)).read(wrong, ['x']);
      if (turn % 53 === 0) await door(of(id)).read(slow, []);
      const rows = await door(of(id)).read<{ id: string; pid: number }>(mine, []);
      if (turn % 97 === 0) await owner.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      return rows.length === 1 && rows[0]?.id === id ? 'own' : 'leak';
    } catch {
      return 'error';
    }
  }

  it('never reaches another over a small pool: thousands interleaved, with errors, cancels and lost connections', async () => {
    const cancelling = setInterval(() => {
      void owner.query(`select pg_cancel_backend(pid) from pg_stat_activity
        where usename like 'furrow_tenant%' and datname = current_database() and query like '%pg_sleep%'`);
    }, 50);
    const seen = { own: 0, error: 0, leak: 0 };
    for (let turn = 0; turn < 4_000; turn += 100) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => disturbed(turn + at)));
      for (const answer of answers) seen[answer] += 1;
    }
    clearInterval(cancelling);
    expect(seen.leak).toBe(0);
    expect(seen.own).toBeGreaterThan(3_000);
    expect(seen.error).toBeGreaterThan(300);
    expect(await leftOver(tenants)).toEqual(nothing);
  });

  it('would be found to stay behind if it were set for the session', async () => {
    const pool = new pg.Pool({ connectionString: tenantUrl(database.serviceUrl), max: 3 });
    const clients = await Promise.all(Array.from({ length: 3 }, () => pool.connect()));
    for (const client of clients) {
      await client.query(`set furrow.tenants = '{${farm}}'`);
      client.release();
    }
    expect(await leftOver(pool)).toEqual(
      Array.from({ length: 3 }, () => ({ tenants: `{${farm}}`, regions: '', account: '', shown: 1 })),
    );
    await pool.end();
  });

  it('is not left by a statement that failed, nor by a cancelled one, on the connection that it had', async () => {
    const one = new pg.Pool({ connectionString: tenantUrl(database.serviceUrl), max: 1, pipeline: true });
    await expect(new TenantDoor(one, of(farm)).read(wrong, ['x'])).rejects.toMatchObject({ code: '22012' });
    expect((await one.query(left)).rows).toEqual([{ tenants: '', regions: '', account: '', shown: 0 }]);
    const sleeping = new TenantDoor(one, of(farm)).read({ name: 'sleep', text: 'select pg_sleep(30)' }, []);
    const cancel = `select pg_cancel_backend(pid) as done from pg_stat_activity where query = 'select pg_sleep(30)' and datname = current_database()`;
    const cancelled = expect(sleeping).rejects.toMatchObject({ code: '57014' });
    while ((await owner.query(cancel)).rowCount === 0);
    await cancelled;
    expect((await one.query(left)).rows).toEqual([{ tenants: '', regions: '', account: '', shown: 0 }]);
    await one.end();
  });

  it.each<[string, TenantScope]>([
    ['a quote', of("'; select 1 --")],
    ['two ids in one', of(`${farm},${rival}`)],
    ['an id in capitals', of(farm.toUpperCase())],
    ['an empty id', of('')],
    ['an id with a line after it', of(`${farm}\n`)],
    ['a letter for a region', over('37x')],
    ['a quote for a region', over('37"')],
    ['a code that is too long', over('3706860')],
    ['a pattern for a region', over('%')],
    ['a quote for an account', { ...of(), account: "'" }],
    ['an empty account', { ...of(), account: '' }],
  ])('is refused when it holds %s', (_, scope) => {
    expect(() => door(scope)).toThrow('a scope of something else');
  });
});

describe('what row-level security costs', () => {
  const planOf = async (client: pg.Client | pg.PoolClient, text: string): Promise<string> => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${text}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it('is nothing for the service: its plans are those without it', async () => {
    const service = new pg.Client({ connectionString: database.serviceUrl });
    await service.connect();
    const statements = [
      `select * from chains where organization_id = '${coop}' and chain_id = '${coop}' for update`,
      `select * from entries where organization_id = '${coop}' and chain_id = '${coop}' and seq > 3 order by seq limit 9`,
      `insert into entries (organization_id) values ('${coop}')`,
      `update batches set produced = 1 where organization_id = '${coop}' and id = '${coop}'`,
      `select * from labels where code = 'x'`,
    ];
    const guarded: string[] = [];
    for (const text of statements) guarded.push(await planOf(service, text));
    for (const { name } of tables) await owner.query(`alter table ${name} disable row level security`);
    const plain: string[] = [];
    for (const text of statements) plain.push(await planOf(service, text));
    for (const { name } of tables) await owner.query(`alter table ${name} enable row level security`);
    await service.end();
    expect(guarded).toEqual(plain);
  });
});
