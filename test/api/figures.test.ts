import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedTest } from '../support/anomalies.js';
import { createOfficial, type Official } from '../support/authority.js';
import { createConsignee, receive, settledBalance, shipTo, type Consignee } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Answer, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
let market: Consignee;
let inspector: Official;
let elsewhere: Official;
const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
/** How many less grave findings there are is not what is looked at. */
const anyNumber: unknown = expect.any(Number);
const kg = (value: string): object => ({ value, unit: 'KGM' });

beforeAll(async () => {
  farm = await createCooperative();
  inspector = await createOfficial(farm);
  elsewhere = await createOfficial(farm, 'inspector', '31');
  market = await createConsignee(farm, '370686');
  await tell();
});
afterAll(() => farm.service.close());

/** 1,000 kg harvested; 600 of it sorted into 550; of these 200 shipped to the market, which received 150, and 50 to somebody. */
async function tell(): Promise<void> {
  const [raw, sorted] = [await farm.open('RAW-1'), await farm.open('SORTED-1')];
  const harvest = await made(farm.record(raw, 'harvest', harvestOf(1_000)));
  const sorting = await made(
    farm.record(raw, 'processing', {
      process: 'grade',
      inputs: [{ batch: raw, seq: harvest.seq, leafHash: harvest.leafHash, quantity: kg('600') }],
      outputs: [{ batch: sorted, quantity: kg('550') }],
      losses: [{ reason: '分级剔除', quantity: kg('50') }],
    }),
  );
  const source = { batch: raw, seq: sorting.seq, leafHash: sorting.leafHash };
  await made(farm.record(sorted, 'receipt', { source, quantity: kg('550') }));
  const body = { units: 10, net: kg('5'), form: 'compact' };
  const set = await made(farm.owner.post(`/api/v1/batches/${sorted}/labels`, body));
  await made(farm.record(sorted, 'label', { action: 'activated', set: set.id, first: 1, last: 10 }));
  const shipment = await shipTo(farm, sorted, market.organizationId, '200');
  await made(receive(market.owner, await market.open(), shipment, '150'));
  await settledBalance(farm.owner, sorted, '50');
  const unknown = { quantity: kg('50'), consignee: { party: { name: '示例批发市场' } } };
  await made(farm.record(sorted, 'shipment', unknown));
  await made(farm.owner.post('/api/v1/recalls', { batches: [sorted], reason: '年度演练', mock: true }));
  await farm.owner.get(`/seen${new URL(String(set['firstUri'])).pathname}`);
  const bad = await farm.open('BAD-1');
  await made(farm.record(bad, 'harvest', harvestOf(10)));
  await failedTest(farm, inspector.caller, bad);
  await made(farm.owner.post('/api/v1/recalls', { batches: [bad], reason: '复检不合格' }));
}

const ask = (query: string, by = inspector): Promise<Answer> =>
  by.caller.get(`/api/v1/figures?from=${month}&to=${month}${query}`);
const faultsOf = ({ body }: Answer): unknown => body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);

describe('figures', () => {
  it('add up what became of the batches of a month, by category and unit', async () => {
    const { status, body } = await ask('');
    expect(status).toBe(200);
    expect(body).toMatchObject({ regions: ['370686'], from: month, to: month, chain: null });
    expect(body['rows']).toEqual([
      {
        ...{ month, category: 'FRU', unit: 'KGM', batches: 4 },
        ...{ grown: '1010', made: '550', received: '150' },
        // 400 raw, 300 sorted, 150 at the market, 10 bad.
        ...{ available: '860', shipped: '250', consumed: '550', lost: '50' },
        ...{ unaccounted: '50', labels: 10, scanned: 1 },
        ...{
          critical: 1,
          high: anyNumber,
          medium: anyNumber,
          low: 0,
          info: anyNumber,
        },
        recalled: 1,
      },
    ]);
  });

  it('follow one product from holder to holder', async () => {
    const { body } = await ask(`&product=${farm.productId}`);
    expect(body['rows']).toMatchObject([{ batches: 3, grown: '1010', made: '550', received: '0' }]);
    expect(body['chain']).toMatchObject({
      ...{ complete: true, elsewhere: 0 },
      rows: [
        { holder: 'cooperative', unit: 'KGM', batches: 3, produced: '1560', shipped: '250', lost: '50' },
        { unit: 'KGM', batches: 1, produced: '150', available: '150', shipped: '0' },
      ],
    });
  });

  it('count what is held outside of the region, and tell nothing of it', async () => {
    const far = await createConsignee(farm);
    const batch = await farm.open('FAR-1');
    await made(farm.record(batch, 'harvest', harvestOf(5)));
    const shipment = await shipTo(farm, batch, far.organizationId, '5');
    await made(receive(far.owner, await far.open(), shipment, '5'));
    const { body } = await ask(`&product=${farm.productId}`);
    expect(body['chain']).toMatchObject({ elsewhere: 1 });
    const theirs = (await ask('', elsewhere)).body['rows'];
    expect(theirs).toMatchObject([{ batches: 1, received: '5', grown: '0' }]);
  });

  it('are a table for a spreadsheet', async () => {
    const { headers, body } = await ask('&format=csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, first] = String(body['text']).replace('\ufeff', '').split('\r\n');
    expect(head).toBe(
      'month,category,unit,batches,grown,made,received,available,shipped,consumed,lost,unaccounted,labels,scanned,critical,high,medium,low,info,recalled',
    );
    expect(first).toMatch(new RegExp(`^${month},FRU,KGM,`));
  });

  it('are empty for a month without batches', async () => {
    const { body } = await inspector.caller.get('/api/v1/figures?from=2025-01&to=2025-12');
    expect(body['rows']).toEqual([]);
  });

  it.each([
    ['from=2026-1&to=2026-02', '/query/from value'],
    ['from=2026-02', '/query/to required'],
    ['from=2026-02&to=2026-01', '/query/to order'],
    ['from=2024-01&to=2026-01', '/query/to too-many'],
    ['from=2026-01&to=2026-02&region=3', '/query/region region'],
    ['from=2026-01&to=2026-02&format=xml', '/query/format choice'],
  ])('are refused with %s', async (query, expected) => {
    const answer = await inspector.caller.get(`/api/v1/figures?${query}`);
    expect([answer.status, faultsOf(answer)]).toEqual([422, [expected]]);
  });

  it('are for officials, of their own regions and products', async () => {
    expect((await farm.owner.get(`/api/v1/figures?from=${month}&to=${month}`)).status).toBe(403);
    for (const region of ['23', '370687']) expect((await ask(`&region=${region}`)).status).toBe(404);
    for (const region of ['', '37', '3706', '370686'])
      expect((await ask(`&region=${region}`)).body['regions']).toEqual(['370686']);
    expect((await ask(`&product=${farm.productId}`, elsewhere)).status).toBe(404);
    expect((await ask('&product=01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10')).status).toBe(404);
  });
});
