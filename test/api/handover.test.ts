import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Settlement } from '../../src/batches/settlement.js';
import { createApp, stopApp } from '../../src/app.js';
import { createCooperative, type Answer, type Cooperative } from '../support/cooperative.js';
import {
  balanceOf,
  chainFault,
  createPartner,
  entryOf,
  harvestOf,
  kg,
  type Partner,
} from '../support/parties.js';
import { asRecorded } from '../support/recorded.js';

let farm: Cooperative;
let mill: Partner;
beforeAll(async () => {
  farm = await createCooperative();
  mill = await createPartner(farm);
});
afterAll(() => farm.service.close());

interface Shipped {
  readonly batch: string;
  readonly told: Answer;
}

async function shipped(
  value: string,
  consignee: object = { organization: mill.organizationId },
): Promise<Shipped> {
  const batch = await farm.open();
  await farm.record(batch, 'harvest', harvestOf('100'));
  const told = await farm.record(batch, 'shipment', { quantity: kg(value), consignee });
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return { batch, told };
}

function receiptOf(sent: Shipped, quantity: object): object {
  return { source: { batch: sent.batch, ...entryOf(sent.told) }, quantity };
}

/** What the shipper's batch holds once every receipt was delivered. */
async function settled(batch: string): Promise<Record<string, string>> {
  await farm.service.app.get(Settlement).run();
  return balanceOf(farm.owner, batch);
}

function faultsOf(answer: Answer): string[] {
  return (answer.body.errors ?? []).map((fault) => `${fault.pointer} ${fault.code}`);
}

describe('a shipment', () => {
  it('is frozen until the consignee’s receipt, which credits the receiver and settles the shipper', async () => {
    const sent = await shipped('80');
    expect(await balanceOf(farm.owner, sent.batch)).toMatchObject({
      available: '20',
      frozen: '80',
      shipped: '0',
    });
    const into = await mill.open();
    const receipt = await mill.record(into, 'receipt', receiptOf(sent, kg('80')));
    expect(receipt.status, JSON.stringify(receipt.body)).toBe(201);
    expect(await balanceOf(mill.owner, into)).toMatchObject({ produced: '80', available: '80' });
    expect(await settled(sent.batch)).toMatchObject({ available: '20', frozen: '0', shipped: '80' });
    expect(await chainFault(farm, farm.organizationId, sent.batch)).toBeNull();
    expect(await chainFault(farm, mill.organizationId, into)).toBeNull();
  });

  it('is settled by itself, without anyone asking', async () => {
    const sent = await shipped('80');
    await mill.record(await mill.open(), 'receipt', receiptOf(sent, kg('30')));
    await expect.poll(() => balanceOf(farm.owner, sent.batch)).toMatchObject({ frozen: '50', shipped: '30' });
  });

  it('is counted in the units of both batches', async () => {
    const press = await createPartner(farm, 'CN-JIN');
    const sent = await shipped('80', { organization: press.organizationId });
    const into = await press.open();
    const receipt = await press.record(into, 'receipt', receiptOf(sent, { value: '90.5', unit: 'CN-JIN' }));
    expect(receipt.status, JSON.stringify(receipt.body)).toBe(201);
    expect(await balanceOf(press.owner, into)).toMatchObject({ produced: '90.5' });
    expect(await settled(sent.batch)).toMatchObject({ frozen: '34.75', shipped: '45.25' });
  });

  it('comes back in part, and nothing is counted twice', async () => {
    const sent = await shipped('80');
    const into = await mill.open();
    await mill.record(into, 'receipt', receiptOf(sent, kg('50')));
    await settled(sent.batch);
    const back = (value: string) => ({ shipment: entryOf(sent.told), quantity: kg(value), reason: '压伤' });
    expect((await farm.record(sent.batch, 'return', back('20'))).status).toBe(201);
    const more = await farm.record(sent.batch, 'return', back('10.000000001'));
    expect(more).toMatchObject({ status: 409 });
    expect((await farm.record(sent.batch, 'return', back('10'))).status).toBe(201);
    expect(await settled(sent.batch)).toMatchObject({ available: '50', frozen: '0', shipped: '50' });
  });

  it('is confirmed up to what has not come back, though the receiver says more', async () => {
    const sent = await shipped('80');
    const back = { shipment: entryOf(sent.told), quantity: kg('70'), reason: '未装车' };
    expect((await farm.record(sent.batch, 'return', back)).status).toBe(201);
    await mill.record(await mill.open(), 'receipt', receiptOf(sent, kg('80')));
    expect(await settled(sent.batch)).toMatchObject({ available: '90', frozen: '0', shipped: '10' });
  });

  it('never gives back or confirms more than it sent, however many try at once', async () => {
    const sent = await shipped('80');
    const into = await mill.open();
    const back = { shipment: entryOf(sent.told), quantity: kg('15'), reason: '压伤' };
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, () => mill.record(into, 'receipt', receiptOf(sent, kg('15')))),
      ...Array.from({ length: 8 }, () => farm.record(sent.batch, 'return', back)),
    ]);
    for (const answer of answers) expect([201, 409]).toContain(answer.status);
    const received = answers.slice(0, 8).filter((answer) => answer.status === 201).length;
    expect(received).toBe(5);
    const balance = await settled(sent.batch);
    const [available, frozen, shippedAway] = ['available', 'frozen', 'shipped'].map((name) =>
      Number(balance[name]),
    );
    expect(Number(available) + Number(frozen) + Number(shippedAway)).toBe(100);
    expect(Number(frozen)).toBeLessThan(15);
    expect(await balanceOf(mill.owner, into)).toMatchObject({ produced: '75' });
  });
});

