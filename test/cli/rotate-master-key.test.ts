import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveSecret, masterKeyId, seal, sealedBeginning, unseal } from '../../src/config/master-key.js';
import { serviceLogin } from '../../src/database/migrate.js';
import { tenantLogin } from '../../src/database/tenant-login.js';
import {
  applicationKeyLabel,
  heldKeyLabel,
  sealedPlaces,
  linkKeyLabel,
  subjectKeyLabel,
  webhookSecretLabel,
} from '../../src/database/sealed-places.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow, type Ran } from '../support/furrow.js';
import { asOwner } from '../support/own-server.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { written } from '../support/written.js';

interface Report {
  readonly ok: boolean;
  readonly from: string;
  readonly to: string;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly logKey: boolean;
  readonly loginDropped: boolean;
  readonly retired: string | null;
}

/** FURROW_ROTATION_KILLS=40 tries more moments. */
const kills = Number(process.env['FURROW_ROTATION_KILLS'] ?? '3');
const openings = '/api/v1/batches';
const eventId = '01989c6e-0000-7000-8000-00000000000a';
let database: TestDatabase;
let dataDir: string;
let service: ServiceProcess;
let demo: {
  readonly accounts: readonly { readonly login: string; readonly password: string }[];
  readonly labels: readonly { readonly uri: string }[];
};
/** What was there before the key changed. */
let before: { readonly token: string; readonly cookie: string; readonly batch: unknown };

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await createTestFolder();
  service = await serve([]);
  demo = JSON.parse(await written(join(dataDir, 'demo.json'))) as typeof demo;
  const signedIn = await signIn();
  before = { ...signedIn, batch: (await openBatch(signedIn.token)).body };
});
afterAll(async () => {
  await service.end();
  await database.drop();
  await removeTestFolder(dataDir);
});

const env = (): Record<string, string> => ({ DATABASE_URL: database.ownerUrl, LOG_LEVEL: 'warn' });
const serve = (args = ['--no-demo']): Promise<ServiceProcess> => startService({ dataDir, env: env(), args });
const keyIn = (name: string): Buffer =>
  Buffer.from(readFileSync(join(dataDir, name), 'utf8').trim(), 'base64');
const owner = <Row extends object>(statement: string, values: readonly unknown[] = []): Promise<Row[]> =>
  asOwner<Row>(database.ownerUrl, [statement], values);

function rotate(options: { env?: Record<string, string>; killAfterMs?: number } = {}): Promise<Ran> {
  const { killAfterMs } = options;
  return furrow(['rotate-master-key', '--json'], {
    env: { DATA_DIR: dataDir, ...env(), ...options.env },
    ...(killAfterMs === undefined ? {} : { killAfterMs }),
  });
}

