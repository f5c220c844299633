import { createHash } from 'node:crypto';
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disclosureDigest } from '../../src/ledger/disclosure.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { parseStatement } from '../../src/ledger/statement.js';
import { parseTrust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { Database } from '../../src/database/database.js';
import { KeyFiles } from '../../src/config/key-files.js';
import { Vault } from '../../src/log/vault.js';
import { PeopleService } from '../../src/parties/people.service.js';
import { ErasureJob } from '../../src/privacy/erasure-job.js';
import { ErasuresStore } from '../../src/privacy/erasures.store.js';
import { HeldRecordsReader } from '../../src/privacy/held-records.js';
import { PersonStatements } from '../../src/privacy/person-statements.js';
import { createConsignee, type Consignee } from '../support/consignee.js';
import { Caller, createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { readWholeChain } from '../support/ledger.js';
import { ask, lastScanned, listed, scanned, takeIn, type Someone } from '../support/people.js';

const phone = '13898765432';
const dayMs = 86_400_000;

let farm: Cooperative;
let stranger: Consignee;
let owner: pg.Client;
beforeAll(async () => {
  farm = await createCooperative();
  stranger = await createConsignee(farm);
  owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  expect(JSON.stringify(farm.service.logLines())).not.toContain(phone);
  await farm.service.close();
});

interface Erasure {
  readonly state: string;
  readonly seq: number | null;
  readonly kept: readonly { kinds: string[]; entries: number; until: string | null; law: string }[];
}

async function erase({ path }: Someone, language = 'zh-CN'): Promise<Erasure> {
  const answer = await fetch(`${farm.service.url}${path}/erasure`, {
    method: 'POST',
    headers: { ...farm.owner.credentials, 'accept-language': language },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Erasure;
}

async function standing({ path }: Someone): Promise<Erasure> {
  return (await farm.owner.get(`${path}/erasure`)).body as unknown as Erasure;
}

/** What the clock sets off, so many days later. */
function runIn(days: number): Promise<void> {
  return farm.service.app.get(ErasureJob).run(new Date(Date.now() + days * dayMs));
}

/** A batch with a harvest by a person. */
async function harvestedBy(someone: Someone): Promise<string> {
  const batch = await farm.open();
  await made(farm.record(batch, 'harvest', { ...harvestOf(50), operator: someone.reference }));
  return batch;
}

async function countDisclosures(someone: Someone): Promise<number> {
  const sql = 'select count(*)::int as count from disclosures where subject_id = $1';
  const { rows } = await owner.query<{ count: number }>(sql, [someone.id]);
  return rows[0]!.count;
}

describe('a request for erasure', () => {
  it('is answered with what is kept, until when and by which law, in both languages', async () => {
    const someone = await takeIn(farm, { name: '示例农户丙', contact: phone });
    const batch = await harvestedBy(someone);
    await made(
      farm.record(batch, 'shipment', {
        quantity: { value: '5', unit: 'KGM' },
        consignee: { organization: stranger.organizationId },
        driver: someone.reference,
      }),
    );
    const zh = await erase(someone);
    expect(zh.state).toBe('restricted');
    expect(zh.kept.map(({ kinds, entries }) => ({ kinds, entries }))).toEqual([
      { kinds: ['harvest'], entries: 1 },
      { kinds: ['shipment'], entries: 1 },
    ]);
    expect(zh.kept[0]?.law).toContain('农产品质量安全法第二十七条');
    const until = new Date(zh.kept[0]?.until ?? '');
    expect(until.getUTCFullYear()).toBe(new Date().getUTCFullYear() + 2);
    expect(zh.kept[1]).toMatchObject({ until: null });
    expect(zh.kept[1]?.law).toContain('保质期');
    expect((await erase(someone, 'en')).kept[0]?.law).toContain('art. 27');
    await runIn(365 * 20);
    expect(await standing(someone)).toMatchObject({ state: 'restricted', seq: null });
    expect(await countDisclosures(someone)).toBe(2);
  });

  it('hides everything of the person from that moment, and no name is taken any more', async () => {
    const someone = await takeIn(farm, { name: '示例农户丁', contact: phone });
    const batch = await harvestedBy(someone);
    await ask(farm.owner, 'PUT', `${someone.path}/consent`);
    await erase(someone);
    const entry = (await listed(farm.owner, batch)).at(-1);
    expect(entry?.data).not.toHaveProperty('operator');
    expect(entry?.withheld).toEqual([{ field: null, reason: 'restricted', visibleTo: [] }]);
    expect(entry?.people).toEqual([]);
    expect((await farm.owner.get(someone.path)).body).toMatchObject({
      state: 'restricted',
      name: null,
      contact: null,
    });
    for (const [method, what] of [
      ['PUT', 'consent'],
      ['DELETE', 'consent'],
      ['GET', 'export'],
    ] as const) {
      const answer = await ask(farm.owner, method, `${someone.path}/${what}`);
      expect([answer.status, ((await answer.json()) as { type: string }).type], what).toEqual([
        409,
        '/problems/person-restricted',
      ]);
    }
    const again = await farm.record(batch, 'harvest', { ...harvestOf(1), operator: someone.reference });
    expect(again.body.errors).toMatchObject([{ pointer: '/data/operator', code: 'unknown-person' }]);
  });

  it('is the owner’s or the person’s own to make, and to follow', async () => {
    const someone = await takeIn(farm, { name: '示例农户戊' });
    const path = `${someone.path}/erasure`;
    expect((await farm.owner.get(path)).status).toBe(404);
    for (const method of ['POST', 'GET'] as const) {
      expect((await ask(stranger.owner, method, path)).status).toBe(404);
      expect([403, 404]).toContain((await ask(farm.admin, method, path)).status);
      expect((await fetch(farm.service.url + path, { method })).status).toBe(401);
    }
    expect((await farm.owner.get(someone.path)).body).toMatchObject({ state: 'in-use' });
  });

  it('is made by the person’s own account, like consent and export, for that person alone', async () => {
    const credentials = { login: 'own-01', password: 'apple orchard in the morning' };
    const member = await made(
      farm.owner.post('/api/v1/members', {
        ...credentials,
        organization: farm.organizationId,
        name: '成员',
        role: 'viewer',
      }),
    );
    const someone = await takeIn(farm, { name: '示例农户卯', member: String(member.id) });
    const other = await takeIn(farm, { name: '示例农户辰' });
    const signedIn = await farm.owner.post('/api/v1/auth/token', credentials);
    const own = new Caller(farm.service.url, {
      authorization: `Bearer ${String(signedIn.body['accessToken'])}`,
    });
    for (const [method, what] of [
      ['PUT', 'consent'],
      ['GET', 'export'],
      ['DELETE', 'consent'],
      ['POST', 'erasure'],
      ['GET', 'erasure'],
    ] as const) {
      expect((await ask(own, method, `${someone.path}/${what}`)).status, `${method} ${what}`).toBe(200);
      expect((await ask(own, method, `${other.path}/${what}`)).status, `${method} ${what}`).toBe(403);
    }
    expect(await standing(someone)).toMatchObject({ state: 'restricted' });
    expect((await farm.owner.get(other.path)).body).toMatchObject({ state: 'in-use' });
  });

  it('counts a correction among the records of what it corrects', async () => {
    const someone = await takeIn(farm, { name: '示例农户巳' });
    const batch = await farm.open();
    const told = await made(farm.record(batch, 'harvest', { ...harvestOf(5), operator: someone.reference }));
    await made(
      farm.record(batch, 'correction', {
        corrects: { kind: 'harvest', seq: told.seq, leafHash: told.leafHash },
        reason: '过磅后更正',
        data: { ...harvestOf(6), operator: someone.reference },
      }),
    );
    expect((await erase(someone)).kept).toMatchObject([{ kinds: ['harvest'], entries: 2 }]);
  });

  it('changes nothing when it is repeated', async () => {
    const someone = await takeIn(farm, { name: '示例农户己' });
    await harvestedBy(someone);
    const first = await erase(someone);
    expect(await erase(someone)).toEqual(first);
  });
});

describe('the end of the retention period', () => {
  it('destroys key and disclosures by the clock, not before, and says so on the chain without telling whom', async () => {
    const someone = await takeIn(farm, { name: '示例农户庚', contact: phone });
    const batch = await harvestedBy(someone);
    await erase(someone);
    await runIn(729);
    expect((await standing(someone)).state).toBe('restricted');
    expect(await countDisclosures(someone)).toBe(1);
    await runIn(735);
    const done = await standing(someone);
    expect(done).toMatchObject({ state: 'erased', kept: [] });
    expect(await countDisclosures(someone)).toBe(0);
    expect((await farm.owner.get(someone.path)).status).toBe(404);
    expect(
      await readdir(join(farm.service.config.dataDir, 'person-keys', farm.organizationId)),
    ).not.toContain(someone.id);
    const chain = { organizationId: farm.organizationId, chainId: farm.organizationId };
    const entries = await readWholeChain(farm.service.database, chain);
    const stated = parseStatement(parseEntry(entries[Number(done.seq) - 1]!.entry).statement).payload;
    expect(stated.kind).toBe('erasure');
    expect(Object.keys(stated.data).sort()).toEqual(['ground', 'requestedOn']);
    expect((await listed(farm.owner, batch)).at(-1)?.withheld).toEqual([
      { field: null, reason: 'erased', visibleTo: [] },
    ]);
    await runIn(740);
    expect(await standing(someone)).toEqual(done);
  });

  it('moves on while records are added to the batch', async () => {
    const someone = await takeIn(farm, { name: '示例农户辛' });
    const batch = await harvestedBy(someone);
    await erase(someone);
    await owner.query('update chains set recorded_at_ms = recorded_at_ms + $2 where chain_id = $1', [
      batch,
      400 * dayMs,
    ]);
    await runIn(800);
    expect((await standing(someone)).state).toBe('restricted');
    await runIn(1_200);
    expect((await standing(someone)).state).toBe('erased');
  });

  it('is the same for many processes at once, and states it once', async () => {
    const someone = await takeIn(farm, { name: '示例农户壬' });
    await harvestedBy(someone);
    await erase(someone);
    const { app } = farm.service;
    const job = app.get(ErasureJob);
    const other = new ErasureJob(
      app.get(ErasuresStore),
      app.get(Vault),
      app.get(PeopleService),
      app.get(HeldRecordsReader),
      app.get(PersonStatements),
    );
    const late = new Date(Date.now() + 800 * dayMs);
    await Promise.all([job.run(late), other.run(late)]);
    const { seq, state } = await standing(someone);
    expect(state).toBe('erased');
    const { rows } = await owner.query<{ count: number }>(
      `select count(*)::int as count from entries e join erasures r on r.event_id = e.event_id where r.person_id = $1`,
      [someone.id],
    );
    expect(rows[0]?.count).toBe(1);
    expect(seq).toBeGreaterThan(0);
  });

  it('goes on where a crash left it, whichever step that was', async () => {
    for (const table of ['people', 'erasures']) {
      const someone = await takeIn(farm, { name: '示例农户癸' });
      await erase(someone);
      await owner.query(`revoke delete on people from furrow_service`);
      await owner.query(`revoke update (stated_seq) on erasures from furrow_service`);
      if (table === 'erasures') await owner.query('grant delete on people to furrow_service');
      await expect(runIn(1)).rejects.toThrow('permission denied');
      await owner.query('grant delete on people to furrow_service');
      await owner.query('grant update (stated_seq) on erasures to furrow_service');
      expect((await standing(someone)).seq).toBeNull();
      await runIn(1);
      expect(await standing(someone), table).toMatchObject({ state: 'erased' });
      expect((await standing(someone)).seq).toBeGreaterThan(0);
    }
  });

  it('comes at once for a person of whom no law asks to keep anything', async () => {
    const someone = await takeIn(farm, { name: '示例农户子', contact: phone });
    await ask(farm.owner, 'PUT', `${someone.path}/consent`);
    expect(await erase(someone)).toMatchObject({ state: 'restricted', kept: [] });
    await farm.service.app.get(ErasureJob).run(new Date(Date.now() + 9_000));
    expect((await standing(someone)).state).toBe('restricted');
    await farm.service.app.get(ErasureJob).run(new Date(Date.now() + 11_000));
    expect((await standing(someone)).state).toBe('erased');
  });
});

/** Every column of every row of every table, as the bytes and texts they hold. */
async function everythingStored(): Promise<Buffer[]> {
  const tables = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const cells: Buffer[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await owner.query<Record<string, unknown>>(`select * from ${name}`);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      if (Buffer.isBuffer(value)) cells.push(value);
      else if (value !== null) cells.push(Buffer.from(JSON.stringify(value)));
    }
  }
  return cells;
}

/** All texts in which a cell may hide something: as it is, and every base64url part of it decoded. */
function texts(cells: readonly Buffer[]): string {
  return cells
    .map((cell) => cell.toString('latin1'))
    .flatMap((text) => [
      text,
      ...text.split(/[."~]/).map((part) => Buffer.from(part, 'base64url').toString('latin1')),
    ])
    .join('\n');
}

/** Phones around the right one, as somebody tries who knows all but the last four digits. */
const guesses = Array.from(
  { length: 10_000 },
  (_, index) => `${phone.slice(0, 7)}${String(index).padStart(4, '0')}`,
);

/** Which guesses some stored digest gives away: bare, or as a disclosure with one of the salts. */
function found(stored: string, salts: readonly string[]): string[] {
  return guesses.filter((guess) => {
    const bare = createHash('sha256').update(guess).digest();
    const salted = salts.map((salt) =>
      disclosureDigest(Buffer.from(JSON.stringify([salt, 'operator', guess])).toString('base64url')),
    );
    const marks = [
      guess,
      bare.toString('latin1'),
      bare.toString('hex'),
      bare.toString('base64url'),
      ...salted,
    ];
    return marks.some((mark) => stored.includes(mark));
  });
}

describe('after an erasure', () => {
  it('the record verifies, the page says the same, guessing finds nothing, and no backup opens anything', async () => {
    const someone = await takeIn(farm, { name: '示例农户丑', contact: phone });
    const batch = await harvestedBy(someone);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    await farm.service.settled();
    const before = await scanned(farm, batch);

    const tables = ['disclosures', 'subject_keys', 'people'];
    await owner.query('create schema backup');
    for (const name of tables) await owner.query(`create table backup.${name} as table ${name}`);
    const keys = join(farm.service.config.dataDir, 'person-keys');
    const oldKeys = `${keys}-backup`;
    await cp(keys, oldKeys, { recursive: true });

    await erase(someone);
    await runIn(800);
    expect((await standing(someone)).state).toBe('erased');
    await farm.service.settled();

    const gone = [{ reason: 'erased', for: 'nobody', count: 1 }];
    const page = { interval: 500 };
    await expect.poll(async () => (await lastScanned(farm, batch)).withheld, page).toEqual(gone);
    const after = await scanned(farm, batch);
    expect([after.verdict, after.summary]).toEqual([before.verdict, before.summary]);
    const trust = await fetch(`${farm.service.url}/.well-known/furrow/trust.json`);
    const evidence = await fetch(`${farm.service.url}/evidence/${String(body.code)}`);
    const report = verifyEvidence(
      new Uint8Array(await evidence.arrayBuffer()),
      parseTrust(new Uint8Array(await trust.arrayBuffer())),
      {},
    );
    expect(report.verdict).toBe('verified');

    const stored = texts(await everythingStored());
    expect(found(stored, [])).toEqual([]);

    // The tables as they were, and the master key: what an old backup of the database holds.
    for (const [name, key] of [
      ['subject_keys', '(organization_id, subject_id)'],
      ['disclosures', '(organization_id, chain_id, seq, digest)'],
      ['people', '(organization_id, id)'],
    ] as const) {
      if (name === 'subject_keys')
        await owner.query(
          'update subject_keys k set sealed = b.sealed, restricted_at = b.restricted_at, erased_at = b.erased_at from backup.subject_keys b where (b.organization_id, b.subject_id) = (k.organization_id, k.subject_id)',
        );
      else
        await owner.query(`insert into ${name} select * from backup.${name} on conflict ${key} do nothing`);
    }
    const chain = { organizationId: farm.organizationId, chainId: batch };
    const database = await Database.connect(farm.service.testDatabase.serviceUrl, []);
    const reopened = (directory: string): Vault =>
      new Vault(database, farm.service.config.masterKey, new KeyFiles(directory));
    expect((await reopened(keys).open(chain, 2, 2)).get(2)?.open).toEqual([]);
    const person = { organizationId: farm.organizationId, subjectId: someone.id };
    const { rows } = await owner.query<{ sealed: Buffer }>('select sealed from people where id = $1', [
      someone.id,
    ]);
    expect(await reopened(keys).openNote(person, rows[0]!.sealed)).toBeNull();
    // The control: with the file it would have opened, so it is the file that was the erasure.
    expect((await reopened(oldKeys).open(chain, 2, 2)).get(2)?.open).toHaveLength(1);
    expect(String(await reopened(oldKeys).openNote(person, rows[0]!.sealed))).toContain(phone);
    await database.close();
    await rm(oldKeys, { recursive: true });
    await owner.query('drop schema backup cascade');
  });

  it('a key file that an old copy of the directory brings back is removed at the next start', async () => {
    const someone = await takeIn(farm, { name: '示例农户寅' });
    const file = join(farm.service.config.dataDir, 'person-keys', farm.organizationId, someone.id);
    await cp(file, `${file}.kept`);
    await erase(someone);
    await runIn(1);
    await cp(`${file}.kept`, file);
    await rm(`${file}.kept`);
    await farm.service.app.get(Vault).sweep();
    expect(await readdir(join(file, '..'))).not.toContain(someone.id);
  });

  it('an older copy of the database brings nobody back: the person is refused, not a failure', async () => {
    const someone = await takeIn(farm, { name: '示例农户卯', contact: phone });
    await ask(farm.owner, 'PUT', `${someone.path}/consent`);
    await owner.query('create schema older');
    for (const name of ['subject_keys', 'people'])
      await owner.query(`create table older.${name} as table ${name}`);
    await erase(someone);
    await runIn(1);
    await owner.query('delete from erasures where person_id = $1', [someone.id]);
    await owner.query('delete from subject_keys where subject_id = $1', [someone.id]);
    for (const [name, key] of [
      ['subject_keys', 'subject_id'],
      ['people', 'id'],
    ])
      await owner.query(`insert into ${name} select * from older.${name} where ${key} = $1`, [someone.id]);
    await owner.query('drop schema older cascade');

    const renamed = { name: '示例农户辰' };
    for (const answer of [
      await farm.owner.get(`${someone.path}/export`),
      await farm.owner.put(someone.path, renamed),
      await farm.owner.delete(`${someone.path}/consent`),
    ])
      expect([answer.status, answer.body['type']]).toEqual([409, '/problems/person-restricted']);
    const data = { ...harvestOf(50), operator: someone.reference };
    const told = await farm.record(await farm.open(), 'harvest', data);
    expect(told.body.errors).toMatchObject([{ pointer: '/data/operator', code: 'unknown-person' }]);
    expect((await farm.owner.get(someone.path)).body).toMatchObject({ state: 'restricted', name: null });
    expect(await erase(someone)).toMatchObject({ state: 'restricted', kept: [] });
    await runIn(1);
    expect((await standing(someone)).state).toBe('erased');
  });
});

describe('guessing', () => {
  it('would find a phone number while its salt is at hand, so it is the salt that protects it', () => {
    const salt = 'A'.repeat(22);
    const digest = disclosureDigest(
      Buffer.from(JSON.stringify([salt, 'operator', phone])).toString('base64url'),
    );
    expect(found(`"${digest}"`, [salt])).toEqual([phone]);
    expect(found(`"${digest}"`, [])).toEqual([]);
    expect(found(createHash('sha256').update(phone).digest('hex'), [])).toEqual([phone]);
  });
});