describe('a settlement', () => {
  it('delivers a receipt once, however often and from however many services it runs', async () => {
    const sent = await shipped('80');
    await mill.record(await mill.open(), 'receipt', receiptOf(sent, kg('25')));
    const second = await createApp(farm.service.config, { database: farm.service.database });
    const both = [farm.service.app.get(Settlement), second.get(Settlement)];
    const undelivered = {
      name: 'test-unsettle',
      text: 'update receipts set settled = false where source_batch_id = $1',
    };
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(both.flatMap((settlement) => [settlement.run(), settlement.run()]));
      expect(await balanceOf(farm.owner, sent.batch)).toMatchObject({ frozen: '55', shipped: '25' });
      // As a crash between the move and the mark leaves it: the message comes again.
      await farm.service.database.write(undelivered, [sent.batch]);
    }
    await stopApp(second);
    expect(await settled(sent.batch)).toMatchObject({ frozen: '55', shipped: '25' });
  });

  it('that a killed service left is made by the next one as it starts', async () => {
    const sent = await shipped('80');
    await mill.record(await mill.open(), 'receipt', receiptOf(sent, kg('25')));
    await settled(sent.batch);
    await undoSettlement(sent.batch);
    expect(await balanceOf(farm.owner, sent.batch)).toMatchObject({ frozen: '80', shipped: '0' });
    const next = await createApp(farm.service.config, { database: farm.service.database });
    await expect.poll(() => balanceOf(farm.owner, sent.batch)).toMatchObject({ frozen: '55', shipped: '25' });
    await stopApp(next);
  });
});

/** Puts the shipper's batch back to before it heard of its receipts, as the owner of the tables may. */
async function undoSettlement(batch: string): Promise<void> {
  const owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await owner.connect();
  await owner.query(
    'delete from settlements where receipt_batch_id in (select batch_id from receipts where source_batch_id = $1)',
    [batch],
  );
  await owner.query('update receipts set settled = false where source_batch_id = $1', [batch]);
  await owner.query('update shipments set confirmed = 0, received = 0 where batch_id = $1', [batch]);
  await owner.query('update batches set frozen = frozen + shipped, shipped = 0 where id = $1', [batch]);
  await owner.end();
}

