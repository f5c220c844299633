import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, stopApp } from '../../src/app.js';
import { createLog } from '../../src/http/log.js';
import { canonicalize } from '../../src/ledger/canonical.js';
import { checkRows, contentOf, listRowsMax } from '../../src/lists/check-rows.js';
import type { JsonValue } from '../../src/ledger/json.js';
import { ListsService } from '../../src/lists/lists.service.js';
import { VersionsStore } from '../../src/lists/versions.store.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { Caller } from '../support/cooperative.js';
import { asOwner, keptRows } from '../support/kept-rows.js';
import { operatorOf, tracesOf, whileLocked } from '../support/power-traces.js';
import { rebuildTables } from '../../src/cli/rebuild.js';
import { faultsIn, limitRow, limitRows, publish, storedVersions } from './lists.js';

let service: TestApp;
let admin: Caller;
let adminId: string;
let nobody: Caller;

beforeAll(async () => {
  service = await createTestApp();
  const { accountId, headers } = await service.signIn({
    login: 'publisher',
    name: '管理员',
    password: 'a long enough password',
    grants: [{ role: 'admin', organizationId: null, region: null }],
  });
  admin = new Caller(service.url, headers);
  adminId = accountId;
  nobody = new Caller(service.url, {});
});
afterAll(() => service.close());

const published = async (): Promise<number[]> =>
  ((await nobody.get('/api/v1/lists/residue-limits')).body['items'] as { version: number }[]).map(
    ({ version }) => version,
  );
const stated = async () =>
  (await tracesOf(service, await operatorOf(service))).filter(({ kind }) => kind === 'list-published');

/** What a process leaves behind that ends between the bytes and the statement. */
async function store(version: number, rows: readonly object[]): Promise<void> {
  const content = Buffer.from(canonicalize(rows as never));
  const row = {
    name: 'residue-limits',
    version,
    sha256: createHash('sha256').update(content).digest(),
    rows: rows.length,
    source: 'GB 2763 整理',
    issuerId: null,
    signature: null,
    publishedBy: adminId,
  } as const;
  expect(await service.app.get(VersionsStore).add(row, content)).toBe(true);
}

describe('a version whose bytes are stored and not stated', () => {
  it('is left by a ledger that takes nothing, which its admin is told, and shown to nobody', async () => {
    const operatorId = await operatorOf(service);
    await asOwner(service.testDatabase.ownerUrl, (owner) =>
      whileLocked(owner, operatorId, async () => {
        const answer = await publish(admin, [limitRow()]);
        expect([answer.status, answer.body['type']]).toEqual([503, '/problems/ambiguous']);
      }),
    );
    expect(await storedVersions(service)).toEqual({ 'residue-limits': 1 });
    expect([await published(), await stated()]).toEqual([[], []]);
    expect((await nobody.get('/api/v1/lists/residue-limits/1')).status).toBe(404);
    expect((await service.app.get(ListsService).asKnown(null))['residue-limits']).toBeNull();
  });

  it('is published by the same request, sent again', async () => {
    const answer = await publish(admin, [limitRow()]);
    expect([answer.status, answer.body['version']]).toEqual([200, 1]);
    expect(await published()).toEqual([1]);
  });

  it('is published by whoever wants its number for something else, and is told that it is taken', async () => {
    await store(2, [limitRow({ limit: '1' })]);
    const answer = await publish(admin, [limitRow({ limit: '3' })], { version: 2 });
    expect([answer.status, ...faultsIn(answer)]).toEqual([409, '/query/version taken']);
    expect(await published()).toEqual([1, 2]);
  });

  it('is published before the one that follows it', async () => {
    await store(3, [limitRow({ limit: '4' })]);
    const answer = await publish(admin, [limitRow({ limit: '5' })], { version: 4 });
    expect(answer.status).toBe(201);
    expect(await published()).toEqual([1, 2, 3, 4]);
    expect((await stated()).map(({ data }) => data['version'])).toEqual([1, 2, 3, 4]);
  });

  it('is published by the next start, in the name of the one who wanted it, once by two that start at once', async () => {
    await store(5, [limitRow({ limit: '6' })]);
    const start = () => createApp(service.config, { database: service.database, log: createLog('error') });
    const started = await Promise.all([start(), start()]);
    try {
      for (const app of started) {
        expect((await app.get(ListsService).asKnown(null))['residue-limits']).toMatchObject({
          version: 5,
          rows: [{ limit: '6' }],
        });
      }
      const traces = await stated();
      expect(traces.map(({ data }) => data['version'])).toEqual([1, 2, 3, 4, 5]);
      expect(traces.at(-1)?.data['actor']).toBe(adminId);
    } finally {
      for (const app of started) await stopApp(app);
    }
    await expect.poll(published).toEqual([1, 2, 3, 4, 5]);
  });

  it('cannot be one that leaves a number out', async () => {
    const content = Buffer.from('[]');
    const row = {
      name: 'residue-limits',
      version: 7,
      sha256: createHash('sha256').update(content).digest(),
      rows: 1,
      source: 'x',
      issuerId: null,
      signature: null,
      publishedBy: adminId,
    } as const;
    expect(await service.app.get(VersionsStore).add(row, content)).toBe(false);
  });
});

describe('a list of as many rows as there may be', () => {
  it('is checked, stored and read back in its bytes', async () => {
    const content = Buffer.from(
      await contentOf(await checkRows('residue-limits', limitRows(listRowsMax) as unknown as JsonValue)),
    );
    const row = {
      name: 'product-categories',
      version: 1,
      sha256: createHash('sha256').update(content).digest(),
      rows: listRowsMax,
      source: '占位',
      issuerId: null,
      signature: null,
      publishedBy: adminId,
    } as const;
    const store = service.app.get(VersionsStore);
    expect(await store.add(row, content)).toBe(true);
    expect((await store.content('product-categories', 1))?.equals(content)).toBe(true);
  });
});

describe('the ledger with versions of lists in it', () => {
  it('is rebuilt as it was', async () => {
    const { ownerUrl } = service.testDatabase;
    const before = await keptRows(ownerUrl);
    const report = await rebuildTables(ownerUrl, false, () => undefined);
    expect(report.differences).toEqual([]);
    expect(await keptRows(ownerUrl)).toEqual(before);
    expect(await published()).toEqual([1, 2, 3, 4, 5]);
  });
});
