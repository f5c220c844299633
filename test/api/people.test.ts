import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { ErasureJob } from '../../src/privacy/erasure-job.js';
import { createConsignee, type Consignee } from '../support/consignee.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { listed, takeIn, type Someone } from '../support/people.js';

const phone = '13812345678';

let farm: Cooperative;
let stranger: Consignee;
let recorder: Caller;
let viewer: Caller;
let regulator: Caller;
let people: string;
let farmer: Someone;
beforeAll(async () => {
  farm = await createCooperative();
  stranger = await createConsignee(farm);
  recorder = await signIn(farm.service, 'recorder', farm.organizationId);
  viewer = await signIn(farm.service, 'viewer', farm.organizationId);
  regulator = await signIn(farm.service, 'regulator', null, '3706');
  people = `/api/v1/organizations/${farm.organizationId}/people`;
  farmer = await takeIn(farm, { name: '示例农户甲', contact: phone });
});
afterAll(() => farm.service.close());

describe('a person of an organization', () => {
  it('is read by those who record, with name and contact, under an id that tells nothing', async () => {
    for (const caller of [farm.owner, recorder]) {
      const { status, body } = await caller.get(farmer.path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: farmer.id, state: 'in-use', name: '示例农户甲', contact: phone });
      expect(body['reference']).toBe(`person/${farmer.id}`);
    }
    const page = await recorder.get(people);
    expect(page.body['items']).toMatchObject([{ id: farmer.id, name: '示例农户甲' }]);
  });

  it('is nobody else’s to read, list or take in', async () => {
    for (const path of [people, farmer.path]) {
      expect((await viewer.get(path)).status, path).toBe(403);
      expect((await stranger.owner.get(path)).status, path).toBe(404);
      expect((await fetch(farm.service.url + path)).status, path).toBe(401);
    }
    for (const caller of [regulator, farm.admin]) {
      expect((await caller.get(people)).status).toBe(403);
      expect([403, 404]).toContain((await caller.get(farmer.path)).status);
    }
    expect((await viewer.post(people, { name: 'x' })).status).toBe(403);
    expect((await stranger.owner.post(people, { name: 'x' })).status).toBe(404);
  });

  it('is not found under an id that nobody has, nor under that of another organization', async () => {
    const none = `${people}/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64`;
    const elsewhere = `/api/v1/organizations/${stranger.organizationId}/people/${farmer.id}`;
    const own = `${people}/${farm.organizationId}`;
    for (const path of [none, own]) expect((await farm.owner.get(path)).status).toBe(404);
    for (const caller of [farm.owner, stranger.owner]) expect((await caller.get(elsewhere)).status).toBe(404);
    expect((await farm.owner.get(`${people}/not-an-id`)).status).toBe(404);
  });

  it.each([
    [{}, '/name required'],
    [{ name: '' }, '/name text'],
    [{ name: ' x' }, '/name text'],
    [{ name: 'a\u202eb' }, '/name text'],
    [{ name: 'x'.repeat(81) }, '/name text'],
    [{ name: 7 }, '/name text'],
    [{ name: 'x', contact: 'y'.repeat(81) }, '/contact text'],
    [{ name: 'x', citizenId: '370686199001010017' }, '/citizenId unknown-field'],
    [{ name: 'x', member: 'x' }, '/member uuid'],
    [{ name: 'x', member: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' }, '/member unknown-member'],
  ])('is not taken in as %j', async (body, fault) => {
    const answer = await farm.owner.post(people, body);
    expect(answer.status).toBe(422);
    expect((answer.body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([fault]);
  });

  it('is taken in once by requests with one Idempotency-Key, and never anew once erasure was asked for', async () => {
    const key = uuidv7();
    const send = (body: object): Promise<Answer> => farm.owner.post(people, body, { 'idempotency-key': key });
    const twice = await Promise.all([send({ name: '示例农户丁' }), send({ name: '示例农户丁' })]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 201]);
    const [first, second] = twice.map(({ body }) => body);
    expect(first).toEqual(second);
    const path = `${people}/${String(first?.['id'])}`;
    expect((await send({ name: '另一个人' })).status).toBe(409);
    expect((await send({ name: '示例农户丁', contact: phone })).status).toBe(409);
    await farm.owner.post(`${path}/erasure`, {});
    expect((await send({ name: '示例农户丁' })).status).toBe(409);
    await farm.service.app.get(ErasureJob).run(new Date(Date.now() + 60_000));
    expect((await farm.owner.get(path)).status).toBe(404);
    const again = await send({ name: '示例农户丁' });
    expect(again).toMatchObject({ status: 409, body: { type: '/problems/person-restricted' } });
    expect((await farm.owner.get(path)).status).toBe(404);
  });

  it('is put right by the owner and by the person’s own account, and the old is gone', async () => {
    const member = await made(
      farm.owner.post('/api/v1/members', {
        organization: farm.organizationId,
        login: 'hand-01',
        name: '成员',
        password: 'apple orchard in the morning',
        role: 'viewer',
      }),
    );
    const someone = await takeIn(farm, { name: '写错的名字', member: String(member.id) });
    const token = await farm.owner.post('/api/v1/auth/token', {
      login: 'hand-01',
      password: 'apple orchard in the morning',
    });
    const credentials = { authorization: `Bearer ${String(token.body['accessToken'])}` };
    const put = (headers: Readonly<Record<string, string>>, name: string): Promise<Response> =>
      fetch(farm.service.url + someone.path, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      });
    const own = await put(credentials, '写对的名字');
    expect(own.status).toBe(200);
    expect(await own.json()).toMatchObject({ name: '写对的名字', contact: null });
    expect((await put(farm.owner.credentials, '示例农户乙')).status).toBe(200);
    for (const [caller, status] of [
      [recorder, 403],
      [viewer, 403],
      [stranger.owner, 404],
    ] as const)
      expect((await put(caller.credentials, 'x')).status).toBe(status);
    const read = await fetch(farm.service.url + someone.path, { headers: credentials });
    expect(await read.json()).toMatchObject({ name: '示例农户乙' });
    expect((await fetch(farm.service.url + farmer.path, { headers: credentials })).status).toBe(403);
  });

  it('stands nowhere in the database in the clear', async () => {
    const owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ text: string }>('select people::text as text from people');
    await owner.end();
    expect(rows.length).toBeGreaterThan(1);
    for (const { text } of rows) {
      expect(text).not.toContain(Buffer.from(phone).toString('hex'));
      expect(text).not.toContain(Buffer.from('示例农户甲').toString('hex'));
    }
  });
});

