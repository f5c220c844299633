import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LogReader } from '../../src/log/log-reader.js';
import type { LogWriter } from '../../src/log/log-writer.js';
import { createTestLedger, testOrigin, type TestLedger } from '../support/ledger.js';
import { createLogPlace, createLogWriter, type LogPlace } from '../support/log-writers.js';
import { logFaults } from '../support/whole-log.js';

let ledger: TestLedger;
let place: LogPlace;
let owner: pg.Client;
let reader: LogReader;
const writers: LogWriter[] = [];

beforeAll(async () => {
  ledger = await createTestLedger();
  place = await createLogPlace(testOrigin);
  owner = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
  await owner.connect();
  reader = new LogReader(ledger.database);
});

afterEach(async () => {
  for (const writer of writers.splice(0)) await writer.stop();
  expect(await logFaults(owner, place.key.verifier)).toEqual([]);
});

afterAll(async () => {
  await owner.end();
  await ledger.close();
  await place.remove();
});

async function start(): Promise<LogWriter> {
  const writer = await createLogWriter(ledger.database, place);
  writers.push(writer);
  writer.start();
  return writer;
}

/** Appends entries to chains of their own and answers their leaf hashes. */
async function record(chains: number, entriesEach: number): Promise<Uint8Array[]> {
  const organizations = Array.from({ length: chains }, () => randomUUID());
  const hashes: Uint8Array[] = [];
  for (let round = 0; round < entriesEach; round += 1) {
    const answers = await Promise.all(
      organizations.map((id) => ledger.appender.append(ledger.draft(id, { opens: round === 0 }))),
    );
    for (const answer of answers) if (answer.outcome === 'appended') hashes.push(answer.leafHash);
  }
  return hashes;
}

async function publishedSize(atLeast: number): Promise<number> {
  for (;;) {
    const { published } = await reader.state();
    if (published !== null && published.size >= atLeast) return published.size;
    await setTimeout(20);
  }
}

describe('the log writer', () => {
  it('puts every entry into the tree and publishes a checkpoint over it', async () => {
    await record(20, 15);
    await start();
    expect(await publishedSize(300)).toBe(300);
  });

  it('is woken by what comes, and each entry then has a proof', async () => {
    const writer = await start();
    const hashes = await record(30, 10);
    writer.wake();
    for (const hash of hashes) {
      const inclusion = await reader.awaitInclusion(hash, 10_000);
      expect(inclusion).not.toBeNull();
    }
  });
});
