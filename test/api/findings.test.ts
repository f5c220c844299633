import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Judge } from '../../src/findings/judge.service.js';
import {
  createCooperative,
  harvestOf,
  made,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { freshUscc } from './parties.js';

let farm: Cooperative;
let inspector: Caller;
beforeAll(async () => {
  farm = await createCooperative();
  inspector = await authorityOf('370686');
});
afterAll(() => farm.service.close());

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const kg = (value: number): object => ({ value: String(value), unit: 'KGM' });
const shipment = { quantity: kg(100), consignee: { party: { name: '示例批发市场' } } };
const certificate = {
  ...{ action: 'issue', type: 'compliance', style: 1, product: '苹果', quantity: kg(100) },
  ...{ origin: '山东省烟台市栖霞市', issuer: '栖霞示例果业农民专业合作社', contact: '137****0000' },
  promise: '未使用禁用农药、兽药及其他化合物；使用的常规农药、兽药残留不超标',
  ...{ basis: ['quality-control'], issuedOn: today },
};
const labels = { units: 10, net: { value: '5', unit: 'KGM' } };

/** An inspector of the region, who records for an authority. */
async function authorityOf(region: string): Promise<Caller> {
  const authority = await made(
    farm.admin.post('/api/v1/organizations', {
      kind: 'authority',
      name: '示例农业农村局',
      uscc: freshUscc(),
      region,
    }),
  );
  const organizationId = String(authority['id']);
  const { headers } = await farm.service.signIn({
    login: `authority-${uuidv7()}`,
    name: '检查员',
    password: 'a long enough password',
    grants: [
      { role: 'inspector', organizationId: null, region },
      { role: 'recorder', organizationId, region: null },
    ],
  });
  return new (farm.owner.constructor as new (url: string, headers: object) => Caller)(
    farm.service.url,
    headers,
  );
}

function inspection(verdict: 'pass' | 'fail'): object {
  return {
    type: 'supervision',
    sample: { sampledOn: today },
    laboratory: { name: '示例检测中心' },
    basis: 'GB 2763',
    results: [
      {
        analyte: '毒死蜱',
        value: verdict === 'pass' ? '0.005' : '0.5',
        unit: 'mg/kg',
        limit: '0.02',
        verdict,
      },
    ],
    verdict,
  };
}

function state(caller: Caller, batch: string, kind: string, data: object): Promise<Answer> {
  return caller.post(
    `/api/v1/batches/${batch}/events`,
    { kind, occurredAt: new Date().toISOString(), data },
    { 'idempotency-key': uuidv7() },
  );
}

/** A batch with a harvest, of which a sample failed. */
async function failedBatch(): Promise<{
  batch: string;
  entry: { seq: number; leafHash: string };
  answer: Answer;
}> {
  const batch = await farm.open();
  await made(farm.record(batch, 'harvest', harvestOf(1000)));
  const answer = await state(inspector, batch, 'inspection', inspection('fail'));
  expect(answer.status).toBe(201);
  const { seq, leafHash } = answer.body as unknown as { seq: number; leafHash: string };
  return { batch, entry: { seq, leafHash }, answer };
}

/** What was found last by the rule about results. */
async function failures(batch: string): Promise<Record<string, unknown>[] | null> {
  const found = (await batchOf(batch))['findings'] as Record<string, unknown>[] | null;
  return found?.filter(({ rule }) => rule === 'R61') ?? null;
}

async function batchOf(batch: string): Promise<Answer['body']> {
  return (await farm.owner.get(`/api/v1/batches/${batch}`)).body;
}

describe('a batch of which a test was failed', () => {
  it('is answered with what was found, in the language of the reader', async () => {
    // While the service has its hands full the answer says that it is judged later: then another one is asked.
    let found: Record<string, unknown> | undefined;
    for (let asked = 0; asked < 50 && found === undefined; asked += 1) {
      const { answer, entry } = await failedBatch();
      const findings = answer.body['findings'] as Record<string, unknown>[] | null;
      found = findings?.find(({ rule }) => rule === 'R61');
      if (found === undefined) await sleep(200);
      else expect(found['entries']).toEqual([entry]);
    }
    expect(found).toMatchObject({ outcome: 'fail', severity: 'critical', effect: 'hold', released: null });
    expect(found?.['detail']).toMatch(/[\u4e00-\u9fff]/);
  });

  it('stops within five seconds, and says why', async () => {
    const { batch } = await failedBatch();
    await expect.poll(async () => (await batchOf(batch))['state']).toBe('held');
    const body = await batchOf(batch);
    expect(body['stops']).toEqual([{ batch, by: 'finding' }]);
    expect(await failures(batch)).toHaveLength(1);
  });

  it.each([
    ['a shipment', (batch: string) => farm.record(batch, 'shipment', shipment)],
    ['a certificate', (batch: string) => farm.record(batch, 'certificate', certificate)],
    ['labels', (batch: string) => farm.owner.post(`/api/v1/batches/${batch}/labels`, labels)],
  ])('refuses %s at once, with the rule and the reason, and stores nothing', async (_, act) => {
    const { batch } = await failedBatch();
    const before = (await batchOf(batch))['seq'];
    const answer = await act(batch);
    expect([answer.status, answer.body['type']]).toEqual([409, '/problems/on-hold']);
    expect(answer.body['detail']).toContain('R61');
    expect((await batchOf(batch))['seq']).toBe(before);
  });

  it('still takes what has happened', async () => {
    const { batch } = await failedBatch();
    expect((await farm.record(batch, 'harvest', harvestOf(5))).status).toBe(201);
  });

  it('answers a shipment that was recorded before with what was recorded', async () => {
    const batch = await farm.open();
    await made(farm.record(batch, 'harvest', harvestOf(1000)));
    const eventId = uuidv7();
    const occurredAt = new Date().toISOString();
    const first = await farm.record(batch, 'shipment', shipment, { eventId, occurredAt });
    await made(state(inspector, batch, 'inspection', inspection('fail')));
    const again = await farm.record(batch, 'shipment', shipment, { eventId, occurredAt });
    expect([again.status, again.body['leafHash']]).toEqual([200, first.body['leafHash']]);
  });

  it('goes free when the laboratory corrects what it said', async () => {
    const { batch, entry } = await failedBatch();
    const corrects = { kind: 'inspection', ...entry };
    const said = { corrects, reason: '录入有误', data: inspection('pass') };
    await made(state(inspector, batch, 'correction', said));
    expect((await farm.record(batch, 'shipment', shipment)).status).toBe(201);
  });
});

describe('a finding', () => {
  function lift(entry: object, rule = 'R61'): object {
    return { finding: { rule, entries: [entry] }, reason: '复检合格' };
  }

  it('is lifted by an authority, with a reason, and the batch goes free', async () => {
    const { batch, entry } = await failedBatch();
    const released = await made(state(inspector, batch, 'release', lift(entry)));
    expect((await farm.record(batch, 'shipment', shipment)).status).toBe(201);
    await expect.poll(() => failures(batch)).toMatchObject([{ rule: 'R61', released: released['seq'] }]);
    expect((await batchOf(batch))['state']).toBe('open');
  });

  it('stops again when another test is failed', async () => {
    const { batch, entry } = await failedBatch();
    await made(state(inspector, batch, 'release', lift(entry)));
    await made(state(inspector, batch, 'inspection', inspection('fail')));
    expect((await farm.record(batch, 'shipment', shipment)).status).toBe(409);
  });

  it.each([
    [
      'the one in breach',
      '/data/finding',
      'own-finding',
      (entry: object) => [farm.owner, lift(entry)] as const,
    ],
    [
      'naming a rule that found nothing',
      '/data/finding',
      'unknown-finding',
      (entry: object) => [inspector, lift(entry, 'R27')] as const,
    ],
    [
      'naming no rule',
      '/data/finding/rule',
      'rule',
      (entry: object) => [inspector, lift(entry, 'x')] as const,
    ],
    [
      'naming an entry twice',
      '/data/finding/entries/1',
      'repeated',
      (entry: object) =>
        [inspector, { finding: { rule: 'R61', entries: [entry, entry] }, reason: '复检合格' }] as const,
    ],
    [
      'naming another entry',
      '/data/finding/entries/0',
      'unknown-entry',
      (entry: object) => [inspector, lift({ ...entry, seq: 1 })] as const,
    ],
    [
      'beside a hold',
      '/data/finding',
      'not-applicable',
      (entry: object) => [inspector, { ...lift(entry), hold: entry }] as const,
    ],
    [
      'without a finding or a hold',
      '/data/hold',
      'required',
      () => [inspector, { reason: '复检合格' }] as const,
    ],
  ])('is not lifted by %s', async (_, pointer, code, asking) => {
    const { batch, entry } = await failedBatch();
    const [caller, data] = asking(entry);
    const answer = await state(caller, batch, 'release', data);
    expect([answer.status, answer.body.errors?.[0]]).toMatchObject([422, { pointer, code }]);
  });

  it('is not lifted by an inspector of elsewhere', async () => {
    const { batch, entry } = await failedBatch();
    expect((await state(await authorityOf('440100'), batch, 'release', lift(entry))).status).toBe(404);
  });
});

describe('the judge', () => {
  it('judges at the start what nobody judged by these rules', async () => {
    const { batch } = await failedBatch();
    const owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
    await owner.connect();
    await farm.service.app.get(Judge).run();
    await owner.query('delete from judgements');
    await owner.end();
    expect(await failures(batch)).toBeNull();
    farm.service.app.get(Judge).onApplicationBootstrap();
    await expect.poll(() => failures(batch)).toHaveLength(1);
  });

  it('judges what grows before what waits since longer, however much that is', async () => {
    const batches = await Promise.all(Array.from({ length: 400 }, () => farm.open()));
    const last = batches.sort().at(-1) ?? '';
    const owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
    await owner.connect();
    const queued = `insert into judgements_due (organization_id, batch_id) select organization_id, id from batches
      on conflict (organization_id, batch_id) do update set turn = judgements_due.turn + 1`;
    await farm.service.app.get(Judge).run();
    await owner.query(queued);
    await made(state(inspector, last, 'inspection', inspection('fail')));
    await expect.poll(() => failures(last), { interval: 10 }).toHaveLength(1);
    const { rows } = await owner.query('select count(*)::int as waiting from judgements_due');
    await owner.end();
    expect(rows).toEqual([{ waiting: expect.any(Number) as number }]);
    expect((rows as { waiting: number }[])[0]?.waiting).toBeGreaterThan(0);
  });

  it('loses no record that grows while it judges', async () => {
    const batch = await farm.open();
    await made(farm.record(batch, 'harvest', harvestOf(1000)));
    for (let round = 0; round < 20; round += 1) {
      const [judging] = [farm.service.app.get(Judge).run(), sleep(round % 5)];
      await made(state(inspector, batch, 'inspection', inspection('pass')));
      await judging;
    }
    await made(state(inspector, batch, 'inspection', inspection('fail')));
    await expect.poll(async () => (await batchOf(batch))['state']).toBe('held');
  });
});
