import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Caller,
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Answer,
  type Cooperative,
} from '../support/cooperative.js';
import { freshUscc } from './parties.js';

let farm: Cooperative;
let inspector: Caller;
beforeAll(async () => {
  farm = await createCooperative();
  const authority = { kind: 'authority', name: '示例农业农村局', uscc: freshUscc(), region: '370686' };
  const organizationId = String((await made(farm.admin.post('/api/v1/organizations', authority)))['id']);
  const { headers } = await farm.service.signIn({
    login: `authority-${uuidv7()}`,
    name: '检查员',
    password: 'a long enough password',
    grants: [
      { role: 'inspector', organizationId: null, region: '370686' },
      { role: 'recorder', organizationId, region: null },
    ],
  });
  inspector = new Caller(farm.service.url, headers);
});
afterAll(() => farm.service.close());

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const entryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });
const shipment = {
  quantity: { value: '1', unit: 'KGM' },
  consignee: { party: { name: '示例批发市场' } },
};
const result = (verdict: 'pass' | 'fail', changes: object = {}): object => ({
  ...{ type: 'supervision', sample: { sampledOn: today }, laboratory: { name: '初检中心' } },
  ...{ basis: 'GB 2763', verdict },
  results: [
    {
      ...{ analyte: '毒死蜱', unit: 'mg/kg', limit: '0.02', verdict },
      value: verdict === 'pass' ? '0.01' : '0.5',
    },
  ],
  ...changes,
});

function state(caller: Caller, batch: string, kind: string, data: object): Promise<Answer> {
  const event = { kind, occurredAt: new Date().toISOString(), data };
  return caller.post(`/api/v1/batches/${batch}/events`, event, { 'idempotency-key': uuidv7() });
}

async function failed(changes: object = {}): Promise<{ batch: string; inspection: Answer['body'] }> {
  const batch = await farm.open();
  await made(farm.record(batch, 'harvest', harvestOf(100)));
  return { batch, inspection: await made(state(inspector, batch, 'inspection', result('fail', changes))) };
}

const objectionTo = (inspection: Answer['body']): object => ({
  inspection: entryOf(inspection),
  reason: '对结果有异议',
});

async function listed(batch: string, caller: Caller = farm.owner): Promise<Record<string, unknown>[]> {
  const answer = await caller.get(`/api/v1/batches/${batch}/inspections`);
  expect(answer.status).toBe(200);
  return answer.body['items'] as Record<string, unknown>[];
}

describe('an objection', () => {
  it('is the inspected organization’s, in time, and starts the clock of the retest', async () => {
    const { batch, inspection } = await failed();
    const [before] = await listed(batch);
    expect(before).toMatchObject({ objections: [], retestDue: null, replacedBy: null });
    expect(String(before?.['objectionUntil'])).toMatch(/T23:59:59.999\+08:00$/);
    const told = await made(farm.record(batch, 'objection', objectionTo(inspection)));
    const [after] = await listed(batch, inspector);
    expect(after).toMatchObject({ objections: [told['seq']] });
    expect(String(after?.['retestDue'])).toMatch(/T23:59:59.999\+08:00$/);
  });

  it('has four hours after a rapid test', async () => {
    const { batch } = await failed({ type: 'rapid' });
    const [listedTest] = await listed(batch);
    const hours = Date.parse(String(listedTest?.['objectionUntil'])) - Date.parse(String(listedTest?.['recordedAt']));
    expect([listedTest?.['method'], hours]).toEqual(['rapid', 4 * 3_600_000]);
  }); // prettier-ignore

  it('is not for the authority to state, nor to a result that nobody supervised', async () => {
    const { batch, inspection } = await failed();
    expect((await state(inspector, batch, 'objection', objectionTo(inspection))).status).toBe(403);
    const own = await made(farm.record(batch, 'inspection', result('pass', { type: 'self' })));
    const answer = await farm.record(batch, 'objection', objectionTo(own));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/data/inspection', code: 'no-objection' }]);
    expect((await listed(batch))[1]).toMatchObject({ objectionUntil: null });
  });

  it('lifts nothing', async () => {
    const { batch, inspection } = await failed();
    await made(farm.record(batch, 'objection', objectionTo(inspection)));
    expect((await farm.record(batch, 'shipment', shipment)).status).toBe(409);
  });
});

