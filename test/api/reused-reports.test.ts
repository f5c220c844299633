import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMarket, harvested, kg, type Market } from '../support/market.js';
import { Goods } from '../support/goods.js';
import { made, type Answer, type Caller } from '../support/cooperative.js';
import { recordAs, today } from '../support/parties.js';

let world: Market;
beforeAll(async () => {
  world = await createMarket();
});
afterAll(() => world.farm.service.close());

function report(
  caller: Caller,
  batch: string,
  reportNo: string,
  changes: object = {},
): Promise<Answer['body']> {
  return made(
    recordAs(caller, batch, 'inspection', {
      ...{ type: 'self', sample: { sampledOn: today }, laboratory: { name: '示例检测中心' }, reportNo },
      ...{ basis: 'GB 2763', results: [{ analyte: '毒死蜱', value: '未检出', verdict: 'pass' }] },
      ...{ verdict: 'pass', ...changes },
    }),
  );
}

/** What R64 finds in a batch, once it was judged with all that it has. */
async function found(caller: Caller, batch: string): Promise<string[] | null> {
  const { body } = await caller.get(`/api/v1/batches/${batch}`, { 'accept-language': 'zh-CN' });
  const findings = body['findings'] as { rule: string; detail: string }[] | null;
  return findings?.filter(({ rule }) => rule === 'R64').map(({ detail }) => detail) ?? null;
}

const codeOf = async (caller: Caller, batch: string): Promise<string> =>
  String((await caller.get(`/api/v1/batches/${batch}`)).body['code']);

describe('one report on several lots (R64)', () => {
  it('is found on each of them, also on the one that had it first, until it is corrected', async () => {
    const { owner } = world.farm;
    const [first, second] = [await harvested(world), await harvested(world)];
    await report(owner, first, 'MULTI-1');
    await expect.poll(() => found(owner, first)).toEqual([]);
    const { seq, leafHash } = await report(owner, second, 'MULTI-1');
    for (const [batch, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const code = await codeOf(owner, other);
      await expect
        .poll(() => found(owner, batch))
        .toEqual([expect.stringContaining(`MULTI-1 还用在本组织的批次 ${code}，`) as string]);
    }
    const { body } = await owner.get(`/api/v1/batches/${second}/events?after=2`);
    const [{ data }] = body['items'] as [{ data: object }];
    await made(
      recordAs(owner, second, 'correction', {
        ...{ corrects: { kind: 'inspection', seq, leafHash }, reason: '报告编号抄错' },
        data: { ...data, reportNo: 'MULTI-2' },
      }),
    );
    for (const batch of [first, second]) await expect.poll(() => found(owner, batch)).toEqual([]);
  });

  it('is no finding of another laboratory, nor of a lot that was made from the one that was tested', async () => {
    const { owner } = world.farm;
    const goods = new Goods(world.farm);
    const [grown, sorted, other] = [await goods.grown(100), await world.farm.open(), await harvested(world)];
    await goods.pour(grown, 50, sorted);
    await report(owner, grown.batch, 'LINKED-1');
    await report(owner, sorted, 'LINKED-1');
    await report(owner, other, 'LINKED-1', { laboratory: { name: '另一检测中心' } });
    for (const batch of [grown.batch, sorted, other])
      await expect.poll(() => found(owner, batch)).toEqual([]);
    // Once one more lot is found, everything that is to be found was.
    const again = await harvested(world);
    await report(owner, again, 'LINKED-1');
    const code = await codeOf(owner, again);
    for (const batch of [grown.batch, sorted])
      await expect
        .poll(() => found(owner, batch))
        .toEqual([expect.stringContaining(`批次 ${code}，`) as string]);
    expect(await found(owner, other)).toEqual([]);
  });

  it('tells nobody of the lots of another organization', async () => {
    const { farm, market } = world;
    const [ours, theirs] = [await harvested(world), await market.open()];
    const data = { quantity: kg('10'), startedOn: today, stoppedOn: today };
    await made(recordAs(market.owner, theirs, 'harvest', data));
    await report(farm.owner, ours, 'OTHERS-1');
    await report(market.owner, theirs, 'OTHERS-1');
    await expect.poll(() => found(farm.owner, ours)).toEqual([]);
    await expect.poll(() => found(market.owner, theirs)).toEqual([]);
    // A batch of the same organization is found after both were judged: what is not found by then is not found.
    const again = await harvested(world);
    await report(farm.owner, again, 'OTHERS-1');
    const code = await codeOf(farm.owner, again);
    await expect
      .poll(() => found(farm.owner, ours))
      .toEqual([expect.stringContaining(`批次 ${code}，`) as string]);
    expect(await found(market.owner, theirs)).toEqual([]);
  });
});
