import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow } from '../support/furrow.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { until } from '../support/until.js';
import { written } from '../support/written.js';

interface Demo {
  readonly accounts: readonly { readonly login: string; readonly password: string }[];
  readonly labels: readonly { readonly uri: string }[];
}

let dataDir: string;
let service: ServiceProcess;
let demo: Demo;
/** What the demo's evidence was, which must still be there for who goes back. */
let evidence: string;

const begin = (...args: string[]) => furrow(['begin', ...args], { env: { DATA_DIR: dataDir } });
const originOf = (folder: string): string => readFileSync(join(folder, 'log-origin'), 'utf8').trim();

async function signIn(login: string, password: string): Promise<number> {
  const answer = await fetch(`${service.url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  return answer.status;
}

async function pageOf(path: string): Promise<string> {
  return (await fetch(service.url + path, { headers: { accept: 'text/html' } })).text();
}

beforeAll(async () => {
  dataDir = await createTestFolder();
  service = await startService({ dataDir, args: [] });
  demo = JSON.parse(await written(join(dataDir, 'demo.json'))) as Demo;
  const code = /\/21\/(\w{17})/.exec(demo.labels[0]?.uri ?? '')?.[1] ?? '';
  const isThere = async (): Promise<boolean> => {
    const answer = await fetch(`${service.url}/evidence/${code}`);
    evidence = await answer.text();
    return answer.ok;
  };
  await until(isThere, 200);
});
afterAll(() => removeTestFolder(dataDir));

describe('furrow begin', () => {
  it('is refused while the service runs, without a confirmation, and with a database of your own', async () => {
    const names = readdirSync(dataDir).sort();
    expect(await begin('--yes')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('stop it first') as string,
    });
    expect(await pageOf('/')).toContain('演示数据');
    await service.end();
    expect(await begin()).toMatchObject({ code: 3, stderr: expect.stringContaining('--yes') as string });
    expect(await begin('--force')).toMatchObject({ code: 3 });
    const own = { DATA_DIR: dataDir, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    expect(await furrow(['begin', '--yes'], { env: own })).toMatchObject({ code: 3 });
    expect(readdirSync(dataDir).sort()).toEqual(names);
  });

  it('is refused where there is no demo, and makes nothing there', async () => {
    const empty = await createTestFolder();
    const names = readdirSync(empty);
    expect(await furrow(['begin', '--yes'], { env: { DATA_DIR: empty } })).toMatchObject({ code: 3 });
    expect(readdirSync(empty)).toEqual(names);
    await removeTestFolder(empty);
  });

  it('puts everything aside; cut short it keeps services from starting, and goes on when run again', async () => {
    const origin = originOf(dataDir);
    expect(await begin('--yes')).toMatchObject({ code: 0 });
    const [aside = ''] = readdirSync(dataDir).filter((name) => name.startsWith('demo-'));
    expect(readdirSync(dataDir).sort()).toEqual(['begun.json', aside, 'log-origin'].sort());
    expect(originOf(join(dataDir, aside))).toBe(origin);
    expect(originOf(dataDir)).toBe(`${origin}-2`);

    // As after a kill on the way: two things are back where they were.
    for (const name of ['demo.json', 'master.key'])
      renameSync(join(dataDir, aside, name), join(dataDir, name));
    const refused = await startService({ dataDir, args: [], wait: false });
    expect(await refused.ended()).toBe(3);
    expect(refused.output()).toContain('furrow begin');
    expect(readdirSync(dataDir).sort()).toEqual(
      ['begun.json', 'demo.json', aside, 'log-origin', 'master.key'].sort(),
    );
    expect(await begin('--yes')).toMatchObject({ code: 0 });
    expect(await begin('--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('before') as string,
    });
    expect(readdirSync(dataDir).filter((name) => name.startsWith('demo-'))).toEqual([aside]);
  });

  it('leaves an empty service with an admin of its own, and no way in by the demo', async () => {
    service = await startService({ dataDir, args: [] });
    await expect.poll(() => existsSync(join(dataDir, 'first-admin.json'))).toBe(true);
    expect(existsSync(join(dataDir, 'demo.json'))).toBe(false);
    expect(await pageOf('/')).not.toContain('演示数据');
    for (const { login, password } of demo.accounts) expect(await signIn(login, password), login).toBe(401);
    const { login, password } = JSON.parse(
      readFileSync(join(dataDir, 'first-admin.json'), 'utf8'),
    ) as Demo['accounts'][0];
    await expect.poll(() => signIn(login, password)).toBe(200);
    const trust = await (await fetch(`${service.url}/.well-known/furrow/trust.json`)).text();
    expect(trust).toContain(`${originOf(dataDir)}+`);
    const uri = demo.labels[0]?.uri ?? '';
    expect(await pageOf(new URL(uri).pathname)).toContain('查无此码');
    await service.end();
    // A folder without a demo is not put aside.
    expect(await begin('--yes')).toMatchObject({ code: 0 });
    expect(existsSync(join(dataDir, 'first-admin.json'))).toBe(true);
  });

  it('keeps the demo whole where it lies: started there, it answers as before', async () => {
    const [aside = ''] = readdirSync(dataDir).filter((name) => name.startsWith('demo-'));
    service = await startService({ dataDir: join(dataDir, aside), args: [] });
    const admin = demo.accounts.find(({ login }) => login === 'admin');
    expect(await signIn('admin', admin?.password ?? '')).toBe(200);
    const code = /\/21\/(\w{17})/.exec(demo.labels[0]?.uri ?? '')?.[1] ?? '';
    const now = await (await fetch(`${service.url}/evidence/${code}`)).text();
    const entriesOf = (text: string): unknown =>
      (JSON.parse(text) as { chains: { entries: { entry: string }[] }[] }).chains.map(({ entries }) =>
        entries.map(({ entry }) => entry),
      );
    expect(entriesOf(now)).toEqual(entriesOf(evidence));
    await service.end();
  });
});
