import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerTransaction, type LedgerTransaction } from '../../src/database/transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { msOf, until } from '../support/until.js';

const limits = { workMs: 2_000, commitMs: 2_000 };

let testDatabase: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  testDatabase = await createTestDatabase({ empty: true });
  pool = new pg.Pool({ connectionString: testDatabase.ownerUrl, max: 2 });
  pool.on('error', () => undefined);
  await pool.query('create table notes (id int primary key, text text not null)');
  // A note that is slow, or breaks, only when it is committed.
  await pool.query(`create function at_commit() returns trigger language plpgsql as $$
    begin
      if new.text = 'slow' then perform pg_sleep(0.6); end if;
      if new.text = 'broken' then raise exception 'not at commit either'; end if;
      if new.text = 'warned' then raise warning 'class 01'; end if;
      return null;
    end $$`);
  await pool.query(`create constraint trigger notes_at_commit after insert on notes deferrable initially deferred
    for each row execute function at_commit()`);
});
afterAll(async () => {
  await pool.end();
  await testDatabase.drop();
});

const insert = { name: 'note', text: 'insert into notes (id, text) values ($1, $2)' };
const who = { name: 'who', text: 'select pg_backend_pid() as pid' };

function note(id: number, text = 'plain') {
  return async (tx: LedgerTransaction): Promise<number> => {
    await tx.query(insert, [id, text]);
    return id;
  };
}

async function backend(tx: LedgerTransaction): Promise<number> {
  const [row] = await tx.query<{ pid: number }>(who, []);
  return row?.pid ?? 0;
}

async function isStored(id: number): Promise<boolean> {
  return (await pool.query('select from notes where id = $1', [id])).rowCount === 1;
}

/** Every connection of the pool is free, answers, and is in no transaction. */
async function expectHealthyPool(): Promise<void> {
  expect(pool.waitingCount).toBe(0);
  expect(pool.idleCount).toBe(pool.totalCount);
  const answers = await Promise.all(
    [1, 2].map(() => pool.query('select now() = statement_timestamp() as fresh')),
  );
  expect(answers.map((answer) => (answer.rows as unknown[])[0])).toEqual([{ fresh: true }, { fresh: true }]);
}

describe('a ledger transaction', () => {
  it('is committed when PostgreSQL says COMMIT', async () => {
    expect(await ledgerTransaction(pool, limits, note(1))).toEqual({ outcome: 'committed', value: 1 });
    expect(await isStored(1)).toBe(true);
    await expectHealthyPool();
  });

  it('is rejected when its work throws, and leaves nothing', async () => {
    const outcome = await ledgerTransaction(pool, limits, async (tx) => {
      await note(2)(tx);
      throw new Error('changed its mind');
    });
    expect(outcome).toMatchObject({ outcome: 'rejected', error: { message: 'changed its mind' } });
    expect(await isStored(2)).toBe(false);
    await expectHealthyPool();
  });
});

describe('COMMIT answered with ROLLBACK', () => {
  const swallowing = async (tx: LedgerTransaction): Promise<string> => {
    await note(3)(tx);
    await note(3)(tx).catch(() => undefined);
    return 'all is well';
  };

  it('is rejected and never committed', async () => {
    const outcome = await ledgerTransaction(pool, limits, swallowing);
    expect(outcome.outcome).toBe('rejected');
    expect(await isStored(3)).toBe(false);
    await expectHealthyPool();
  });

  it('is taken for success by TypeORM, which is why no ledger row is written through it', async () => {
    const source = new DataSource({ type: 'postgres', url: testDatabase.ownerUrl });
    await source.initialize();
    const told = await source.transaction(async (entities) => {
      await entities.query('insert into notes (id, text) values (4, $1)', ['x']);
      await entities.query('insert into notes (id, text) values (4, $1)', ['x']).catch(() => undefined);
      return 'all is well';
    });
    await source.destroy();
    expect(told).toBe('all is well');
    expect(await isStored(4)).toBe(false);
  });
});

describe('an error in answer to COMMIT', () => {
  it('is rejected: PostgreSQL has rolled back', async () => {
    const outcome = await ledgerTransaction(pool, limits, note(5, 'broken'));
    expect(outcome).toMatchObject({ outcome: 'rejected' });
    expect(await isStored(5)).toBe(false);
    await expectHealthyPool();
  });
});

describe('a warning of class 01 in answer to COMMIT', () => {
  it('leaves the outcome ambiguous, and the connection is not used again', async () => {
    const before = pool.totalCount;
    const outcome = await ledgerTransaction(pool, limits, note(6, 'warned'));
    expect(outcome.outcome).toBe('ambiguous');
    expect(pool.totalCount).toBe(before - 1);
    await expectHealthyPool();
  });
});

describe('a late answer', () => {
  it('before COMMIT is rejected, its connection destroyed, and nothing is stored', async () => {
    let used = 0;
    const { value: outcome, ms } = await msOf(() =>
      ledgerTransaction(pool, { workMs: 200, commitMs: 200 }, async (tx) => {
        used = await backend(tx);
        await note(7)(tx);
        await tx.query({ name: 'sleep', text: 'select pg_sleep(0.8)' }, []);
      }),
    );
    expect(ms).toBeLessThan(800);
    expect(outcome.outcome).toBe('rejected');
    await expectDestroyed(used);
    expect(await isStored(7)).toBe(false);
  });

  it('to COMMIT is ambiguous, its connection destroyed, and the id tells what became of it', async () => {
    let used = 0;
    const outcome = await ledgerTransaction(pool, { workMs: 200, commitMs: 200 }, async (tx) => {
      used = await backend(tx);
      await note(8, 'slow')(tx);
    });
    expect(outcome.outcome).toBe('ambiguous');
    expect(await isStored(8)).toBe(false);
    await expectDestroyed(used);
    expect(await isStored(8)).toBe(true);
  });

  it('leaves no connection behind that answers the next question with the answer to the last', async () => {
    for (let round = 0; round < 20; round += 1) {
      await ledgerTransaction(pool, { workMs: 20, commitMs: 20 }, async (tx) => {
        await tx.query({ name: 'nap', text: 'select pg_sleep(0.05)' }, []);
      });
      const { rows } = await pool.query<{ round: number }>('select $1::int as round', [round]);
      expect(rows).toEqual([{ round }]);
    }
    await expectHealthyPool();
  });
});

/** The pool has given the connection up, and PostgreSQL ends what it was doing. */
async function expectDestroyed(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(0);
  await expectHealthyPool();
  const pids = await Promise.all([1, 2].map(() => pool.query<{ pid: number }>(who.text)));
  expect(pids.flatMap((answer) => answer.rows).map((row) => row.pid)).not.toContain(pid);
  const isGone = async (): Promise<boolean> =>
    (await pool.query('select from pg_stat_activity where pid = $1', [pid])).rowCount === 0;
  await until(isGone);
}
