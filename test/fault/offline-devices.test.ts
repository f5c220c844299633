import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseQueue, type QueueItem } from '../../src/client/queue.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { createCooperative, harvestOf, type Cooperative } from '../support/cooperative.js';
import { TestDevice, trustOf } from '../support/device.js';
import { checkStoredChain } from '../support/ledger.js';

/** Events that are told without a network; all of them with FURROW_TEST_OFFLINE=10000. */
const eventsCount = Number(process.env['FURROW_TEST_OFFLINE'] ?? 1_000);
const devicesCount = 50;
const batchesCount = 25;
/** Each event is sent by so many holders of the same queue. */
const copies = 3;

const [minuteMs, dayMs] = [60_000, 86_400_000];
/** How far the clocks of the devices are from ours; of every ten one is years ahead, which the service refuses. */
const skewsMs = [
  0,
  -3 * minuteMs,
  -7 * minuteMs,
  -5 * 60 * minuteMs,
  -dayMs,
  -40 * dayMs,
  -400 * dayMs,
  -3_652 * dayMs,
  4 * minuteMs,
  3_652 * dayMs,
];

let farm: Cooperative;
let trust: string;
let batches: string[];

beforeAll(async () => {
  farm = await createCooperative({ env: { LOG_LEVEL: 'silent' } });
  trust = await trustOf(farm);
  batches = [];
  for (let index = 0; index < batchesCount; index += 1) batches.push(await farm.open());
});
afterAll(() => farm.service.close());

/** Random numbers that a run repeats: from 0 up to but without 1 (Park and Miller's minimal standard). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const random = randomOf(50);

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([left], [right]) => left - right)
    .map(([, item]) => item);
}

/** A harvest as a device with a wrong clock tells it: day and time by that clock. */
function tellingOf(number: number, skewMs: number) {
  const occurredAt = new Date(Date.now() + skewMs).toISOString();
  const day = occurredAt.slice(0, 10);
  const data = { ...(harvestOf(number + 1) as JsonObject), startedOn: day, stoppedOn: day };
  return { batch: batches[number % batchesCount] ?? '', kind: 'harvest', data, occurredAt };
}

/** A device in the field: what it tells is signed and kept, and nothing is sent. */
async function tellOffline(device: TestDevice, numbers: readonly number[], skewMs: number): Promise<void> {
  const client = device.start({ fetch: () => Promise.reject(new TypeError('no network')) });
  for (const number of shuffled(numbers)) await client.tell(tellingOf(number, skewMs));
  expect(await device.states()).toEqual(numbers.map(() => 'queued'));
}

/** Others that hold the same queue, each in an order of its own. */
async function copiesOf(device: TestDevice): Promise<TestDevice[]> {
  const text = await device.start().exportQueue();
  const made = Array.from({ length: copies - 1 }, async () => {
    const other = new TestDevice(farm, trust);
    for (const item of shuffled(parseQueue(text))) await other.queue.add(item);
    return other;
  });
  return [device, ...(await Promise.all(made))];
}

async function sendAll(devices: readonly TestDevice[]): Promise<void> {
  const reports = await Promise.all(devices.map((device) => device.start().send()));
  for (const { stopped, waiting } of reports)
    expect({ stopped, waiting }).toEqual({ stopped: null, waiting: 0 });
}

/** Puts right what came back, as a person does: told anew with the right time, and the one that came back dropped. */
async function putRight(device: TestDevice): Promise<void> {
  const client = device.start();
  for (const item of await client.items()) {
    if (item.state !== 'refused') continue;
    expect(item.problem.errors).toMatchObject([{ pointer: '/occurredAt', code: 'future' }]);
    const day = new Date().toISOString().slice(0, 10);
    const data = { ...item.data, startedOn: day, stoppedOn: day };
    await client.tell({ batch: item.batch, kind: item.kind, data });
    await client.forget(item.id);
  }
}

interface StoredHarvest {
  readonly id: string;
  readonly batch: string;
  readonly seq: number;
}

/** The harvests in the ledger, as PostgreSQL has them. */
async function storedEntries(): Promise<StoredHarvest[]> {
  const owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<StoredHarvest>(
    'select event_id as id, chain_id as batch, seq from entries where chain_id = any($1) and seq > 1',
    [batches],
  );
  await owner.end();
  return rows;
}

const placeOf = ({ id, batch, seq }: StoredHarvest): string => `${id} ${batch} ${seq}`;

it('records each event once that 50 devices with wrong clocks told without a network, sent three times in any order', async () => {
  const devices = Array.from({ length: devicesCount }, () => new TestDevice(farm, trust));
  for (const device of devices) await device.start().enrol({ name: '3号地手机', kind: 'phone' });
  const numbers = Array.from({ length: eventsCount }, (_, number) => number);
  const skewOf = (index: number): number => skewsMs[index % skewsMs.length] ?? 0;
  for (const [index, device] of devices.entries()) {
    const own = numbers.filter((number) => number % devicesCount === index);
    await tellOffline(device, own, skewOf(index));
  }

  const holders = (await Promise.all(devices.map(copiesOf))).flat();
  await sendAll(shuffled(holders));
  const ahead = devices.filter((_, index) => skewOf(index) > 5 * minuteMs);
  for (const device of ahead) await putRight(device);
  await sendAll(shuffled((await Promise.all(ahead.map(copiesOf))).flat()));

  const stored = await storedEntries();
  expect(stored).toHaveLength(eventsCount);
  const places = new Set(stored.map(placeOf));
  const told = (await Promise.all(devices.map((device) => device.queue.list()))).flat();
  const recorded = told.filter(
    (item): item is Extract<QueueItem, { state: 'recorded' }> => item.state === 'recorded',
  );
  expect(recorded).toHaveLength(eventsCount);
  expect(new Set(recorded.map(placeOf))).toEqual(places);
  for (const chainId of batches) {
    const chain = { organizationId: farm.organizationId, chainId };
    const { logOrigin } = farm.service.config;
    expect(await checkStoredChain(farm.service.database, chain, logOrigin)).toBeNull();
  }
}, 3_600_000);
