import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, harvestOf, type Cooperative } from '../support/cooperative.js';
import { checkStoredChain, readWholeChain } from '../support/ledger.js';
import { Load, type Asked } from '../support/load.js';
import { startService } from '../support/processes.js';

/** How often the service is stopped; a release is tried with STOPS=100. */
const stops = Number(process.env['STOPS'] ?? '4');
const clients = 24;
const occurredAt = new Date().toISOString();

let cooperative: Cooperative;
let headers: Record<string, string>;

beforeAll(async () => {
  cooperative = await createCooperative();
  const grants = [{ role: 'owner' as const, organizationId: cooperative.organizationId, region: null }];
  const account = { login: 'writer', name: 'writer', password: 'a long enough password', grants };
  ({ headers } = await cooperative.service.signIn(account));
});
afterAll(() => cooperative.service.close());

/** Reads and writes in turn. */
function requests(url: string, batch: string): () => Asked {
  let turn = 0;
  return () => {
    turn += 1;
    if (turn % 2 === 0) return { url: `${url}/api/v1/batches/${batch}`, headers };
    return {
      url: `${url}/api/v1/batches/${batch}/events`,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': uuidv7() },
      body: JSON.stringify({ kind: 'harvest', occurredAt, data: harvestOf(1) }),
    };
  };
}

async function storedIds(batch: string): Promise<string[]> {
  const { database, config } = cooperative.service;
  const chain = { organizationId: cooperative.organizationId, chainId: batch };
  expect(await checkStoredChain(database, chain, config.logOrigin)).toBeNull();
  return (await readWholeChain(database, chain)).slice(1).map((entry) => entry.eventId);
}

describe('SIGTERM of the service under load', () => {
  it('breaks no request and stores exactly what was acknowledged', { timeout: stops * 60_000 }, async () => {
    const { config, testDatabase } = cooperative.service;
    for (let stop = 0; stop < stops; stop += 1) {
      const batch = await cooperative.open();
      const service = await startService({
        dataDir: config.dataDir,
        env: { DATABASE_URL: testDatabase.ownerUrl, PUBLIC_URL: config.publicUrl, LOG_LEVEL: 'fatal' },
      });
      const load = new Load(requests(service.url, batch), clients);
      while (load.count < 150 + stop * 37) await new Promise((resolve) => setTimeout(resolve, 1));
      expect(await service.end('SIGTERM')).toBe(0);
      await load.ended;
      expect(load.broken).toEqual([]);
      expect(load.refused).toBe(clients);
      expect([...load.answered.keys()].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
      const acknowledged = load.made.map((body) => (JSON.parse(body) as { id: string }).id);
      expect(acknowledged.length).toBeGreaterThan(50);
      expect((await storedIds(batch)).sort()).toEqual(acknowledged.sort());
    }
  });
});
