import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/database/embedded-postmaster.js';
import { LogKey } from '../../src/log/log-key.js';
import { checkWholeLog } from '../support/app.js';
import { createCooperative, harvestOf, type Answer, type Cooperative } from '../support/cooperative.js';
import { checkStoredChain, readWholeChain } from '../support/ledger.js';
import { createOwnServer, type OwnServer } from '../support/own-server.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { committedUnheard, writeWhile, type Intent } from '../support/writers.js';

/** How often each of the service and PostgreSQL is killed; a release is tried with KILLS=200. */
const kills = Number(process.env['KILLS'] ?? '20');
/** So many acknowledged events must have been at stake, a kill. */
const acknowledgedFloor = 500;
const batchesCount = 6;
const occurredAt = new Date().toISOString();

let server: OwnServer;
let cooperative: Cooperative;
let service: ServiceProcess;
let port: number;
let batches: string[];

beforeAll(async () => {
  server = await createOwnServer();
  cooperative = await createCooperative({ connectVia: () => Promise.resolve(server.serviceUrl) });
  batches = await Promise.all(Array.from({ length: batchesCount }, () => cooperative.open()));
  port = await freePort(0);
  service = await start();
});
afterAll(async () => {
  await service.end();
  await cooperative.service.close();
  await server.close();
});

function start(): Promise<ServiceProcess> {
  const { dataDir, publicUrl } = cooperative.service.config;
  const env = { DATABASE_URL: server.ownerUrl, PUBLIC_URL: publicUrl, LOG_LEVEL: 'fatal' };
  return startService({ dataDir, port, env });
}

const batchOf = (index: number): string => batches[index % batchesCount] ?? '';

/** Kills the service and PostgreSQL in turn, each while events are being acknowledged. */
async function killAll(acknowledged: () => number): Promise<void> {
  for (let kill = 0; kill < 2 * kills; kill += 1) {
    const before = acknowledged();
    while (acknowledged() < before + acknowledgedFloor) await sleep(10);
    if (kill % 2 === 0) {
      await service.end('SIGKILL');
      service = await start();
    } else {
      process.kill(await server.pid(), 'SIGKILL');
    }
  }
  const last = acknowledged();
  while (acknowledged() === last) await sleep(10);
}

async function writeThroughKills(): Promise<Map<number, Intent>> {
  const caller = cooperative.owner.at(`http://127.0.0.1:${port}`);
  const state = { killing: true, acknowledged: 0 };
  const indexes = new Map<string, number>();
  const send = async (eventId: string, index: number): Promise<Answer> => {
    indexes.set(eventId, index);
    const answer = await caller.post(
      `/api/v1/batches/${batchOf(index)}/events`,
      { kind: 'harvest', occurredAt, data: harvestOf(1) },
      { 'idempotency-key': eventId },
    );
    if (answer.status === 201 || answer.status === 200) state.acknowledged += 1;
    return answer;
  };
  const killing = killAll(() => state.acknowledged).finally(() => {
    state.killing = false;
  });
  const patient = { writers: 16, attemptsMax: 2_000, pauseMs: 30 };
  const intents = await writeWhile(() => state.killing, send, patient);
  await killing;
  return new Map(intents.map((intent) => [indexes.get(intent.eventId) ?? -1, intent]));
}

describe('kill -9 of the service and of PostgreSQL under sixteen writers', () => {
  it(
    'loses, doubles and misplaces nothing that was acknowledged',
    { timeout: 120_000 + kills * 30_000 },
    async () => {
      const intents = await writeThroughKills();
      expect(intents.size).toBeGreaterThanOrEqual(2 * kills * acknowledgedFloor);
      const broken = [...intents.values()].filter((intent) => intent.statuses.length > 1);
      expect(broken.length).toBeGreaterThanOrEqual(2 * kills);
      console.log(
        `${2 * kills} kills, ${intents.size} acknowledged, ${broken.length} interrupted, ` +
          `${committedUnheard([...intents.values()]).length} of them stored without an answer`,
      );
      await cooperative.service.settled();
      await checkWholeLog(server.ownerUrl, cooperative.service.app.get(LogKey).verifier);
      const { database, config } = cooperative.service;
      for (const [place, batch] of batches.entries()) {
        const chain = { organizationId: cooperative.organizationId, chainId: batch };
        expect(await checkStoredChain(database, chain, config.logOrigin)).toBeNull();
        const stored = (await readWholeChain(database, chain)).slice(1);
        const told = [...intents]
          .filter(([index]) => index % batchesCount === place)
          .map(([, intent]) => intent);
        expect(stored.map(receiptOf)).toEqual(
          told.map(({ eventId, receipt }) => [eventId, receipt.seq, receipt.leafHash]).sort(bySeq),
        );
        const { body } = await cooperative.owner.get(`/api/v1/batches/${batch}`);
        expect(body).toMatchObject({ balance: { produced: { value: String(told.length) } } });
      }
    },
  );
});

function receiptOf(entry: { eventId: string; seq: number; leafHash: Uint8Array }): unknown[] {
  return [entry.eventId, entry.seq, Buffer.from(entry.leafHash).toString('base64url')];
}

const bySeq = (a: readonly unknown[], b: readonly unknown[]): number => Number(a[1]) - Number(b[1]);
