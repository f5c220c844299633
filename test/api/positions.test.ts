import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEvidence, parseEvidence } from '../../src/ledger/evidence.js';
import { parseTrust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { createConsignee, receive, shipTo, type Consignee } from '../support/consignee.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { TestDevice, trustOf } from '../support/device.js';
import { entryOf } from '../support/parties.js';
import { readStored } from '../support/stored.js';

const place = { latitude: '37.30517', longitude: '120.79531', accuracy: 8 };
/** Told of the place, in the clear or as a disclosure would tell it. */
const tells = /37\.30517|120\.79531/;

interface Entry {
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly withheld: readonly { field: string | null; reason: string; visibleTo: readonly string[] }[];
}

let farm: Cooperative;
let consignee: Consignee;
let viewer: Caller;
let regulator: Caller;
let database: pg.Client;
beforeAll(async () => {
  farm = await createCooperative();
  consignee = await createConsignee(farm);
  viewer = await signIn(farm.service, 'viewer', farm.organizationId);
  regulator = await signIn(farm.service, 'regulator', null, '3706');
  database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await farm.service.close();
});

async function entriesOf(reader: Caller, batch: string): Promise<readonly Entry[]> {
  const { status, body } = await reader.get(`/api/v1/batches/${batch}/events?limit=200`);
  expect(status).toBe(200);
  return body['items'] as readonly Entry[];
}

async function lastOf(reader: Caller, batch: string): Promise<Entry | undefined> {
  return (await entriesOf(reader, batch)).at(-1);
}

function harvested(batch: string, position: object = place): Promise<Answer> {
  return farm.record(batch, 'harvest', { ...harvestOf(10), operator: '张三', position });
}

/** A file with all that stands in it opened: base64url texts, also those in others. */
function opened(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString();
  const inner = text.split(/[^\w-]+/).map((part) => Buffer.from(part, 'base64url').toString());
  const innermost = inner.flatMap((part) => part.split(/[^\w-]+/)).map((part) => Buffer.from(part, 'base64url').toString()); // prettier-ignore
  return [text, ...inner, ...innermost].join('\n');
}

async function evidenceOf(reader: Caller, batch: string): Promise<Buffer> {
  await farm.service.settled();
  const { status, bytes } = await reader.file(`/api/v1/batches/${batch}/evidence`);
  expect(status).toBe(200);
  return bytes;
}

describe('the position of a record', () => {
  it('is shown to members of the organization that says it, and to nobody else', async () => {
    const batch = await farm.open('PLACED-1');
    await made(harvested(batch));
    for (const member of [farm.owner, viewer]) {
      const entry = await lastOf(member, batch);
      expect(entry?.data['position']).toEqual(place);
      expect(entry?.withheld).toEqual([]);
    }
    for (const [other, seen] of [
      [regulator, true],
      [farm.admin, false],
    ] as const) {
      const entry = await lastOf(other, batch);
      expect(entry?.data).not.toHaveProperty('position');
      // Whoever supervises sees the rest of it.
      expect(entry?.data['operator']).toBe(seen ? '张三' : undefined);
      expect(entry?.withheld).toContainEqual({
        field: '/position',
        reason: 'private',
        visibleTo: ['issuer'],
      });
    }
    expect((await consignee.owner.get(`/api/v1/batches/${batch}/events`)).status).toBe(404);
  });

  it('is in no entry, nowhere in the database in the clear, in no line of the log', async () => {
    const batch = await farm.open('PLACED-2');
    await made(harvested(batch));
    await lastOf(farm.owner, batch);
    const { rows: entries } = await database.query<{ entry: Buffer }>(
      'select entry from entries where chain_id = $1',
      [batch],
    );
    expect(entries).toHaveLength(2);
    for (const { entry } of entries) expect(opened(entry)).not.toMatch(tells);
    const { rows } = await database.query<{ sealed: Buffer }>(
      'select sealed from disclosures where chain_id = $1',
      [batch],
    );
    expect(rows).toHaveLength(2);
    for (const { sealed } of rows) expect(opened(sealed)).not.toMatch(tells);
    expect(JSON.stringify(farm.service.logLines())).not.toMatch(tells);
  });

  it('is told neither to the other side of a shipment, nor in public, nor in files that are handed on', async () => {
    const batch = await farm.open('PLACED-3');
    await made(harvested(batch));
    const goods = {
      quantity: { value: '5', unit: 'KGM' },
      consignee: { organization: consignee.organizationId },
    };
    const sent = await made(farm.record(batch, 'shipment', { ...goods, position: place }));
    const bought = await consignee.open();
    await made(receive(consignee.owner, bought, { batch, ...entryOf({ body: sent } as Answer) }, '5'));
    const { code } = (await farm.owner.get(`/api/v1/batches/${batch}`)).body;
    await farm.service.settled();
    const waiting = await consignee.owner.file(`/api/v1/deliveries?organization=${consignee.organizationId}`);
    const page = await fetch(`${farm.service.url}/t/${String(code)}`, { headers: { accept: 'text/html' } });
    const told = await fetch(`${farm.service.url}/t/${String(code)}`, {
      headers: { accept: 'application/json' },
    });
    const inPublic = await fetch(`${farm.service.url}/evidence/${String(code)}`);
    for (const answer of [page, told, inPublic]) {
      expect(answer.status).toBe(200);
      expect(opened(Buffer.from(await answer.arrayBuffer()))).not.toMatch(tells);
    }
    expect(waiting.status).toBe(200);
    expect(opened(waiting.bytes)).not.toMatch(tells);
    // What the owner hands on has its own other private fields, which the position shows to be opened here.
    const own = opened(await evidenceOf(farm.owner, batch));
    expect(own).toContain('张三');
    expect(own).not.toMatch(tells);
    for (const [reader, of] of [
      [regulator, batch],
      [consignee.owner, bought],
    ] as const)
      expect(opened(await evidenceOf(reader, of))).not.toMatch(tells);
  });

  it.each([
    [{ ...place, latitude: '91' }, '/data/position/latitude', 'latitude'],
    [{ ...place, longitude: '1e2' }, '/data/position/longitude', 'longitude'],
    [{ ...place, accuracy: 8.5 }, null, null],
    [{ ...place, accuracy: 100_001 }, '/data/position/accuracy', 'maximum'],
    [{ ...place, speed: 3 }, '/data/position/speed', 'unknown-field'],
  ])(
    'is refused as %j with a problem that names the field and not the place, and nothing is stored',
    async (position, pointer, code) => {
      const batch = await farm.open();
      await farm.service.settled();
      const before = await readStored(farm.service.testDatabase);
      const answer = await harvested(batch, position);
      // A fraction is no JSON of the profile.
      expect(answer.status).toBe(pointer === null ? 400 : 422);
      if (pointer !== null) expect(answer.body.errors).toMatchObject([{ pointer, code }]);
      expect(JSON.stringify(answer.body)).not.toMatch(tells);
      expect(await readStored(farm.service.testDatabase)).toEqual(before);
      expect(JSON.stringify(farm.service.logLines())).not.toMatch(tells);
    },
  );

  it('is signed by a phone as a disclosure', async () => {
    const batch = await farm.open();
    const client = new TestDevice(farm, await trustOf(farm)).start();
    await client.enrol({ name: '3号地手机', kind: 'phone' });
    const data = { ...harvestOf(1), position: place };
    await client.tell({ batch, kind: 'harvest', data, occurredAt: new Date().toISOString() });
    await client.send();
    expect((await lastOf(farm.owner, batch))?.data['position']).toEqual(place);
    expect((await lastOf(regulator, batch))?.data).not.toHaveProperty('position');
  });
});

describe('erasing a position', () => {
  const pathOf = (batch: string, seq: unknown): string =>
    `/api/v1/batches/${batch}/events/${String(seq)}/position`;

  it('leaves nothing to open, and a record that stands and verifies', async () => {
    const batch = await farm.open('PLACED-4');
    const { seq } = await made(harvested(batch));
    expect((await farm.owner.delete(pathOf(batch, seq))).status).toBe(204);
    for (const reader of [farm.owner, viewer, regulator]) {
      const entry = await lastOf(reader, batch);
      expect(entry?.data).not.toHaveProperty('position');
      expect(entry?.data['operator']).toBe('张三');
      expect(entry?.withheld).toMatchObject([{ field: null, reason: 'erased', visibleTo: [] }]);
    }
    const { rows } = await database.query('select 1 from disclosures where chain_id = $1', [batch]);
    expect(rows).toHaveLength(1);
    const evidence = parseEvidence(await evidenceOf(farm.owner, batch));
    const trust = await (await fetch(`${farm.service.url}/.well-known/furrow/trust.json`)).arrayBuffer();
    expect(verifyEvidence(encodeEvidence(evidence), parseTrust(new Uint8Array(trust)), {}).verdict).toBe(
      'verified',
    );
    expect((await farm.owner.delete(pathOf(batch, seq))).status).toBe(404);
  });

  it('of an entry that was corrected, and of its correction, is done by each one’s number', async () => {
    const batch = await farm.open('PLACED-5');
    const told = await harvested(batch);
    const corrects = { kind: 'harvest', ...entryOf(told) };
    const data = { ...harvestOf(9), position: place };
    const corrected = await made(farm.record(batch, 'correction', { corrects, reason: '过磅后更正', data }));
    expect((await lastOf(farm.owner, batch))?.data['data']).toMatchObject({ position: place });
    expect((await lastOf(regulator, batch))?.data['data']).not.toHaveProperty('position');
    for (const seq of [told.body['seq'], corrected.seq]) {
      expect((await farm.owner.delete(pathOf(batch, seq))).status).toBe(204);
      expect((await farm.owner.delete(pathOf(batch, seq))).status).toBe(404);
    }
    const { rows } = await database.query('select 1 from disclosures where chain_id = $1', [batch]);
    expect(rows).toHaveLength(1);
  });

  it('is for owners of the organization that says it, of what has one', async () => {
    const batch = await farm.open('PLACED-6');
    const { seq } = await made(harvested(batch));
    const recorder = await signIn(farm.service, 'recorder', farm.organizationId);
    for (const [caller, status] of [
      [viewer, 403],
      [recorder, 403],
      [regulator, 403],
      [farm.admin, 403],
      [consignee.owner, 404],
    ] as const)
      expect((await caller.delete(pathOf(batch, seq))).status).toBe(status);
    for (const none of ['1', '99', '0', 'x', '-1', '2147483648'])
      expect((await farm.owner.delete(pathOf(batch, none))).status).toBe(404);
    expect((await lastOf(farm.owner, batch))?.data['position']).toEqual(place);
    // Of its own shipment the consignee is no owner either.
    const shipped = await shipTo(farm, batch, consignee.organizationId, '1');
    expect((await consignee.owner.delete(pathOf(batch, shipped.seq))).status).toBe(404);
  });
});

describe('the policy of pages', () => {
  it('lets the field app ask where it is, and no other page', async () => {
    const policyOf = async (path: string): Promise<string | null> =>
      (await fetch(farm.service.url + path)).headers.get('permissions-policy');
    expect(await policyOf('/app')).toBe('geolocation=(self)');
    for (const path of ['/', '/console', '/verify', '/keys', '/t/none', '/api/v1/batches', '/app/none'])
      expect(await policyOf(path), path).toBe('geolocation=()');
  });
});
