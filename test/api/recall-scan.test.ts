import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { made, type Answer, type Caller } from '../support/cooperative.js';
import { createMarket, handOver, harvested, kg, recallBy, type Market } from '../support/market.js';

let world: Market;
beforeAll(async () => {
  world = await createMarket();
});
afterAll(() => world.farm.service.close());

/** What somebody sees who scans the code of a batch, once the answer is new enough. */
async function scan(owner: Caller, batch: string, language = 'zh-CN'): Promise<Answer['body']> {
  const { body } = await owner.get(`/api/v1/batches/${batch}`);
  const headers = { accept: 'application/json', 'accept-language': language };
  const answer = await fetch(`${world.farm.service.url}/t/${String(body['code'])}`, { headers });
  return (await answer.json()) as Answer['body'];
}

async function page(owner: Caller, batch: string, language: string): Promise<string> {
  const { body } = await owner.get(`/api/v1/batches/${batch}`);
  const headers = { accept: 'text/html', 'accept-language': language };
  return (await fetch(`${world.farm.service.url}/t/${String(body['code'])}`, { headers })).text();
}

const checkOf = (body: Answer['body'], name: string): unknown =>
  (body['checks'] as { check: string; status: string }[]).find(({ check }) => check === name)?.status;
const kindsOf = (body: Answer['body']): string[] =>
  (body['timeline'] as { kind: string }[]).map(({ kind }) => kind);

describe('whoever scans', () => {
  it('sees a recall within seconds: reason, what to do, lots, who, whom to call', async () => {
    const batch = await harvested(world);
    expect(checkOf(await scan(world.farm.owner, batch), 'recall')).toBe('pass');
    await made(recallBy(world.authority, [batch], { advice: '停止食用，联系卖家', phone: '0535-0000000' }));
    await expect.poll(async () => (await scan(world.farm.owner, batch))['reason']).toBe('recalled');
    const body = await scan(world.farm.owner, batch);
    const { body: own } = await world.farm.owner.get(`/api/v1/batches/${batch}`);
    expect(body).toMatchObject({
      verdict: 'caution',
      facts: {
        recall: {
          reason: '抽检发现毒死蜱残留超标',
          advice: '停止食用，联系卖家',
          by: '示例农业农村局370686',
          lots: [own['code']],
          phone: '0535-0000000',
        },
      },
    });
    expect([checkOf(body, 'recall'), checkOf(body, 'findings')]).toEqual(['warn', 'pass']);
    const chinese = await page(world.farm.owner, batch, 'zh-CN');
    expect(chinese).toContain('召回：请停止食用');
    expect(chinese).toContain('停止食用，联系卖家');
    expect(await page(world.farm.owner, batch, 'en')).toContain('Recall: do not eat this');
  });

  it('sees it on everything that was made of the batch, with its lot', async () => {
    const batch = await harvested(world);
    const { batch: bought } = await handOver(world, batch, world.market, '400');
    const set = await made(
      world.market.owner.post(`/api/v1/batches/${bought}/labels`, { units: 1, net: kg('5') }),
    );
    await made(recallBy(world.farm.owner, [batch]));
    await expect.poll(async () => (await scan(world.market.owner, bought))['reason']).toBe('recalled');
    const codes = await Promise.all(
      [bought, batch].map(async (id, at) => {
        const owner = at === 0 ? world.market.owner : world.farm.owner;
        return (await owner.get(`/api/v1/batches/${id}`)).body['code'];
      }),
    );
    expect((await scan(world.market.owner, bought))['facts']).toMatchObject({ recall: { lots: codes } });
    const { text } = (await world.market.owner.get(`/api/v1/batches/${bought}/labels/${String(set.id)}.csv`))
      .body;
    expect(text ?? '').not.toContain('recalled');
  });

  it('sees nothing of it any more once it is withdrawn, but both entries', async () => {
    const batch = await harvested(world);
    const { id } = await made(recallBy(world.farm.owner, [batch]));
    await world.farm.owner.post(`/api/v1/recalls/${String(id)}/withdrawal`, { reason: '复检合格' });
    await expect.poll(async () => checkOf(await scan(world.farm.owner, batch), 'recall')).toBe('pass');
    const body = await scan(world.farm.owner, batch);
    expect(body['facts']).toMatchObject({ recall: null });
    expect(kindsOf(body).slice(-2)).toEqual(['recall', 'recall-withdrawn']);
  });

  it('sees nothing of a rehearsal, nor of its end', async () => {
    const batch = await harvested(world);
    const { id } = await made(recallBy(world.farm.owner, [batch], { mock: true, reason: '年度演练' }));
    await world.farm.owner.post(`/api/v1/recalls/${String(id)}/withdrawal`, { reason: '演练结束' });
    await expect
      .poll(async () => kindsOf(await scan(world.farm.owner, batch)))
      .toEqual(['opening', 'harvest']);
    const body = await scan(world.farm.owner, batch);
    expect(checkOf(body, 'recall')).toBe('pass');
    expect(JSON.stringify(body)).not.toContain('演练');
    expect(await page(world.farm.owner, batch, 'zh-CN')).not.toContain('演练');
  });
});
