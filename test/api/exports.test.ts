import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportJob } from '../../src/exports/export-job.js';
import { parseTrust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { createOfficial, type Official } from '../support/authority.js';
import { type Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { harvestOf } from '../support/parties.js';
import { operatorOf, tracesOf } from '../support/power-traces.js';

interface Told {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly file: {
    url: string;
    name: string;
    size: number;
    sha256: string;
    rows: number;
    complete: boolean;
  } | null;
  readonly askedBy: object;
  readonly downloads: readonly object[];
}

let farm: Cooperative;
let official: Official;
let caller: Caller;
let batch: string;
let other: string;

beforeAll(async () => {
  farm = await createCooperative();
  batch = await farm.open('L1');
  const name = '=HYPERLINK("https://192.0.2.1")';
  const product = await made(
    farm.owner.post('/api/v1/products', {
      organization: farm.organizationId,
      name,
      category: 'FRU',
      unit: 'KGM',
    }),
  );
  const opening = { product: product.id, site: farm.siteId, lot: 'L2' };
  other = String((await made(farm.owner.post('/api/v1/batches', opening))).id);
  await made(farm.record(batch, 'harvest', harvestOf('100')));
  official = await createOfficial(farm, 'regulator', '3706');
  caller = official.caller;
  await farm.service.settled();
});
afterAll(() => farm.service.close());

const exportsOf = '/api/v1/exports';

async function taken(body: object, by = caller, headers: Record<string, string> = {}): Promise<Told> {
  const { id } = await made(by.post(exportsOf, body, headers));
  for (;;) {
    const { body: told } = await by.get(`${exportsOf}/${String(id)}`);
    if (told['state'] !== 'waiting') return told as unknown as Told;
    await setTimeout(20);
  }
}

describe('the table of a region', () => {
  it('has every batch, quantities in words of their unit, and no cell that a spreadsheet would run', async () => {
    const told = await taken({ template: 'regulator-table' });
    const { bytes, headers } = await caller.file(told.file!.url);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toContain(told.file!.name);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(told.file!.sha256);
    expect([bytes.length, told.file!.rows, told.file!.complete]).toEqual([told.file!.size, 2, true]);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse<Record<string, string>>(bytes, { bom: true, columns: true });
    expect(rows.find((row) => row['批号'] === 'L1')).toMatchObject({
      主体: '栖霞示例果业农民专业合作社',
      产品: '苹果',
      单位: '公斤',
      产出: '100',
      现有: '100',
      状态: '正常',
      记录核对: '尚未核对',
    });
    expect(rows.find((row) => row['批号'] === 'L2')?.['产品']).toBe(`'=HYPERLINK("https://192.0.2.1")`);
  });

  it('is in the language of who asks, and narrowed to an organization', async () => {
    const body = { template: 'regulator-table', organization: official.authorityId };
    const told = await taken(body, caller, { 'accept-language': 'en' });
    const { bytes } = await caller.file(told.file!.url);
    expect(bytes.toString()).toMatch(/^\uFEFFOrganization,USCC,/);
    expect(told.file!.rows).toBe(0);
  });
});

describe('a table as a workbook', () => {
  it('says the same as the CSV, quantities as numbers, and no text is a formula', async () => {
    const told = await taken({ template: 'regulator-table', format: 'xlsx' });
    expect(told.file!.name).toMatch(/^batches-.*\.xlsx$/);
    const { bytes, headers } = await caller.file(told.file!.url);
    expect(headers.get('content-type')).toContain('spreadsheetml');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(told.file!.sha256);
    expect([told.file!.rows, told.file!.complete]).toEqual([2, true]);
    const sheet = await readSheet(bytes);
    const plain = await taken({ template: 'regulator-table', format: 'csv' });
    const rows = parse((await caller.file(plain.file!.url)).bytes, { bom: true });
    const texts = sheet.map((row) => row.map((cell) => String(cell ?? '')));
    expect(texts).toEqual(rows.map((row) => row.map((cell) => cell.replace(/^'=/, '='))));
    const produced = sheet[0]!.indexOf('产出');
    expect(sheet.slice(1).map((row) => row[produced])).toEqual(expect.arrayContaining([100, 0]));
    expect(sheet.flat()).toContain('=HYPERLINK("https://192.0.2.1")');
  });

  it('has the trace under names in the language of who asks', async () => {
    const body = { template: 'trace-table', batch, direction: 'forward', format: 'xlsx' };
    const told = await taken(body, caller, { 'accept-language': 'en' });
    const sheet = await readSheet((await caller.file(told.file!.url)).bytes);
    expect(sheet[0]).toEqual(expect.arrayContaining(['Level', 'Lot', 'Organization']));
    expect(sheet[1]).toEqual(expect.arrayContaining([0, 'L1']));
  });

  it('is no way to write evidence', async () => {
    const body = { template: 'evidence', batches: [batch], format: 'xlsx' };
    const refused = await caller.post(exportsOf, body);
    expect(refused.status).toBe(422);
    expect(refused.body['errors']).toMatchObject([{ pointer: '/format' }]);
  });

  it('is another order than the same table as CSV', async () => {
    const key = uuidv7();
    const order = (format: string) =>
      caller.post(exportsOf, { template: 'regulator-table', format }, { 'idempotency-key': key });
    expect((await order('xlsx')).status).toBe(201);
    expect((await order('xlsx')).status).toBe(200);
    expect((await order('csv')).status).toBe(409);
  });
});

describe('the table of a trace', () => {
  it('is that of the trace itself', async () => {
    const told = await taken({ template: 'trace-table', batch, direction: 'forward' });
    const { bytes } = await caller.file(told.file!.url);
    const own = await caller.file(`/api/v1/batches/${batch}/trace?direction=forward&format=csv`);
    expect(bytes).toEqual(own.bytes);
  });
});

describe('a bundle of evidence', () => {
  it('unpacks to files that verify offline', async () => {
    const told = await taken({ template: 'evidence', batches: [batch, other] });
    expect(told.file).toMatchObject({ rows: 2, name: expect.stringMatching(/^evidence-.*\.tar$/) as string });
    const directory = await mkdtemp(join(tmpdir(), 'furrow-bundle-'));
    try {
      await writeFile(join(directory, 'bundle.tar'), (await caller.file(told.file!.url)).bytes);
      await promisify(execFile)('tar', ['-xf', 'bundle.tar'], { cwd: directory });
      const names = (await readdir(directory)).filter((name) => name.endsWith('.json'));
      expect(names).toHaveLength(2);
      const trust = parseTrust((await caller.file('/.well-known/furrow/trust.json')).bytes);
      for (const name of names) {
        const report = verifyEvidence(await readFile(join(directory, name)), trust);
        expect(report.verdict).toBe('verified');
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('an export', () => {
  it('is stated before it is made, and says who asked for it and who took it', async () => {
    const operator = await operatorOf(farm.service);
    const before = (await tracesOf(farm.service, operator)).length;
    const told = await taken({ template: 'trace-table', batch });
    const stated = (await tracesOf(farm.service, operator)).slice(before);
    expect(stated.map(({ kind, shown }) => [kind, shown])).toEqual([
      ['power-used', { act: 'data-exported', role: 'regulator' }],
    ]);
    expect(told.askedBy).toEqual({ role: 'regulator', authority: official.authorityId, person: '检查员' });
    expect(told.downloads).toEqual([]);
    await caller.file(told.file!.url);
    const colleague = await createOfficial(farm, 'inspector', '3706', official.authorityId);
    await colleague.caller.file(told.file!.url);
    const above = await signIn(farm.service, 'regulator', null, '37');
    await above.file(told.file!.url);
    const { downloads } = (await caller.get(`${exportsOf}/${told.id}`)).body as unknown as Told;
    expect(downloads).toMatchObject([
      { role: 'regulator', authority: null, person: null },
      { role: 'inspector', authority: official.authorityId, person: '检查员' },
      { role: 'regulator', authority: official.authorityId, person: '检查员' },
    ]);
  });

  it('is made once, however often it is asked for under one key', async () => {
    const key = { 'idempotency-key': uuidv7() };
    const [one, again] = [
      await caller.post(exportsOf, { template: 'regulator-table' }, key),
      await caller.post(exportsOf, { template: 'regulator-table' }, key),
    ];
    expect([one.status, again.status, again.body['id']]).toEqual([201, 200, one.body['id']]);
    const other = await caller.post(exportsOf, { template: 'trace-table', batch }, key);
    expect([other.status, other.body['type']]).toEqual([409, '/problems/event-conflict']);
  });

  it('is for those who see all that may be in it', async () => {
    const told = await taken({ template: 'regulator-table' });
    const narrower = await signIn(farm.service, 'regulator', null, '370686');
    const elsewhere = await signIn(farm.service, 'regulator', null, '51');
    for (const one of [narrower, elsewhere]) {
      expect((await one.get(`${exportsOf}/${told.id}`)).status).toBe(404);
      expect((await one.file(told.file!.url)).status).toBe(404);
      expect(JSON.stringify((await one.get(exportsOf)).body)).not.toContain(told.id);
    }
    for (const one of [farm.owner, farm.admin]) expect((await one.get(exportsOf)).status).toBe(403);
    expect((await elsewhere.post(exportsOf, { template: 'trace-table', batch })).status).toBe(404);
    expect((await elsewhere.post(exportsOf, { template: 'evidence', batches: [batch] })).status).toBe(404);
    const organization = farm.organizationId;
    expect((await elsewhere.post(exportsOf, { template: 'regulator-table', organization })).status).toBe(404);
  });

  it.each([
    [{ template: 'xlsx' }, '/template'],
    [{ template: 'trace-table' }, '/batch'],
    [{ template: 'evidence' }, '/batches'],
    [{ template: 'evidence', batches: [] }, '/batches'],
    [{ template: 'regulator-table', direction: 'forward' }, '/direction'],
  ])('is refused where %j is asked for, at %s', async (body, pointer) => {
    const answer = await caller.post(exportsOf, body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
  });

  it('is gone with its file when it expires, and is still told', async () => {
    const told = await taken({ template: 'regulator-table' });
    const job = farm.service.app.get(ExportJob, { strict: false });
    const path = join(farm.service.config.dataDir, 'exports', told.id);
    await job.run(new Date(Date.now() + 6.9 * 86_400_000));
    await access(path);
    await job.run(new Date(Date.now() + 7.1 * 86_400_000));
    await expect(access(path)).rejects.toThrow();
    const { body } = await caller.get(`${exportsOf}/${told.id}`);
    expect(body).toMatchObject({ state: 'expired', file: null });
    expect((await caller.file(told.file!.url)).status).toBe(404);
  });

  it('has failed when the service stopped before it was made', async () => {
    const job = farm.service.app.get(ExportJob, { strict: false });
    await job.onApplicationShutdown();
    const told = await taken({ template: 'regulator-table' });
    expect(told).toMatchObject({ state: 'failed', reason: 'interrupted', file: null });
  });
});
