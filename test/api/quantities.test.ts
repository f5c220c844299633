import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, type Answer, type Cooperative } from '../support/cooperative.js';
import { balanceOf, entryOf, harvestOf, kg, today } from '../support/parties.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

/** The most that one quantity can say. */
const most = '999999999999999999.999999999';

async function harvested(value: string): Promise<string> {
  const batch = await farm.open();
  expect((await farm.record(batch, 'harvest', harvestOf(value))).status).toBe(201);
  return batch;
}

function storageWith(...losses: readonly string[]): object {
  return {
    place: '示例冷库',
    enteredOn: today,
    losses: losses.map((value) => ({ reason: '腐烂', quantity: kg(value) })),
  };
}

describe('quantities at the end of their range', () => {
  it('are kept exactly', async () => {
    const batch = await harvested(most);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: most, available: most });
    const answer = await farm.record(batch, 'storage', storageWith('0.000000001'));
    expect(answer.status).toBe(201);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({
      produced: most,
      available: '999999999999999999.999999998',
      lost: '0.000000001',
    });
  });

  it.each<readonly [string, (batch: string) => Promise<Answer>]>([
    ['a second harvest', (batch) => farm.record(batch, 'harvest', harvestOf('0.000000001'))],
    ['losses that add up beyond it', (batch) => farm.record(batch, 'storage', storageWith(most, most))],
    [
      'labels of more than it',
      (batch) => farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 10_000, net: kg(most) }),
    ],
  ])('are not passed by %s: the field is named and nothing is stored', async (_, send) => {
    const batch = await harvested(most);
    const answer = await send(batch);
    expect(answer.status, JSON.stringify(answer.body)).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/data/quantity', code: 'too-large' }]);
    expect((await farm.owner.get(`/api/v1/batches/${batch}`)).body.seq).toBe(2);
  });

  it('do not disturb others who record at the same moment', async () => {
    const full = await harvested(most);
    const batches = await Promise.all(Array.from({ length: 5 }, () => farm.open()));
    const answers = await Promise.all([
      ...batches.map((batch) => farm.record(batch, 'harvest', harvestOf('1'))),
      ...batches.map(() => farm.record(full, 'harvest', harvestOf('1'))),
      ...batches.map(() => farm.record(full, 'storage', storageWith(most, most))),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([
      ...Array<number>(5).fill(201),
      ...Array<number>(10).fill(422),
    ]);
  });

  it('are corrected from one end to the other', async () => {
    const batch = await farm.open();
    const told = await farm.record(batch, 'harvest', harvestOf('0.000000001'));
    for (const value of [most, '0.000000001', most]) {
      const data = {
        corrects: { kind: 'harvest', ...entryOf(told) },
        reason: '笔误',
        data: harvestOf(value),
      };
      expect((await farm.record(batch, 'correction', data)).status).toBe(201);
      expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: value });
    }
  });
});

describe('a shortage', () => {
  it.each<readonly [string, object, string]>([
    ['shipment', { quantity: kg('10.5'), consignee: { party: { name: '示例市场' } } }, '10 可用量'],
    ['storage', storageWith('4', '6.000000001'), '10 可用量'],
  ])('of a %s says what there is and what was asked', async (kind, data) => {
    const batch = await harvested('10');
    const answer = await farm.record(batch, kind, data);
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/insufficient-quantity' } });
    const asked = kind === 'storage' ? '10.000000001' : '10.5';
    expect(answer.body['detail']).toBe(
      `该批次可用量只有 10，这里需要 ${asked}。请核对数量，或先补记采收、收货。`,
    );
    const pointer = kind === 'storage' ? '/data/losses' : '/data/quantity';
    expect(answer.body.errors).toMatchObject([{ pointer, code: 'insufficient' }]);
  });

  it('of labels names what can still be labelled', async () => {
    const batch = await harvested('10');
    const labels = (units: number) =>
      farm.owner.post(`/api/v1/batches/${batch}/labels`, { units, net: kg('2.5') });
    expect((await labels(3)).status).toBe(201);
    const beyond = await labels(2);
    expect(beyond.body['detail']).toBe(
      '该批次可贴标量只有 2.5，这里需要 5。请核对数量，或先补记采收、收货。',
    );
    expect((await labels(1)).status).toBe(201);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ labelled: '10' });
  });
});
