import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, harvestOf, type Caller, type Cooperative } from '../support/cooperative.js';
import { checkStoredChain, readWholeChain } from '../support/ledger.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { committedUnheard, writeAll, type Intent } from '../support/writers.js';
import { asRecorded } from '../support/recorded.js';

/** One of so many answers is lost. */
const everyNth = 5;
const intentsCount = 800;

let cooperative: Cooperative;
let databaseProxy: TcpProxy;
let clientProxy: TcpProxy;
let through: Caller;
/** Whether the proxies lose answers now. */
const losing = { commits: false, replies: false };

beforeAll(async () => {
  const every = everyNthTime();
  cooperative = await createCooperative({
    env: { LOG_LEVEL: 'silent' },
    connectVia: async (serviceUrl) => {
      databaseProxy = await createTcpProxy(serviceUrl, {
        losesAnswerTo: (sent) => losing.commits && sent.includes('COMMIT\0') && every(),
        isWhole: (answer) => answer.includes('COMMIT\0'),
      });
      return databaseProxy.url;
    },
  });
  const everyReply = everyNthTime();
  clientProxy = await createTcpProxy(cooperative.service.url, {
    losesAnswerTo: (sent) => losing.replies && sent.includes('/events') && everyReply(),
  });
  through = cooperative.owner.at(clientProxy.url);
});
afterAll(async () => {
  await clientProxy.close();
  await cooperative.service.close();
  await databaseProxy.close();
});

function everyNthTime(): () => boolean {
  let turn = 0;
  return () => {
    turn += 1;
    return turn % everyNth === 0;
  };
}

const occurredAt = new Date().toISOString();

function send(caller: Caller, batch: string) {
  return (eventId: string, index: number) =>
    caller.post(
      `/api/v1/batches/${batch}/events`,
      { kind: 'harvest', occurredAt, data: harvestOf(index + 1) },
      { 'idempotency-key': eventId },
    );
}

async function storedIds(batch: string): Promise<string[]> {
  const chain = { organizationId: cooperative.organizationId, chainId: batch };
  expect(
    await checkStoredChain(cooperative.service.database, chain, cooperative.service.config.logOrigin),
  ).toBeNull();
  return (await readWholeChain(cooperative.service.database, chain)).slice(1).map((entry) => entry.eventId);
}

async function expectEachOnce(batch: string, intents: readonly Intent[]): Promise<void> {
  expect((await storedIds(batch)).sort()).toEqual(intents.map((intent) => intent.eventId).sort());
  const { body } = await cooperative.owner.get(`/api/v1/batches/${batch}`);
  expect(body).toMatchObject({
    balance: { produced: { value: String((intents.length * (intents.length + 1)) / 2) } },
  });
}

/** Sent once more, each answers 200 with the very receipt that its writer has. */
async function expectSameReceipts(batch: string, intents: readonly Intent[]): Promise<void> {
  for (const intent of intents.filter((_, index) => index % 20 === 0)) {
    const amount = await amountOf(batch, Number(intent.receipt.seq));
    const again = await send(cooperative.owner, batch)(intent.eventId, amount - 1);
    expect(again.status).toBe(200);
    expect(asRecorded(again.body)).toEqual(asRecorded(intent.receipt));
  }
}

async function amountOf(batch: string, seq: number): Promise<number> {
  const { body } = await cooperative.owner.get(`/api/v1/batches/${batch}/events?after=${seq - 1}&limit=1`);
  const [item] = body.items as { data: { quantity: { value: string } } }[];
  return Number(item?.data.quantity.value);
}

describe('answers to COMMIT that PostgreSQL gave and the service never got', () => {
  it('leave each event recorded once when writers insist under the same id', async () => {
    const batch = await cooperative.open();
    losing.commits = true;
    const intents = await writeAll(intentsCount, send(cooperative.owner, batch));
    losing.commits = false;
    expect(databaseProxy.lost.every((answer) => answer.includes('COMMIT'))).toBe(true);
    // The floor: so many were stored while their writer was told that nobody knows.
    expect(committedUnheard(intents).length).toBeGreaterThan(intentsCount / 20);
    await expectEachOnce(batch, intents);
    await expectSameReceipts(batch, intents);
  });

  it('are never answered with success, and the pool of connections stays whole', async () => {
    const batch = await cooperative.open();
    losing.commits = true;
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 5));
        const eventId = uuidv7();
        return { eventId, ...(await cooperative.record(batch, 'harvest', harvestOf(1), { eventId })) };
      }),
    );
    losing.commits = false;
    const told = answers.filter((answer) => answer.status === 201).map((answer) => answer.eventId);
    const inDoubt = answers.filter((answer) => answer.status !== 201);
    expect(inDoubt.length).toBeGreaterThan(0);
    for (const answer of inDoubt) {
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ type: '/problems/ambiguous' });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const stored = await storedIds(batch);
    expect(stored).toEqual(expect.arrayContaining(told));
    // What is in doubt may be there or not: a COMMIT that came too late to be answered need not have arrived at all.
    const committed = inDoubt.filter((answer) => stored.includes(answer.eventId));
    expect(committed.length).toBeGreaterThan(0);
    expect(stored).toHaveLength(told.length + committed.length);
  });

  it('double events when every attempt has an id of its own: the control', async () => {
    const batch = await cooperative.open();
    losing.commits = true;
    const intents = await writeAll(200, send(cooperative.owner, batch), { keepsId: false });
    losing.commits = false;
    expect((await storedIds(batch)).length).toBeGreaterThan(intents.length);
  });
});

describe('replies that the service gave and the client never got', () => {
  it('leave each event recorded once, and the retry is told what the lost reply said', async () => {
    const batch = await cooperative.open();
    losing.replies = true;
    const intents = await writeAll(intentsCount, send(through, batch));
    losing.replies = false;
    const unheard = committedUnheard(intents);
    expect(unheard.length).toBeGreaterThan(intentsCount / 10);
    const lost = clientProxy.lost.map(bodyOf).filter((body) => body !== null);
    for (const intent of unheard) {
      const told = lost.filter((body) => body.includes(intent.eventId));
      expect(told.map((body) => asRecorded(JSON.parse(body) as object))).toContainEqual(
        asRecorded(intent.receipt),
      );
    }
    await expectEachOnce(batch, intents);
    await expectSameReceipts(batch, intents);
  });

  it('double events when every attempt has an id of its own: the control', async () => {
    const batch = await cooperative.open();
    losing.replies = true;
    const intents = await writeAll(200, send(through, batch), { keepsId: false });
    losing.replies = false;
    expect((await storedIds(batch)).length).toBeGreaterThan(intents.length);
  });
});

/** The body of an HTTP answer that was lost; null for a piece without a head. */
function bodyOf(answer: Buffer): string | null {
  const [head, body] = answer.toString('utf8').split('\r\n\r\n');
  return head?.startsWith('HTTP/1.1 ') === true && body !== undefined ? body : null;
}
