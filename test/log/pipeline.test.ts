import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerTransaction } from '../../src/database/transaction.js';
import { moveChainHeads } from '../../src/log/entry.store.js';
import { createTestLedger, type TestLedger } from '../support/ledger.js';

const limits = { workMs: 2_000, commitMs: 1_000 };
const readOne = { name: 'test-read', text: 'select 1' };
const head = Buffer.alloc(32, 1);

let ledger: TestLedger;

beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

function openHead(tx: LedgerTransaction, chainId: string): void {
  const from = { organizationId: chainId, chainId, seq: 0, leafHash: head, recordedAtMs: 0 };
  moveChainHeads(tx, [{ from, to: { seq: 1, leafHash: head, recordedAtMs: 1 } }]);
}

async function countHeads(chainId: string): Promise<number> {
  const count = { name: 'test-heads', text: 'select seq from chains where chain_id = $1' };
  return (await ledger.database.read(count, [chainId])).length;
}

test('a write before the transaction is known to have begun is refused, and nothing is stored', async () => {
  const chainId = randomUUID();
  const outcome = await ledger.database.ledger(limits, (tx) => {
    openHead(tx, chainId);
    return Promise.resolve('done');
  });
  expect(outcome).toMatchObject({
    outcome: 'rejected',
    error: new Error('a ledger transaction reads before it writes'),
  });
  expect(await countHeads(chainId)).toBe(0);
});

test('a write that fails after it was sent takes the whole transaction with it, and says why', async () => {
  const chainId = randomUUID();
  const outcome = await ledger.database.ledger(limits, async (tx) => {
    await tx.query(readOne, []);
    openHead(tx, chainId);
    tx.send({ name: 'test-fails', text: 'insert into chains values ($1, $1, 0, $2, 1)' }, [chainId, head]);
    openHead(tx, randomUUID());
    return 'done';
  });
  expect(outcome).toMatchObject({ outcome: 'rejected', error: { code: '23514' } });
  expect(await countHeads(chainId)).toBe(0);
});

test('an error that the work swallowed is no success', async () => {
  const chainId = randomUUID();
  const outcome = await ledger.database.ledger(limits, async (tx) => {
    await tx.query({ name: 'test-zero', text: 'select 1 / 0' }, []).catch(() => undefined);
    openHead(tx, chainId);
    return 'done';
  });
  expect(outcome.outcome).toBe('rejected');
  expect(await countHeads(chainId)).toBe(0);
});

test('a head that is not where it was locked makes the transaction fail as a lost race', async () => {
  const chainId = randomUUID();
  const opened = await ledger.database.ledger(limits, async (tx) => {
    await tx.query(readOne, []);
    openHead(tx, chainId);
  });
  expect(opened.outcome).toBe('committed');
  const from = { organizationId: chainId, chainId, seq: 7, leafHash: head, recordedAtMs: 1 };
  const outcome = await ledger.database.ledger(limits, async (tx) => {
    await tx.query(readOne, []);
    moveChainHeads(tx, [{ from, to: { seq: 8, leafHash: head, recordedAtMs: 2 } }]);
  });
  expect(outcome).toMatchObject({ outcome: 'rejected', error: { code: '40001' } });
});
