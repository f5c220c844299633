import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsignee, receive, shipTo } from '../support/consignee.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { entryOf, faultsIn, Goods, kg, type EntryOf } from '../support/goods.js';
import { startService, type ServiceProcess } from '../support/processes.js';

const circle = '422 /data/inputs/0/batch cycle';
const ringsMade = 25;

let farm: Cooperative;
let goods: Goods;
let process: ServiceProcess;
let elsewhere: Goods;
beforeAll(async () => {
  farm = await createCooperative();
  goods = new Goods(farm);
  const { config, testDatabase } = farm.service;
  process = await startService({
    dataDir: config.dataDir,
    env: { DATABASE_URL: testDatabase.ownerUrl, PUBLIC_URL: config.publicUrl, LOG_LEVEL: 'warn' },
  });
  elsewhere = new Goods(farm, farm.owner.at(process.url));
});
afterAll(async () => {
  await process.end();
  await farm.service.close();
});

/** Harvested batches. */
const grow = (count: number): Promise<EntryOf[]> =>
  Promise.all(Array.from({ length: count }, () => goods.grown(100)));

/** One kilogram of one batch into another, without crediting it. */
const into = (from: EntryOf, to: EntryOf, by: Goods = goods) =>
  by.step(from.batch, {
    inputs: [{ ...from, quantity: kg(1) }],
    outputs: [{ batch: to.batch, quantity: kg(1) }],
  });

describe('a step that would make a batch of itself', () => {
  it.each([2, 3, 4, 7])(
    'is refused where %i batches would form the ring, and nothing is stored',
    async (length) => {
      const batches = await grow(length);
      for (const [at, batch] of batches.entries()) {
        const next = batches[at + 1];
        if (next !== undefined) await made(into(batch, next));
      }
      const [first, last] = [batches[0], batches.at(-1)];
      if (first === undefined || last === undefined) throw new Error('there is no ring');
      expect(faultsIn(await into(last, first))).toEqual([circle]);
      const { body } = await farm.owner.get(`/api/v1/batches/${last.batch}`);
      expect(body).toMatchObject({ seq: 2, balance: { available: { value: '100' } } });
    },
  );

  it('names the input that comes from what would come out', async () => {
    const [a, b, c] = (await grow(3)) as [EntryOf, EntryOf, EntryOf];
    await made(into(a, b));
    const back = await goods.step(c.batch, {
      inputs: [
        { ...c, quantity: kg(1) },
        { ...b, quantity: kg(1) },
      ],
      outputs: [{ batch: a.batch, quantity: kg(2) }],
    });
    expect(faultsIn(back)).toEqual(['422 /data/inputs/1/batch cycle']);
  });

  it('is refused as a correction, too, where the field lies one level deeper', async () => {
    const [a, b, c] = (await grow(3)) as [EntryOf, EntryOf, EntryOf];
    const { seq, leafHash } = entryOf(a.batch, await made(into(a, b)));
    await made(into(c, a));
    const data = {
      process: 'mix',
      inputs: [{ ...a, quantity: kg(1) }],
      outputs: [{ batch: c.batch, quantity: kg(1) }],
    };
    const corrects = { kind: 'processing', seq, leafHash };
    const answer = await goods.tell(a.batch, 'correction', { corrects, reason: '写错', data });
    expect(faultsIn(answer)).toEqual(['422 /data/data/inputs/0/batch cycle']);
  });

  it('is accepted once the step that it would close a ring with was corrected', async () => {
    const [a, b, c] = (await grow(3)) as [EntryOf, EntryOf, EntryOf];
    const { seq, leafHash } = entryOf(a.batch, await made(into(a, b)));
    expect(faultsIn(await into(b, a))).toEqual([circle]);
    const data = {
      process: 'mix',
      inputs: [{ ...a, quantity: kg(1) }],
      outputs: [{ batch: c.batch, quantity: kg(1) }],
    };
    await made(
      goods.tell(a.batch, 'correction', {
        corrects: { kind: 'processing', seq, leafHash },
        reason: '写错',
        data,
      }),
    );
    await made(into(b, a));
  });

  it('is refused by way of a shipment to oneself', async () => {
    const [a, b] = (await grow(2)) as [EntryOf, EntryOf];
    await made(into(a, b));
    const shipment = await shipTo(farm, b.batch, farm.organizationId, '5');
    expect(faultsIn(await receive(farm.owner, a.batch, shipment, '5'))).toEqual([
      '422 /data/source/batch cycle',
    ]);
  });

  it('is refused by way of another organization that has recorded its part', async () => {
    const buyer = await createConsignee(farm);
    const [a] = (await grow(1)) as [EntryOf];
    const out = await shipTo(farm, a.batch, buyer.organizationId, '5');
    const there = await buyer.open();
    await made(receive(buyer.owner, there, out, '5'));
    const back = await made(
      buyer.owner.post(`/api/v1/batches/${there}/events`, {
        kind: 'shipment',
        occurredAt: new Date().toISOString(),
        data: { quantity: kg(5), consignee: { organization: farm.organizationId } },
      }),
    );
    const answer = await receive(farm.owner, a.batch, entryOf(there, back), '5');
    expect(faultsIn(answer)).toEqual(['422 /data/source/batch cycle']);
    await made(receive(farm.owner, await farm.open(), entryOf(there, back), '5'));
  });

  it('is not what a diamond is, nor two steps between the same batches', async () => {
    const [a, b, c, d] = (await grow(4)) as [EntryOf, EntryOf, EntryOf, EntryOf];
    for (const [from, to] of [
      [a, b],
      [a, c],
      [b, d],
      [c, d],
      [a, d],
      [a, b],
    ] as const)
      await made(into(from, to));
  });
});

