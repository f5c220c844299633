import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchesService } from '../../src/batches/batches.service.js';
import { EventsService } from '../../src/events/events.service.js';
import { recall } from '../../src/events/kinds/recall.js';
import { Recorder } from '../../src/events/recorder.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { derivedEventId } from '../../src/parties/event-ids.js';
import { made, signIn, type Answer, type Caller } from '../support/cooperative.js';
import { settledBalance } from '../support/consignee.js';
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
import { recordAs } from '../support/parties.js';

let world: Market;
beforeAll(async () => {
  world = await createMarket();
});
afterAll(() => world.farm.service.close());

const slugOf = ({ status, body }: Answer): unknown[] => [status, body['type']];
const faultsOf = ({ body }: Answer): string[] =>
  (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
const nobody = { responsible: null, contact: null };
const shipment = { quantity: kg('1'), consignee: { party: { name: '示例批发市场' } } };

async function recalled(caller: Caller, batches: readonly string[], more: object = {}): Promise<string> {
  return String((await made(recallBy(caller, batches, more))).id);
}

function withdraw(caller: Caller, id: string, key = uuidv7()): Promise<Answer> {
  return caller.post(`/api/v1/recalls/${id}/withdrawal`, { reason: '复检合格' }, { 'idempotency-key': key });
}

async function stateOf(caller: Caller, batch: string): Promise<unknown[]> {
  const { body } = await caller.get(`/api/v1/batches/${batch}`);
  return [body['state'], body['stops']];
}

describe('a recall', () => {
  it('is one entry on the chain of each suspect batch, under the id of the recall', async () => {
    const batches = [await harvested(world), await harvested(world)];
    const answer = await recallBy(world.farm.owner, batches, {
      advice: '停止销售',
      basis: '食品安全法 第63条',
    });
    expect(answer.status).toBe(201);
    const told = answer.body['batches'] as { batch: string; seq: number; leafHash: string }[];
    expect(told.map(({ batch, seq }) => [batch, seq])).toEqual(batches.map((batch) => [batch, 3]));
    for (const { batch, leafHash } of told) {
      const { body } = await world.farm.owner.get(`/api/v1/batches/${batch}/events?after=2`);
      expect(body['items']).toMatchObject([
        {
          id: answer.body.id,
          kind: 'recall',
          leafHash,
          sentence: '召回：抽检发现毒死蜱残留超标（食品安全法 第63条）',
        },
      ]);
    }
  });

  it.each([
    ['a shipment', (batch: string) => world.farm.record(batch, 'shipment', shipment)],
    [
      'labels',
      (batch: string) => world.farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('5') }),
    ],
  ])('refuses %s of the batch at once, and says why', async (_, act) => {
    const batch = await harvested(world);
    await recalled(world.farm.owner, [batch]);
    const answer = await act(batch);
    expect(slugOf(answer)).toEqual([409, '/problems/on-hold']);
    expect(answer.body['detail']).toContain('正在召回');
    expect(await stateOf(world.farm.owner, batch)).toEqual(['held', [{ batch, by: 'recall' }]]);
  });

  it('stops what others made of it, too, and names the batch that it lies on', async () => {
    const batch = await harvested(world);
    const { batch: bought } = await handOver(world, batch, world.market, '400');
    const sold = await sellOn(world, bought, '100');
    await recalled(world.authority, [batch]);
    const answer = await recordAs(world.shop.owner, sold, 'shipment', shipment);
    expect(slugOf(answer)).toEqual([409, '/problems/on-hold']);
    const { body } = await world.farm.owner.get(`/api/v1/batches/${batch}`);
    expect(answer.body['detail']).toContain(`${String(body['code'])} 正在召回`);
  });

  it('still lets what has happened be recorded', async () => {
    const batch = await harvested(world);
    await recalled(world.farm.owner, [batch]);
    expect(
      (await world.farm.record(batch, 'storage', { action: 'in', place: '1号库', on: '2026-11-01' })).status,
    ).not.toBe(409);
  });

  it('sent again records nothing, and answers the same; with other content it is refused', async () => {
    const [batch, other] = [await harvested(world), await harvested(world)];
    const key = uuidv7();
    const first = await recallBy(world.farm.owner, [batch, other], {}, key);
    const again = await recallBy(world.farm.owner, [other, batch], {}, key);
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    expect(slugOf(await recallBy(world.farm.owner, [batch], {}, key))).toEqual([
      409,
      '/problems/event-conflict',
    ]);
    const third = await harvested(world);
    expect(slugOf(await recallBy(world.farm.owner, [third], {}, key))).toEqual([
      409,
      '/problems/event-conflict',
    ]);
    expect(slugOf(await recallBy(world.farm.owner, [batch, other], { reason: '另一个原因' }, key))).toEqual([
      409,
      '/problems/event-conflict',
    ]);
    expect((await world.farm.owner.get(`/api/v1/batches/${third}`)).body['seq']).toBe(2);
  });

  it('of which a crash left an entry out says so, and is made whole by repeating the request', async () => {
    const [batch, other] = [await harvested(world), await harvested(world)];
    const key = uuidv7();
    const { organizationId, owner } = world.farm;
    const id = derivedEventId(
      Number.parseInt(key.replace('-', '').slice(0, 12), 16),
      'recall',
      organizationId,
      key,
    );
    const data = { recall: id, batches: [batch, other].sort(), reason: '抽检发现毒死蜱残留超标' };
    await stateRecall(batch, id, data);
    const partial = await owner.get(`/api/v1/recalls/${id}`);
    expect(partial.body['complete']).toBe(false);
    const missing = (partial.body['suspects'] as { batch: string; recorded: boolean }[]).filter(
      ({ recorded }) => !recorded,
    );
    expect(missing.map((suspect) => suspect.batch)).toEqual([other]);
    const answer = await recallBy(owner, [batch, other], {}, key);
    expect([answer.status, answer.body.id]).toEqual([201, id]);
    expect((await owner.get(`/api/v1/recalls/${id}`)).body['complete']).toBe(true);
  });
});