describe('a private field that names a person', () => {
  it('is shown to those it is for, with the name, and to others as withheld and for whom', async () => {
    const batch = await farm.open('NAMED-1');
    await made(farm.record(batch, 'harvest', { ...harvestOf(10), operator: farmer.reference }));
    for (const reader of [farm.owner, viewer, regulator]) {
      const entry = (await listed(reader, batch)).at(-1);
      expect(entry?.data['operator']).toBe(farmer.reference);
      expect(entry?.people).toEqual([{ field: '/operator', person: farmer.id, name: '示例农户甲' }]);
      expect(entry?.withheld).toEqual([]);
    }
    const entry = (await listed(farm.admin, batch)).at(-1);
    expect(entry?.data).not.toHaveProperty('operator');
    expect(entry?.people).toEqual([]);
    expect(entry?.withheld).toEqual([
      { field: '/operator', reason: 'private', visibleTo: ['issuer', 'regulator'] },
    ]);
  });

  it.each([
    ['nobody', () => 'person/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64'],
    ['the organization itself', () => `person/${farm.organizationId}`],
    ['a person of another organization', async () => (await takeIn(stranger, { name: '外人' })).reference],
  ])('is refused when it names %s, and nothing is stored', async (_, reference) => {
    const batch = await farm.open();
    const answer = await farm.record(batch, 'harvest', { ...harvestOf(10), operator: await reference() });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/data/operator', code: 'unknown-person' }]);
    expect(await listed(farm.owner, batch)).toHaveLength(1);
  });

  it('of the organization’s own words is under the organization’s key, as is what only looks like a person', async () => {
    const batch = await farm.open();
    await made(farm.record(batch, 'harvest', { ...harvestOf(10), operator: `${farmer.reference} ` }));
    const entry = (await listed(farm.owner, batch)).at(-1);
    expect(entry?.people).toEqual([]);
    expect(entry?.data['operator']).toBe(`${farmer.reference} `);
  });
});

describe('a corrected entry', () => {
  it('shows the new personal value and hides the old one, from everybody', async () => {
    const batch = await farm.open('CORRECTED-1');
    const first = await made(farm.record(batch, 'harvest', { ...harvestOf(10), operator: '错的人' }));
    const correct = (operator: string): Promise<object> =>
      made(
        farm.record(batch, 'correction', {
          corrects: { kind: 'harvest', seq: first.seq, leafHash: first.leafHash },
          reason: '写错了人',
          data: { ...harvestOf(10), operator },
        }),
      );
    await correct('又错的人');
    await correct(farmer.reference);
    for (const reader of [farm.owner, regulator]) {
      const entries = await listed(reader, batch);
      expect(JSON.stringify(entries)).not.toContain('错的人');
      expect(entries.map(({ withheld }) => withheld.map(({ reason }) => reason))).toEqual([
        [],
        ['restricted'],
        ['restricted'],
        [],
      ]);
      expect(entries[3]?.people).toEqual([
        { field: '/data/operator', person: farmer.id, name: '示例农户甲' },
      ]);
    }
  });
});

describe('what a shipment says to its consignee', () => {
  it('is seen by that consignee in the evidence, by no other organization', async () => {
    const batch = await farm.open('TRADE-1');
    await made(farm.record(batch, 'harvest', harvestOf(100)));
    const shipment = await made(
      farm.record(batch, 'shipment', {
        quantity: { value: '10', unit: 'KGM' },
        consignee: { organization: stranger.organizationId },
        vehicle: '鲁F·PARTNER',
        driver: farmer.reference,
      }),
    );
    expect((await listed(farm.admin, batch)).at(-1)?.withheld).toContainEqual({
      field: '/vehicle',
      reason: 'private',
      visibleTo: ['issuer', 'regulator', 'partner'],
    });
    const inbound = await stranger.open();
    const { seq, leafHash } = shipment;
    await made(
      stranger.owner.post(`/api/v1/batches/${inbound}/events`, {
        kind: 'receipt',
        occurredAt: new Date().toISOString(),
        data: { source: { batch, seq, leafHash }, quantity: { value: '10', unit: 'KGM' } },
      }),
    );
    await farm.service.settled();
    const told = async (reader: Caller): Promise<string> => {
      const { bytes, status } = await reader.file(`/api/v1/batches/${inbound}/evidence`);
      expect(status).toBe(200);
      const { chains } = JSON.parse(bytes.toString()) as {
        chains: { entries: { disclosures: string[] }[] }[];
      };
      const disclosures = chains.flatMap(({ entries }) => entries.flatMap((entry) => entry.disclosures));
      return disclosures.map((text) => Buffer.from(text, 'base64url').toString()).join('\n');
    };
    const partner = await told(stranger.owner);
    expect(partner).toContain('鲁F·PARTNER');
    expect(partner).toContain(farmer.reference);
    expect(await told(farm.admin)).toBe('');
  });
});