async function signIn(): Promise<{ token: string; cookie: string }> {
  const { login, password } = demo.accounts.find((account) => account.login === 'apple') ?? { login: '' };
  const answer = await fetch(`${service.url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { token: accessToken, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function openBatch(token: string): Promise<{ status: number; body: unknown }> {
  const read = async (path: string): Promise<{ id: string }> => {
    const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } });
    const [first] = ((await answer.json()) as { items: { id: string }[] }).items;
    return first ?? { id: '' };
  };
  const [product, site] = [await read('/api/v1/products'), await read('/api/v1/sites')];
  const answer = await fetch(service.url + openings, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': eventId,
    },
    body: JSON.stringify({ product: product.id, site: site.id }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Everything that is sealed in the database, by its place. */
async function sealed(): Promise<{ place: string; bytes: Buffer }[]> {
  const all: { place: string; bytes: Buffer }[] = [];
  for (const { table, column } of sealedPlaces)
    for (const { bytes } of await owner<{ bytes: Buffer }>(
      `select ${column} as bytes from ${table} where ${column} is not null order by ctid`,
    ))
      all.push({ place: `${table}.${column}`, bytes });
  return all;
}

/** The form of the first release: no key id. */
function sealFirstForm(masterKey: Buffer, label: string, plaintext: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveSecret(masterKey, `seal/${label}`), nonce);
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(1), nonce, body, cipher.getAuthTag()]);
}

/** A row in every place, among them one of the form before. */
async function fillPlaces(): Promise<{ organizationId: string; subjectId: string; subject: Buffer }> {
  const masterKey = keyIn('master.key');
  const [{ id } = { id: '' }] = await owner<{ id: string }>(
    'select id from organizations order by id limit 1',
  );
  const subject = randomBytes(32);
  // A subject of its own: what the demo sealed must still open afterwards.
  const subjectId = randomUUID();
  await owner('insert into subject_keys values ($1, $2, $3)', [
    id,
    subjectId,
    sealFirstForm(masterKey, subjectKeyLabel(id, subjectId), subject),
  ]);
  const kid = 'k'.repeat(43);
  await owner(`insert into new_keys values ($1, $1, 'label', $2, '{}', $3, now()) on conflict do nothing`, [
    id,
    kid,
    seal(masterKey, heldKeyLabel('label', kid), Buffer.from('a private key')),
  ]);
  const [{ account } = { account: '' }] = await owner<{ account: string }>(
    'select id as account from accounts order by id limit 1',
  );
  await owner(
    `insert into one_time_links (id, purpose, token_hash, organization_id, role, made_by, made_at, expires_at, sealed_key, sealed_login)
     values ($1, 'invitation', $2, $1, 'viewer', $3, now(), now(), $4, 'x') on conflict do nothing`,
    [id, randomBytes(32), account, seal(masterKey, linkKeyLabel(id), randomBytes(32))],
  );
  await owner(
    `insert into applications (id, secret_hash, sealed_key, kind, name, region, sealed_contact, state, created_at, changed_at)
     values ($1, $2, $3, 'company', 'applicant', '370686', $2, 'applied', now(), now()) on conflict do nothing`,
    [id, randomBytes(32), seal(masterKey, applicationKeyLabel(id), randomBytes(32))],
  );
  await owner('insert into webhooks values ($1, $2, $3, now()) on conflict do nothing', [
    id,
    'https://recalls.example.org/hook',
    seal(masterKey, webhookSecretLabel(id), randomBytes(32)),
  ]);
  return { organizationId: id, subjectId, subject };
}

describe('furrow rotate-master-key', () => {
  it('refuses while a service runs, and changes nothing', async () => {
    const files = readdirSync(dataDir);
    const { code, stdout, stderr } = await rotate();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/a service uses this database \(connections: \d+\); stop it first/);
    expect(readdirSync(dataDir)).toEqual(files);
    expect((await signIn()).token).not.toBe('');
    expect(await service.end()).toBe(0);
  });

  it('changes nothing when something opens under neither key, and names it', async () => {
    await fillPlaces();
    const places = await sealed();
    const [{ kid } = { kid: '' }] = await owner<{ kid: string }>(
      `update signing_keys set sealed_private = set_byte(sealed_private, 20, 255 - get_byte(sealed_private, 20))
       where kid = (select max(kid) from signing_keys) returning kid`,
    );
    const { code, stdout } = await rotate();
    expect(code).toBe(2);
    expect(stdout).toContain(`signing_keys.sealed_private: sealed bytes of`);
    expect(stdout).toContain(kid);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('master.key'))).toEqual(['master.key']);
    await owner(
      'update signing_keys set sealed_private = set_byte(sealed_private, 20, 255 - get_byte(sealed_private, 20)) where kid = $1',
      [kid],
    );
    expect((await sealed()).map(({ bytes }) => bytes.toString('hex')).sort()).toEqual(
      places.map(({ bytes }) => bytes.toString('hex')).sort(),
    );
  });

  it('seals everything anew: each place, the log’s key, and nothing opens under the old key', async () => {
    const { organizationId, subjectId, subject } = await fillPlaces();
    const old = keyIn('master.key');
    const { code, stdout, stderr } = await rotate();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(stdout) as Report;
    const next = keyIn('master.key');
    expect(report).toMatchObject({
      ok: true,
      from: masterKeyId(old).toString('hex'),
      to: masterKeyId(next).toString('hex'),
      logKey: true,
      loginDropped: true,
    });
    expect(report.tables.filter(({ rows }) => rows === 0)).toEqual([]);
    const beginning = sealedBeginning(next).toString('hex');
    const others = [...(await sealed()), { place: 'log.key', bytes: keyIn('log.key') }].filter(
      ({ bytes }) => bytes.toString('hex', 0, 5) !== beginning,
    );
    expect(others).toEqual([]);
    const [row] = await owner<{ sealed: Buffer }>('select sealed from subject_keys where subject_id = $1', [
      subjectId,
    ]);
    const label = subjectKeyLabel(organizationId, subjectId);
    expect(unseal(next, label, row?.sealed ?? Buffer.alloc(0))).toEqual(subject);
    expect(() => unseal(old, label, row?.sealed ?? Buffer.alloc(0))).toThrow(/under the master key/);
  });

  it('keeps the old key for older backups, for its owner alone', () => {
    const [retired = '', ...others] = readdirSync(dataDir).filter((name) => name.endsWith('.retired'));
    expect(others).toEqual([]);
    expect(retired).toBe(`master.key.${masterKeyId(keyIn(retired)).toString('hex')}.retired`);
    for (const name of [retired, 'master.key', 'log.key'])
      expect(statSync(join(dataDir, name)).mode % 0o1000, name).toBe(0o600);
  });

  it('takes the logins away that followed from the old key', async () => {
    const [retired = ''] = readdirSync(dataDir).filter((name) => name.endsWith('.retired'));
    const password = deriveSecret(keyIn(retired), 'database-role').toString('base64url');
    const name = serviceLogin(password);
    const logins = [name, tenantLogin({ name, password }).name];
    expect(await owner('select rolname from pg_roles where rolname = any ($1)', [logins])).toEqual([]);
  });

  it('leaves a service that goes on: sessions live, access tokens of before do not, a batch keeps its id', async () => {
    service = await serve();
    const opened = (authorization: string) =>
      fetch(`${service.url}/api/v1/products`, { headers: { authorization } });
    expect((await opened(`Bearer ${before.token}`)).status).toBe(401);
    const refreshed = await fetch(`${service.url}/api/v1/auth/refresh`, {
      method: 'POST',
      headers: { cookie: before.cookie },
    });
    expect(refreshed.status).toBe(200);
    const { accessToken } = (await refreshed.json()) as { accessToken: string };
    const again = await openBatch(accessToken);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(before.batch);
    const [label] = demo.labels;
    const scanned = await fetch(
      `${service.url}${new URL(label?.uri ?? '').pathname}${new URL(label?.uri ?? '').search}`,
      {
        headers: { accept: 'application/json' },
      },
    );
    expect(await scanned.json()).toMatchObject({
      verdict: expect.stringMatching(/verified|caution/) as string,
    });
    expect(await service.end()).toBe(0);
  });

  it('leaves nothing to a service that has the old key: it does not start, and says why', async () => {
    const [retired = ''] = readdirSync(dataDir).filter((name) => name.endsWith('.retired'));
    const old = { FURROW_MASTER_KEY: keyIn(retired).toString('base64') };
    const refused = await startService({ dataDir, env: { ...env(), ...old }, wait: false });
    expect(await refused.ended()).toBe(3);
    expect(refused.output()).toMatch(/FURROW_MASTER_KEY: /);
  });
});

describe('a change of the master key that is cut short', () => {
  it('goes on where it was killed, whatever the moment, and services wait for it', async () => {
    for (let kill = 0; kill < kills; kill += 1) {
      const masterKey = keyIn('master.key');
      const { code } = await rotate({ killAfterMs: 300 + (900 * kill) / kills });
      // Either the key of before is the master key still, or all was done but to say so.
      if (code !== 0 && !keyIn('master.key').equals(masterKey))
        expect(existsSync(join(dataDir, 'master.key.new'))).toBe(false);
    }
    expect((await rotate()).code).toBe(0);
    service = await serve();
    expect((await signIn()).token).not.toBe('');
    expect(await service.end()).toBe(0);
  });

  it('between the database and the key file is finished by the next run, with the key of the first', async () => {
    for (const name of ['master.key', 'log.key'])
      copyFileSync(join(dataDir, name), join(dataDir, `${name}.was`));
    expect((await rotate()).code).toBe(0);
    // As it was after the database's COMMIT: the key files, and the log's key, untouched.
    copyFileSync(join(dataDir, 'master.key'), join(dataDir, 'master.key.new'));
    for (const name of ['master.key', 'log.key'])
      copyFileSync(join(dataDir, `${name}.was`), join(dataDir, name));
    const next = keyIn('master.key.new');

    const refused = await startService({ dataDir, env: env(), wait: false });
    expect(await refused.ended()).toBe(3);
    expect(refused.output()).toContain('a change of the master key is not finished');

    const report = JSON.parse((await rotate()).stdout) as Report;
    expect(report.tables.every(({ rows }) => rows === 0)).toBe(true);
    expect(report.logKey).toBe(true);
    expect(keyIn('master.key')).toEqual(next);
    expect(existsSync(join(dataDir, 'master.key.new'))).toBe(false);
    service = await serve();
    expect((await signIn()).token).not.toBe('');
    expect(await service.end()).toBe(0);
  });
});

describe('a master key that the environment gives', () => {
  const next = randomBytes(32);
  const text = (key: Buffer): string => key.toString('base64');

  it.each([
    [{}, /FURROW_MASTER_KEY_NEW: must be given/],
    [{ FURROW_MASTER_KEY_NEW: 'short' }, /FURROW_MASTER_KEY_NEW: must be 32 random bytes/],
    [{ FURROW_MASTER_KEY_NEW_FILE: '/nowhere' }, /FURROW_MASTER_KEY_NEW_FILE: .*cannot be read/],
  ])('is not changed with %j', async (given, reason) => {
    const FURROW_MASTER_KEY = text(keyIn('master.key'));
    const { code, stderr } = await rotate({ env: { FURROW_MASTER_KEY, ...given } });
    expect(code).toBe(3);
    expect(stderr).toMatch(reason);
  });

  it('is not changed to itself, nor is a key file by a variable', async () => {
    const same = text(keyIn('master.key'));
    const both = await rotate({ env: { FURROW_MASTER_KEY: same, FURROW_MASTER_KEY_NEW: same } });
    expect([both.code, both.stderr]).toEqual([3, expect.stringMatching(/is the same key/)]);
    const file = await rotate({ env: { FURROW_MASTER_KEY_NEW: text(next) } });
    expect([file.code, file.stderr]).toEqual([
      3,
      expect.stringMatching(/FURROW_MASTER_KEY_NEW: is for a key/),
    ]);
  });

  it('gives way to the new one, which the service then takes from a file', async () => {
    const FURROW_MASTER_KEY = text(keyIn('master.key'));
    const { code, stdout } = await rotate({ env: { FURROW_MASTER_KEY, FURROW_MASTER_KEY_NEW: text(next) } });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ to: masterKeyId(next).toString('hex'), retired: null });
    const path = join(dataDir, 'from-outside');
    writeFileSync(path, `${text(next)}\n`, { mode: 0o600 });
    const started = await startService({ dataDir, env: { ...env(), FURROW_MASTER_KEY_FILE: path } });
    expect(await started.end()).toBe(0);
  });
});
