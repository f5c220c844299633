import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOfficial, type Official } from '../support/authority.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { tracesOf } from '../support/power-traces.js';
import { today } from '../support/parties.js';

const root = '/api/v1/inspection-tasks';
let farm: Cooperative;
let inspector: Official;
let regulator: Official;
let elsewhere: Official;
beforeAll(async () => {
  farm = await createCooperative();
  inspector = await createOfficial(farm);
  regulator = await createOfficial(farm, 'regulator', '3706', inspector.authorityId);
  elsewhere = await createOfficial(farm, 'inspector', '2301');
});
afterAll(() => farm.service.close());

const order = (changes: object = {}): object => ({
  ...{ organization: farm.organizationId, analytes: ['毒死蜱'], dueOn: today, reason: '年度监督抽查计划' },
  ...changes,
});
const entryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });
const faultsOf = ({ body }: Answer): unknown => body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);

async function harvested(): Promise<string> {
  const batch = await farm.open();
  await made(farm.record(batch, 'harvest', harvestOf(100)));
  return batch;
}

async function ordered(changes: object = {}, by: Official = inspector): Promise<string> {
  return String((await made(by.caller.post(root, order(changes)))).id);
}

function state(caller: Caller, batch: string, kind: string, data: object): Promise<Answer> {
  const event = { kind, occurredAt: new Date().toISOString(), data };
  return caller.post(`/api/v1/batches/${batch}/events`, event, { 'idempotency-key': uuidv7() });
}

const sampled = (task: string | undefined, changes: object = {}): object => ({
  ...{ sampleNo: 'CY-1', sampledOn: today, quantity: { value: '3', unit: 'KGM' } },
  ...(task === undefined ? {} : { task }),
  parts: [
    { number: 'A', use: 'test' },
    { number: 'B', use: 'reserve' },
  ],
  ...changes,
});

function report(sample: Answer['body'], changes: object = {}): object {
  return {
    ...{ type: 'supervision', laboratory: { name: '初检中心' }, basis: 'GB 2763', verdict: 'pass' },
    sample: { sampledOn: today, sampleNo: 'CY-1', entry: entryOf(sample), part: 'A' },
    results: [{ analyte: '毒死蜱', value: '未检出', verdict: 'pass' }],
    ...changes,
  };
}

const stateOf = async (task: string): Promise<unknown> =>
  (await inspector.caller.get(`${root}/${task}`)).body['state'];

describe('a task', () => {
  it.each<[string, () => Promise<object>]>([
    ['an organization', () => Promise.resolve({})],
    ['a product', () => Promise.resolve({ organization: undefined, product: farm.productId })],
    ['a batch', async () => ({ organization: undefined, batch: await harvested() })],
  ])('orders an inspection of %s', async (_, about) => {
    const changes = await about();
    const { body } = await inspector.caller.get(`${root}/${await ordered(changes)}`);
    expect(body).toMatchObject({
      ...{ state: 'ordered', overdue: false, analytes: ['毒死蜱'], dueOn: today, samples: [] },
      ...{ authority: { name: '示例农业农村局' }, organization: { id: farm.organizationId } },
      ...{ assignee: inspector.accountId, withdrawnReason: null },
    });
    const { product = null, batch = null } = changes as { product?: string; batch?: string };
    expect([body['product'], body['batch']]).toEqual([product, batch]);
  });

  it('is given to an inspector of the same authority', async () => {
    const id = await ordered({ assignee: inspector.accountId }, regulator);
    expect((await regulator.caller.get(`${root}/${id}`)).body['assignee']).toBe(inspector.accountId);
    for (const assignee of [elsewhere.accountId, uuidv7()]) {
      const answer = await regulator.caller.post(root, order({ assignee }));
      expect([answer.status, faultsOf(answer)]).toEqual([422, ['/assignee unknown-inspector']]);
    }
  });

  it('is one however often it is sent, and another one under another key', async () => {
    const key = { 'idempotency-key': uuidv7() };
    const first = await inspector.caller.post(root, order(), key);
    const again = await inspector.caller.post(root, order(), key);
    expect([first.status, again.status, again.body['id']]).toEqual([201, 200, first.body['id']]);
    const other = await inspector.caller.post(root, order({ reason: '另一个' }), key);
    expect([other.status, other.body['type']]).toEqual([409, '/problems/event-conflict']);
  });

  it.each<[string, object, string]>([
    ['nothing', { organization: undefined }, '/organization one-of'],
    ['two things', { product: uuidv7() }, '/organization one-of'],
    ['no analyte', { analytes: [] }, '/analytes too-few'],
    ['a day that is over', { dueOn: '2026-01-01' }, '/dueOn order'],
    ['a day that is none', { dueOn: '2026-02-30' }, '/dueOn date'],
    ['no reason', { reason: undefined }, '/reason required'],
    ['a telephone number', { reason: '电话 13712345678' }, '/reason personal-data'],
    ['what there is not', { note: 'x' }, '/note unknown-field'],
  ])('is refused with %s', async (_, changes, expected) => {
    const answer = await inspector.caller.post(root, order(changes));
    expect([answer.status, faultsOf(answer)]).toEqual([422, [expected]]);
  });

  it('is for officials of the region who record for an authority', async () => {
    expect((await elsewhere.caller.post(root, order())).status).toBe(404);
    expect((await farm.owner.post(root, order())).status).toBe(403);
    const alone = await signIn(farm.service, 'inspector', null, '370686');
    expect((await alone.post(root, order())).status).toBe(403);
    const laboratory = await createOfficial(farm, 'inspector', '370686', farm.organizationId);
    expect((await laboratory.caller.post(root, order())).status).toBe(403);
  });

  it('stands in the ledger before it is one, on the chain of the authority, and says in public not whom it is about', async () => {
    const batch = await harvested();
    const id = await ordered({ organization: undefined, batch, reason: '举报线索' });
    const traces = await tracesOf(farm.service, inspector.authorityId);
    const trace = traces.find(({ kind, data }) => kind === 'inspection-task' && data['task'] === id);
    expect(trace?.data).toMatchObject({
      ...{ step: 'ordered', role: 'inspector', authority: inspector.authorityId, analytes: ['毒死蜱'] },
      ...{ target: `batch/${batch}`, reason: '举报线索' },
      ...{ person: inspector.accountId, actor: inspector.accountId },
    });
    expect(trace?.shown).not.toHaveProperty('target');
    expect(trace?.text).not.toContain(batch);
    expect(trace?.text).not.toContain('举报线索');
    const theirs = await tracesOf(farm.service, farm.organizationId);
    expect(theirs.filter(({ kind }) => kind === 'inspection-task')).toEqual([]);
  });
});

