import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkStoredChain } from '../support/ledger.js';
import { createCooperative, made, signIn, type Answer, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const harvest = (value: string) => ({ quantity: { value, unit: 'KGM' }, startedOn: today, stoppedOn: today });

async function balance(batch: string): Promise<Record<string, string>> {
  const answer = await farm.owner.get(`/api/v1/batches/${batch}`);
  const fields = answer.body.balance as Record<string, { value: string }>;
  return Object.fromEntries(Object.entries(fields).map(([name, amount]) => [name, amount.value]));
}

async function isWhole(batch: string): Promise<void> {
  const chain = { organizationId: farm.organizationId, chainId: batch };
  expect(await checkStoredChain(farm.service.database, chain, farm.service.config.logOrigin)).toBeNull();
}

describe('a batch', () => {
  it('opens with a code, a chain and its first entry', async () => {
    const answer = await farm.owner.post('/api/v1/batches', {
      product: farm.productId,
      site: farm.siteId,
      lot: 'OPEN-1',
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ seq: 1, chain: `batch/${String(answer.body.id)}` });
    expect(answer.body.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{17}$/);
    await isWhole(String(answer.body.id));
  });

  it('is the same batch when its request is repeated', async () => {
    const headers = { 'idempotency-key': uuidv7() };
    const body = { product: farm.productId, site: farm.siteId, lot: 'OPEN-2' };
    const first = await farm.owner.post('/api/v1/batches', body, headers);
    const again = await farm.owner.post('/api/v1/batches', body, headers);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
  });

  it('is refused under an event id that opened another', async () => {
    const headers = { 'idempotency-key': uuidv7() };
    const body = { product: farm.productId, site: farm.siteId };
    await farm.owner.post('/api/v1/batches', body, headers);
    const other = await farm.owner.post('/api/v1/batches', { ...body, lot: 'OPEN-3' }, headers);
    expect(other).toMatchObject({ status: 409, body: { type: '/problems/event-conflict' } });
  });

  it('is refused a lot number that the product already has', async () => {
    await farm.open('TWICE-1');
    const body = { product: farm.productId, site: farm.siteId, lot: 'TWICE-1' };
    expect(await farm.owner.post('/api/v1/batches', body)).toMatchObject({
      status: 409,
      body: { type: '/problems/lot-taken' },
    });
  });
});

describe('an event', () => {
  it('is chained after the one before and moves the balance', async () => {
    const batch = await farm.open();
    const answer = await farm.record(batch, 'harvest', harvest('31250'));
    expect(answer).toMatchObject({
      status: 201,
      body: { seq: 2, kind: 'harvest', signer: 'custodial' },
    });
    expect(await balance(batch)).toMatchObject({ produced: '31250', available: '31250' });
    await isWhole(batch);
  });

  it('is one event however often it is sent, with the same answer', async () => {
    const batch = await farm.open();
    const options = { eventId: uuidv7(), occurredAt: new Date().toISOString() };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => farm.record(batch, 'harvest', harvest('10'), options)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await balance(batch)).toMatchObject({ produced: '10' });
  });

  it('conflicts under its id with other content, and the first stays', async () => {
    const batch = await farm.open();
    const options = { eventId: uuidv7(), occurredAt: new Date().toISOString() };
    await farm.record(batch, 'harvest', harvest('10'), options);
    expect(await farm.record(batch, 'harvest', harvest('11'), options)).toMatchObject({ status: 409 });
    expect(await balance(batch)).toMatchObject({ produced: '10' });
  });

  it('conflicts when only a private field differs', async () => {
    const batch = await farm.open();
    const options = { eventId: uuidv7(), occurredAt: new Date().toISOString() };
    const data = { ...harvest('10'), operator: 'member:0007' };
    expect((await farm.record(batch, 'harvest', data, options)).status).toBe(201);
    expect((await farm.record(batch, 'harvest', data, options)).status).toBe(200);
    const other = await farm.record(batch, 'harvest', { ...data, operator: 'member:0008' }, options);
    expect(other).toMatchObject({ status: 409, body: { type: '/problems/event-conflict' } });
  });

  it('keeps private fields out of the entry and shows them to the member', async () => {
    const batch = await farm.open();
    await farm.record(batch, 'harvest', { ...harvest('10'), operator: 'member:0007' });
    const chain = { organizationId: farm.organizationId, chainId: batch };
    const rows = await farm.service.database.read<{ entry: Buffer }>(
      { name: 'test-entry', text: 'select entry from entries where chain_id = $1 and seq = 2' },
      [chain.chainId],
    );
    const jws = (JSON.parse(rows[0]!.entry.toString()) as { statement: string }).statement;
    expect(Buffer.from(jws.split('.')[1]!, 'base64url').toString()).not.toContain('0007');
    const listed = await farm.owner.get(`/api/v1/batches/${batch}/events`);
    expect((listed.body.items as { data: object }[])[1]?.data).toMatchObject({ operator: 'member:0007' });
  });

  it('is accepted from many clients at once on one batch, dense and without forks', async () => {
    const batch = await farm.open();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => farm.record(batch, 'harvest', harvest('1'))),
    );
    expect(new Set(answers.map((answer) => answer.body.seq)).size).toBe(100);
    expect(await balance(batch)).toMatchObject({ produced: '100', available: '100' });
    await isWhole(batch);
  });
});

