import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { written } from '../support/written.js';

interface Demo {
  readonly batches: readonly { id: string; lot: string }[];
  readonly labels: readonly { batch: string; uri: string }[];
}

let database: TestDatabase;
let proxy: TcpProxy;
let dataDir: string;
let book: string;
/** What the book says. */
let sound: string;
/** Paths of a label of a lot that the demo recalls, and of one that it does not. */
let recalled: string;
let free: string;

const start = (wait: boolean, args: readonly string[] = []): Promise<ServiceProcess> =>
  startService({ dataDir, env: { DATABASE_URL: proxy.url }, args, wait });

async function get(
  { url }: ServiceProcess,
  path: string,
  headers: Record<string, string> = { accept: 'text/html' },
): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(url + path, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Whether the process answers at all. */
const isAlive = (service: ServiceProcess): Promise<boolean> =>
  get(service, '/livez').then(
    ({ status }) => status === 200,
    () => false,
  );

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await createTcpProxy(database.ownerUrl);
  dataDir = await createTestFolder();
  book = join(dataDir, 'recall-copies.json');
  const first = await start(true);
  const demoText = await written(join(dataDir, 'demo.json'), /\}\n$/);
  await first.end('SIGTERM');
  const demo = JSON.parse(demoText) as Demo;
  const path = (lot: string): string => {
    const batch = demo.batches.find((candidate) => candidate.lot === lot)?.id;
    const { uri } = demo.labels.find((label) => label.batch === batch) ?? { uri: '' };
    return uri.replace(/^https?:\/\/[^/]+/, '');
  };
  recalled = path('TOM-MIX-1113');
  free = path('APP-20261018-01-G1');
  const second = await start(true);
  sound = await written(book, /TOM-MIX-1113/);
  await second.end('SIGTERM');
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
  await removeTestFolder(dataDir);
});

describe('furrow serve without its database', () => {
  it('tells recalls and nothing else, and begins by itself when the database is back', async () => {
    proxy.cut();
    const service = await start(false);
    await expect.poll(() => isAlive(service)).toBe(true);
    const page = await get(service, recalled);
    expect(page.status).toBe(200);
    for (const said of ['召回：请停止食用</h1>', 'TOM-MIX-1113', '现在查不了账', '<aside class="ribbon">'])
      expect(page.text).toContain(said);
    expect(page.text).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get(service, `${recalled}&lang=en&view=elder`)).text).toContain('class="elder"');

    const program = await get(service, recalled, { accept: 'application/json', 'accept-language': 'en' });
    expect([program.status, program.headers.get('retry-after')]).toEqual([503, '2']);
    expect(JSON.parse(program.text)).toMatchObject({
      type: '/problems/recalled-unchecked',
      recall: { lots: expect.arrayContaining(['TOM-MIX-1113']) as string[] },
      savedAt: expect.stringMatching(/Z$/) as string,
    });
    for (const path of [free, '/', '/t/8F3KQ7TN2V5XRA4DN', '/01/1/10/x', '/console', '/api/v1/batches']) {
      const other = await get(service, path);
      expect(other.status, path).toBe(503);
      expect(other.text, path).not.toContain('召回');
      const document = await get(service, path, { accept: 'application/json' });
      expect(JSON.parse(document.text), path).toMatchObject({ type: '/problems/unavailable', status: 503 });
    }
    expect((await get(service, '/readyz')).status).toBe(503);
    const sent = await fetch(`${service.url}/api/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(sent.status).toBe(503);

    proxy.restore();
    await expect
      .poll(() =>
        get(service, '/readyz').then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    expect((await get(service, recalled)).text).toContain('全程记录');
    expect((await get(service, free)).status).toBe(200);
    await service.end('SIGTERM');
    expect(service.output()).toContain('nothing but recalls is told');
  });

  it('does the same where the database takes connections and says nothing, and ends when it is told to', async () => {
    proxy.hang();
    const service = await start(false);
    await expect.poll(() => isAlive(service)).toBe(true);
    expect((await get(service, recalled)).status).toBe(200);
    expect(await service.end('SIGTERM')).toBe(0);
    proxy.restore();
  });

  it('ends at once as before when it knows of no recall, or the file is no book, which it says', async () => {
    proxy.cut();
    await writeFile(book, sound.slice(0, -10));
    const broken = await start(false);
    expect(await broken.ended()).toBe(3);
    expect(broken.output()).toContain('the file of recall copies is left aside');
    expect(broken.output()).toContain('DATABASE_URL: this database cannot be used');
    await writeFile(book, JSON.stringify({ ...(JSON.parse(sound) as object), lots: [] }));
    expect(await (await start(false)).ended()).toBe(3);
    await writeFile(book, sound);
    proxy.restore();
  });

  it('ends as before when it is the address of the database that is wrong', async () => {
    const { pathname, protocol, host } = new URL(proxy.url);
    const env = { DATABASE_URL: `${protocol}//nobody:wrong@${host}${pathname}` };
    const service = await startService({ dataDir, env, args: [], wait: false });
    expect(await service.ended()).toBe(3);
    expect(service.output()).toContain('DATABASE_URL');
  });
});
