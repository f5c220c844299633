import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEffect } from '../../src/batches/ledger-effect.js';
import { BatchProjection } from '../../src/batches/projection.js';
import { Database } from '../../src/database/database.js';
import { DomainError } from '../../src/http/problems.js';
import { Appender } from '../../src/log/appender.js';
import { readChainEntries } from '../../src/log/entry.store.js';
import {
  checkStoredChain,
  createTestLedger,
  readWholeChain,
  testOrigin,
  type TestLedger,
} from '../support/ledger.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

function own(organizationId: string) {
  return { organizationId, chainId: organizationId };
}

describe('appending', () => {
  it('opens a chain and links each entry to the one before', async () => {
    const organizationId = randomUUID();
    const first = await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    expect(first).toMatchObject({ outcome: 'appended', seq: 1 });
    for (let seq = 2; seq <= 5; seq += 1) {
      expect(await ledger.appender.append(ledger.draft(organizationId))).toMatchObject({
        outcome: 'appended',
        seq,
      });
    }
    expect(await checkStoredChain(ledger.database, own(organizationId))).toBeNull();
  });

  it('answers a repeated event id with the entry that was stored first, and stores nothing', async () => {
    const organizationId = randomUUID();
    const eventId = uuidv7();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true, eventId }));
    const again = await ledger.appender.append(
      ledger.draft(organizationId, { eventId, data: { other: 'content' } }),
    );
    expect(again).toMatchObject({ outcome: 'exists', stored: { seq: 1, eventId } });
    expect(await readWholeChain(ledger.database, own(organizationId))).toHaveLength(1);
  });

  it('stores one entry when the same event arrives many times in one group', async () => {
    const organizationId = randomUUID();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    const draft = ledger.draft(organizationId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ledger.appender.append(draft)));
    expect(answers.filter((answer) => answer.outcome === 'appended')).toHaveLength(1);
    expect(answers.filter((answer) => answer.outcome === 'exists')).toHaveLength(19);
    expect(await readWholeChain(ledger.database, own(organizationId))).toHaveLength(2);
  });

  it('refuses an entry for a chain that does not exist, and leaves no head behind', async () => {
    const organizationId = randomUUID();
    expect(await ledger.appender.append(ledger.draft(organizationId))).toMatchObject({ outcome: 'refused' });
    expect(await readChainEntries(ledger.database, own(organizationId), 0, 10)).toHaveLength(0);
  });

  it('refuses a second opening of a chain', async () => {
    const organizationId = randomUUID();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    expect(await ledger.appender.append(ledger.draft(organizationId, { opens: true }))).toMatchObject({
      outcome: 'refused',
    });
  });

  it('stages every leaf it stores', async () => {
    const organizationId = randomUUID();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    await ledger.appender.append(ledger.draft(organizationId));
    const rows = await ledger.database.read<{ seq: number; leaf_hash: Buffer }>(
      {
        name: 'test-staged',
        text: 'select seq, leaf_hash from staged_leaves where organization_id = $1 order by seq',
      },
      [organizationId],
    );
    const entries = await readWholeChain(ledger.database, own(organizationId));
    expect(rows.map((row) => row.leaf_hash.toString('hex'))).toEqual(
      entries.map((entry) => Buffer.from(entry.leafHash).toString('hex')),
    );
  });
});