describe('a task is not announced', () => {
  it('the inspected see it once a sample was taken, and not who was sent', async () => {
    const batch = await harvested();
    const id = await ordered({ organization: undefined, batch });
    const seen = async (): Promise<unknown[]> => {
      const { body } = await farm.owner.get(`${root}?organization=${farm.organizationId}&limit=200`);
      return (body['items'] as { id: string }[]).map((item) => item.id);
    };
    expect((await farm.owner.get(`${root}/${id}`)).status).toBe(404);
    expect(await seen()).not.toContain(id);
    await made(state(inspector.caller, batch, 'sample', sampled(id)));
    const { status, body } = await farm.owner.get(`${root}/${id}`);
    expect([status, body['state'], body['assignee']]).toEqual([200, 'sampled', null]);
    expect(await seen()).toContain(id);
  });

  it('nor do others ever: another region, another organization', async () => {
    const id = await ordered();
    const body = { kind: 'household', name: '示例农户', region: '370686', parent: farm.organizationId };
    const household = await made(farm.owner.post('/api/v1/organizations', body));
    const stranger = await signIn(farm.service, 'owner', String(household.id));
    for (const caller of [elsewhere.caller, stranger]) {
      expect((await caller.get(`${root}/${id}`)).status).toBe(404);
      expect((await caller.get(root)).body['items']).toEqual([]);
      expect((await caller.get(`${root}?organization=${farm.organizationId}`)).status).toBe(404);
    }
  });

  it('the list has pages that link to the next', async () => {
    await ordered();
    const page = await inspector.caller.get(`${root}?limit=1`);
    const [first] = page.body['items'] as { id: string }[];
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    const [second] = (await inspector.caller.get(next)).body['items'] as { id: string }[];
    expect(first!.id > second!.id).toBe(true);
  });
});

describe('how far a task is follows from the entries', () => {
  it('sampled, reported, closed', async () => {
    const batch = await harvested();
    const task = await ordered({ organization: undefined, batch });
    expect(await stateOf(task)).toBe('ordered');
    const sample = await made(state(inspector.caller, batch, 'sample', sampled(task)));
    expect(await stateOf(task)).toBe('sampled');
    const first = await made(state(inspector.caller, batch, 'inspection', report(sample)));
    const { body } = await inspector.caller.get(`${root}/${task}`);
    expect(body).toMatchObject({
      state: 'reported',
      samples: [{ batch, ...entryOf(sample), reports: [{ ...entryOf(first), verdict: 'pass' }] }],
    });
    const objection = { inspection: entryOf(first), reason: '对结果有异议' };
    await made(farm.record(batch, 'objection', objection));
    expect(await stateOf(task)).toBe('reported');
    const retest = {
      ...{ type: 'retest', laboratory: { name: '复检中心' }, retest: { of: entryOf(first) } },
      sample: { sampledOn: today, sampleNo: 'CY-1', entry: entryOf(sample), part: 'B' },
    };
    await made(state(inspector.caller, batch, 'inspection', report(sample, retest)));
    expect(await stateOf(task)).toBe('closed');
  });

  it('is withdrawn by the authority that ordered it, once, before a sample was taken', async () => {
    const id = await ordered();
    const other = await createOfficial(farm);
    const reason = { reason: '与上级抽查重复' };
    expect((await other.caller.post(`${root}/${id}/withdrawal`, reason)).status).toBe(403);
    expect((await elsewhere.caller.post(`${root}/${id}/withdrawal`, reason)).status).toBe(404);
    expect((await farm.owner.post(`${root}/${id}/withdrawal`, reason)).status).toBe(403);
    const answer = await regulator.caller.post(`${root}/${id}/withdrawal`, reason);
    expect([answer.status, answer.body['state'], answer.body['withdrawnReason']]).toEqual([
      ...[200, 'withdrawn', '与上级抽查重复'],
    ]);
    const again = await inspector.caller.post(`${root}/${id}/withdrawal`, reason);
    expect([again.status, again.body['type']]).toEqual([409, '/problems/inspection-task-closed']);
    const batch = await harvested();
    const late = await state(inspector.caller, batch, 'sample', sampled(id));
    expect([late.status, faultsOf(late)]).toEqual([422, ['/data/task unknown-task']]);
    const begun = await ordered({ organization: undefined, batch });
    await made(state(inspector.caller, batch, 'sample', sampled(begun)));
    expect((await inspector.caller.post(`${root}/${begun}/withdrawal`, reason)).status).toBe(409);
  });
});

