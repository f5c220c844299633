import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogKey } from '../../src/log/log-key.js';
import { checkWholeLog } from '../support/app.js';
import { createCooperative, harvestOf, type Cooperative } from '../support/cooperative.js';
import { Load } from '../support/load.js';
import { startService, type ServiceProcess } from '../support/processes.js';

/** How long two services write; a release is tried with LOAD_SECONDS=60. */
const loadMs = Number(process.env['LOAD_SECONDS'] ?? '6') * 1_000;
const acknowledgedFloor = 500;
const batchesCount = 20;
const occurredAt = new Date().toISOString();
const hashesAtOnce = 5_000;
const countLeaves = {
  name: 'test-count-leaves',
  text: 'select count(*)::int as found from log_leaves where leaf_hash = any($1::bytea[])',
};

let cooperative: Cooperative;
let services: ServiceProcess[];
let batches: string[];

beforeAll(async () => {
  cooperative = await createCooperative();
  const { config, testDatabase } = cooperative.service;
  batches = await Promise.all(Array.from({ length: batchesCount }, () => cooperative.open()));
  const env = { DATABASE_URL: testDatabase.ownerUrl, PUBLIC_URL: config.publicUrl, LOG_LEVEL: 'fatal' };
  services = await Promise.all([1, 2].map(() => startService({ dataDir: config.dataDir, env })));
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.end()));
  await cooperative.service.close();
});

/** Eight clients that record on a service without a pause. */
function loadOn({ url }: ServiceProcess): Load {
  let turn = 0;
  return new Load(() => {
    turn += 1;
    return {
      url: `${url}/api/v1/batches/${batches[turn % batchesCount] ?? ''}/events`,
      method: 'POST',
      headers: {
        ...cooperative.owner.credentials,
        'content-type': 'application/json',
        'idempotency-key': uuidv7(),
      },
      body: JSON.stringify({ kind: 'harvest', occurredAt, data: harvestOf(1) }),
    };
  }, 8);
}

describe('two services on one database, and a third that takes over', () => {
  it('make one log of all that any of them acknowledged', { timeout: 120_000 + 2 * loadMs }, async () => {
    const loads = services.map(loadOn);
    await sleep(loadMs);
    // The first ends in order under its load; whoever of the others holds the lease by then goes on.
    await services[0]?.end();
    await sleep(loadMs / 3);
    await services[1]?.end();
    await Promise.all(loads.map((load) => load.ended));
    const made = loads.flatMap((load) => load.made);
    expect(made.length).toBeGreaterThan(acknowledgedFloor);
    expect(loads.flatMap((load) => load.broken)).toEqual([]);
    await cooperative.service.settled();
    const { app, database, testDatabase } = cooperative.service;
    await checkWholeLog(testDatabase.ownerUrl, app.get(LogKey).verifier);
    const leaves = made.map((body) => (JSON.parse(body) as { leafHash: string }).leafHash);
    let found = 0;
    for (let at = 0; at < leaves.length; at += hashesAtOnce) {
      const hashes = leaves.slice(at, at + hashesAtOnce).map((hash) => Buffer.from(hash, 'base64url'));
      const [row] = await database.read<{ found: number }>(countLeaves, [hashes]);
      found += row?.found ?? 0;
    }
    expect(found).toBe(leaves.length);
    console.log(`${made.length} events acknowledged by two services in ${loadMs / 1_000} s, all in one log`);
  });
});
