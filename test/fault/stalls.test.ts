import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantUrl } from '../../src/database/tenant-login.js';
import { createCooperative, harvestOf, type Answer, type Cooperative } from '../support/cooperative.js';
import { checkStoredChain, readWholeChain } from '../support/ledger.js';
import { asOwner, createOwnServer, type OwnServer } from '../support/own-server.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { msOf } from '../support/until.js';

/** Every request is answered within this time, whatever the database does. */
const answerWithinMs = 3_000;

let server: OwnServer;
let proxy: TcpProxy;
let cooperative: Cooperative;
let batch: string;
/** Events that a client was told are recorded. */
const acknowledged: string[] = [];

beforeAll(async () => {
  server = await createOwnServer();
  proxy = await createTcpProxy(server.serviceUrl);
  cooperative = await createCooperative({ connectVia: () => Promise.resolve(proxy.url) });
  batch = await cooperative.open();
});
afterAll(async () => {
  await cooperative.service.close();
  await proxy.close();
  await server.close();
});

interface Timed {
  readonly answer: Answer;
  readonly ms: number;
}

async function timed(send: () => Promise<Answer>): Promise<Timed> {
  const { value, ms } = await msOf(send);
  return { answer: value, ms };
}

async function write(): Promise<Answer> {
  const eventId = uuidv7();
  const answer = await cooperative.record(batch, 'harvest', harvestOf(1), { eventId });
  if (answer.status === 201) acknowledged.push(eventId);
  return answer;
}

const productList = (): string => `/api/v1/products?organization=${cooperative.organizationId}`;

