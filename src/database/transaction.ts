import pg, { type Pool, type PoolClient, type QueryResult } from 'pg';

const { DatabaseError } = pg;

/** A connection that does not roll back within this time is destroyed, in milliseconds. */
const rollbackMs = 200;

/** A named, prepared statement. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
}

/**
 * Statements on the transaction's connection, sent in the order of the calls without waiting for one another's answers
 * (pipelined): reads that do not depend on each other take one turn of the network, and so do all writes with COMMIT.
 */
export interface LedgerTransaction {
  /** The rows of a statement. */
  query<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]>;
  /**
   * Sends a write and does not wait: when it fails, so does the transaction.
   *
   * @throws Error before a first `query` was answered: only then is it known that the transaction began.
   */
  send(statement: NamedStatement, values: readonly unknown[]): void;
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
 * The commit point is the command tag `COMMIT` of PostgreSQL's answer. Before COMMIT is sent every failure is
 * `rejected`: the transaction is rolled back or its connection destroyed. After it, a lost or late answer, or a
 * warning that synchronous replication was cut short (class 01), is `ambiguous` and the connection is destroyed.
 * A tag of `ROLLBACK` (a write failed, or an error was swallowed by `work`) is `rejected`; drivers report it as success.
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
    const pipeline = new Pipeline(client, deadlineMs);
    const done = await pipeline.run(work);
    if ('error' in done) {
      healthy = await rolledBack(client);
      return { outcome: 'rejected', error: done.error };
    }
    const commit = await sendCommit(client, limits);
    healthy = commit === 'committed' || commit === 'rolled-back';
    if (commit === 'committed') return { outcome: 'committed', value: done.result };
    if (commit === 'rolled-back') return { outcome: 'rejected', error: await pipeline.failure() };
    return { outcome: 'ambiguous', error: commit };
  } finally {
    client.off('error', ignoreLoss);
    client.release(!healthy);
  }
}

/** The statements of one transaction before its COMMIT. */
class Pipeline implements LedgerTransaction {
  private readonly begun: Promise<unknown>;
  private readonly sent: Promise<unknown>[] = [];
  private began = false;

  constructor(
    private readonly client: PoolClient,
    private readonly deadlineMs: number,
  ) {
    this.begun = client.query('BEGIN ISOLATION LEVEL READ COMMITTED').then(() => (this.began = true));
    // Whoever waits for it is told; when nobody does, `run` has failed already.
    this.begun.catch(() => undefined);
  }

  async run<T>(
    work: (tx: LedgerTransaction) => Promise<T>,
  ): Promise<{ readonly result: T } | { readonly error: unknown }> {
    try {
      const result = await work(this);
      await this.within(this.begun);
      return { result };
    } catch (error) {
      return { error };
    }
  }

  async query<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]> {
    const [answer] = await this.within(Promise.all([this.put(statement, values), this.begun]));
    return answer.rows as Row[];
  }

  send(statement: NamedStatement, values: readonly unknown[]): void {
    if (!this.began) throw new Error('a ledger transaction reads before it writes');
    const answered = this.put(statement, values);
    // Looked at when COMMIT was answered.
    answered.catch(() => undefined);
    this.sent.push(answered);
  }

  /** Why PostgreSQL answered COMMIT with ROLLBACK: the first write that failed. */
  async failure(): Promise<unknown> {
    for (const answer of await Promise.allSettled(this.sent)) {
      if (answer.status === 'rejected') return answer.reason;
    }
    return new Error('PostgreSQL answered COMMIT with ROLLBACK');
  }

  private put(statement: NamedStatement, values: readonly unknown[]): Promise<QueryResult> {
    return this.client.query({ name: statement.name, text: statement.text, values: [...values] });
  }

  private within<T>(answer: Promise<T>): Promise<T> {
    return within(this.deadlineMs - performance.now(), answer);
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
