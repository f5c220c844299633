import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsignee, receive, settledBalance, shipTo } from '../support/consignee.js';
import {
  createCooperative,
  harvestOf,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { checkStoredChain, readWholeChain } from '../support/ledger.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { asRecorded } from '../support/recorded.js';
import { decided, isRecorded, writeAll, type Intent } from '../support/writers.js';

const processesCount = 3;
const occurredAt = new Date().toISOString();

let cooperative: Cooperative;
let processes: ServiceProcess[];
/** The owner's account at each of the processes. */
let callers: Caller[];

beforeAll(async () => {
  cooperative = await createCooperative();
  const { config, testDatabase } = cooperative.service;
  processes = await Promise.all(
    Array.from({ length: processesCount }, () =>
      startService({
        dataDir: config.dataDir,
        env: { DATABASE_URL: testDatabase.ownerUrl, PUBLIC_URL: config.publicUrl, LOG_LEVEL: 'warn' },
      }),
    ),
  );
  callers = processes.map((process) => cooperative.owner.at(process.url));
});
afterAll(async () => {
  await Promise.all(processes.map((process) => process.end()));
  await cooperative.service.close();
});

/** The caller of the process whose turn it is. */
function callerOf(index: number): Caller {
  const caller = callers[index % callers.length];
  if (caller === undefined) throw new Error('no process runs');
  return caller;
}

function harvest(batch: string, eventId: string, index: number, kilograms = 1): Promise<Answer> {
  return callerOf(index).post(
    `/api/v1/batches/${batch}/events`,
    { kind: 'harvest', occurredAt, data: harvestOf(kilograms) },
    { 'idempotency-key': eventId },
  );
}

function openAt(index: number, eventId: string, lot: string): Promise<Answer> {
  const { productId: product, siteId: site } = cooperative;
  const send = (id: string): Promise<Answer> =>
    callerOf(index).post('/api/v1/batches', { product, site, lot }, { 'idempotency-key': id });
  return decided(send, eventId);
}

/** Ships kilograms to a party outside the ledger. */
function ship(batch: string, index: number, kilograms: string): Promise<Answer> {
  const data = { quantity: { value: kilograms, unit: 'KGM' }, consignee: { party: { name: '示例市场' } } };
  return decided((eventId) =>
    callerOf(index).post(
      `/api/v1/batches/${batch}/events`,
      { kind: 'shipment', occurredAt, data },
      { 'idempotency-key': eventId },
    ),
  );
}

/** The chain as seen from outside is whole, starts once, and holds each acknowledged event once, where its receipt says. */
async function expectWhole(batch: string, intents: readonly Intent[]): Promise<void> {
  const chain = { organizationId: cooperative.organizationId, chainId: batch };
  const { database, config } = cooperative.service;
  expect(await checkStoredChain(database, chain, config.logOrigin)).toBeNull();
  const stored = await readWholeChain(database, chain);
  expect(stored.map((entry) => entry.seq)).toEqual(stored.map((_, index) => index + 1));
  const places = stored.slice(1).map((entry) => [entry.eventId, entry.seq, hex(entry.leafHash)].join(' '));
  const told = intents.map(({ eventId, receipt }) =>
    [eventId, Number(receipt.seq), Buffer.from(String(receipt.leafHash), 'base64url').toString('hex')].join(
      ' ',
    ),
  );
  expect(places.sort()).toEqual(told.sort());
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function balanceOf(batch: string): Promise<Record<string, string>> {
  const { body } = await cooperative.owner.get(`/api/v1/batches/${batch}`);
  const balance = body.balance as Record<string, { value: string }>;
  return Object.fromEntries(Object.entries(balance).map(([field, amount]) => [field, amount.value]));
}

describe('several processes of the service', () => {
  it('keep one dense chain when all of them write to one batch', async () => {
    const batch = await cooperative.open();
    const intents = await writeAll(900, (eventId, index) => harvest(batch, eventId, index), { writers: 24 });
    await expectWhole(batch, intents);
    expect((await balanceOf(batch)).produced).toBe('900');
  });

  it('make one genesis of a batch that all of them are asked to open at once', async () => {
    for (let round = 0; round < 40; round += 1) {
      const eventId = uuidv7();
      const answers = await Promise.all(
        [0, 1, 2, 3, 4, 5].map((index) => openAt(index, eventId, `RACE-${round}`)),
      );
      expect(answers.filter(isRecorded)).toHaveLength(answers.length);
      expect(new Set(answers.map(({ body }) => JSON.stringify(asRecorded(body)))).size).toBe(1);
      await expectWhole(String(answers[0]?.body.id), []);
    }
  });

  it('open one batch for a lot number that all of them are asked for at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all([0, 1, 2].map((index) => openAt(index, uuidv7(), `LOT-${round}`)));
      expect(answers.filter(isRecorded)).toHaveLength(1);
      const refused = answers.filter((answer) => !isRecorded(answer));
      expect(refused.map((answer) => answer.body.type)).toEqual([
        '/problems/lot-taken',
        '/problems/lot-taken',
      ]);
    }
  });

  it('put first events in one order on a batch that is empty', async () => {
    for (let round = 0; round < 10; round += 1) {
      const batch = await cooperative.open();
      await expectWhole(
        batch,
        await writeAll(6, (eventId, index) => harvest(batch, eventId, index), { writers: 6 }),
      );
    }
  });

  it('record an event once that all of them are sent at once', async () => {
    const batch = await cooperative.open();
    const eventId = uuidv7();
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((index) => decided((id) => harvest(batch, id, index), eventId)),
    );
    expect(answers.filter(isRecorded)).toHaveLength(answers.length);
    expect(new Set(answers.map(({ body }) => JSON.stringify(asRecorded(body)))).size).toBe(1);
  });

  it('keep many batches whole at once', async () => {
    const batches = await Promise.all(Array.from({ length: 30 }, () => cooperative.open()));
    const placeOf = (index: number): string => batches[(index * 7) % batches.length] ?? '';
    const indexes = new Map<string, number>();
    const send = (eventId: string, index: number): Promise<Answer> => {
      indexes.set(eventId, index);
      return harvest(placeOf(index), eventId, index);
    };
    const intents = await writeAll(1_200, send, { writers: 32 });
    for (const batch of batches) {
      await expectWhole(
        batch,
        intents.filter((intent) => placeOf(indexes.get(intent.eventId) ?? 0) === batch),
      );
      expect((await balanceOf(batch)).produced).toBe('40');
    }
  });
});

