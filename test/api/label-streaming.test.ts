import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

const units = 10_000;
let proxy: TcpProxy;
let farm: Cooperative;
let path: string;
let uri: string;
/** How far the service has read the set, step by step. */
const steps: number[] = [];

beforeAll(async () => {
  farm = await createCooperative({
    connectVia: async (url) => {
      proxy = await createTcpProxy(url);
      return proxy.url;
    },
  });
  const batch = await farm.open('STREAM-1');
  const quantity = { value: String(units), unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: '2026-10-18', stoppedOn: '2026-10-18' });
  const body = { units, net: { value: '1', unit: 'KGM' } };
  const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, body));
  path = `/api/v1/batches/${batch}/labels/${String(set.id)}`;
  uri = String(set.firstUri);
  watchReads();
});
afterAll(async () => {
  await farm.service.close();
  await proxy.close();
});

/** Notes each step in which labels are read, and lets it through. */
function watchReads(): void {
  const { database } = farm.service;
  const tenant = database.tenant.bind(database);
  database.tenant = (scope) => {
    const door = tenant(scope);
    const read = door.read.bind(door);
    return Object.assign(door, {
      read: (...[statement, values]: Parameters<typeof read>) => {
        if (statement.name === 'labels-of-set') steps.push(Number(values[3]));
        return read(statement, values);
      },
    });
  };
}

/** Waits until no label has been read for a while, and answers how far reading went. */
async function standstill(): Promise<number> {
  let seen = -1;
  for (let still = 0; still < 3;) {
    still = seen === steps.length ? still + 1 : 0;
    seen = steps.length;
    await setTimeout(1_000);
  }
  return Math.max(...steps);
}

/** Connections of the service that do something or hold a transaction. */
async function busyConnections(): Promise<number> {
  const client = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ busy: number }>(
    "select count(*)::int as busy from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()",
  );
  await client.end();
  return rows[0]?.busy ?? -1;
}

describe('a set of 10,000 labels', () => {
  it('comes whole', async () => {
    const { bytes } = await farm.owner.file(`${path}.csv`);
    const lines = bytes.toString().split('\r\n');
    expect(lines).toHaveLength(units + 2);
    expect(new Set(lines.slice(1, -1).map((line) => line.split(',')[1]))).toHaveProperty('size', units);
  });

  it.each(['pdf', 'zpl?layout=carton-100x150&dpi=300'])(
    'as %s waits for a reader who pauses, and holds no connection meanwhile',
    async (file) => {
      steps.length = 0;
      const answer = await farm.owner.open(`${path}.${file}`);
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      const first = await reader.read();
      expect(first.value?.length).toBeGreaterThan(0);
      expect(Math.max(...steps)).toBe(0);
      const far = await standstill();
      expect(far).toBeLessThan(units - 500);
      expect(await busyConnections()).toBe(0);
      await reader.cancel();
    },
  );

  it('is made no further once the reader has gone', async () => {
    steps.length = 0;
    const gone = new AbortController();
    const answer = await farm.owner.open(`${path}.pdf`, { signal: gone.signal });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    while (steps.length < 2) await reader.read();
    gone.abort();
    await expect(reader.read()).rejects.toThrow();
    const far = await standstill();
    expect(far).toBeLessThan(units / 2);
    expect(await busyConnections()).toBe(0);
  });

  it('lets other requests have their turn between any two labels', async () => {
    const progress = { ended: false };
    const isUnderWay = (): boolean => !progress.ended;
    const download = farm.owner.file(`${path}.pdf?to=500`).finally(() => {
      progress.ended = true;
    });
    let alive = 0;
    let scanned = 0;
    while (isUnderWay()) {
      const live = await fetch(`${farm.service.url}/livez`);
      await live.text();
      alive += live.status === 200 && isUnderWay() ? 1 : 0;
      if (alive % 10 !== 0) continue;
      const scan = await farm.owner.post('/api/v1/verify', { uri });
      scanned += scan.status === 200 && isUnderWay() ? 1 : 0;
    }
    expect((await download).status).toBe(200);
    expect(alive).toBeGreaterThan(40);
    expect(scanned).toBeGreaterThan(3);
  });

  it('breaks off, and does not end as if it were whole, when the database goes away', async () => {
    steps.length = 0;
    const answer = await farm.owner.open(`${path}.pdf`);
    expect(answer.status).toBe(200);
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    proxy.cut();
    const rest = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow();
    expect(Math.max(...steps)).toBeLessThan(units);
    proxy.restore();
    await expect.poll(async () => (await farm.owner.file(`${path}.png`)).status, { interval: 500 }).toBe(200);
  });
});