describe('rings that are recorded at once, in two processes', () => {
  it('are refused at their last step, with nothing in common but the organization', async () => {
    for (let ring = 0; ring < ringsMade; ring += 1) {
      const [a, b, c, d] = (await grow(4)) as [EntryOf, EntryOf, EntryOf, EntryOf];
      await Promise.all([made(into(a, b)), made(into(c, d, elsewhere))]);
      const last = await Promise.all([into(b, c), into(d, a, elsewhere)]);
      expect(last.map(({ status }) => status).sort(), `ring ${ring}`).toEqual([201, 422]);
    }
  });

  it('of two and of three are refused, whoever is first', async () => {
    for (let ring = 0; ring < 5; ring += 1) {
      const [a, b] = (await grow(2)) as [EntryOf, EntryOf];
      const two = await Promise.all([into(a, b), into(b, a, elsewhere)]);
      expect(two.map(({ status }) => status).sort()).toEqual([201, 422]);
      const [c, d, e] = (await grow(3)) as [EntryOf, EntryOf, EntryOf];
      const three = await Promise.all([into(c, d), into(d, e, elsewhere), into(e, c)]);
      expect(three.map(({ status }) => status).sort()).toEqual([201, 201, 422]);
    }
  });
});

describe('a child that is said to be made before its parent existed', () => {
  it('is recorded: it is for the findings to say so', async () => {
    const old = await goods.grown(10);
    const parent = await goods.grown(10);
    const data = {
      process: 'mix',
      inputs: [{ ...parent, quantity: kg(1) }],
      outputs: [{ batch: old.batch, quantity: kg(1) }],
    };
    const occurredAt = '2020-01-01T00:00:00+08:00';
    await made(farm.record(old.batch, 'processing', data, { occurredAt }));
  });
});

describe('a graph of 100,000 batches in one request', () => {
  const count = 100_000;
  const leafHash = 'A'.repeat(43);

  it.each([
    ['what goes into a step', 'inputs', '413'],
    ['a hundred and one of them', 'few', '422 /data/inputs too-many'],
  ])('%s is refused, and nothing is stored', async (_, what, refusal) => {
    const batch = await goods.grown(100);
    const from = { batch: batch.batch, seq: 1, leafHash, quantity: kg(1) };
    const length = what === 'inputs' ? count : 101;
    const answer = await goods.step(batch.batch, {
      inputs: Array.from({ length }, () => from),
      outputs: [{ batch: batch.batch, quantity: kg(1) }],
    });
    expect([String(answer.status), ...faultsIn(answer)]).toContain(refusal);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch.batch}`);
    expect(body).toMatchObject({ seq: 2, balance: { available: { value: '100' } } });
  });

  it('to be recalled is refused', async () => {
    const batches = Array.from({ length: count }, () => leafHash);
    expect((await farm.owner.post('/api/v1/recalls', { batches, reason: 'x' })).status).toBe(413);
    const { body } = await farm.owner.get('/api/v1/recalls');
    expect(body).toMatchObject({ items: [] });
  });
});