describe('shipments and labels drawn from one balance through several processes', () => {
  it('never take more than there is, and add up exactly', async () => {
    const batch = await cooperative.open();
    await harvest(batch, uuidv7(), 0, 100);
    const label = (index: number): Promise<Answer> => {
      const set = { units: 3, net: { value: '0.3', unit: 'KGM' }, form: 'compact' };
      return decided((eventId) =>
        callerOf(index).post(`/api/v1/batches/${batch}/labels`, set, { 'idempotency-key': eventId }),
      );
    };
    const each = Array.from({ length: 150 }, (_, index) => index);
    const shipping = Promise.all(each.map((index) => ship(batch, index, '0.7')));
    const labelling = Promise.all(each.map(label));
    const [ships, labels] = [await shipping, await labelling];
    const shipped = ships.filter(isRecorded).length;
    const labelled = labels.filter(isRecorded).length;
    const refused = [...ships, ...labels].filter((answer) => !isRecorded(answer));
    expect(new Set(refused.map((answer) => answer.body.type))).toEqual(
      new Set(['/problems/insufficient-quantity']),
    );
    const balance = await balanceOf(batch);
    expect(scaled(balance.frozen)).toBe(shipped * 7);
    expect(scaled(balance.available)).toBe(1_000 - shipped * 7);
    expect(scaled(balance.labelled)).toBe(labelled * 9);
    expect(scaled(balance.available)).toBeGreaterThanOrEqual(0);
    expect(scaled(balance.labelled)).toBeLessThanOrEqual(1_000);
  });

  it('leave nothing of a batch that many want whole to more than one of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const batch = await cooperative.open();
      await harvest(batch, uuidv7(), 0, 5);
      const answers = await Promise.all(Array.from({ length: 9 }, (_, index) => ship(batch, index, '5')));
      expect(answers.filter(isRecorded)).toHaveLength(1);
      expect(await balanceOf(batch)).toMatchObject({ available: '0', frozen: '5', produced: '5' });
    }
  });
});

describe('one shipment received on several batches through several processes', () => {
  it('is never received beyond what was sent, and the shipper’s balance adds up', async () => {
    const consignee = await createConsignee(cooperative);
    const receivers = processes.map((process) => consignee.owner.at(process.url));
    for (let round = 0; round < 3; round += 1) {
      const batch = await cooperative.open();
      await harvest(batch, uuidv7(), 0, 60);
      const shipment = await shipTo(cooperative, batch, consignee.organizationId, '60');
      const batches = await Promise.all(Array.from({ length: 6 }, () => consignee.open()));
      const answers: Answer[] = [];
      // In waves, so that no process takes all of it in one group.
      for (let wave = 0; wave < 6; wave += 1) {
        const sent = batches.flatMap((receiving) =>
          receivers.map((caller) => decided((eventId) => receive(caller, receiving, shipment, '1', eventId))),
        );
        answers.push(...(await Promise.all(sent)));
      }
      expect(answers.filter(isRecorded)).toHaveLength(60);
      const balances = await Promise.all(batches.map((one) => settledBalance(consignee.owner, one)));
      const received = balances.reduce((sum, balance) => sum + Number(balance['produced']), 0);
      expect(received).toBe(60);
      expect(await settledBalance(cooperative.owner, batch)).toMatchObject({ frozen: '0', shipped: '60' });
    }
  });
});

/** A decimal of one digit after the point as a whole number of tenths. */
function scaled(value: string | undefined): number {
  return Math.round(Number(value) * 10);
}