describe('a forward act', () => {
  it('never ships more than there is, however many try at once', async () => {
    const batch = await farm.open();
    await farm.record(batch, 'harvest', harvest('100'));
    const ship = {
      quantity: { value: '30', unit: 'KGM' },
      consignee: { party: { name: '上海示例批发市场' } },
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => farm.record(batch, 'shipment', ship)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(3);
    expect(answers.filter((answer) => answer.body.type === '/problems/insufficient-quantity')).toHaveLength(
      5,
    );
    expect(await balance(batch)).toMatchObject({ available: '10', frozen: '90' });
    await isWhole(batch);
  });

  it('is refused while the batch is on hold, and allowed after the release', async () => {
    const batch = await farm.open();
    await farm.record(batch, 'harvest', harvest('100'));
    const hold = await farm.record(batch, 'hold', { reason: '等待复检' });
    expect(hold.status).toBe(201);
    const ship = {
      quantity: { value: '30', unit: 'KGM' },
      consignee: { party: { name: '上海示例批发市场' } },
    };
    expect(await farm.record(batch, 'shipment', ship)).toMatchObject({
      status: 409,
      body: { type: '/problems/on-hold' },
    });
    expect((await farm.record(batch, 'harvest', harvest('1'))).status).toBe(201);
    const release = { hold: { seq: hold.body.seq, leafHash: hold.body.leafHash }, reason: '复检合格' };
    expect((await farm.record(batch, 'release', release)).status).toBe(201);
    expect(await farm.record(batch, 'release', release)).toMatchObject({ status: 409 });
    expect((await farm.record(batch, 'shipment', ship)).status).toBe(201);
  });
});

describe('a label set', () => {
  it('is issued against the balance and never beyond it', async () => {
    const batch = await farm.open('LABEL-1');
    await farm.record(batch, 'harvest', harvest('100'));
    const path = `/api/v1/batches/${batch}/labels`;
    const set = await made(farm.owner.post(path, { units: 15, net: { value: '5', unit: 'KGM' } }));
    expect(set).toMatchObject({ units: 15, form: 'signed', seq: 3 });
    const more = await farm.owner.post(path, { units: 6, net: { value: '5', unit: 'KGM' } });
    expect(more).toMatchObject({ status: 409, body: { type: '/problems/insufficient-quantity' } });
    expect(await balance(batch)).toMatchObject({ labelled: '75' });
    await isWhole(batch);
  });

  it('is the same set when its request is repeated', async () => {
    const batch = await farm.open('LABEL-2');
    await farm.record(batch, 'harvest', harvest('100'));
    const path = `/api/v1/batches/${batch}/labels`;
    const headers = { 'idempotency-key': uuidv7() };
    const body = { units: 3, net: { value: '5', unit: 'KGM' } };
    const first = await farm.owner.post(path, body, headers);
    const again = await farm.owner.post(path, body, headers);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await farm.owner.post(path, { ...body, units: 4 }, headers)).toMatchObject({ status: 409 });
  });
});

