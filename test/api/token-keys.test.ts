import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactVerify, createLocalJWKSet } from 'jose';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow } from '../support/furrow.js';
import { asOwner } from '../support/own-server.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { createSoftToken, softTokenModule } from '../support/soft-token.js';
import { written } from '../support/written.js';

/** The whole service, as a process, with the log's key and the label keys in a token; its demo is its story. */
let database: TestDatabase;
let folder: string;
let dataDir: string;
let env: Record<string, string>;
let service: ServiceProcess;
let demo: {
  accounts: { login: string; password: string }[];
  labels: { batch: string; uri: string }[];
};

beforeAll(async () => {
  if (softTokenModule === null) return;
  database = await createTestDatabase();
  folder = await createTestFolder();
  dataDir = join(folder, 'data');
  const token = createSoftToken(folder).env;
  env = { DATABASE_URL: database.ownerUrl, ...token, LOG_KEY: 'pkcs11:furrow-log', LABEL_KEYS: 'pkcs11' };
  service = await startService({ dataDir, env, args: [] });
  demo = JSON.parse(await written(join(dataDir, 'demo.json'))) as typeof demo;
});
afterAll(async () => {
  if (softTokenModule === null) return;
  await service.end();
  await database.drop();
  await removeTestFolder(folder);
});

async function json<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(service.url + path, init);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function signIn(login: string): Promise<Record<string, string>> {
  const { password } = demo.accounts.find((account) => account.login === login) ?? {};
  const { accessToken } = await json<{ accessToken: string }>('/api/v1/auth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  return { authorization: `Bearer ${accessToken}` };
}

/** What a scan of the demo's first label says of the signature on it. */
async function labelCheck(): Promise<string> {
  const uri = new URL(demo.labels[0]?.uri ?? '');
  const { checks } = await json<{ checks: { check: string; status: string }[] }>(uri.pathname + uri.search, {
    headers: { accept: 'application/json' },
  });
  return checks.find(({ check }) => check === 'label-signature')?.status ?? 'none';
}

/** `furrow audit` over HTTP against the trust file of the service. */
async function audit(): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const trust = join(folder, 'trust.json');
  writeFileSync(trust, await (await fetch(`${service.url}/.well-known/furrow/trust.json`)).text());
  const { authorization = '' } = await signIn('regulator');
  return furrow(
    ['audit', `${service.url}/log`, '--trust', trust, '--token', authorization.slice('Bearer '.length)],
    { cwd: folder },
  );
}

describe.skipIf(softTokenModule === null)('a service whose keys lie in a token', () => {
  it('signs its log and its labels there, and holds neither key itself', async () => {
    expect(existsSync(join(dataDir, 'log.key'))).toBe(false);
    const held = await asOwner<{ purpose: string; held: boolean }>(database.ownerUrl, [
      `select distinct purpose, sealed_private is not null as held from signing_keys order by purpose`,
    ]);
    expect(held).toEqual([
      { purpose: 'custodial', held: true },
      { purpose: 'label', held: false },
    ]);
    expect(await labelCheck()).toBe('pass');
  });

  it('is found good by an audit from outside', async () => {
    const { code, stdout, stderr } = await audit();
    expect({ code, stderr: code === 0 ? '' : stderr, stdout: code === 0 ? '' : stdout }).toEqual({
      code: 0,
      stderr: '',
      stdout: '',
    });
  });

  it('goes on after it was killed, with the same keys', async () => {
    const before = await json<{ keys: object[] }>('/.well-known/jwks.json');
    await service.end('SIGKILL');
    service = await startService({ dataDir, env });
    expect(await json('/.well-known/jwks.json')).toEqual(before);
    expect(await labelCheck()).toBe('pass');
    expect((await audit()).code).toBe(0);
  });

  it('makes a new label key in the token, and signs with it', async () => {
    const admin = await signIn('admin');
    const made = await json<{ kid: string }>('/api/v1/label-keys', { method: 'POST', headers: admin });
    const [row] = await asOwner<{ held: boolean }>(
      database.ownerUrl,
      ['select sealed_private is not null as held from signing_keys where kid = $1'],
      [made.kid],
    );
    expect(row).toEqual({ held: false });
    const owner = await signIn('apple');
    const path = `/api/v1/batches/${demo.labels[0]?.batch ?? ''}/labels`;
    const [set] = (await json<{ items: { id: string }[] }>(path, { headers: owner })).items;
    const serials = await fetch(`${service.url}${path}/${set?.id ?? ''}/serials`, { headers: owner });
    // The published set is a second old at most.
    await sleep(1_100);
    const { keys } = await json<{ keys: Record<string, string>[] }>('/.well-known/jwks.json');
    const jws = await serials.text();
    const { protectedHeader } = await compactVerify(jws, createLocalJWKSet({ keys: keys }));
    expect(protectedHeader.kid).toBe(made.kid);
    expect(await service.end()).toBe(0);
  });

  it.each([
    [
      'without the token',
      { PKCS11_MODULE: '', PKCS11_TOKEN: '', PKCS11_PIN: '', LOG_KEY: '', LABEL_KEYS: '' },
      /log\.key: .*LOG_KEY/,
    ],
    [
      'with another key of the token as the log’s',
      { LOG_KEY: 'pkcs11:another' },
      /log\.key: the checkpoints .* another key/,
    ],
    ['with a token of another name', { PKCS11_TOKEN: 'absent' }, /PKCS11_TOKEN: no token is called absent/],
    [
      'with a module that is not there',
      { PKCS11_MODULE: '/nowhere.so' },
      /PKCS11_MODULE: \/nowhere\.so cannot be loaded/,
    ],
    ['without a PIN', { PKCS11_PIN: '' }, /PKCS11_PIN: must be given/],
    ['with a wrong PIN', { PKCS11_PIN: '0000' }, /PKCS11_PIN: the token refused the PIN/],
    ['with that wrong PIN again', { PKCS11_PIN: '0000' }, /PKCS11_PIN: the token refused this PIN before/],
  ])('does not start %s, and names the variable', async (_, changes, reason) => {
    const copy = await createTestFolder();
    for (const name of ['log-origin', 'master.key', 'pkcs11-pin-refused'])
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(copy, name));
    const tried = await startService({ dataDir: copy, env: { ...env, ...changes }, wait: false });
    expect(await tried.ended()).toBe(3);
    expect(tried.output()).toMatch(reason);
    expect(tried.output()).not.toMatch(/\n\s+at /);
    const mark = join(copy, 'pkcs11-pin-refused');
    if (existsSync(mark)) copyFileSync(mark, join(dataDir, 'pkcs11-pin-refused'));
    await removeTestFolder(copy);
  });
});
