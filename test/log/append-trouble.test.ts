import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/database/database.js';
import type { LedgerTransaction } from '../../src/database/transaction.js';
import { DomainError } from '../../src/http/problems.js';
import { Appender } from '../../src/log/appender.js';
import { lockChainHeads, readChainEntries } from '../../src/log/entry.store.js';
import { createCooperative, harvestOf } from '../support/cooperative.js';
import { createTestLedger, testOrigin, type TestLedger } from '../support/ledger.js';
import { asOwner } from '../support/own-server.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

/** Opens a chain while `trouble` happens in the middle of the transaction; answers what the caller is told. */
async function told(trouble: (tx: LedgerTransaction) => Promise<unknown>): Promise<unknown> {
  const appender = new Appender(
    ledger.database,
    {
      begin: async (tx) => {
        await trouble(tx);
        return { admit: () => null, save: () => undefined };
      },
    },
    testOrigin,
  );
  const organizationId = randomUUID();
  const error: unknown = await appender
    .append(ledger.draft(organizationId, { opens: true }))
    .then(() => null)
    .catch((thrown: unknown) => thrown);
  const chain = { organizationId, chainId: organizationId };
  expect(await readChainEntries(ledger.database, chain, 0, 1)).toEqual([]);
  return error;
}

function slugOf(error: unknown): string {
  if (error instanceof DomainError) return error.slug;
  throw error;
}

function raise(state: string) {
  return (tx: LedgerTransaction): Promise<unknown> =>
    tx.query(
      {
        name: `raise-${state}`,
        text: `do $$ begin raise exception 'trouble' using errcode = '${state}'; end $$`,
      },
      [],
    );
}

describe('a bug of ours while appending', () => {
  it.each([
    ['a plain error', () => Promise.reject(new Error('a bug'))],
    ['a type error', () => Promise.reject(new TypeError('a bug'))],
    ['a value PostgreSQL cannot hold', raise('22003')],
    ['a constraint that the code should have kept', raise('23514')],
    ['a column that is not there', raise('42703')],
    ['an error that was swallowed', (tx: LedgerTransaction) => raise('42703')(tx).catch(() => undefined)],
  ])('is not called an outage: %s', async (_, trouble) => {
    const error = await told(trouble);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('slug');
  });

  it('is answered 500 without its text, and logged', async () => {
    const cooperative = await createCooperative();
    const { service } = cooperative;
    const batch = await cooperative.open();
    await asOwner(service.testDatabase.ownerUrl, ['alter table batches rename column labelled to hidden']);
    const answer = await cooperative.record(batch, 'harvest', harvestOf(1));
    expect([answer.status, answer.body.type]).toEqual([500, '/problems/internal']);
    expect(JSON.stringify(answer.body)).not.toMatch(/labelled|column|batches/);
    expect(service.logLines().filter((line) => line['level'] === 'error')).toHaveLength(1);
    await service.close();
  });
});

describe('a process that stops within a transaction', () => {
  it('lets the locks of its chains go, and others append again', async () => {
    const organizationId = randomUUID();
    await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
    const other = await Database.connect(ledger.testDatabase.serviceUrl, []);
    const locked = new EventEmitter();
    const isLocked = once(locked, 'locked');
    const stopped = other.ledger({ workMs: 60_000, commitMs: 1_000 }, async (tx) => {
      await lockChainHeads(tx, [{ organizationId, chainId: organizationId }]);
      locked.emit('locked');
      // Longer than any patience with it, as if the whole machine stood still.
      await sleep(8_000);
      await tx.query({ name: 'too-late', text: 'select 1' }, []);
    });
    await isLocked;
    const outcomes: string[] = [];
    while (outcomes.at(-1) !== 'appended' && outcomes.length < 10) {
      const answer = ledger.appender.append(ledger.draft(organizationId));
      outcomes.push(await answer.then(({ outcome }) => outcome).catch(slugOf));
    }
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes.slice(0, -1).filter((outcome) => outcome !== 'unavailable')).toEqual([]);
    expect(outcomes.at(-1)).toBe('appended');
    expect((await stopped).outcome).toBe('rejected');
    await other.close();
  });
});

describe('trouble of the database while appending', () => {
  it.each([
    ['a full disk', '53100'],
    ['too many connections', '53300'],
    ['a file that cannot be read', '58030'],
    ['a lock that is not to be had', '55P03'],
    ['a race that is lost again and again', '40001'],
    ['a server that became a standby', '25006'],
    ['a server that is shutting down', '57P01'],
    ['a page that is broken', 'XX001'],
  ])('is answered 503, nothing recorded: %s', async (_, state) => {
    expect(await told(raise(state))).toMatchObject({ slug: 'unavailable', retryAfterS: 2 });
  });
});

describe('a draft that cannot be decided for a bug of ours', () => {
  it('fails alone: the others of its group are recorded', async () => {
    const bug = new Error('a bug');
    const broken = ledger.draft(randomUUID(), { opens: true });
    const appender = new Appender(
      ledger.database,
      {
        begin: () =>
          Promise.resolve({
            admit: ({ eventId }) => {
              if (eventId === broken.eventId) throw bug;
              return null;
            },
            save: () => undefined,
          }),
      },
      testOrigin,
    );
    const others = Array.from({ length: 3 }, () => ledger.draft(randomUUID(), { opens: true }));
    const [failed, ...told] = await Promise.allSettled(
      [broken, ...others].map((draft) => appender.append(draft)),
    );
    expect(failed).toEqual({ status: 'rejected', reason: bug });
    expect(told).toMatchObject(others.map(() => ({ value: { outcome: 'appended', seq: 1 } })));
  });
});
