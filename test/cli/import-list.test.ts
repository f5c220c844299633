import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, type Caller } from '../support/cooperative.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow, type Ran } from '../support/furrow.js';
import { limitRow, storedVersions } from '../lists/lists.js';

let service: TestApp;
let folder: string;
let admin: Caller;

const header = 'analyte,food,limit,unit,effectiveFrom,source,confidence';

beforeAll(async () => {
  service = await createTestApp({ env: { LOG_ENTRIES: 'public' } });
  folder = await createTestFolder();
  admin = await signIn(service, 'admin', null);
  await write('token', tokenOf(admin));
  await write('limits.csv', `${header}\n戊唑醇,苹果,2,mg/kg,2021-09-03,GB 2763,medium\n`);
  await write('limits.json', JSON.stringify({ rows: [limitRow({ limit: '1' })] }));
  await write('bad.csv', `${header}\n戊唑醇,苹果,-2,mg/kg,2021-09-03,GB 2763,sure\n`);
});
afterAll(async () => {
  await removeTestFolder(folder);
  await service.close();
});

const tokenOf = ({ credentials }: Caller): string =>
  (credentials['authorization'] ?? '').replace('Bearer ', '');

function write(name: string, text: string): Promise<void> {
  return writeFile(join(folder, name), text);
}

/** Runs the command in the folder of the files, with everything it must be told unless told otherwise. */
function importList(args: readonly string[], changes: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const told = { version: '1', source: 'GB 2763', 'token-file': 'token', url: service.url, ...changes };
  const options = Object.entries(told).flatMap(([name, value]) => (value === '' ? [] : [`--${name}`, value]));
  return furrow(['import-list', ...args, ...options], { cwd: folder });
}

describe('furrow import-list', () => {
  it('publishes a CSV file, says what is published where, and ends with 0', async () => {
    const ran = await importList(['residue-limits', 'limits.csv']);
    expect([ran.code, ran.stdout.split('\n')[0]]).toEqual([
      0,
      '已发布 · published: residue-limits 1，1 行 rows',
    ]);
    expect(ran.stdout).toMatch(/SHA-256 [A-Za-z0-9_-]{43}，org\/[0-9a-f-]{36} \d+/);
    expect(ran.stderr).toMatch(/sending \d+ bytes/);
  });

  it('run again says that it was published before', async () => {
    const ran = await importList(['residue-limits', 'limits.csv']);
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringMatching(/^此前已发布 · was published before/)]);
    expect(await storedVersions(service)).toEqual({ 'residue-limits': 1 });
  });

  it('publishes a JSON file, and answers in JSON', async () => {
    const ran = await importList(['residue-limits', 'limits.json', '--json'], { version: '2' });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: true, name: 'residue-limits', version: 2, rows: 1 });
  });

  it('names rows and columns that are refused, and ends with 2', async () => {
    const ran = await importList(['residue-limits', 'bad.csv'], { version: '3' });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/ {2}\/rows\/0\/limit {2}/);
    expect(ran.stderr).toMatch(/ {2}\/rows\/0\/confidence {2}/);
    const json = await importList(['residue-limits', 'bad.csv', '--json'], { version: '3' });
    expect([json.code, JSON.parse(json.stdout)]).toEqual([
      2,
      expect.objectContaining({ ok: false, type: '/problems/validation' }),
    ]);
  });

  it('ends with 2 for a number that is taken', async () => {
    const ran = await importList(['residue-limits', 'limits.json'], { version: '1' });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/3/);
  });

  it('ends with 2 for a signature that does not fit', async () => {
    await write('signature', 'e30..AAAA\n');
    const ran = await importList(['residue-limits', 'limits.json'], { version: '3', signature: 'signature' });
    expect([ran.code, ran.stderr.includes('/query/signature')]).toEqual([2, true]);
  });

  it.each([
    ['where nobody listens', { url: 'http://127.0.0.1:1' }],
    ['with a token that is none', { 'token-file': 'limits.csv' }],
  ])('ends with 3 %s, and has published nothing', async (_, changes) => {
    const before = await storedVersions(service);
    const ran = await importList(['residue-limits', 'limits.json'], { version: '3', ...changes });
    expect([ran.code, ran.stdout]).toEqual([3, '']);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
    expect(await storedVersions(service)).toEqual(before);
  });

  it.each<[string[], Record<string, string>, RegExp]>([
    [['limits', 'limits.csv'], {}, /pesticide-labels/],
    [['residue-limits'], {}, /one \.csv or \.json file/],
    [['residue-limits', 'limits.csv', 'more'], {}, /one \.csv or \.json file/],
    [['residue-limits', 'limits.txt'], {}, /one \.csv or \.json file/],
    [['residue-limits', 'none.csv'], {}, /none\.csv \(ENOENT\)/],
    [['residue-limits', 'limits.csv'], { version: '' }, /--version/],
    [['residue-limits', 'limits.csv'], { source: '' }, /--source/],
    [['residue-limits', 'limits.csv'], { 'token-file': '' }, /--token-file/],
    [['residue-limits', 'limits.csv'], { 'token-file': 'none' }, /none \(ENOENT\)/],
    [['residue-limits', 'limits.csv'], { url: 'localhost' }, /--url: /],
    [['residue-limits', 'limits.csv'], { url: 'file:///etc' }, /--url: /],
    [['residue-limits', 'limits.csv', '--force'], {}, /--force/],
  ])('names what is wrong with %j %j and ends with 3', async (args, changes, words) => {
    const ran = await importList(args, changes);
    expect([ran.code, ran.stdout]).toEqual([3, '']);
    expect(ran.stderr).toMatch(words);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('a log with lists in it', () => {
  it('passes the audit of a stranger', async () => {
    await service.settled();
    const answer = await fetch(`${service.url}/.well-known/furrow/trust.json`);
    await write('trust.json', await answer.text());
    const ran = await furrow(['audit', `${service.url}/log`, '--trust', 'trust.json', '--json'], {
      cwd: folder,
    });
    expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
  });
});
