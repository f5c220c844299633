import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeStaged } from '../../src/log/log-tree.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly Plans?: readonly PlanNode[];
}

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const nodesOf = ({ 'Node Type': type, Plans = [] }: PlanNode): string[] => [type, ...Plans.flatMap(nodesOf)];

/** Stages leaves of one chain, all of one moment. */
async function stage(count: number): Promise<void> {
  await owner.query(
    `insert into staged_leaves (organization_id, chain_id, seq, leaf_hash, recorded_at_ms)
      select $1, $2, n, $3, 1 from generate_series(1, $4::int) n`,
    [randomUUID(), randomUUID(), randomBytes(32), count],
  );
}

async function planOf(): Promise<string[]> {
  const text = takeStaged.text.replace('$1::int', '4096');
  const { rows } = await owner.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${text}`);
  return rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan));
}

describe('leaves that wait are taken', () => {
  it('by looking at each a fixed number of times, whatever PostgreSQL knows of the table', async () => {
    for (const known of ['while it is empty', 'while it is full']) {
      await owner.query('vacuum analyze staged_leaves');
      await stage(5_000);
      if (known === 'while it is full') await owner.query('vacuum analyze staged_leaves');
      const nodes = await planOf();
      expect(
        nodes.filter((node) => /loop|join|hash/i.test(node)),
        known,
      ).toEqual([]);
      await owner.query('delete from staged_leaves');
    }
  });

  it('oldest first, as many as are asked for', async () => {
    await stage(10);
    const taken = await owner.query<{ seq: number }>(takeStaged.text, [4]);
    expect(taken.rows.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect((await owner.query(takeStaged.text, [100])).rowCount).toBe(6);
    expect((await owner.query(takeStaged.text, [100])).rowCount).toBe(0);
  });
});
