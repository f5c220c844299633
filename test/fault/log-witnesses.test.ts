import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLogState, type LogState } from '../../src/log/log-state.store.js';
import type { LogWriter } from '../../src/log/log-writer.js';
import { createTestLedger, testOrigin, type TestLedger } from '../support/ledger.js';
import { startTestWitness, type TestWitness } from '../support/local-witness.js';
import {
  createLogPlace,
  createLogWriter,
  restoreLog,
  publisherParts,
  type LogPlace,
} from '../support/log-writers.js';
import { logFaults } from '../support/whole-log.js';
import { until } from '../support/until.js';

let ledger: TestLedger;
let place: LogPlace;
let owner: pg.Client;
let witness: TestWitness;
let writer: LogWriter | null = null;

beforeEach(async () => {
  ledger = await createTestLedger();
  place = await createLogPlace(testOrigin);
  owner = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
  await owner.connect();
  witness = await startTestWitness(join(place.directory, 'witness'), place.key.verifier);
});

afterEach(async () => {
  await writer?.stop();
  writer = null;
  await witness.stop();
  await owner.end();
  await ledger.close();
  await place.remove();
});

/** A writer whose log asks for a policy, the one witness's unless given. */
async function start(witnesses: string = witness.policy): Promise<void> {
  await writer?.stop();
  writer = await createLogWriter(ledger.database, place, {
    parts: publisherParts(ledger.database, place, { witnesses }),
    times: { spacingMs: 10, idleMs: 20, troubleMs: 50, witnessAgainMs: 100 },
  });
  writer.start();
}

async function record(entries: number): Promise<void> {
  await Promise.all(
    Array.from({ length: entries }, () =>
      ledger.appender.append(ledger.draft(randomUUID(), { opens: true })),
    ),
  );
  writer?.wake();
}

function untilIt(does: (state: LogState) => boolean): Promise<LogState> {
  return until(async () => {
    const state = await readLogState(ledger.database);
    return does(state) && state;
  });
}

const publishedAt = (size: number) => (state: LogState) => state.published?.size === size;
const witnessedAt = (size: number) => (state: LogState) => state.witnessed?.size === size;

describe('a log whose witness is away', () => {
  it('is published all the same, not as witnessed, and witnessed once the witness is back', async () => {
    await start();
    await record(10);
    await untilIt(witnessedAt(10));
    const { url } = witness;
    await witness.stop();
    await record(5);
    const without = await untilIt(publishedAt(15));
    expect(without.witnessed?.size).toBe(10);
    const port = Number(new URL(url).port);
    witness = await startTestWitness(join(place.directory, 'witness'), place.key.verifier, port);
    const back = await untilIt(witnessedAt(15));
    expect(back.published?.size).toBe(15);
    expect(await logFaults(owner, place.key.verifier)).toEqual([]);
  });

  it('is not called witnessed by one of two that a quorum asks for', async () => {
    const other = await startTestWitness(join(place.directory, 'other'), place.key.verifier);
    const both =
      witness.policy.replace('quorum beside\n', '') +
      other.policy.replaceAll('beside', 'far').replace('quorum far\n', '') +
      'group both all beside far\nquorum both\n';
    await other.stop();
    await start(both);
    await record(4);
    const state = await untilIt(publishedAt(4));
    expect(state.witnessed).toBeNull();
    expect(state.published?.note).toContain('— test.example/witness ');
  });
});

describe('a log that its witness has seen larger', () => {
  it('is not signed, although nobody here remembers it', async () => {
    await start();
    await record(10);
    const backup = await untilIt(witnessedAt(10));
    await record(10);
    await untilIt(witnessedAt(20));
    await writer?.stop();
    writer = null;
    await restoreLog(owner, backup);
    await rm(join(place.directory, 'log-signed'), { recursive: true });
    await record(30);
    await start();
    const { refusal, published } = await untilIt((state) => state.refusal !== null);
    expect(refusal).toContain('holds a checkpoint of size 20');
    expect(published?.size).toBe(10);
  });
});
