import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { IdentitiesStore } from '../../src/access/oidc/identities.store.js';
import { PasskeysStore } from '../../src/access/passkeys/passkeys.store.js';
import { prepareAccounts } from '../../src/access/prepare-accounts.js';
import { SecondFactorsService } from '../../src/access/second-factors.service.js';
import { createApp, entities, stopApp } from '../../src/app.js';
import { loadConfig, type Config } from '../../src/config/config.js';
import { deriveSecret, seal } from '../../src/config/master-key.js';
import { Database } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { secondFactorLabel } from '../../src/database/sealed-places.js';
import { splitStatements } from '../../src/database/statements.js';
import { tenantUrl } from '../../src/database/tenant-login.js';
import { createLog } from '../../src/http/log.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { hotp } from '../support/second-factor.js';

const migrations = new URL('../../src/database/migrations/', import.meta.url);
const password = 'apple orchard in the morning';
const count = 230;
const loginOf = (n: number): string => `1391234${String(n).padStart(4, '0')}`;

let database: TestDatabase;
let owner: pg.Client;
let folder: string;
let config: Config;
let serviceUrl: string | undefined;
const secret = randomBytes(20);
const ids = Array.from({ length: count }, () => randomUUID());

/** A database as the service made it before accounts had keys. */
async function migrateBefore(): Promise<void> {
  await owner.query(
    'create table schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  );
  const names = readdirSync(migrations).filter((name) => name < '0013' && name.endsWith('.sql'));
  for (const name of names.sort()) {
    const sql = readFileSync(new URL(name, migrations), 'utf8');
    for (const statement of splitStatements(sql)) await owner.query(statement);
    const sha256 = createHash('sha256').update(sql).digest('hex');
    await owner.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
  }
}

async function fill(): Promise<void> {
  const passwordHash = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  for (const [n, id] of ids.entries())
    await owner.query('insert into accounts values ($1, $2, $3, $4, now(), null)', [
      id,
      loginOf(n),
      passwordHash,
      `周九${n}`,
    ]);
  const [id] = ids;
  const organization = randomUUID();
  await owner.query(
    `insert into organizations (id, registration_event_id, kind, name, region, created_at) values ($1, $1, 'cooperative', '合作社', '370686', now())`,
    [organization],
  );
  await owner.query(
    `insert into passkeys values ($1, $2, 'credential', 'key', 0, '{}', '周九的通行密钥', now())`,
    [randomUUID(), id],
  );
  await owner.query(
    "insert into identities values ($1, $2, 'https://id.example.org', 'subject of 周九', now())",
    [randomUUID(), id],
  );
  await owner.query(
    `insert into key_enrolments values ($1, $2, $3, repeat('k', 43), 'ES256', '{}', '周九的手机', 'phone', null, now())`,
    [organization, randomUUID(), id],
  );
  await owner.query('insert into second_factors values ($1, $2, now(), now(), 1)', [
    id,
    seal(config.masterKey, secondFactorLabel(id!), secret),
  ]);
  await owner.query(
    `insert into sessions values ($1, $2, 'password', false, 'Firefox · Linux', now(), now(), now() + interval '1 day')`,
    [randomUUID(), id],
  );
  await owner.query(
    `insert into one_time_links values ($1, 'invitation', sha256('t'), $2, 'viewer', '13912349999', null, $3, now(), now())`,
    [randomUUID(), organization, id],
  );
  await owner.query('insert into accounts values ($1, $2, $3, $4, now(), null)', [
    randomUUID(),
    'erased-before',
    passwordHash,
    '吴十',
  ]);
  await owner.query("select erase_account(id, true, now()) from accounts where login = 'erased-before'");
}

async function everything(): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const texts: string[] = [];
  for (const { name } of rows)
    texts.push(
      ...(await owner.query<{ text: string }>(`select t::text as text from ${name} t`)).rows.map(
        ({ text }) => text,
      ),
    );
  return texts.join('\n');
}

/** The files of the tables as they lie on the disk, with rows that are dead. */
async function onDisk(): Promise<string> {
  await owner.query('checkpoint');
  const texts: string[] = [];
  for (const table of ['accounts', 'passkeys', 'identities', 'key_enrolments', 'second_factors']) {
    const { rows } = await owner.query<{ bytes: Buffer }>(
      `select pg_read_binary_file(pg_relation_filepath('${table}')) as bytes`,
    );
    texts.push(rows[0]?.bytes.toString('utf8') ?? '');
  }
  return texts.join('\n');
}

