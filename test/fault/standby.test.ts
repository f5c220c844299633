import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, harvestOf, type Answer, type Cooperative } from '../support/cooperative.js';
import { checkStoredChain, readWholeChain } from '../support/ledger.js';
import { createOwnServer, type OwnServer } from '../support/own-server.js';
import { msOf } from '../support/until.js';

const answerWithinMs = 3_000;

let server: OwnServer;
let cooperative: Cooperative;
let watcher: pg.Client;
let batch: string;
const eventIds: string[] = [];

beforeAll(async () => {
  server = await createOwnServer();
  cooperative = await createCooperative({ connectVia: () => Promise.resolve(server.serviceUrl) });
  watcher = new pg.Client({ connectionString: server.ownerUrl });
  await watcher.connect();
  batch = await cooperative.open();
});
afterAll(async () => {
  await server.set('synchronous_standby_names', null);
  await watcher.end();
  await cooperative.service.close();
  await server.close();
});

interface Timed {
  readonly answer: Answer;
  readonly ms: number;
}

async function record(eventId = uuidv7()): Promise<Timed> {
  eventIds.push(eventId);
  const { value, ms } = await msOf(() =>
    cooperative.record(batch, 'harvest', harvestOf(1), { eventId, occurredAt }),
  );
  return { answer: value, ms };
}

const occurredAt = new Date().toISOString();

/** Cancels every COMMIT that waits for the standby, for as long as `sent` is under way; answers how many. */
async function cancelWaiting(sent: Promise<unknown>): Promise<number> {
  const waiting = { done: false };
  const ended = sent.finally(() => {
    waiting.done = true;
  });
  let cancelled = 0;
  while (!waiting.done) {
    const { rowCount } = await watcher.query(
      "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'",
    );
    cancelled += rowCount ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await ended;
  return cancelled;
}

describe('a synchronous standby that is missing', () => {
  beforeAll(() => server.set('synchronous_standby_names', 'nobody'));

  it('makes the outcome ambiguous within the bound', async () => {
    const { answer, ms } = await record();
    expect([answer.status, answer.body.type]).toEqual([503, '/problems/ambiguous']);
    expect(ms).toBeLessThan(answerWithinMs);
  });

  it('is never answered with success, however often the event is sent again', async () => {
    const [eventId] = eventIds;
    for (let round = 0; round < 3; round += 1) {
      const { answer, ms } = await record(eventId);
      expect(answer.status).toBe(503);
      expect(ms).toBeLessThan(answerWithinMs);
    }
  });

  it('leaves what is read readable', async () => {
    expect((await cooperative.owner.get(`/api/v1/batches/${batch}`)).status).toBe(200);
    expect((await fetch(`${cooperative.service.url}/livez`)).status).toBe(200);
  });
});

describe('a cancelled wait for the standby, which PostgreSQL turns into success with a notice', () => {
  it('is ambiguous and never success', async () => {
    await cancelWaiting(Promise.resolve());
    const sent = record();
    expect(await cancelWaiting(sent)).toBeGreaterThan(0);
    const { answer } = await sent;
    expect([answer.status, answer.body.type]).toEqual([503, '/problems/ambiguous']);
  });
});

describe('when the standby is no longer asked for', () => {
  it('every event that was in doubt is found under its id, or recorded now, once', async () => {
    await server.set('synchronous_standby_names', null);
    for (const eventId of [...new Set(eventIds)]) {
      const { answer } = await record(eventId);
      expect([200, 201]).toContain(answer.status);
    }
    const chain = { organizationId: cooperative.organizationId, chainId: batch };
    const { database, config } = cooperative.service;
    expect(await checkStoredChain(database, chain, config.logOrigin)).toBeNull();
    const stored = (await readWholeChain(database, chain)).slice(1).map((entry) => entry.eventId);
    expect(stored.sort()).toEqual([...new Set(eventIds)].sort());
  });
});