describe('several services on one database', () => {
  it('keep one dense chain when they all append to one batch at once', async () => {
    const organizationId = randomUUID();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    const others = await connectOthers(3);
    const appenders = [ledger.appender, ...others.map((other) => other.appender)];
    await Promise.all(
      Array.from({ length: 400 }, (_, index) =>
        appenders[index % appenders.length]!.append(ledger.draft(organizationId)),
      ),
    );
    expect(await readWholeChain(ledger.database, own(organizationId))).toHaveLength(401);
    expect(await checkStoredChain(ledger.database, own(organizationId))).toBeNull();
    await Promise.all(others.map((other) => other.database.close()));
  });

  it('make one genesis when they all open the same chain at once', async () => {
    const others = await connectOthers(3);
    for (let round = 0; round < 10; round += 1) {
      const organizationId = randomUUID();
      const answers = await Promise.all(
        others.map((other) => other.appender.append(ledger.draft(organizationId, { opens: true }))),
      );
      expect(answers.filter((answer) => answer.outcome === 'appended')).toHaveLength(1);
      expect(await readWholeChain(ledger.database, own(organizationId))).toHaveLength(1);
      expect(await checkStoredChain(ledger.database, own(organizationId))).toBeNull();
    }
    await Promise.all(others.map((other) => other.database.close()));
  });
});

describe('an opening that another service finishes first', () => {
  it('is answered as the same event, though the projection would refuse it by now', async () => {
    const organizationId = randomUUID();
    const draft = ledger.draft(organizationId, { opens: true });
    const refusal = new DomainError('lot-taken', { zh: '批号已存在', en: 'taken' });
    const overtaken = new Appender<LedgerEffect>(
      ledger.database,
      {
        // The projection's own read takes so long that the other service is done before it ends.
        begin: async (tx) => {
          await tx.query({ name: 'test-slow-read', text: 'select pg_sleep(0.5)' }, []);
          return { admit: () => refusal, save: () => undefined };
        },
      },
      testOrigin,
    );
    const told = overtaken.append(draft);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await ledger.appender.append(draft);
    expect(await told).toMatchObject({ outcome: 'exists', stored: { seq: 1 } });
  });
});

describe('stored entries', () => {
  it('cannot be changed or removed by the service’s role', async () => {
    const client = new pg.Client({ connectionString: ledger.testDatabase.serviceUrl });
    await client.connect();
    for (const statement of [
      `update entries set entry = 'x'`,
      'delete from entries',
      'truncate entries',
      'delete from chains',
      'truncate chains cascade',
      'alter table entries disable trigger all',
      'drop table entries',
      'create table mine (id int)',
      'set session_replication_role = replica',
    ]) {
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
    await client.end();
  });

  it('cannot be changed by the owner without taking the triggers away', async () => {
    const organizationId = randomUUID();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    const client = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
    await client.connect();
    for (const statement of [
      `update entries set entry = 'x'`,
      'delete from entries',
      'truncate entries cascade',
    ]) {
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: '23001' });
    }
    await client.end();
  });

  it('betray any changed byte to the chain check, entry by entry', async () => {
    const organizationId = randomUUID();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    for (let count = 0; count < 3; count += 1) await ledger.appender.append(ledger.draft(organizationId));
    const owner = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
    await owner.connect();
    await owner.query('alter table entries disable trigger entries_append_only');
    const change = `update entries set entry = set_byte(entry, $3, (get_byte(entry, $3) + 1) % 256)
      where organization_id = $1 and seq = $2`;
    const undo = `update entries set entry = set_byte(entry, $3, (get_byte(entry, $3) + 255) % 256)
      where organization_id = $1 and seq = $2`;
    for (const entry of await readWholeChain(ledger.database, own(organizationId))) {
      for (let at = 0; at < entry.entry.length; at += 37) {
        await owner.query(change, [organizationId, entry.seq, at]);
        expect(await checkStoredChain(ledger.database, own(organizationId))).toMatchObject({
          seq: entry.seq,
        });
        await owner.query(undo, [organizationId, entry.seq, at]);
      }
    }
    expect(await checkStoredChain(ledger.database, own(organizationId))).toBeNull();
    await owner.query('alter table entries enable trigger entries_append_only');
    await owner.end();
  });
});

async function connectOthers(count: number) {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const database = await Database.connect(ledger.testDatabase.serviceUrl, []);
      return { database, appender: new Appender(database, new BatchProjection(), testOrigin) };
    }),
  );
}
