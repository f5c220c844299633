import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkConsistency, type TreeHead } from '../../src/ledger/proof.js';
import { Integrator, LeaseLost } from '../../src/log/integrator.js';
import { LogReader } from '../../src/log/log-reader.js';
import {
  leaveLogLease,
  publishCheckpoint,
  readLogState,
  takeLogLease,
} from '../../src/log/log-state.store.js';
import type { LogWriter } from '../../src/log/log-writer.js';
import { Publisher } from '../../src/log/publisher.js';
import { createTestLedger, testOrigin, type TestLedger } from '../support/ledger.js';
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
const writers: LogWriter[] = [];

beforeEach(async () => {
  ledger = await createTestLedger();
  place = await createLogPlace(testOrigin);
  owner = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
  await owner.connect();
});

afterEach(async () => {
  for (const writer of writers.splice(0)) await writer.stop();
  await owner.end();
  await ledger.close();
  await place.remove();
});

async function start(at: LogPlace = place): Promise<LogWriter> {
  const writer = await createLogWriter(ledger.database, at, {
    times: { leaseMs: 600, spacingMs: 10, idleMs: 20, troubleMs: 50 },
  });
  writers.push(writer);
  writer.start();
  return writer;
}

async function record(entries: number): Promise<void> {
  await Promise.all(
    Array.from({ length: entries }, () =>
      ledger.appender.append(ledger.draft(randomUUID(), { opens: true })),
    ),
  );
}

const published = (size: number) =>
  until(async () => {
    const state = await readLogState(ledger.database);
    return state.published?.size === size ? state : null;
  });

const refusal = () => until(async () => (await readLogState(ledger.database)).refusal);

/** Does as a superuser what triggers and grants forbid. */
async function asSuperuser(...statements: string[]): Promise<void> {
  await owner.query('set session_replication_role = replica');
  for (const statement of statements) await owner.query(statement);
  await owner.query('set session_replication_role = origin');
}

describe('several writers', () => {
  it('make one tree, and what each published is a beginning of what came after', async () => {
    const seen: TreeHead[] = [];
    await Promise.all([start(), start(), start()]);
    for (let round = 0; round < 12; round += 1) {
      await record(25);
      if (round % 3 === 2) await writers[round % writers.length]?.stop();
      if (round % 3 === 2) writers[round % writers.length] = await start();
      const { tree } = await published((round + 1) * 25);
      seen.push(tree);
    }
    const reader = new LogReader(ledger.database);
    const last = seen.at(-1);
    if (last === undefined) throw new Error('nothing was seen');
    for (const head of seen) {
      const proof = await reader.consistency(head.size, last.size);
      expect(checkConsistency(head, last, proof ?? [])).toBeNull();
    }
    expect(await logFaults(owner, place.key.verifier)).toEqual([]);
  });

  it('change nothing once they were paused past their lease', async () => {
    await createLogWriter(ledger.database, place);
    await record(10);
    const paused = await takeLogLease(ledger.database, randomUUID(), 1);
    if (paused === null) throw new Error('the lease was not to be had');
    await setTimeout(20);
    await start();
    const { tree } = await published(10);
    await record(5);
    await published(15);
    await expect(new Integrator(ledger.database).integrate(paused)).rejects.toBeInstanceOf(LeaseLost);
    const stale = { size: tree.size, note: 'an old checkpoint' };
    await expect(publishCheckpoint(ledger.database, paused, stale, false)).rejects.toMatchObject({
      code: '40001',
    });
    expect((await published(15)).published?.note).not.toBe(stale.note);
  });

  it('cannot lower the mark that another raised meanwhile', async () => {
    const slow = publisherParts(ledger.database, place).mark;
    const quick = publisherParts(ledger.database, place).mark;
    const small = { size: 5, root: new Uint8Array(32).fill(5) };
    const large = { size: 9, root: new Uint8Array(32).fill(9) };
    expect(await slow.highest()).toBeNull();
    await quick.raise(large);
    await expect(slow.raise(small)).rejects.toThrow('a tree of 9 was signed');
    await expect(slow.raise({ ...large, root: small.root })).rejects.toThrow('another tree of 9');
    expect(await slow.highest()).toEqual(large);
    await slow.raise(large);
    expect((await readdir(join(place.directory, 'log-signed'))).sort()).toEqual(['9']);
  });
});

