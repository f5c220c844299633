import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchProjection } from '../../src/batches/projection.js';
import { DomainError } from '../../src/http/problems.js';
import { Appender } from '../../src/log/appender.js';
import { Backlog, type BacklogBounds } from '../../src/log/backlog.js';
import { Integrator } from '../../src/log/integrator.js';
import { takeLogLease } from '../../src/log/log-state.store.js';
import { beginLog } from '../../src/log/log-start.js';
import { createTestLedger, testOrigin, type TestLedger } from '../support/ledger.js';
import { createLogPlace, type LogPlace } from '../support/log-writers.js';

let ledger: TestLedger;
let place: LogPlace;
beforeAll(async () => {
  ledger = await createTestLedger();
  place = await createLogPlace(testOrigin);
  await beginLog(ledger.database, testOrigin, place.key.verifier);
});
afterAll(async () => {
  await ledger.close();
  await place.remove();
});

/** Counts anew and answers what appends are told. */
async function told(backlog: Backlog): Promise<DomainError | null> {
  await setTimeout(1_100);
  backlog.refusal();
  await setTimeout(200);
  return backlog.refusal();
}

function backlogOf(bounds: BacklogBounds, aheadMs = 0): Backlog {
  return new Backlog(ledger.database, bounds, () => Date.now() + aheadMs);
}

const wide = { leavesMax: 1_000, delayMaxMs: 60_000 };

async function record(entries: number): Promise<void> {
  for (let at = 0; at < entries; at += 1)
    await ledger.appender.append(ledger.draft(randomUUID(), { opens: true }));
}

describe('the backlog of the log', () => {
  it('lets everything in while the log keeps up', async () => {
    await record(3);
    expect(await told(backlogOf(wide))).toBeNull();
  });

  it('refuses when too many leaves wait, with the time to come back', async () => {
    await record(5);
    const refusal = await told(backlogOf({ ...wide, leavesMax: 5 }));
    expect(refusal).toMatchObject({ slug: 'log-behind', retryAfterS: 10 });
  });

  it('refuses when a leaf waits for longer than a receipt promises', async () => {
    await record(1);
    expect(await told(backlogOf(wide, 50_000))).toBeNull();
    expect(await told(backlogOf(wide, 61_000))).toMatchObject({ slug: 'log-behind' });
  });

  it('lets in again once the log has caught up', async () => {
    await record(1);
    const backlog = backlogOf({ ...wide, leavesMax: 1 });
    expect(await told(backlog)).not.toBeNull();
    const lease = await takeLogLease(ledger.database, randomUUID(), 60_000);
    if (lease === null) throw new Error('the lease was not to be had');
    await new Integrator(ledger.database).integrate(lease);
    expect(await told(backlog)).toBeNull();
  });

  it('keeps a refused draft out of the ledger', async () => {
    const refusal = new DomainError('log-behind', { zh: '', en: '' });
    const appender = new Appender(ledger.database, new BatchProjection(), testOrigin, {
      refusal: () => refusal,
      stored: () => undefined,
    });
    const organizationId = randomUUID();
    await expect(appender.append(ledger.draft(organizationId, { opens: true }))).rejects.toBe(refusal);
    const count = {
      name: 'test-count-of',
      text: 'select count(*)::int as n from chains where chain_id = $1',
    };
    expect(await ledger.database.read(count, [organizationId])).toEqual([{ n: 0 }]);
  });
});