describe('the result of a retest', () => {
  const retestOf = (inspection: Answer['body'], objection: Answer['body'], verdict: 'pass' | 'fail'): object =>
    result(verdict, {
      type: 'retest',
      laboratory: { name: '复检中心' },
      retest: { of: entryOf(inspection), objection: entryOf(objection) },
    }); // prettier-ignore

  it('replaces the first: the batch is free, and the page shows the new one', async () => {
    const { batch, inspection } = await failed();
    const objection = await made(farm.record(batch, 'objection', objectionTo(inspection)));
    const retest = await made(state(inspector, batch, 'inspection', retestOf(inspection, objection, 'pass')));
    expect(await listed(batch)).toMatchObject([{ replacedBy: retest['seq'] }, { replacedBy: null }]);
    expect((await farm.record(batch, 'shipment', shipment)).status).toBe(201);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    const scan = await farm.owner.get(`/t/${String(body['code'])}`, { accept: 'application/json' });
    expect(scan.body['facts']).toMatchObject({ inspections: [{ result: 'pass', by: '复检中心' }] });
    expect((scan.body['timeline'] as unknown[]).length).toBe(6);
  });

  it('that fails again stops the batch as before', async () => {
    const { batch, inspection } = await failed();
    const objection = await made(farm.record(batch, 'objection', objectionTo(inspection)));
    await made(state(inspector, batch, 'inspection', retestOf(inspection, objection, 'fail')));
    expect((await farm.record(batch, 'shipment', shipment)).status).toBe(409);
  });

  it('is not the inspected organization’s to state, which would free its own goods', async () => {
    const { batch, inspection } = await failed();
    const objection = await made(farm.record(batch, 'objection', objectionTo(inspection)));
    const answer = await farm.record(batch, 'inspection', retestOf(inspection, objection, 'pass'));
    expect(answer.body.errors).toMatchObject([{ pointer: '/data/type', code: 'own-retest' }]);
    expect((await farm.record(batch, 'shipment', shipment)).status).toBe(409);
  });

  it.each([
    ['the first body', { laboratory: { name: '初检中心' } }, '/data/laboratory first-body'],
    ['a rapid method', { method: 'rapid' }, '/data/method rapid-retest'],
  ])('is refused from %s', async (_, change, expected) => {
    const { batch, inspection } = await failed();
    const objection = await made(farm.record(batch, 'objection', objectionTo(inspection)));
    const data = { ...retestOf(inspection, objection, 'pass'), ...change };
    const answer = await state(inspector, batch, 'inspection', data);
    expect([answer.status, answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)]).toEqual([
      422,
      [expected],
    ]);
  });
});

describe('the list of inspections', () => {
  it('is not there for a stranger', async () => {
    const { batch } = await failed();
    const body = { kind: 'household', name: '示例农户', region: '370686', parent: farm.organizationId };
    const { id } = await made(farm.owner.post('/api/v1/organizations', body));
    const stranger = await signIn(farm.service, 'owner', String(id));
    expect((await stranger.get(`/api/v1/batches/${batch}/inspections`)).status).toBe(404);
  });

  it('has pages that link to the next', async () => {
    const { batch } = await failed();
    await made(state(inspector, batch, 'inspection', result('fail')));
    const page = await farm.owner.get(`/api/v1/batches/${batch}/inspections?limit=1`);
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    expect((page.body['items'] as unknown[]).length).toBe(1);
    expect((await farm.owner.get(next)).body['items']).toMatchObject([{ seq: 4 }]);
  });
});