/** Records the entry of a recall on one chain, as a service that stops afterwards. */
async function stateRecall(batchId: string, id: string, data: JsonObject): Promise<void> {
  const { app } = world.farm.service;
  const { organizationId } = world.farm;
  const grants = [{ role: 'owner' as const, organizationId, region: null }];
  const actor = { accountId: uuidv7(), login: 'owner', grants, scopes: null, strong: true };
  const batch = await app.get(BatchesService, { strict: false }).require(actor, batchId);
  const event = { eventId: id, kind: 'recall', occurredAt: new Date().toISOString(), data };
  const ready = await app.get(EventsService, { strict: false }).prepareOn(actor, batch, event, recall);
  await app.get(Recorder, { strict: false }).record(ready);
}

describe('who recalls', () => {
  it('is the organization of the batch, or an authority of its region, in the own name', async () => {
    const batch = await harvested(world);
    const id = await recalled(world.authority, [batch]);
    const { body } = await world.farm.owner.get(`/api/v1/recalls/${id}`);
    expect(body['issuer']).toMatchObject({ name: '示例农业农村局370686' });
  });

  it.each<readonly [string, () => Caller]>([
    ['an inspector of another region', () => world.elsewhere],
    ['another organization', () => world.market.owner],
  ])('is not %s: the batch is not found, and named', async (_, who) => {
    const batch = await harvested(world);
    const answer = await recallBy(who(), [batch]);
    expect(slugOf(answer)).toEqual([404, '/problems/not-found']);
    expect(faultsOf(answer)).toEqual(['/batches/0 unknown-batch']);
    expect(answer.body).toEqual({
      ...(await recallBy(who(), [uuidv7()])).body,
      instance: answer.body['instance'],
    });
  });

  it('is no viewer, and nobody without a role', async () => {
    const batch = await harvested(world);
    const viewer = await signIn(world.farm.service, 'viewer', world.farm.organizationId);
    expect((await recallBy(viewer, [batch])).status).toBe(403);
    expect((await recallBy(world.farm.admin, [batch])).status).toBe(403);
  });

  it('records nothing at all when one of the batches is not the own', async () => {
    const [own, theirs] = [await harvested(world), await world.market.open()];
    expect((await recallBy(world.farm.owner, [own, theirs])).status).toBe(404);
    expect(await stateOf(world.farm.owner, own)).toEqual(['open', []]);
  });

  it('cannot state it as a plain event, past the list of batches', async () => {
    const batch = await harvested(world);
    const data = { recall: uuidv7(), batches: [batch], reason: '示例' };
    expect(faultsOf(await world.farm.record(batch, 'recall', data))).toEqual(['/kind unknown-kind']);
  });
});

