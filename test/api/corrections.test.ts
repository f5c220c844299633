import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createCooperative,
  made,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import {
  balanceOf,
  chainFault,
  createPartner,
  entryOf,
  harvestOf,
  kg,
  recordAs,
  signInWith,
  today,
} from '../support/parties.js';
import { asRecorded } from '../support/recorded.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

function corrects(kind: string, told: Answer, data: object): object {
  return { corrects: { kind, ...entryOf(told) }, reason: '过磅后更正', data };
}

async function harvested(value: string): Promise<{ batch: string; told: Answer }> {
  const batch = await farm.open();
  const told = await farm.record(batch, 'harvest', harvestOf(value));
  expect(told.status).toBe(201);
  return { batch, told };
}

describe('a correction', () => {
  it('takes back what was said and counts what is true, and both entries stay', async () => {
    const { batch, told } = await harvested('31250');
    const answer = await farm.record(batch, 'correction', corrects('harvest', told, harvestOf('31180')));
    expect(answer).toMatchObject({ status: 201, body: { seq: 3 } });
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '31180', available: '31180' });
    const listed = await farm.owner.get(`/api/v1/batches/${batch}/events`);
    const items = listed.body.items as { kind: string; data: { quantity?: { value: string } } }[];
    expect(items.map((item) => item.kind)).toEqual(['opening', 'harvest', 'correction']);
    expect(items[1]?.data.quantity?.value).toBe('31250');
    expect(await chainFault(farm, farm.organizationId, batch)).toBeNull();
  });

  it('of what was corrected before starts from that correction, however often', async () => {
    const { batch, told } = await harvested('100');
    for (const value of ['90', '120', '0.5', '77.125']) {
      const answer = await farm.record(batch, 'correction', corrects('harvest', told, harvestOf(value)));
      expect(answer.status).toBe(201);
      expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: value, available: value });
    }
  });

  it('sent again under its event id is one correction', async () => {
    const { batch, told } = await harvested('100');
    const options = { eventId: uuidv7(), occurredAt: new Date().toISOString() };
    const data = corrects('harvest', told, harvestOf('90'));
    const first = await farm.record(batch, 'correction', data, options);
    await farm.record(batch, 'correction', corrects('harvest', told, harvestOf('80')));
    const again = await farm.record(batch, 'correction', data, options);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(asRecorded(again.body)).toEqual(asRecorded(first.body));
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '80' });
  });

  it('of one entry by many at once leaves the balance that the entry in force says', async () => {
    const { batch, told } = await harvested('100');
    for (let round = 1; round <= 5; round += 1) {
      const values = Array.from({ length: 8 }, (_, index) => String(100 * round + index));
      const answers = await Promise.all(
        values.map((value) => farm.record(batch, 'correction', corrects('harvest', told, harvestOf(value)))),
      );
      const accepted = values.filter((_, index) => answers[index]?.status === 201);
      const refused = answers.filter((answer) => answer.status !== 201);
      expect(accepted.length).toBeGreaterThan(0);
      for (const answer of refused) {
        expect(answer).toMatchObject({ status: 409, body: { type: '/problems/corrected-meanwhile' } });
        expect(answer.body.errors?.[0]?.pointer).toBe('/data/corrects');
      }
      const latest = answers
        .map((answer, index) => ({ seq: Number(answer.body.seq ?? 0), value: values[index] }))
        .sort((left, right) => right.seq - left.seq)[0]?.value;
      expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: latest, available: latest });
    }
    expect(await chainFault(farm, farm.organizationId, batch)).toBeNull();
  });

  it('below what already left is refused, and nothing moves', async () => {
    const { batch, told } = await harvested('100');
    await farm.record(batch, 'shipment', { quantity: kg('80'), consignee: { party: { name: '示例市场' } } });
    const answer = await farm.record(batch, 'correction', corrects('harvest', told, harvestOf('79')));
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/insufficient-quantity' } });
    expect(await balanceOf(farm.owner, batch)).toMatchObject({
      produced: '100',
      available: '20',
      frozen: '80',
    });
    const exact = await farm.record(batch, 'correction', corrects('harvest', told, harvestOf('80')));
    expect(exact.status).toBe(201);
  });

  it('changes every batch that the corrected processing changed', async () => {
    const from = await harvested('100');
    const into = await farm.open();
    const process = (taken: string, lost: string) => ({
      process: 'grade',
      inputs: [{ batch: from.batch, ...entryOf(from.told), quantity: kg(taken) }],
      outputs: [{ batch: into, quantity: kg('50') }],
      losses: [{ reason: '分级剔除', quantity: kg(lost) }],
    });
    const told = await farm.record(from.batch, 'processing', process('60', '10'));
    expect(told.status).toBe(201);
    const corrected = corrects('processing', told, process('70', '15'));
    expect((await farm.record(from.batch, 'correction', corrected)).status).toBe(201);
    expect(await balanceOf(farm.owner, from.batch)).toMatchObject({
      produced: '100',
      available: '30',
      consumed: '55',
      lost: '15',
    });
  });

  it('keeps the private fields of the corrected kind private', async () => {
    const { batch, told } = await harvested('100');
    const data = { ...harvestOf('90'), operator: 'member:0007' };
    expect((await farm.record(batch, 'correction', corrects('harvest', told, data))).status).toBe(201);
    const [row] = await farm.service.database.read<{ entry: Buffer }>(
      { name: 'test-corrected', text: 'select entry from entries where chain_id = $1 and seq = 3' },
      [batch],
    );
    const jws = (JSON.parse(String(row?.entry)) as { statement: string }).statement;
    expect(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()).not.toContain('0007');
  });

  it('whatever is told and corrected, in whatever order, leaves what the last words say', async () => {
    const step = fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 10_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const batch = await farm.open();
        const told: { answer: Answer; value: number }[] = [];
        for (const [which, value] of steps) {
          const before = told[which];
          const data = harvestOf(String(value));
          const answer =
            before === undefined
              ? await farm.record(batch, 'harvest', data)
              : await farm.record(batch, 'correction', corrects('harvest', before.answer, data));
          expect(answer.status).toBe(201);
          if (before === undefined) told.push({ answer, value });
          else before.value = value;
        }
        const sum = String(told.reduce((total, { value }) => total + value, 0));
        expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: sum, available: sum });
      }),
      { numRuns: 10 },
    );
  });

  it.each<readonly [string, (told: Answer) => object, string]>([
    [
      'of an entry that is not there',
      (told) => ({ ...entryOf(told), kind: 'harvest', seq: 9 }),
      '/data/corrects',
    ],
    ['of an entry of another kind', (told) => ({ ...entryOf(told), kind: 'input' }), '/data/corrects'],
    [
      'that names the entry by another hash',
      (told) => ({
        ...entryOf(told),
        kind: 'harvest',
        leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
      }),
      '/data/corrects',
    ],
    [
      'of a kind that is not corrected',
      (told) => ({ ...entryOf(told), kind: 'receipt' }),
      '/data/corrects/kind',
    ],
  ])('%s is refused', async (_, named, pointer) => {
    const { batch, told } = await harvested('100');
    const data = { corrects: named(told), reason: '笔误', data: harvestOf('90') };
    const answer = await farm.record(batch, 'correction', data);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '100' });
  });
});

