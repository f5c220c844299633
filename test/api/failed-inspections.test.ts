import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOfficial, type Official } from '../support/authority.js';
import { settledBalance } from '../support/consignee.js';
import { Caller, made, type Answer } from '../support/cooperative.js';
import {
  createMarket,
  handOver,
  harvested,
  kg,
  recallBy,
  sellOn,
  shipOutside,
  type Market,
} from '../support/market.js';
import { recordAs, today } from '../support/parties.js';
import { msOf } from '../support/until.js';

let world: Market;
let regulator: Official;
beforeAll(async () => {
  world = await createMarket();
  regulator = await createOfficial(world.farm, 'regulator', '');
});
afterAll(() => world.farm.service.close());

const entryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });
const sampler = '抽样人甲';

/** An authority orders an inspection of the batch, takes a sample, and reports that it failed. */
async function failInspection(batch: string): Promise<Answer['body']> {
  const order = { batch, analytes: ['毒死蜱'], dueOn: today, reason: '年度监督抽查计划' };
  const task = (await made(regulator.caller.post('/api/v1/inspection-tasks', order))).id;
  const sample = await made(
    recordAs(regulator.caller, batch, 'sample', {
      ...{ sampleNo: 'CY-1', sampledOn: today, quantity: kg('3'), task, operator: sampler },
      parts: [{ number: 'A', use: 'test' }],
    }),
  );
  return made(
    recordAs(regulator.caller, batch, 'inspection', {
      ...{ type: 'supervision', laboratory: { name: '示例检测中心' }, basis: 'GB 2763', verdict: 'fail' },
      sample: { sampleNo: 'CY-1', sampledOn: today, entry: entryOf(sample), part: 'A' },
      results: [{ analyte: '毒死蜱', value: '0.5', unit: 'mg/kg', limit: '0.02', verdict: 'fail' }],
    }),
  );
}

interface Story {
  readonly grown: string;
  readonly bought: string;
  readonly sold: string;
}

/** Goods of a batch at a market, at a shop behind it, and with somebody whom the ledger does not know. */
async function distributed(): Promise<Story> {
  const grown = await harvested(world);
  const { batch: bought } = await handOver(world, grown, world.market, '400');
  const sold = await sellOn(world, bought, '100');
  await shipOutside(world, grown, '150');
  return { grown, bought, sold };
}

const stateOf = async (caller: Caller, batch: string): Promise<unknown> =>
  (await caller.get(`/api/v1/batches/${batch}`)).body['state'];

describe('a failed inspection (AT-NP-7)', () => {
  it('stops the lot and all that was made of it within five seconds, and says why', async () => {
    const { grown, bought, sold } = await distributed();
    const holders: [Caller, string][] = [
      [world.farm.owner, grown],
      [world.market.owner, bought],
      [world.shop.owner, sold],
    ];
    await failInspection(grown);
    const states = (): Promise<unknown[]> =>
      Promise.all(holders.map(([caller, batch]) => stateOf(caller, batch)));
    const { ms } = await msOf(() => expect.poll(states, { interval: 100 }).toEqual(['held', 'held', 'held']));
    expect(ms).toBeLessThan(5_000);
    const shipment = { quantity: kg('1'), consignee: { party: { name: '示例批发市场' } } };
    const { body: origin } = await world.farm.owner.get(`/api/v1/batches/${grown}`);
    for (const [caller, batch] of holders) {
      for (const answer of [
        await recordAs(caller, batch, 'shipment', shipment),
        await caller.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('1') }),
      ]) {
        expect([answer.status, answer.body['type']]).toEqual([409, '/problems/on-hold']);
        const reason = batch === grown ? /R61.*毒死蜱.*0\.5/ : new RegExp(String(origin['code']));
        expect(answer.body['detail']).toMatch(reason);
      }
    }
  });

  it('marks the lot among the origins on the page of what was made of it, which says to look there', async () => {
    const { grown, bought } = await distributed();
    const { body: own } = await world.market.owner.get(`/api/v1/batches/${bought}`);
    const scan = async (): Promise<Answer['body']> => {
      const headers = { accept: 'application/json', 'accept-language': 'zh-CN' };
      const answer = await fetch(`${world.farm.service.url}/t/${String(own['code'])}`, { headers });
      return (await answer.json()) as Answer['body'];
    };
    expect((await scan())['origins']).toMatchObject([{ held: false }]);
    await failInspection(grown);
    await expect.poll(async () => (await scan())['reason']).toBe('origin-held');
    expect((await scan())['origins']).toMatchObject([{ held: true }]);
  });

  it('leads to a list of every consignee with quantity and contact for the regulator', async () => {
    const { grown, bought, sold } = await distributed();
    await failInspection(grown);
    await settledBalance(world.market.owner, bought);
    const id = String((await made(recallBy(regulator.caller, [grown]))).id);
    const { body } = await regulator.caller.get(`/api/v1/recalls/${id}`);
    const items = body['batches'] as { batch: string; detail: { shipments: object[] } | null }[];
    const sent = (batch: string): object[] | undefined =>
      items.find((item) => item.batch === batch)?.detail?.shipments;
    expect(sent(grown)).toMatchObject([
      { quantity: '400', consignee: { organization: world.market.organizationId } },
      {
        quantity: '150',
        consignee: { organization: null, name: '上海示例批发市场', contact: '021-00000000' },
      },
    ]);
    expect(sent(bought)).toMatchObject([
      { quantity: '100', consignee: { organization: world.shop.organizationId } },
    ]);
    expect(items.map(({ batch }) => batch).sort()).toEqual([grown, bought, sold].sort());
    const holders = body['holders'] as { organization: string; contact: object | null }[];
    expect(holders.map(({ organization }) => organization).sort()).toEqual(
      [world.farm, world.market, world.shop].map(({ organizationId }) => organizationId).sort(),
    );
    for (const { contact } of holders) expect(contact).not.toBeNull();
  });

  it('shows the public that it failed, and nobody’s name, number or account', async () => {
    const { grown, sold } = await distributed();
    await failInspection(grown);
    await made(recallBy(regulator.caller, [grown]));
    const anyone = new Caller(world.farm.service.url, {});
    for (const [caller, batch] of [
      [world.farm.owner, grown],
      [world.shop.owner, sold],
    ] as const) {
      const code = String((await caller.get(`/api/v1/batches/${batch}`)).body['code']);
      const seen = async (accept: string): Promise<string> =>
        JSON.stringify((await anyone.get(`/t/${code}`, { accept })).body);
      await expect.poll(() => seen('application/json')).toMatch(/召回/);
      for (const text of [await seen('application/json'), await seen('text/html')])
        for (const secret of [sampler, '021-00000000', '上海示例批发市场', regulator.accountId])
          expect(text).not.toContain(secret);
    }
  });
});
