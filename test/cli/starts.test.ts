import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { enrol } from '../support/second-factor.js';

interface Demo {
  readonly accounts: readonly { role: string; login: string; password: string }[];
  readonly organizations: readonly { id: string; name: string }[];
  readonly batches: readonly { id: string; lot: string }[];
  readonly labels: readonly { batch: string; uri: string }[];
}

const draft = (service: ServiceProcess) => join(service.dataDir, 'demo.draft.json');

async function demoOf(service: ServiceProcess): Promise<Demo> {
  const path = join(service.dataDir, 'demo.json');
  await expect.poll(() => existsSync(path), { interval: 20 }).toBe(true);
  return JSON.parse(readFileSync(path, 'utf8')) as Demo;
}

async function signIn(service: ServiceProcess, demo: Demo, login: string): Promise<Record<string, string>> {
  const password = demo.accounts.find((account) => account.login === login)?.password;
  const answer = await fetch(`${service.url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  expect(answer.status).toBe(200);
  return { authorization: `Bearer ${((await answer.json()) as { accessToken: string }).accessToken}` };
}

async function read(
  service: ServiceProcess,
  path: string,
  headers: Record<string, string>,
): Promise<unknown> {
  return (await fetch(service.url + path, { headers })).json();
}

/** All that the demo's accounts can see of the batches: how many events each has, and what is left. */
async function standing(service: ServiceProcess, demo: Demo): Promise<Record<string, object>> {
  const headers = await signIn(service, demo, 'regulator');
  const seen: Record<string, object> = {};
  for (const { id, lot } of demo.batches) {
    const { seq, balance } = (await read(service, `/api/v1/batches/${id}`, headers)) as {
      seq: number;
      balance: object;
    };
    seen[lot] = { seq, balance };
  }
  return seen;
}

let database: TestDatabase;
let env: Record<string, string>;
/** Where the services of `database` keep what is theirs: the log's name and key among it. */
let home: string;
beforeAll(async () => {
  database = await createTestDatabase();
  home = await createTestFolder();
  env = { DATABASE_URL: database.ownerUrl, FURROW_MASTER_KEY: Buffer.alloc(32, 9).toString('base64') };
});
afterAll(async () => {
  await database.drop();
  await removeTestFolder(home);
});

/** Another data directory for the same log, as on another machine: its name and its key were copied there. */
async function neighbour(): Promise<string> {
  const folder = await createTestFolder();
  for (const name of ['log-origin', 'log.key']) copyFileSync(join(home, name), join(folder, name));
  return folder;
}

describe('the demo', () => {
  it('that was killed on its way is made whole by the next start, the same as if nothing had happened', async () => {
    let service = await startService({ dataDir: home, args: [], env });
    let kills = 0;
    // Ready comes before the demo: each start is killed a little later, until one gets through.
    for (let afterMs = 0; !existsSync(join(service.dataDir, 'demo.json')); afterMs += 150) {
      await expect.poll(() => existsSync(draft(service)), { interval: 5 }).toBe(true);
      await sleep(afterMs);
      if (existsSync(join(service.dataDir, 'demo.json'))) break;
      await service.end('SIGKILL');
      kills += 1;
      service = await startService({ dataDir: service.dataDir, args: [], env });
      if (kills === 6) break;
    }
    expect(kills).toBeGreaterThan(2);
    const demo = await demoOf(service);
    await expect.poll(() => existsSync(draft(service))).toBe(false);
    expect(demo.accounts.map((account) => account.login)).toEqual([
      ...['admin', 'apple', 'rice', 'tomato', 'tomato2', 'market', 'inspector', 'farmer', 'regulator'],
    ]);

    const other = await createTestDatabase();
    const whole = await startService({ args: [], env: { DATABASE_URL: other.ownerUrl } });
    const undisturbed = await demoOf(whole);
    expect(await standing(service, demo)).toEqual(await standing(whole, undisturbed));
    const organizations = await read(service, '/api/v1/organizations', await signIn(service, demo, 'admin'));
    expect((organizations as { items: object[] }).items).toHaveLength(7);
    await whole.end();
    await other.drop();

    const before = JSON.stringify(demo);
    expect(await service.end()).toBe(0);
    const again = await startService({ dataDir: service.dataDir, args: [], env });
    await sleep(500);
    expect(JSON.stringify(await demoOf(again))).toBe(before);
    expect(await again.end()).toBe(0);
  });

  it('is not loaded where --no-demo says so, nor later into a database that is in use', async () => {
    const empty = await createTestDatabase();
    const service = await startService({ env: { DATABASE_URL: empty.ownerUrl } });
    await sleep(300);
    expect(existsSync(join(service.dataDir, 'demo.json')) || existsSync(draft(service))).toBe(false);
    await service.end();
    const dataDir = await neighbour();
    const inUse = await startService({ dataDir, args: [], env });
    await sleep(500);
    expect(existsSync(join(inUse.dataDir, 'demo.json')) || existsSync(draft(inUse))).toBe(false);
    await inUse.end();
    await removeTestFolder(dataDir);
    await empty.drop();
  });
});

describe('a service without the demo', () => {
  it('has an admin who can sign in, made once, whose password stands in a file and in no log', async () => {
    const empty = await createTestDatabase({ empty: true });
    const service = await startService({ env: { DATABASE_URL: empty.ownerUrl } });
    const said = /admin account, password: admin \*{4}\n/;
    await expect.poll(() => service.output()).toMatch(said);
    const path = join(service.dataDir, 'first-admin.json');
    const { login, password } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    expect(service.output()).not.toContain(password);
    expect((statSync(path).mode % 0o1000).toString(8)).toBe('600');
    const signIn = (): Promise<Response> =>
      fetch(`${service.url}/api/v1/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login, password }),
      });
    const signedIn = await signIn();
    expect(signedIn.status).toBe(200);
    const { accessToken } = (await signedIn.json()) as { accessToken: string };
    const headers = { authorization: `Bearer ${accessToken}` };
    const refused = await fetch(`${service.url}/api/v1/accounts`, { headers });
    expect(((await refused.json()) as { type: string }).type).toBe('/problems/second-factor-needed');
    await enrol(service.url, headers);
    expect((await fetch(`${service.url}/api/v1/accounts`, { headers })).status).toBe(200);
    await service.end();
    const again = await startService({ dataDir: service.dataDir, env: { DATABASE_URL: empty.ownerUrl } });
    expect(again.output()).not.toMatch(said);
    await again.end();
    await empty.drop();
  });
});

