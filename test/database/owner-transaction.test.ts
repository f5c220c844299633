import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownerTransaction } from '../../src/database/owner-transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('create table numbers (n int primary key)');
});
beforeEach(() => owner.query('truncate numbers'));
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const insert = { name: 'insert', text: 'insert into numbers values ($1)' };
const list = { name: 'list', text: 'select n from numbers order by n' };
const stored = async (): Promise<number[]> =>
  (await owner.query<{ n: number }>('select n from numbers order by n')).rows.map(({ n }) => n);

describe('a transaction of the owner', () => {
  it('stores everything that was sent, though nobody waited for it', async () => {
    const value = await ownerTransaction(database.ownerUrl, (tx) => {
      tx.send(insert, [1]);
      tx.send(insert, [2]);
      return Promise.resolve('done');
    });
    expect([value, await stored()]).toEqual(['done', [1, 2]]);
  });

  it('fails with the write that failed, and stores nothing', async () => {
    const work = ownerTransaction(database.ownerUrl, async (tx) => {
      tx.send(insert, [1]);
      tx.send(insert, [1]);
      await tx.query(list, []);
    });
    await expect(work).rejects.toThrow(/duplicate key/);
    expect(await stored()).toEqual([]);
  });

  it('fails with the last write, too, which only COMMIT follows', async () => {
    const work = ownerTransaction(database.ownerUrl, (tx) => {
      tx.send(insert, [1]);
      tx.send(insert, [1]);
      return Promise.resolve();
    });
    await expect(work).rejects.toThrow(/duplicate key/);
    expect(await stored()).toEqual([]);
  });

  it('stores nothing when the work throws', async () => {
    const work = ownerTransaction(database.ownerUrl, (tx) => {
      tx.send(insert, [1]);
      return Promise.reject(new Error('changed its mind'));
    });
    await expect(work).rejects.toThrow('changed its mind');
    expect(await stored()).toEqual([]);
  });

  it('stores nothing when its connection is cut, and the process goes on', async () => {
    const work = ownerTransaction(database.ownerUrl, async (tx) => {
      tx.send(insert, [1]);
      const [session] = await tx.query<{ pid: number }>(
        { name: 'pid', text: 'select pg_backend_pid() as pid' },
        [],
      );
      await owner.query('select pg_terminate_backend($1)', [session?.pid]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx.query(list, []);
    });
    await expect(work).rejects.toThrow();
    expect(await stored()).toEqual([]);
  });

  it('sees one moment, whatever others commit meanwhile', async () => {
    const seen = await ownerTransaction(database.ownerUrl, async (tx) => {
      await tx.query(list, []);
      await owner.query('insert into numbers values (7)');
      return tx.query<{ n: number }>(list, []);
    });
    expect(seen).toEqual([]);
  });

  it('sees what was committed while it waited for its locks', async () => {
    await owner.query('begin; lock table numbers in exclusive mode; insert into numbers values (7)');
    const lock = { name: 'lock', text: 'lock table numbers in exclusive mode' };
    const work = ownerTransaction(database.ownerUrl, async (tx) => {
      await tx.query(lock, []);
      return tx.query<{ n: number }>(list, []);
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await owner.query('commit');
    expect(await work).toEqual([{ n: 7 }]);
  });
});
