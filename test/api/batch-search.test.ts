import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsignee } from '../support/consignee.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';

let farm: Cooperative;
let batch: string;
let set: string;
beforeAll(async () => {
  farm = await createCooperative();
  batch = await farm.open('FIND-1');
  await made(farm.record(batch, 'harvest', harvestOf(100)));
  const labels = { units: 2, net: { value: '5', unit: 'KGM' } };
  set = String((await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, labels))).id);
});
afterAll(() => farm.service.close());

async function found(caller: Caller, find: string, more = ''): Promise<unknown[]> {
  const answer = await caller.get(`/api/v1/batches?find=${encodeURIComponent(find)}${more}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body.items as { id: string }[]).map(({ id }) => id);
}

describe('a search for batches', () => {
  it('finds one by its lot, by its own code, and by the code of a label however it is typed', async () => {
    const { code } = (await farm.owner.get(`/api/v1/batches/${batch}`)).body;
    const [label] = await farm.service.database.read<{ code: string }>(
      { name: 'test-label-code', text: 'select code from labels where set_id = $1' },
      [set],
    );
    const typed = String(label?.code)
      .toLowerCase()
      .replace(/^(.{4})/, '$1 ');
    for (const text of ['FIND-1', String(code), typed])
      expect(await found(farm.owner, text), text).toEqual([batch]);
    expect(await found(farm.owner, 'FIND-1', `&organization=${farm.organizationId}`)).toEqual([batch]);
    expect(await found(farm.owner, 'FIND-2')).toEqual([]);
  });

  it('tells nobody of batches that are not theirs', async () => {
    const consignee = await createConsignee(farm);
    expect(await found(consignee.owner, 'FIND-1')).toEqual([]);
    expect(await found(await signIn(farm.service, 'regulator', null, '51'), 'FIND-1')).toEqual([]);
    expect(await found(await signIn(farm.service, 'regulator', null, '37'), 'FIND-1')).toEqual([batch]);
  });

  it('needs a text, or an organization', async () => {
    const nothing = await farm.owner.get('/api/v1/batches');
    expect(nothing.status).toBe(422);
    expect(nothing.body.errors?.[0]?.pointer).toBe('/query/organization');
    for (const find of ['', '%00', '%E2%80%AE1', 'x'.repeat(121)])
      expect((await farm.owner.get(`/api/v1/batches?find=${find}`)).status, find).toBe(422);
    const kept = "' or true --";
    expect(await found(farm.owner, kept)).toEqual([]);
  });

  it('goes on page by page', async () => {
    const others = [];
    for (const product of ['梨', '桃']) {
      const body = { organization: farm.organizationId, name: product, category: 'FRU', unit: 'KGM' };
      const { id } = await made(farm.owner.post('/api/v1/products', body));
      others.push(
        String(
          (await made(farm.owner.post('/api/v1/batches', { product: id, site: farm.siteId, lot: 'FIND-1' })))
            .id,
        ),
      );
    }
    const first = await farm.owner.get('/api/v1/batches?find=FIND-1&limit=2');
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await farm.owner.get(next);
    const ids = [first, second].flatMap(({ body }) => (body.items as { id: string }[]).map(({ id }) => id));
    expect(ids).toEqual([...others.reverse(), batch]);
  });
});