describe('a database of another master key', () => {
  it('is refused by the name of the variable, and left as it is', async () => {
    const otherKey = { ...env, FURROW_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') };
    const refused = await startService({ dataDir: home, env: otherKey, wait: false });
    expect(await refused.ended()).toBe(3);
    expect(refused.output()).toMatch(/FURROW_MASTER_KEY: .*another master key; restore it/);
    expect(refused.output()).not.toMatch(/\n\s+at /);
    const service = await startService({ dataDir: home, env });
    expect(await service.end()).toBe(0);
  });
});

describe('a database of another log', () => {
  it('is refused by the name of the variable, or of the key that is missing', async () => {
    const elsewhere = await startService({ env, wait: false });
    expect(await elsewhere.ended()).toBe(3);
    expect(elsewhere.output()).toMatch(/LOG_ORIGIN: this database holds the log \S+, not/);
    const origin = readFileSync(join(home, 'log-origin'), 'utf8').trim();
    const keyless = await startService({ env: { ...env, LOG_ORIGIN: origin }, wait: false });
    expect(await keyless.ended()).toBe(3);
    expect(keyless.output()).toMatch(
      /log\.key: the checkpoints in this database were signed with another key/,
    );
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGHUP'] as const)('%s ends a service in order, with exit code 0', async (name) => {
    const service = await startService({ dataDir: home, env });
    expect(await service.end(name)).toBe(0);
  });

  it('during the first start ends it in order, and leaves no PostgreSQL running', async () => {
    const dataDir = await createTestFolder();
    const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const service = await startService({ dataDir, wait: false });
    await expect.poll(() => existsSync(pidFile), { interval: 2 }).toBe(true);
    expect(await service.end('SIGINT')).toBe(0);
    expect(existsSync(pidFile)).toBe(false);
    expect(service.output()).not.toContain('ready:');
    await removeTestFolder(dataDir);
  });
});