describe('a log that lost its memory', () => {
  /** Signs 30 entries, then puts the database back to where it had 20 of them. */
  async function restoreBackup(): Promise<void> {
    await start();
    await record(20);
    const backup = await published(20);
    await record(10);
    await published(30);
    for (const writer of writers.splice(0)) await writer.stop();
    await restoreLog(owner, backup);
  }

  it('refuses to sign the restored copy, and says why', async () => {
    await restoreBackup();
    await start();
    expect(await refusal()).toContain('the database holds 20 entries, but a tree of 30 was signed');
  });

  it('refuses when the restored copy has grown past the mark with other entries', async () => {
    await restoreBackup();
    await record(25);
    await start();
    expect(await refusal()).toContain('do not give the root of the tree of 30 leaves');
    expect((await readLogState(ledger.database)).published?.size).toBe(20);
  });

  it('would sign it without the mark', async () => {
    await restoreBackup();
    await rm(join(place.directory, 'log-signed'), { recursive: true });
    await record(25);
    await start();
    await published(45);
  });

  it('refuses a mark that someone put there for another log', async () => {
    await start();
    await record(3);
    await published(3);
    await writeFile(join(place.directory, 'log-signed', '4'), 'other.example/log\n4\nAAAA\n');
    await record(1);
    expect(await refusal()).not.toBe('');
  });

  it('signs again when the right database is back', async () => {
    await start();
    await record(5);
    const { tree } = await published(5);
    const rootOf = (root: Uint8Array) =>
      `update log_state set root = decode('${Buffer.from(root).toString('hex')}', 'hex')`;
    await asSuperuser(rootOf(new Uint8Array(32)));
    expect(await refusal()).toContain('another tree of 5 entries was signed');
    await asSuperuser(rootOf(tree.root));
    await record(1);
    expect((await published(6)).refusal).toBeNull();
    expect(await logFaults(owner, place.key.verifier)).toEqual([]);
  });
});

describe('what someone changed between storing and signing', () => {
  const changes: readonly [string, string][] = [
    [
      'one bit of an entry',
      `update entries set entry = set_bit(entry, 77, 1 - get_bit(entry, 77)) where seq = 1`,
    ],
    ['the whole entry', `update entries set entry = (select entry from entries order by event_id limit 1)`],
    [
      'an entry that is gone',
      `delete from entries where event_id = (select max(event_id::text)::uuid from entries)`,
    ],
    ['a tile', `update log_tiles set hashes = set_bit(hashes, 2000, 1 - get_bit(hashes, 2000))`],
    ['the root', `update log_state set root = sha256('x')`],
    [
      'two leaves in each other’s place',
      `update log_leaves set log_index = case log_index when 3 then 4 else 3 end where log_index in (3, 4)`,
    ],
  ];

  it.each(changes)('is never signed: %s', async (_, change) => {
    await createLogWriter(ledger.database, place);
    await record(12);
    const lease = await takeLogLease(ledger.database, randomUUID(), 60_000);
    if (lease === null) throw new Error('the lease was not to be had');
    await new Integrator(ledger.database).integrate(lease);
    await asSuperuser('alter table log_leaves drop constraint log_leaves_pkey', change);
    const publisher = new Publisher(ledger.database, testOrigin, publisherParts(ledger.database, place));
    const state = await readLogState(ledger.database);
    await expect(publisher.publish(lease, state)).rejects.toThrow(/.+/);
    expect((await readLogState(ledger.database)).published).toBeNull();
    expect(await publisherParts(ledger.database, place).mark.highest()).toBeNull();
    await leaveLogLease(ledger.database, lease);
  });
});
