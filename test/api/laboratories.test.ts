import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, type Answer, type Cooperative } from '../support/cooperative.js';
import { Goods, kg, type EntryOf } from '../support/goods.js';
import { today } from '../support/parties.js';
import { publish } from '../lists/lists.js';

let farm: Cooperative;
let goods: Goods;
let version = 0;
beforeAll(async () => {
  farm = await createCooperative();
  goods = new Goods(farm);
  await accredit({ effectiveTo: '2024-12-31' });
});
afterAll(() => farm.service.close());

/** Publishes the accreditation of 示例检测中心 as the next version of the list. */
async function accredit(changes: object): Promise<void> {
  version += 1;
  const row = {
    ...{ laboratory: '示例检测中心', number: 'A-1', status: 'accredited', effectiveFrom: '2020-01-01' },
    ...{ source: '示例', confidence: 'high' },
  };
  const answer = await publish(farm.admin, [{ ...row, ...changes }], {
    name: 'laboratory-accreditations',
    version,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
}

function report(batch: string, cma = 'A-1'): Promise<EntryOf> {
  return goods.record(batch, 'inspection', {
    ...{ type: 'commissioned', sample: { sampledOn: today }, laboratory: { name: '示例检测中心', cma } },
    ...{ reportNo: `示例-${batch.slice(0, 8)}`, basis: 'GB 2763', verdict: 'pass' },
    results: [{ analyte: '毒死蜱', value: '未检出', verdict: 'pass' }],
  });
}

function certify(batch: string, { batch: of, seq, leafHash }: EntryOf): Promise<Answer> {
  return goods.tell(batch, 'certificate', {
    ...{ action: 'issue', type: 'compliance', style: 1, product: '苹果', quantity: kg(10) },
    ...{ origin: '山东省烟台市栖霞市', issuer: '栖霞示例果业农民专业合作社', contact: '137****0000' },
    ...{ basis: ['commission-tested'], issuedOn: today, reportNo: `示例-${of.slice(0, 8)}` },
    inspections: [{ batch: of, seq, leafHash }],
  });
}

describe('a compliance certificate that rests on a report', () => {
  it('of a laboratory that was not accredited on that day is refused with the reason, and stores nothing', async () => {
    const { batch } = await goods.grown(100);
    const named = await report(batch);
    const answer = await certify(batch, named);
    expect([answer.status, answer.body['type']]).toEqual([409, '/problems/refused-by-rule']);
    expect(answer.body['detail']).toMatch(/R62.*没有有效资质.*第四十八条/s);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    expect(body['seq']).toBe(named.seq);
  });

  it('of a batch that this one was made from is refused alike', async () => {
    const grown = await goods.grown(100);
    const named = await report(grown.batch);
    const sorted = await farm.open();
    await goods.pour(grown, 50, sorted);
    const answer = await certify(sorted, named);
    expect([answer.status, answer.body['type']]).toEqual([409, '/problems/refused-by-rule']);
    expect(answer.body['detail']).toMatch(/R62/);
  });

  it('of a laboratory of which nothing is known is issued, and says so in the findings', async () => {
    const { batch } = await goods.grown(100);
    const answer = await certify(batch, await report(batch, 'B-2'));
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const told = async (): Promise<unknown[]> => {
      const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
      const findings = (body['findings'] ?? []) as { rule: string; outcome: string }[];
      return findings.filter(({ rule }) => rule === 'R62').map(({ outcome }) => outcome);
    };
    await expect.poll(told).toEqual(['unknown', 'unknown']);
  });

  it('is issued once the accreditation is on the list, whatever the list said before', async () => {
    const { batch } = await goods.grown(100);
    const named = await report(batch);
    expect((await certify(batch, named)).status).toBe(409);
    await accredit({ effectiveTo: null });
    expect((await certify(batch, named)).status).toBe(201);
  });
});