describe('what is wrong with a recall is named', () => {
  const mobile = ['139', '0000', '0000'].join('');
  it.each<readonly [string, object, string]>([
    ['no batch', { batches: [] }, '/batches too-few'],
    ['the same batch twice', { twice: true }, '/batches repeated'],
    ['more than a hundred', { batches: Array.from({ length: 101 }, () => uuidv7()) }, '/batches too-many'],
    ['a batch that is no id', { batches: ['x'] }, '/batches uuid'],
    ['a blank reason', { reason: ' ' }, '/reason empty'],
    ['no reason', { reason: undefined }, '/reason required'],
    ['a mobile number that is not masked', { phone: mobile }, '/phone personal-data'],
    ['a field that there is not', { hold: true }, '/hold unknown-field'],
    ['a rehearsal that is a word', { mock: 'yes' }, '/mock boolean'],
  ])('%s', async (_, change, fault) => {
    const batch = await harvested(world);
    const batches = 'twice' in change ? [batch, batch] : [batch];
    const body = { batches, reason: '示例', ...change, twice: undefined };
    const answer = await world.farm.owner.post('/api/v1/recalls', body);
    expect([answer.status, faultsOf(answer)]).toEqual([422, [fault]]);
    expect(await stateOf(world.farm.owner, batch)).toEqual(['open', []]);
  });
});

describe('a withdrawal', () => {
  it('ends a recall for all its batches, by new entries, and what is made of them goes free', async () => {
    const [batch, other] = [await harvested(world), await harvested(world)];
    const { batch: bought } = await handOver(world, batch, world.market, '400');
    const id = await recalled(world.farm.owner, [batch, other]);
    const key = uuidv7();
    const answer = await withdraw(world.farm.owner, id, key);
    expect([answer.status, (answer.body['batches'] as object[]).length]).toEqual([200, 2]);
    expect((await withdraw(world.farm.owner, id, key)).body).toEqual(answer.body);
    expect((await recordAs(world.market.owner, bought, 'shipment', shipment)).status).toBe(201);
    expect((await world.farm.owner.get(`/api/v1/recalls/${id}`)).body['state']).toBe('withdrawn');
    const { body } = await world.farm.owner.get(`/api/v1/batches/${other}/events`);
    expect((body['items'] as { kind: string }[]).map(({ kind }) => kind).slice(-2)).toEqual([
      'recall',
      'recall-withdrawn',
    ]);
  });

  it('is refused the second time, and to whoever did not open it', async () => {
    const batch = await harvested(world);
    const id = await recalled(world.authority, [batch]);
    expect((await withdraw(world.farm.owner, id)).status).toBe(403);
    expect((await withdraw(world.elsewhere, id)).status).toBe(404);
    expect((await withdraw(world.authority, id)).status).toBe(200);
    expect(slugOf(await withdraw(world.authority, id))).toEqual([409, '/problems/already-withdrawn']);
    expect((await withdraw(world.authority, uuidv7())).status).toBe(404);
  });

  it('of one batch leaves the others recalled, and the rest can be withdrawn after it', async () => {
    const [batch, other] = [await harvested(world), await harvested(world)];
    const answer = await recallBy(world.farm.owner, [batch, other]);
    const [{ seq, leafHash }] = answer.body['batches'] as [{ seq: number; leafHash: string }];
    const data = { recall: { seq, leafHash }, reason: '该批次不涉及' };
    await made(world.farm.record(batch, 'recall-withdrawn', data));
    expect([await stateOf(world.farm.owner, batch), (await stateOf(world.farm.owner, other))[0]]).toEqual([
      ['open', []],
      'held',
    ]);
    expect(slugOf(await world.farm.record(batch, 'recall-withdrawn', data))).toEqual([
      409,
      '/problems/already-withdrawn',
    ]);
    expect((await withdraw(world.farm.owner, String(answer.body.id))).body['batches']).toMatchObject([
      { batch: other },
    ]);
  });

  it('says when each batch was opened, and what lies on it', async () => {
    const batch = await harvested(world);
    await made(world.farm.record(batch, 'hold', { reason: '复检' }));
    const id = await recalled(world.farm.owner, [batch]);
    const { body } = await world.farm.owner.get(`/api/v1/recalls/${id}`);
    const { openedAt } = (await world.farm.owner.get(`/api/v1/batches/${batch}`)).body;
    expect(body['batches']).toMatchObject([{ batch, openedAt, detail: { stops: ['hold', 'recall'] } }]);
  });

  it('leaves a hold of its own, and another recall, in force', async () => {
    const batch = await harvested(world);
    await made(world.farm.record(batch, 'hold', { reason: '复检' }));
    const [id, second] = [
      await recalled(world.farm.owner, [batch]),
      await recalled(world.authority, [batch]),
    ];
    await withdraw(world.farm.owner, id);
    expect((await stateOf(world.farm.owner, batch))[1]).toEqual(
      expect.arrayContaining([
        { batch, by: 'recall' },
        { batch, by: 'hold' },
      ]),
    );
    await withdraw(world.authority, second);
    expect((await stateOf(world.farm.owner, batch))[1]).toEqual([{ batch, by: 'hold' }]);
  });
});

