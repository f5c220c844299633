import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldLot } from '../../src/batches/mixed-lot.js';
import { formatDecimal, parseDecimal } from '../../src/ledger/quantity.js';
import { createConsignee, receive, shipTo } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { faultsIn, Goods, kg, type EntryOf } from '../support/goods.js';
import { batchesIn, originsIn, traceOf } from '../support/tracing.js';

let farm: Cooperative;
let goods: Goods;
beforeAll(async () => {
  farm = await createCooperative();
  goods = new Goods(farm);
});
afterAll(() => farm.service.close());

const bin = (mixing: string): Promise<string> => farm.open(undefined, mixing);

/** Draws kilograms from a bin into a new batch, which is credited; answers the batch. */
async function draw(from: EntryOf, kilograms: number): Promise<string> {
  const batch = await farm.open();
  const drawing = await goods.record(from.batch, 'processing', {
    process: 'mill',
    inputs: [{ ...from, quantity: kg(kilograms) }],
    outputs: [{ batch, quantity: kg(kilograms) }],
  });
  await goods.record(batch, 'receipt', { source: drawing, quantity: kg(kilograms) });
  return batch;
}

describe('a mixed lot', () => {
  it('is opened as one, says so, and is not changed by anything', async () => {
    const id = await bin('first-in-first-out');
    const { body } = await farm.owner.get(`/api/v1/batches/${id}`);
    expect(body['mixing']).toBe('first-in-first-out');
    const { body: events } = await farm.owner.get(`/api/v1/batches/${id}/events`);
    expect(events['items']).toMatchObject([{ data: { mixing: 'first-in-first-out' } }]);
    const plain = await farm.open();
    expect((await farm.owner.get(`/api/v1/batches/${plain}`)).body['mixing']).toBeNull();
  });

  it.each(['average', '', 1, null])('is not opened with the mixing %j', async (mixing) => {
    const answer = await farm.owner.post('/api/v1/batches', {
      product: farm.productId,
      site: farm.siteId,
      mixing,
    });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, '/mixing']);
  });

  it('gives 10 t of three origins with shares that sum to 10,000 kg exactly (AT-GR-3)', async () => {
    const id = await bin('proportional');
    const fields = await Promise.all([7_000, 11_000, 13_000].map((kilograms) => goods.grown(kilograms)));
    let last: EntryOf | undefined;
    for (const [at, field] of fields.entries())
      last = await goods.pour(field, [7_000, 11_000, 13_000][at] ?? 0, id);
    const trace = await traceOf(farm.owner, await draw(last as EntryOf, 10_000), 'backward');
    expect(trace).toMatchObject({ whole: kg(10_000), unknown: kg(0) });
    const shares = trace.origins?.map(({ quantity }) => parseDecimal(quantity.value)) ?? [];
    expect(shares.reduce((all, share) => all + share, 0n)).toBe(parseDecimal('10000'));
    // A second hand, from the chain alone.
    const poured = ['7000', '11000', '13000'].map((quantity, at) => ({
      seq: at + 2,
      change: 'in' as const,
      quantity: parseDecimal(quantity),
      from: null,
    }));
    const drawn = { seq: 5, change: 'out' as const, quantity: parseDecimal('10000'), from: null };
    const { draws } = foldLot('proportional', [...poured, drawn]);
    expect(shares.map(formatDecimal).sort()).toEqual(
      [...(draws.get(5)?.parcels.values() ?? [])].map(formatDecimal).sort(),
    );
  });

  it('is followed through what was drawn, not through all that was ever in it', async () => {
    const id = await bin('first-in-first-out');
    const [old, young] = [await goods.grown(100), await goods.grown(100)];
    const first = await draw(await goods.pour(old, 60, id), 60);
    const second = await draw(await goods.pour(young, 50, id), 50);
    expect(originsIn(await traceOf(farm.owner, first, 'backward'))).toEqual({ [old.batch]: 60 });
    expect(originsIn(await traceOf(farm.owner, second, 'backward'))).toEqual({ [young.batch]: 50 });
    expect(batchesIn(await traceOf(farm.owner, old.batch, 'forward'))).toEqual([old.batch, id, first]);
    expect(batchesIn(await traceOf(farm.owner, young.batch, 'forward'))).toEqual([young.batch, id, second]);
    expect(batchesIn(await traceOf(farm.owner, id, 'backward')).sort()).toEqual(
      [id, old.batch, young.batch].sort(),
    );
  });

  it('keeps apart what grew in it, and what was received of a shipment and of a processing', async () => {
    const id = await bin('proportional');
    await goods.record(id, 'harvest', harvestOf(10));
    const sent = await goods.grown(100);
    const shipment = await shipTo(farm, sent.batch, farm.organizationId, '20');
    await made(receive(farm.owner, id, shipment, '20'));
    const [a, b] = [await goods.grown(100), await goods.grown(100)];
    const mixing = await goods.record(a.batch, 'processing', {
      process: 'mix',
      inputs: [
        { ...a, quantity: kg(20) },
        { ...b, quantity: kg(60) },
      ],
      outputs: [{ batch: id, quantity: kg(70) }],
    });
    await goods.record(id, 'receipt', { source: mixing, quantity: kg(30) });
    const receipt = await goods.record(id, 'receipt', { source: mixing, quantity: kg(40) });
    const milled = await draw(receipt, 50);
    expect(originsIn(await traceOf(farm.owner, milled, 'backward'))).toEqual({
      [id]: 5,
      [sent.batch]: 10,
      [a.batch]: 8.75,
      [b.batch]: 26.25,
    });
    expect(batchesIn(await traceOf(farm.owner, a.batch, 'forward'))).toEqual([a.batch, id, milled]);
  });

  it('loses in proportion, and takes back what its shipment had taken', async () => {
    const id = await bin('first-in-first-out');
    const [old, young] = [await goods.grown(100), await goods.grown(100)];
    await goods.pour(old, 30, id);
    const filled = await goods.pour(young, 30, id);
    await goods.record(id, 'storage', {
      place: '3号仓',
      enteredOn: '2026-10-19',
      losses: [{ reason: '虫害', quantity: kg(10) }],
    });
    const { seq, leafHash } = await shipTo(farm, id, farm.organizationId, '30');
    await goods.record(id, 'return', { shipment: { seq, leafHash }, quantity: kg(15), reason: '拒收' });
    // Lost 10 of the old; shipped 20 old and 10 young; 15 came back: 10 old and 5 young.
    const milled = await draw(filled, 25);
    expect(originsIn(await traceOf(farm.owner, milled, 'backward'))).toEqual({
      [old.batch]: 10,
      [young.batch]: 15,
    });
  });

  it('is told by the shipment that a buyer received, across organizations', async () => {
    const buyer = await createConsignee(farm);
    const id = await bin('first-in-first-out');
    const [old, young] = [await goods.grown(100), await goods.grown(100)];
    await goods.pour(old, 30, id);
    await goods.pour(young, 30, id);
    const first = await shipTo(farm, id, buyer.organizationId, '30');
    const second = await shipTo(farm, id, buyer.organizationId, '30');
    const there = await buyer.open();
    await made(receive(buyer.owner, there, second, '30'));
    expect(originsIn(await traceOf(buyer.owner, there, 'backward'))).toEqual({ [young.batch]: 30 });
    const forward = await traceOf(farm.owner, old.batch, 'forward');
    expect(batchesIn(forward)).toEqual([old.batch, id]);
    expect(forward.consignees?.map(({ entry }) => entry.seq)).toEqual([first.seq]);
  });

  it('is drawn from by no more than it holds, and from an empty one nothing', async () => {
    const id = await bin('proportional');
    const filled = await goods.pour(await goods.grown(10), 10, id);
    const take = (kilograms: number) =>
      goods.step(id, {
        inputs: [{ ...filled, quantity: kg(kilograms) }],
        outputs: [{ batch: other, quantity: kg(1) }],
      });
    const other = await farm.open();
    expect(faultsIn(await take(11))).toEqual(['409 /data/inputs/0/quantity insufficient']);
    await made(take(10));
    expect(faultsIn(await take(1))).toEqual(['409 /data/inputs/0/quantity insufficient']);
  });

  it('is drawn from on its own chain alone', async () => {
    const id = await bin('proportional');
    const filled = await goods.pour(await goods.grown(10), 10, id);
    const other = await farm.open();
    const answer = await goods.step(other, {
      inputs: [{ ...filled, quantity: kg(1) }],
      outputs: [{ batch: other, quantity: kg(1) }],
    });
    expect(faultsIn(answer)).toEqual(['422 /data/inputs/0/batch mixed-elsewhere']);
  });

  it('says what it cannot tell any more after a correction', async () => {
    const id = await bin('proportional');
    const grown = await goods.record(id, 'harvest', harvestOf(100));
    const milled = await draw(grown, 80);
    await goods.record(id, 'harvest', harvestOf(100));
    const corrects = { kind: 'harvest', seq: grown.seq, leafHash: grown.leafHash };
    await goods.record(id, 'correction', { corrects, reason: '过磅', data: harvestOf(50) });
    const trace = await traceOf(farm.owner, milled, 'backward');
    expect([originsIn(trace), trace.unknown]).toEqual([{ [id]: 50 }, kg(30)]);
  });
});
