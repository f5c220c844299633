import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, stopApp } from '../../src/app.js';
import { createLog } from '../../src/http/log.js';
import { ListsService } from '../../src/lists/lists.service.js';
import type { PublishedVersion } from '../../src/lists/list-statement.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, type Caller } from '../support/cooperative.js';
import { asOwner } from '../support/kept-rows.js';
import { limitRow, limitRows, publish } from './lists.js';

let service: TestApp;
let admin: Caller;
let lists: ListsService;

beforeAll(async () => {
  service = await createTestApp();
  admin = await signIn(service, 'admin', null);
  lists = service.app.get(ListsService);
});
afterAll(() => service.close());

async function publishedAt(version: number, rows: unknown): Promise<Date> {
  const answer = await publish(admin, rows, { version });
  expect(answer.status).toBe(201);
  return new Date(String(answer.body['publishedAt']));
}

const limitOf = async (at: Date | null): Promise<string | undefined> =>
  (await lists.asKnown(at))['residue-limits']?.rows[0]?.limit;

describe('what was known of a list', () => {
  it('is nothing before its first version', async () => {
    expect(await lists.asKnown(null)).toEqual({
      'pesticide-labels': null,
      'pesticide-restrictions': null,
      'residue-limits': null,
      'residue-definitions': null,
      'product-categories': null,
      'process-yields': null,
      'laboratory-accreditations': null,
      'claim-inputs': null,
    });
  });

  it('at some moment is the newest version of then, and a later one never changes it (AT-CQ-3)', async () => {
    const first = await publishedAt(1, [limitRow({ limit: '2' })]);
    const before = new Date(first.getTime() - 1);
    const told = JSON.stringify(await lists.asKnown(first));
    expect(await limitOf(null)).toBe('2');
    const second = await publishedAt(2, [limitRow({ limit: '1' })]);
    const third = await publishedAt(3, [limitRow({ limit: '0.5' })]);
    expect(third.getTime()).toBeGreaterThan(first.getTime());
    expect(await limitOf(before)).toBeUndefined();
    if (second > first) expect(JSON.stringify(await lists.asKnown(first))).toBe(told);
    if (third > second) expect(await limitOf(second)).toBe('1');
    expect(await limitOf(third)).toBe('0.5');
    expect(await limitOf(null)).toBe('0.5');
    expect((await lists.asKnown(null))['residue-limits']).toMatchObject({
      name: 'residue-limits',
      version: 3,
      publishedAt: third.toISOString(),
    });
  });

  it('is there by its number, too, however old, and nothing under another', async () => {
    expect((await lists.version('residue-limits', 1))?.rows[0]?.limit).toBe('2');
    expect(await lists.version('residue-limits', 4)).toBeNull();
    expect(await lists.version('residue-limits', 0)).toBeNull();
    expect(await lists.version('process-yields', 1)).toBeNull();
  });

  it('is the same rows, read once, however often it is asked for', async () => {
    const [one, other] = await Promise.all([lists.asKnown(null), lists.asKnown(null)]);
    expect(one['residue-limits']).toBe(other['residue-limits']);
  });

  it('is known to another process within a few seconds, which is told of it once', async () => {
    const other = await createApp(service.config, { database: service.database, log: createLog('error') });
    const told: PublishedVersion[] = [];
    try {
      const there = other.get(ListsService);
      expect((await there.asKnown(null))['residue-limits']?.version).toBe(3);
      there.onPublished((published) => told.push(published));
      await publishedAt(4, limitRows(2));
      await expect.poll(() => told.length).toBe(1);
      expect(told).toMatchObject([{ name: 'residue-limits', version: 4, rows: 2 }]);
      expect((await there.asKnown(null))['residue-limits']?.version).toBe(4);
    } finally {
      await stopApp(other);
    }
  });

  it('is told here before the answer, once for each version', async () => {
    const told: string[] = [];
    lists.onPublished(({ name, version }) => told.push(`${name}@${version}`));
    await publishedAt(5, limitRows(1));
    expect(told).toEqual(['residue-limits@5']);
    await Promise.all([lists.look(), lists.look()]);
    await publish(admin, limitRows(1), { version: 5 });
    expect(told).toEqual(['residue-limits@5']);
  });

  it('cannot be changed by the service, nor by whoever owns the table without taking its triggers away', async () => {
    const sql = "update list_versions set source = 'x' where version = 5";
    await expect(service.database.read({ name: 'test-change-list', text: sql }, [])).rejects.toMatchObject({
      code: '42501',
    });
    await asOwner(service.testDatabase.ownerUrl, async (owner) => {
      for (const text of [sql, 'delete from list_versions', 'truncate list_versions'])
        await expect(owner.query(text)).rejects.toMatchObject({ code: '23001' });
    });
  });

  it('is not taken from bytes that are not those of the statement', async () => {
    await asOwner(service.testDatabase.ownerUrl, async (owner) => {
      await owner.query('alter table list_versions disable trigger list_versions_append_only');
      const bytes = gzipSync(JSON.stringify([limitRow({ limit: '200' })]));
      await owner.query('update list_versions set packed = $1 where version = 2', [bytes]);
      await owner.query('alter table list_versions enable trigger list_versions_append_only');
    });
    const other = await createApp(service.config, { database: service.database, log: createLog('silent') });
    try {
      const there = other.get(ListsService);
      const [, second] = await there.published('residue-limits');
      const at = new Date(second?.publishedAt ?? '');
      await expect(there.asKnown(at)).rejects.toThrow('residue-limits@2 are not what was published');
      expect((await there.asKnown(null))['residue-limits']?.version).toBe(5);
    } finally {
      await stopApp(other);
    }
  });
});
