import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Demo } from '../../src/cli/demo-story.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow, type Ran } from '../support/furrow.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { written } from '../support/written.js';

let folder: string;
let service: ServiceProcess;
let demo: Demo;

beforeAll(async () => {
  folder = await createTestFolder();
  service = await startService({ args: [] });
  demo = JSON.parse(await written(join(service.dataDir, 'demo.json'))) as Demo;
  await mapped();
});
afterAll(async () => {
  await service.end('SIGTERM');
  await removeTestFolder(folder);
});

/** Waits until the log does not grow any more: until its map is stated. */
async function mapped(): Promise<void> {
  for (let before = '', turn = 0; turn < 30; turn += 1) {
    const now = await (await fetch(`${service.url}/log/checkpoint`)).text();
    if (now === before) return;
    before = now;
    await sleep(6_000);
  }
  throw new Error('the log does not come to rest');
}

const environment = (): Record<string, string> => ({ DATA_DIR: service.dataDir, PORT: String(service.port) });
const exported = (...args: readonly string[]): Promise<Ran> =>
  furrow(['export', ...args], { env: environment() });

async function accessToken(role: string): Promise<string> {
  const account = demo.accounts.find((one) => one.role === role);
  const answer = await fetch(`${service.url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: account?.login, password: account?.password }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

async function servedTrust(): Promise<string> {
  return (await fetch(`${service.url}/.well-known/furrow/trust.json`)).text();
}

describe('furrow audit of a running service', () => {
  it('reads it over HTTP, with the token of a regulator and on the machine itself without', async () => {
    const trust = join(folder, 'trust.json');
    await writeFile(trust, await servedTrust());
    const args = ['audit', `${service.url}/log`, '--trust', trust, '--json'];
    expect((await furrow(args)).code).toBe(0);
    const { code, stdout } = await furrow([...args, '--token', await accessToken('regulator')]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('"verdict":"good"') as string]);
    const report = JSON.parse(stdout) as { witnessed: boolean; counts: { maps: number; entries: number } };
    expect(report.witnessed).toBe(true);
    expect(report.counts.maps).toBeGreaterThan(0);
  });
});

describe('furrow export', () => {
  it('writes beside a running service what verifies when that, its data and its database are gone', async () => {
    const directory = join(folder, 'frozen');
    const { code, stdout, stderr } = await exported(directory);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/exported \d+ entries/);
    expect(JSON.parse(await readFile(join(directory, 'trust.json'), 'utf8'))).toEqual(
      JSON.parse(await servedTrust()),
    );
    const published = await (await fetch(`${service.url}/log/checkpoint`)).text();
    expect(await readFile(join(directory, 'checkpoint'), 'utf8')).toBe(published);
    expect(await readFile(join(directory, 'README.txt'), 'utf8')).toMatch(
      /furrow audit \. --trust trust\.json/,
    );
    expect((await exported(directory)).code).toBe(0);

    await service.end('SIGTERM');
    const elsewhere = join(folder, 'elsewhere');
    await cp(directory, elsewhere, { recursive: true });
    const audited = await furrow(['audit', '.', '--trust', 'trust.json'], { cwd: elsewhere });
    expect([audited.code, audited.stderr]).toEqual([0, '']);
    expect(audited.stdout).toMatch(/all is sound/);
    expect(audited.stdout).toMatch(/witnessed: 1/);
  });

  it('starts the database itself when no service runs', async () => {
    const directory = join(folder, 'later');
    expect((await exported(directory)).code).toBe(0);
    const audited = await furrow(['audit', directory, '--trust', join(directory, 'trust.json')]);
    expect(audited.code).toBe(0);
  });

  it('freezes what cannot be changed any more: one byte is found', async () => {
    const directory = join(folder, 'later');
    const [width] = /(?<=\n)\d+/.exec(await readFile(join(directory, 'checkpoint'), 'utf8')) ?? [];
    const bundle = join(directory, 'tile', 'entries', '000.p', String(width));
    const bytes = await readFile(bundle);
    bytes[bytes.length - 9] = 255 - bytes[bytes.length - 9]!;
    await writeFile(bundle, bytes);
    const audited = await furrow(['audit', directory, '--trust', join(directory, 'trust.json'), '--json']);
    expect(audited.code).toBe(2);
    expect(JSON.parse(audited.stdout)).toMatchObject({
      finding: { reason: 'leaf-differs', index: Number(width) - 1 },
    });
  });

  it.each<[string, () => Promise<readonly string[]>, RegExp]>([
    ['no directory', () => Promise.resolve([]), /furrow export <目录 directory>/],
    ['two directories', () => Promise.resolve(['a', 'b']), /furrow export <目录 directory>/],
    ['an unknown option', () => Promise.resolve(['--fast', 'a']), /--fast/],
    [
      'a directory with other things in it',
      async () => {
        const used = join(folder, 'used');
        await mkdir(used, { recursive: true });
        await writeFile(join(used, 'letter.txt'), 'hello');
        return [used];
      },
      /is neither empty nor an earlier export/,
    ],
  ])('says what is wrong with %s, and ends with 3', async (_what, args, said) => {
    const { code, stdout, stderr } = await exported(...(await args()));
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('says that there is nothing to export before the service has run', async () => {
    const empty = await createTestFolder();
    const { code, stderr } = await furrow(['export', join(empty, 'out')], {
      env: { DATA_DIR: join(empty, 'data') },
    });
    await removeTestFolder(empty);
    expect(code).toBe(3);
    expect(stderr).toMatch(/nothing yet/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