describe('a sample', () => {
  it('takes goods out of the batch, and no more than there is', async () => {
    const batch = await harvested();
    await made(state(inspector.caller, batch, 'sample', sampled(undefined)));
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    expect(body['balance']).toMatchObject({ available: { value: '97' }, lost: { value: '3' } });
    const much = sampled(undefined, { quantity: { value: '97.1', unit: 'KGM' } });
    const answer = await state(inspector.caller, batch, 'sample', much);
    expect([answer.status, answer.body['type']]).toEqual([409, '/problems/insufficient-quantity']);
  });

  it('fulfils a task that its authority ordered for this batch, and no other', async () => {
    const [batch, another] = [await harvested(), await harvested()];
    const task = await ordered({ organization: undefined, batch });
    const product = { organization: farm.organizationId, name: '梨', category: 'FRU', unit: 'KGM' };
    const pears = String((await made(farm.owner.post('/api/v1/products', product))).id);
    const ofPears = await ordered({ organization: undefined, product: pears });
    const foreign = await ordered({}, await createOfficial(farm));
    const refusals: [string, string][] = [
      [another, task],
      [batch, ofPears],
      [batch, foreign],
      [batch, uuidv7()],
    ];
    for (const [on, named] of refusals) {
      const answer = await state(inspector.caller, on, 'sample', sampled(named));
      expect([answer.status, faultsOf(answer)]).toEqual([422, ['/data/task unknown-task']]);
    }
    const own = await farm.record(batch, 'sample', sampled(task));
    expect([own.status, faultsOf(own)]).toEqual([422, ['/data/task unknown-task']]);
    expect(await stateOf(task)).toBe('ordered');
  });

  it('is corrected by who took it, for the same task', async () => {
    const batch = await harvested();
    const [task, other] = [await ordered(), await ordered()];
    const taken = await made(state(inspector.caller, batch, 'sample', sampled(task)));
    const corrected = (data: object): Promise<Answer> =>
      state(inspector.caller, batch, 'correction', {
        corrects: { kind: 'sample', ...entryOf(taken) },
        ...{ reason: '笔误', data },
      });
    const answer = await corrected(sampled(other));
    expect([answer.status, faultsOf(answer)]).toEqual([422, ['/data/data not-correctable']]);
    await made(corrected(sampled(task, { quantity: { value: '2', unit: 'KGM' } })));
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    expect(body['balance']).toMatchObject({ available: { value: '98' }, lost: { value: '2' } });
  });

  it('is of this batch: a report that names that of another one is refused, and so are other days and numbers', async () => {
    const [batch, another] = [await harvested(), await harvested()];
    const here = await made(state(inspector.caller, batch, 'sample', sampled(undefined)));
    await made(farm.record(another, 'harvest', harvestOf(1)));
    const there = await made(state(inspector.caller, another, 'sample', sampled(undefined)));
    const of = (sample: Answer['body'], more: object): Promise<Answer> => {
      const said = { sampledOn: today, sampleNo: 'CY-1', entry: entryOf(sample), ...more };
      return state(inspector.caller, batch, 'inspection', report(sample, { sample: said }));
    };
    expect(faultsOf(await of(there, {}))).toEqual(['/data/sample/entry unknown-entry']);
    expect(faultsOf(await of(here, { sampleNo: 'CY-2' }))).toEqual(['/data/sample/sampleNo other-sample']);
    expect(faultsOf(await of(here, { sampledOn: '2026-01-05' }))).toEqual([
      '/data/sample/sampledOn other-sample',
    ]);
    expect((await of(here, {})).status).toBe(201);
  });
});