const plain = () => owner.query('select from accounts where login is not null');
const words = [loginOf(0), loginOf(count - 1), '周九', 'argon2', 'subject of', '13912349999', 'Firefox'];

beforeAll(async () => {
  folder = await createTestFolder();
  database = await createTestDatabase({ empty: true });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  config = loadConfig({ DATA_DIR: folder, DATABASE_URL: database.ownerUrl, LOG_LEVEL: 'error' });
  await migrateBefore();
  await fill();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
  const last = await createTestDatabase({ empty: true });
  const admin = new pg.Client({ connectionString: last.ownerUrl });
  await admin.connect();
  for (const url of serviceUrl === undefined ? [] : [tenantUrl(serviceUrl), serviceUrl])
    await admin.query(
      `drop role if exists ${new URL(url).searchParams.get('user') ?? new URL(url).username}`,
    );
  await admin.end();
  await last.drop();
  await removeTestFolder(folder);
});

describe('a database of before accounts had keys', () => {
  it('holds what is personal of accounts in the clear', async () => {
    const text = await everything();
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
  });

  it('is sealed in steps: what a crash cut short is whole, and goes on', async () => {
    const serviceSecret = deriveSecret(config.masterKey, 'database-role').toString('base64url');
    ({ serviceUrl } = await migrate({ ownerUrl: database.ownerUrl, serviceSecret }));
    await owner.query(
      `create function break_down() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
    );
    const [last] = [...ids].sort().slice(-1);
    await owner.query(
      `create trigger broken before update on accounts for each row when (new.id = '${last}') execute function break_down()`,
    );
    await expect(prepareAccounts(database.ownerUrl, config)).rejects.toThrow('broken');
    const left = (await plain()).rowCount ?? 0;
    expect([left > 0, left < count]).toEqual([true, true]);
    await owner.query('drop function break_down cascade');
    expect(await prepareAccounts(database.ownerUrl, config)).toEqual({ sealed: left, erased: 0 });
    expect(await prepareAccounts(database.ownerUrl, config)).toEqual({ sealed: 0, erased: 0 });
  });

  it('has nothing plain afterwards, not in dead rows either, and takes nothing plain', async () => {
    const text = (await everything()) + (await onDisk());
    expect(words.filter((word) => text.includes(word))).toEqual([]);
    const { rows } = await owner.query<{ name: string }>(
      "select conname as name from pg_constraint where not convalidated and conname ~ '_nothing_plain$|^accounts_'",
    );
    expect(rows).toEqual([]);
    for (const sql of [
      "update accounts set login = 'plain'",
      "update accounts set password_hash = 'plain'",
      "update passkeys set name = 'plain'",
      "update identities set subject = 'plain'",
      "update key_enrolments set device_name = 'plain'",
      String.raw`update second_factors set sealed_secret = '\x02'`,
    ])
      await expect(owner.query(sql), sql).rejects.toMatchObject({ code: '23514' });
  });

  it('signs everybody in as before, with all that is theirs', async () => {
    const service = await Database.connect(serviceUrl!, entities);
    const app = await createApp(config, { database: service, log: createLog('error') });
    try {
      for (const n of [0, 199, 200, count - 1]) {
        const account = await app.get(AccountsService).findByLogin(loginOf(n));
        expect(account).toEqual({ id: ids[n], login: loginOf(n), name: `周九${n}` });
        expect(await app.get(AccountsService).verify(loginOf(n), password)).toBe(ids[n]);
      }
      const [id = ''] = ids;
      const code = hotp(secret, Math.floor(Date.now() / 30_000));
      expect(await app.get(SecondFactorsService).accept(id, code)).toBe(true);
      expect(await app.get(PasskeysStore).ofAccount(id)).toMatchObject([{ name: '周九的通行密钥' }]);
      const found = await app.get(IdentitiesStore).find('https://id.example.org', 'subject of 周九');
      expect(found?.accountId).toBe(id);
      const taken = { login: loginOf(7), name: 'x', password, grants: [] };
      await expect(app.get(AccountsService).create(taken)).rejects.toMatchObject({ slug: 'login-taken' });
    } finally {
      await stopApp(app);
      await service.close();
    }
  });
});