describe('a receipt', () => {
  it('of one shipment into one batch is added up to what was sent and no further', async () => {
    const sent = await shipped('80');
    const into = await mill.open();
    expect((await mill.record(into, 'receipt', receiptOf(sent, kg('50')))).status).toBe(201);
    const beyond = await mill.record(into, 'receipt', receiptOf(sent, kg('30.000000001')));
    expect(beyond).toMatchObject({ status: 409, body: { type: '/problems/beyond-source' } });
    expect((await mill.record(into, 'receipt', receiptOf(sent, kg('30')))).status).toBe(201);
    expect(await balanceOf(mill.owner, into)).toMatchObject({ produced: '80' });
  });

  it('sent again under its event id is one receipt', async () => {
    const sent = await shipped('80');
    const into = await mill.open();
    const eventId = uuidv7();
    const occurredAt = new Date().toISOString();
    const send = () =>
      mill.owner.post(
        `/api/v1/batches/${into}/events`,
        { kind: 'receipt', occurredAt, data: receiptOf(sent, kg('80')) },
        { 'idempotency-key': eventId },
      );
    const answers = [await send(), await send()];
    expect(answers.map((answer) => answer.status)).toEqual([201, 200]);
    expect(asRecorded(answers[1]?.body ?? {})).toEqual(asRecorded(answers[0]?.body ?? {}));
    expect(await balanceOf(mill.owner, into)).toMatchObject({ produced: '80' });
  });

  it.each<readonly [string, (sent: Shipped) => Promise<Answer>, readonly string[]]>([
    [
      'of more than was sent',
      async (sent) => mill.record(await mill.open(), 'receipt', receiptOf(sent, kg('80.1'))),
      ['/data/quantity/value exceeds'],
    ],
    [
      'by whom it was not addressed to',
      async (sent) => farm.record(await farm.open(), 'receipt', receiptOf(sent, kg('1'))),
      ['/data/source not-addressed'],
    ],
    [
      'into the batch it came from',
      async (sent) => farm.record(sent.batch, 'receipt', receiptOf(sent, kg('1'))),
      ['/data/source/batch cycle'],
    ],
    [
      'of an entry that is no shipment',
      async (sent) =>
        mill.record(await mill.open(), 'receipt', {
          source: { batch: sent.batch, seq: 2, leafHash: entryOf(sent.told).leafHash },
          quantity: kg('1'),
        }),
      ['/data/source unknown-entry'],
    ],
    [
      'in a unit that measures something else',
      async (sent) => mill.record(await mill.open(), 'receipt', receiptOf(sent, { value: '1', unit: 'LTR' })),
      ['/data/quantity/unit dimension'],
    ],
  ])('%s is refused, with nothing stored', async (_, send, expected) => {
    const sent = await shipped('80');
    const answer = await send(sent);
    expect(answer.status, JSON.stringify(answer.body)).toBe(422);
    expect(faultsOf(answer)).toEqual(expected);
    expect(await settled(sent.batch)).toMatchObject({ frozen: '80', shipped: '0' });
  });
});

describe('the output of a processing', () => {
  it('is credited to its own batch by a receipt, up to what the processing says it made', async () => {
    const from = await farm.open();
    const into = await farm.open();
    const harvest = await farm.record(from, 'harvest', harvestOf('100'));
    const made = await farm.record(from, 'processing', {
      process: 'grade',
      inputs: [{ batch: from, ...entryOf(harvest), quantity: kg('100') }],
      outputs: [{ batch: into, quantity: kg('90') }],
      losses: [{ reason: '分级剔除', quantity: kg('10') }],
    });
    const receipt = (value: string) => ({
      source: { batch: from, ...entryOf(made) },
      quantity: kg(value),
    });
    expect((await farm.record(into, 'receipt', receipt('60'))).status).toBe(201);
    expect(await farm.record(into, 'receipt', receipt('31'))).toMatchObject({
      status: 409,
      body: { type: '/problems/beyond-source' },
    });
    expect((await farm.record(into, 'receipt', receipt('30'))).status).toBe(201);
    expect(await balanceOf(farm.owner, into)).toMatchObject({ produced: '90', available: '90' });
    expect(await settled(from)).toMatchObject({ available: '0', consumed: '90', lost: '10', shipped: '0' });
  });
});