describe('what is refused', () => {
  const bad: readonly (readonly [string, string, object, string])[] = [
    ['an unknown kind', 'wish', {}, '/kind'],
    ['an opening', 'opening', {}, '/kind'],
    ['a kind of organization chains', 'key-registered', {}, '/kind'],
    ['a negative quantity', 'harvest', harvest('-1'), '/data/quantity/value'],
    ['a zero quantity', 'harvest', harvest('0'), '/data/quantity/value'],
    [
      'a number where a decimal string is due',
      'harvest',
      { ...harvest('1'), quantity: { value: 1, unit: 'KGM' } },
      '/data/quantity/value',
    ],
    [
      'a unit of another dimension',
      'harvest',
      { ...harvest('1'), quantity: { value: '1', unit: 'LTR' } },
      '/data/quantity/unit',
    ],
    [
      'an unknown unit',
      'harvest',
      { ...harvest('1'), quantity: { value: '1', unit: 'XXX' } },
      '/data/quantity/unit',
    ],
    ['an unknown field', 'harvest', { ...harvest('1'), colour: 'red' }, '/data/colour'],
    [
      'a date that does not exist',
      'harvest',
      { ...harvest('1'), startedOn: '2026-02-30' },
      '/data/startedOn',
    ],
    [
      'a label set told as an event',
      'label',
      {
        action: 'issued',
        set: uuidv7(),
        units: 1,
        net: { value: '1', unit: 'KGM' },
        form: 'signed',
        root: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
      },
      '/data/action',
    ],
  ];

  it.each(bad)('%s, naming the field, with nothing stored', async (_name, kind, data, pointer) => {
    const batch = await farm.open();
    const answer = await farm.record(batch, kind, data);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors?.map((fault) => fault.pointer)).toContain(pointer);
    expect((await farm.owner.get(`/api/v1/batches/${batch}`)).body.seq).toBe(1);
  });

  it('an event from the future', async () => {
    const batch = await farm.open();
    const occurredAt = new Date(Date.now() + 10 * 60_000).toISOString();
    const answer = await farm.record(batch, 'harvest', harvest('1'), { occurredAt });
    expect(answer).toMatchObject({ status: 422 });
    expect(answer.body.errors?.[0]).toMatchObject({ pointer: '/occurredAt', code: 'future' });
  });

  it('an event id that is no UUIDv7', async () => {
    const batch = await farm.open();
    const answer = await farm.record(batch, 'harvest', harvest('1'), { eventId: 'abc' });
    expect(answer.body.errors?.[0]?.pointer).toBe('/Idempotency-Key');
  });

  const raw: readonly (readonly [string, string])[] = [
    ['duplicate keys', '{"kind":"harvest","kind":"input","occurredAt":"2026-11-01T00:00:00Z","data":{}}'],
    ['a lone surrogate', '{"kind":"harvest","occurredAt":"2026-11-01T00:00:00Z","data":{"grade":"\\ud800"}}'],
    ['a NUL', '{"kind":"harvest","occurredAt":"2026-11-01T00:00:00Z","data":{"grade":"\\u0000"}}'],
    ['1e400', '{"kind":"harvest","occurredAt":"2026-11-01T00:00:00Z","data":{"grade":1e400}}'],
    ['2^53+1', '{"kind":"harvest","occurredAt":"2026-11-01T00:00:00Z","data":{"grade":9007199254740993}}'],
    ['depth 33', `${'{"data":'.repeat(33)}1${'}'.repeat(33)}`],
    ['a byte order mark', '\ufeff{"kind":"harvest","occurredAt":"2026-11-01T00:00:00Z","data":{}}'],
    ['no JSON at all', 'harvest'],
    ['a list', '[]'],
    ['null', 'null'],
  ];

  it.each(raw)('%s in the body, never with a 5xx', async (_name, body) => {
    const batch = await farm.open();
    const answer = await farm.owner.post(`/api/v1/batches/${batch}/events`, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect((await farm.owner.get(`/api/v1/batches/${batch}`)).body.seq).toBe(1);
  });

  it('a body of 64 KiB and one byte', async () => {
    const batch = await farm.open();
    const answer = await farm.owner.post(`/api/v1/batches/${batch}/events`, `"${'a'.repeat(65_535)}"`);
    expect(answer.status).toBe(413);
  });

  it('another organization’s batch, in the same words as one that does not exist', async () => {
    const batch = await farm.open();
    const stranger = await signIn(farm.service, 'owner', (await otherOrganization()).id);
    const event = { kind: 'harvest', occurredAt: new Date().toISOString(), data: harvest('1') };
    const foreign = await stranger.post(`/api/v1/batches/${batch}/events`, event);
    const missing = await stranger.post(`/api/v1/batches/00000000-0000-4000-8000-000000000000/events`, event);
    expect(foreign.status).toBe(404);
    expect(withoutInstance(foreign)).toEqual(withoutInstance(missing));
    expect((await stranger.get(`/api/v1/batches/${batch}`)).status).toBe(404);
    expect((await stranger.get(`/api/v1/batches/${batch}/events`)).status).toBe(404);
  });

  it('a viewer who records', async () => {
    const batch = await farm.open();
    const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
    const event = { kind: 'harvest', occurredAt: new Date().toISOString(), data: harvest('1') };
    expect((await viewer.post(`/api/v1/batches/${batch}/events`, event)).status).toBe(403);
    expect((await viewer.get(`/api/v1/batches/${batch}`)).status).toBe(200);
  });
});

async function otherOrganization(): Promise<{ id: string }> {
  const body = await made(
    farm.admin.post('/api/v1/organizations', { kind: 'household', name: '示例农户', region: '370686' }),
  );
  return { id: String(body.id) };
}

function withoutInstance(answer: Answer): object {
  const { instance, ...rest } = answer.body;
  expect(instance).toBeTypeOf('string');
  return rest;
}