/** Sends requests of every sort for so long, a few each 50 ms; answers all that came back. */
async function disturb(forMs: number): Promise<Timed[]> {
  const { owner } = cooperative;
  const sent: Promise<Timed>[] = [];
  const until = performance.now() + forMs;
  for (let turn = 0; performance.now() < until; turn += 1) {
    sent.push(timed(write));
    sent.push(timed(() => owner.get(`/api/v1/batches/${batch}`)));
    sent.push(timed(() => owner.get(productList())));
    if (turn % 10 === 0) sent.push(timed(() => owner.get('/readyz')));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Promise.all(sent);
}

async function expectLive(): Promise<void> {
  const { answer, ms } = await timed(() => cooperative.owner.get('/livez'));
  expect(answer.status).toBe(200);
  expect(ms).toBeLessThan(answerWithinMs);
}

function expectAnswered(answers: readonly Timed[]): void {
  expect(answers.length).toBeGreaterThan(30);
  expect(Math.max(...answers.map((answer) => answer.ms))).toBeLessThan(answerWithinMs);
  const others = answers.filter(({ answer }) => ![200, 201, 503].includes(answer.status));
  expect(others.map(({ answer }) => answer.body)).toEqual([]);
}

/** Writes work again by themselves, no connection is held, and all that was acknowledged is there. */
async function expectHealed(): Promise<void> {
  const { owner } = cooperative;
  await expect.poll(async () => (await write()).status).toBe(201);
  await expect.poll(async () => (await owner.get(`/api/v1/batches/${batch}`)).status).toBe(200);
  await expect.poll(sessionsHeld).toEqual([]);
  const chain = { organizationId: cooperative.organizationId, chainId: batch };
  const { database, config } = cooperative.service;
  expect(await checkStoredChain(database, chain, config.logOrigin)).toBeNull();
  const stored = (await readWholeChain(database, chain)).map((entry) => entry.eventId);
  expect(new Set(stored).size).toBe(stored.length);
  expect(acknowledged.filter((eventId) => !stored.includes(eventId))).toEqual([]);
}

/** The sessions of the service that PostgreSQL sees at work or in a transaction; each would be a client that leaked. */
function sessionsHeld(): Promise<object[]> {
  const roles = [server.serviceUrl, tenantUrl(server.serviceUrl)].map(roleOf);
  return asOwner(server.ownerUrl, [
    `select pid, state, query from pg_stat_activity where usename in (${roles.map(pg.escapeLiteral).join()}) and state <> 'idle'`,
  ]);
}

describe('a chain head that somebody else keeps locked', () => {
  it('leaves no request without an answer, and writes resume when it is let go', async () => {
    const other = new pg.Client({ connectionString: server.ownerUrl });
    await other.connect();
    await other.query('begin');
    await other.query('select from chains where chain_id = $1 for update', [batch]);
    try {
      const answers = await disturb(3_000);
      await expectLive();
      expectAnswered(answers);
      expect(answers.filter(({ answer }) => answer.status === 201)).toEqual([]);
    } finally {
      await other.end();
    }
    await expectHealed();
  });
});

/** The role of an address that names it in its query, as the service's own does. */
function roleOf(url: string): string {
  return new URL(url).searchParams.get('user') ?? '';
}

describe('a server without a free connection', () => {
  it('leaves no request without an answer, and writes resume when there is one', async () => {
    const roles = [server.serviceUrl, tenantUrl(server.serviceUrl)].map(roleOf);
    const limit = (connections: number) =>
      roles.map((role) => `alter role ${pg.escapeIdentifier(role)} connection limit ${connections}`);
    await asOwner(server.ownerUrl, [
      ...limit(0),
      `select pg_terminate_backend(pid) from pg_stat_activity
        where usename in (${roles.map(pg.escapeLiteral).join()})`,
    ]);
    const answers = await disturb(2_000);
    await expectLive();
    expectAnswered(answers);
    expect(answers.filter(({ answer }) => answer.status === 201)).toEqual([]);
    await asOwner(server.ownerUrl, limit(-1));
    await expectHealed();
  });
});

describe('a server that does not let the tenants’ login in', () => {
  it('is not ready, and is again when it does', async () => {
    const role = roleOf(tenantUrl(server.serviceUrl));
    await asOwner(server.ownerUrl, [
      `alter role ${pg.escapeIdentifier(role)} connection limit 0`,
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = ${pg.escapeLiteral(role)}`,
    ]);
    expect((await cooperative.owner.get('/readyz')).status).toBe(503);
    await asOwner(server.ownerUrl, [`alter role ${pg.escapeIdentifier(role)} connection limit -1`]);
    expect((await cooperative.owner.get('/readyz')).status).toBe(200);
    await expectHealed();
  });
});

describe('tables that somebody else keeps locked', () => {
  it('leave no request without an answer though every connection of the pools is taken', async () => {
    const other = new pg.Client({ connectionString: server.ownerUrl });
    await other.connect();
    await other.query('begin');
    await other.query('lock table batches, products, entries in access exclusive mode');
    try {
      const answers = await disturb(3_000);
      await expectLive();
      expectAnswered(answers);
    } finally {
      await other.end();
    }
    await expectHealed();
  });
});

describe('a network that forgets the connections there are', () => {
  it('leaves no request without an answer, and all of them are replaced', async () => {
    // Both pools of reads are filled first, so that not one connection is good afterwards.
    await disturb(500);
    const busy = Array.from({ length: 40 }, (_, index) =>
      cooperative.owner.get(index % 2 === 0 ? `/api/v1/batches/${batch}` : productList()),
    );
    await Promise.all(busy);
    proxy.forget();
    expectAnswered(await disturb(3_000));
    await expectLive();
    await expectHealed();
    await expect.poll(proxy.forgotten).toBe(0);
    const { owner } = cooperative;
    for (let round = 0; round < 30; round += 1)
      for (const path of [productList(), `/api/v1/batches/${batch}`])
        await expect.poll(async () => (await owner.get(path)).status).toBe(200);
  });
});

describe('a PostgreSQL that was stopped', () => {
  it('leaves no request without an answer, and writes resume when it goes on', async () => {
    const { pids } = await sessionPids();
    const stopped = [await server.pid(), ...pids];
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    try {
      const answers = await disturb(4_000);
      await expectLive();
      expectAnswered(answers);
      expect(answers.filter(({ answer }) => answer.status === 201)).toEqual([]);
    } finally {
      for (const pid of stopped) process.kill(pid, 'SIGCONT');
    }
    await expectHealed();
  });
});

/** Every session's process: PostgreSQL is one process a connection, and all must stop. */
async function sessionPids(): Promise<{ pids: number[] }> {
  const rows = await asOwner<{ pid: number }>(server.ownerUrl, [
    "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
  ]);
  return { pids: rows.map((row) => row.pid) };
}
