import pg, { type Pool, type PoolClient, type QueryResult } from 'pg';

const { DatabaseError } = pg;

/** A connection that does not roll back within this time is destroyed, in milliseconds. */
const rollbackMs = 200;

/** One named, prepared statement on the transaction's connection. */
export interface LedgerTransaction {
  query<Row>(
    statement: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<Row[]>;
}

/**
 * What became of a ledger transaction.
 *
 * `committed`: PostgreSQL confirmed the COMMIT. `rejected`: nothing was stored. `ambiguous`: COMMIT was sent and
 * its answer is missing or in doubt; only the event id can tell, so the caller must never answer success.
 */
export type LedgerOutcome<T> =
  | { readonly outcome: 'committed'; readonly value: T }
  | { readonly outcome: 'rejected'; readonly error: unknown }
  | { readonly outcome: 'ambiguous'; readonly error: unknown };

/** Longest time for all work before COMMIT, and for the answer to COMMIT, in milliseconds. */
export interface LedgerLimits {
  readonly workMs: number;
  readonly commitMs: number;
}

/**
 * Runs `work` in one READ COMMITTED transaction; the only way ledger rows are written.
 *
 * The commit point is the command tag `COMMIT` of PostgreSQL's answer. Before it every failure is `rejected`:
 * the transaction is rolled back or its connection destroyed. After COMMIT was sent, a lost or late answer, or a
 * warning that synchronous replication was cut short (class 01), is `ambiguous` and the connection is destroyed.
 * A tag of `ROLLBACK` (an error swallowed by `work`) is `rejected`, which drivers report as success.
 */
export async function ledgerTransaction<T>(
  pool: Pool,
  limits: LedgerLimits,
  work: (tx: LedgerTransaction) => Promise<T>,
): Promise<LedgerOutcome<T>> {
  const deadlineMs = performance.now() + limits.workMs;
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return { outcome: 'rejected', error };
  }
  // Without a listener a connection that dies while we hold it would end the process.
  const ignoreLoss = (): void => undefined;
  client.on('error', ignoreLoss);
  let healthy = false;
  try {
    const value = await runWork(client, deadlineMs, work);
    if ('error' in value) {
      healthy = await rolledBack(client);
      return { outcome: 'rejected', error: value.error };
    }
    const commit = await sendCommit(client, limits);
    healthy = commit === 'committed' || commit === 'rolled-back';
    if (commit === 'committed') return { outcome: 'committed', value: value.result };
    if (commit === 'rolled-back') {
      return { outcome: 'rejected', error: new Error('PostgreSQL answered COMMIT with ROLLBACK') };
    }
    return { outcome: 'ambiguous', error: commit };
  } finally {
    client.off('error', ignoreLoss);
    client.release(!healthy);
  }
}

async function runWork<T>(
  client: PoolClient,
  deadlineMs: number,
  work: (tx: LedgerTransaction) => Promise<T>,
): Promise<{ result: T } | { error: unknown }> {
  const tx: LedgerTransaction = {
    async query<Row>(statement: { name: string; text: string }, values: readonly unknown[]): Promise<Row[]> {
      const sent = client.query({ name: statement.name, text: statement.text, values: [...values] });
      const result = await within(deadlineMs - performance.now(), sent);
      return result.rows as Row[];
    },
  };
  try {
    await within(deadlineMs - performance.now(), client.query('BEGIN ISOLATION LEVEL READ COMMITTED'));
    return { result: await work(tx) };
  } catch (error) {
    return { error };
  }
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await within(rollbackMs, client.query('ROLLBACK'));
    return true;
  } catch {
    return false;
  }
}

async function sendCommit(
  client: PoolClient,
  limits: LedgerLimits,
): Promise<'committed' | 'rolled-back' | Error> {
  let doubt: Error | undefined;
  const heed = (notice: { code?: string | undefined; message?: string | undefined }): void => {
    if (notice.code?.startsWith('01'))
      doubt = new Error(`COMMIT came with a warning: ${notice.message ?? notice.code}`);
  };
  client.on('notice', heed);
  try {
    const answer: QueryResult = await within(limits.commitMs, client.query('COMMIT'));
    if (answer.command === 'ROLLBACK') return 'rolled-back';
    return (
      doubt ?? (answer.command === 'COMMIT' ? 'committed' : new Error(`unexpected tag ${answer.command}`))
    );
  } catch (error) {
    if (isAbort(error)) return 'rolled-back';
    return error instanceof Error ? error : new Error('COMMIT failed');
  } finally {
    client.off('notice', heed);
  }
}

/** An ERROR in answer to COMMIT aborts the transaction; FATAL, internal errors (class XX) and lost connections leave doubt. */
function isAbort(error: unknown): boolean {
  return (
    error instanceof DatabaseError && error.severity === 'ERROR' && !(error.code?.startsWith('XX') ?? true)
  );
}

/** PostgreSQL did not answer in time; bears the SQLSTATE of a statement that was cancelled. */
class LateAnswer extends Error {
  readonly code = '57014';
}

/** Somebody else was first: nothing is stored, and trying again is right. Bears the SQLSTATE of such a failure. */
export class LostRace extends Error {
  readonly code = '40001';
}

/** Waits at most `limitMs`; the answer of a query that came too late is dropped with its connection. */
async function within<T>(limitMs: number, sent: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LateAnswer(`no answer from PostgreSQL within ${limitMs} ms`));
    }, limitMs);
  });
  try {
    return await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
    sent.catch(() => undefined);
  }
}