describe('a mock recall', () => {
  it('is listed and timed like a recall, stops nothing and tells nobody', async () => {
    const batch = await harvested(world);
    const { batch: bought } = await handOver(world, batch, world.market, '400');
    const id = await recalled(world.farm.owner, [batch], { mock: true });
    expect((await recordAs(world.market.owner, bought, 'shipment', shipment)).status).toBe(201);
    const get = async () => (await world.farm.owner.get(`/api/v1/recalls/${id}`)).body;
    await expect.poll(async () => ((await get())['times'] as { listedAt: unknown }).listedAt).not.toBeNull();
    const body = await get();
    expect(body).toMatchObject({ mock: true, complete: true, holders: [{}, { notices: [] }] });
    expect((body['times'] as { listedAfterMs: number }).listedAfterMs).toBeGreaterThanOrEqual(0);
    const notices = await world.market.owner.get(
      `/api/v1/recall-notices?organization=${world.market.organizationId}`,
    );
    expect((notices.body['items'] as { recall: string }[]).filter(({ recall }) => recall === id)).toEqual([]);
  });
});

describe('the list of a recall', () => {
  it('tells an authority of the region every batch, holder, quantity and consignee, and how to reach them', async () => {
    const batch = await harvested(world);
    const { batch: bought } = await handOver(world, batch, world.market, '400');
    await shipOutside(world, batch, '150');
    const set = await made(
      world.farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 3, net: kg('5') }),
    );
    await made(world.farm.record(batch, 'label', { action: 'activated', set: set.id, first: 1, last: 2 }));
    await settledBalance(world.market.owner, bought);
    const id = await recalled(world.authority, [batch]);
    const { body } = await world.authority.get(`/api/v1/recalls/${id}`);
    const items = body['batches'] as { batch: string; detail: object | null }[];
    expect(items.find((item) => item.batch === batch)).toMatchObject({
      step: 0,
      detail: {
        whereabouts: { available: '450', followed: '400', onTheWay: '0', lost: '0', unaccounted: '150' },
        shipments: [
          { quantity: '400', confirmed: '400', consignee: { organization: world.market.organizationId } },
          {
            quantity: '150',
            consignee: { organization: null, name: '上海示例批发市场', contact: '021-00000000' },
          },
        ],
        labels: [{ set: set.id, issued: 1, activated: 2, voided: 0 }],
      },
    });
    expect(items.find((item) => item.batch === bought)).toMatchObject({
      step: 1,
      sources: [{ batch, taken: '400' }],
      detail: null,
    });
    expect(body['totals']).toMatchObject({
      batches: 2,
      holders: 2,
      counties: ['310115', '370686'],
      places: ['上海市浦东新区', '山东省烟台市栖霞市'],
      quantities: [{ unit: 'KGM', available: '450', unaccounted: '150' }],
    });
    expect(body['holders']).toHaveLength(2);
    expect(body['holders']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ organization: world.farm.organizationId, contact: nobody }),
        expect.objectContaining({
          organization: world.market.organizationId,
          region: '310115',
          contact: null,
        }),
      ]),
    );
  });

  it('has the number of a household of the region for its authority alone', async () => {
    const phone = '0535-2000000';
    const body = { kind: 'household', name: '示例农户', region: '370686', phone };
    const household = String((await made(world.farm.admin.post('/api/v1/organizations', body))).id);
    const owner = await signIn(world.farm.service, 'owner', household);
    const at = { organization: household, name: '地', publicName: '山东省烟台市栖霞市', region: '370686' };
    const site = (await made(owner.post('/api/v1/sites', at))).id;
    const goods = { organization: household, name: '苹果', category: 'FRU', unit: 'KGM' };
    const product = (await made(owner.post('/api/v1/products', goods))).id;
    const batch = String((await made(owner.post('/api/v1/batches', { product, site }))).id);
    const id = await recalled(world.authority, [batch]);
    const seen = await world.authority.get(`/api/v1/recalls/${id}`);
    expect(seen.body['holders']).toMatchObject([{ contact: { responsible: null, contact: phone } }]);
    const own = await owner.get(`/api/v1/recalls/${id}`);
    expect(own.body['holders']).toMatchObject([{ contact: null }]);
    const { body: told } = await owner.get(`/api/v1/organizations/${household}/accesses`);
    expect(told['items']).toMatchObject([{ what: 'recall', purpose: 'supervision' }]);
  });

  it('leaves a trace of that look on the chain of the organization', async () => {
    const batch = await harvested(world);
    const id = await recalled(world.authority, [batch]);
    await world.authority.get(`/api/v1/recalls/${id}`);
    const { body } = await world.farm.owner.get(
      `/api/v1/organizations/${world.farm.organizationId}/accesses`,
    );
    expect((body['items'] as { what: string }[]).map(({ what }) => what)).toContain('recall');
  });

  it('tells the one who recalls of its own trading partner, and counts what lies further', async () => {
    const batch = await harvested(world);
    const { batch: bought } = await handOver(world, batch, world.market, '400');
    const sold = await sellOn(world, bought, '100');
    await shipOutside(world, batch, '50');
    const id = await recalled(world.farm.owner, [batch]);
    const { body, status } = await world.farm.owner.get(`/api/v1/recalls/${id}`);
    expect(status).toBe(200);
    const items = body['batches'] as { batch: string; detail: { shipments: object[] } | null }[];
    expect(items.map((item) => item.batch).sort()).toEqual([batch, bought].sort());
    expect(items.find((item) => item.batch === bought)?.detail).toBeNull();
    expect(items.find((item) => item.batch === batch)?.detail?.shipments[1]).toMatchObject({
      consignee: { name: '上海示例批发市场' },
    });
    expect(body['totals']).toMatchObject({ batches: 3, holders: 3 });
    expect(JSON.stringify(body)).not.toContain(sold);
    expect((body['holders'] as { contact: unknown }[]).map(({ contact }) => contact)).toEqual([null, null]);
  });

  it('is for nobody else', async () => {
    const batch = await harvested(world);
    await handOver(world, batch, world.market, '400');
    const id = await recalled(world.farm.owner, [batch]);
    for (const caller of [world.market.owner, world.elsewhere]) {
      expect(slugOf(await caller.get(`/api/v1/recalls/${id}`))).toEqual([404, '/problems/not-found']);
    }
    const { body } = await world.elsewhere.get('/api/v1/recalls');
    expect(body['items']).toEqual([]);
  });

  it('of recalls is paged, newest first, by organization and by region', async () => {
    const batch = await harvested(world);
    const ids = [await recalled(world.farm.owner, [batch]), await recalled(world.authority, [batch])];
    const path = `/api/v1/recalls?organization=${world.farm.organizationId}&limit=1`;
    const first = await world.farm.owner.get(path);
    const [next = ''] = /(?<=<)[^>]+/.exec(first.headers.get('link') ?? '') ?? [];
    const second = await world.farm.owner.get(next);
    const found = [first, second].flatMap(({ body }) => body['items'] as { id: string }[]);
    expect(found.map(({ id }) => id)).toEqual(ids.toReversed());
    const region = await world.authority.get('/api/v1/recalls?limit=2');
    expect((region.body['items'] as { id: string }[]).map(({ id }) => id)).toEqual(ids.toReversed());
    const theirs = await world.market.owner.get(path);
    expect(theirs.status).toBe(404);
  });
});