describe('what an authority says about a batch', () => {
  let inspector: Caller;
  let certifier: Caller;
  beforeAll(async () => {
    const authority = (await createPartner(farm)).organizationId;
    const records = { role: 'recorder', organizationId: authority, region: null } as const;
    inspector = await signInWith(farm, { role: 'inspector', organizationId: null, region: '3706' }, records);
    certifier = await signInWith(farm, { role: 'certifier', organizationId: null, region: null }, records);
  });

  const inspection = (verdict: string) => ({
    type: 'supervision',
    sample: { sampledOn: today },
    laboratory: { name: '示例农产品检测中心' },
    basis: 'GB 2763',
    results: [{ analyte: '戊唑醇', value: '3.1', unit: 'mg/kg', limit: '2', verdict }],
    verdict,
  });

  it('is not corrected by the producer, only by the authority itself', async () => {
    const { batch } = await harvested('100');
    const told = await recordAs(inspector, batch, 'inspection', inspection('fail'));
    expect(told.status, JSON.stringify(told.body)).toBe(201);
    const whitewash = corrects('inspection', told, inspection('pass'));
    const answer = await farm.record(batch, 'correction', whitewash);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.[0]).toMatchObject({ pointer: '/data/corrects', code: 'not-issuer' });
    expect((await recordAs(inspector, batch, 'correction', whitewash)).status).toBe(201);
  });

  it('does not reach into what the producer said', async () => {
    const { batch, told } = await harvested('100');
    const answer = await recordAs(inspector, batch, 'correction', corrects('harvest', told, harvestOf('1')));
    expect(answer.status).toBe(422);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '100' });
    const taken = await recordAs(inspector, batch, 'shipment', {
      quantity: kg('1'),
      consignee: { party: { name: '示例市场' } },
    });
    expect(taken.status).toBe(403);
  });

  it('holds the batch until the authority releases it', async () => {
    const { batch } = await harvested('100');
    const hold = await recordAs(inspector, batch, 'hold', { reason: '送检样品复检中' });
    const release = { hold: entryOf(hold), reason: '复检合格' };
    const own = await farm.record(batch, 'release', release);
    expect(own.status).toBe(422);
    expect(own.body.errors?.[0]).toMatchObject({ pointer: '/data/hold', code: 'not-issuer' });
    const ship = { quantity: kg('1'), consignee: { party: { name: '示例市场' } } };
    expect(await farm.record(batch, 'shipment', ship)).toMatchObject({ status: 409 });
    expect((await recordAs(inspector, batch, 'release', release)).status).toBe(201);
    expect((await farm.record(batch, 'shipment', ship)).status).toBe(201);
  });

  it('may be a certificate of a body that certifies everywhere', async () => {
    const { batch } = await harvested('100');
    const data = { action: 'issue', type: 'organic', issuer: '示例认证机构', standard: 'GB/T 19630' };
    const told = await made(recordAs(certifier, batch, 'certificate', data));
    expect(told).toMatchObject({ kind: 'certificate', signer: 'custodial' });
  });
});
