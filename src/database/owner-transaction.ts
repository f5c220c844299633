import pg from 'pg';
import type { LedgerTransaction, NamedStatement } from './transaction.js';

const connectMs = 10_000;
/** How long maintenance waits for what requests hold, in milliseconds: they hold nothing for longer than three seconds. */
const lockMs = 30_000;

/**
 * Runs maintenance as the owner of the schema, in one transaction that sees one moment of the database: that of its
 * first query after its locks. Everything of it is stored, or nothing; it may take as long as it needs.
 *
 * @throws what `work` throws, or the first statement that failed.
 */
export async function ownerTransaction<T>(
  ownerUrl: string,
  work: (tx: LedgerTransaction) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    connectionTimeoutMillis: connectMs,
    pipeline: true,
  });
  const tx = new OwnerTransaction(client);
  // Without a listener a connection that is lost between two statements would end the process.
  client.on('error', (error) => {
    tx.fail(error);
  });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read');
    await client.query(`set local lock_timeout = ${lockMs}`);
    // Tables that begin empty and fill up outgrow a plan that was made for their beginning.
    await client.query('set local plan_cache_mode = force_custom_plan');
    const value = await work(tx);
    const answer = await client.query('commit');
    tx.requireWhole();
    if (answer.command !== 'COMMIT') throw new Error(`PostgreSQL answered COMMIT with ${answer.command}`);
    return value;
  } finally {
    // A transaction that was not committed ends with its connection.
    await client.end();
  }
}

class OwnerTransaction implements LedgerTransaction {
  private failure: Error | null = null;

  constructor(private readonly client: pg.Client) {}

  async query<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]> {
    try {
      const answer = await this.client.query({ ...statement, values: [...values] });
      this.requireWhole();
      return answer.rows as Row[];
    } catch (error) {
      // After a write that failed PostgreSQL says only that the transaction is aborted.
      throw this.failure ?? error;
    }
  }

  send(statement: NamedStatement, values: readonly unknown[]): void {
    this.client.query({ ...statement, values: [...values] }).catch((error: unknown) => {
      this.fail(error instanceof Error ? error : new Error('a statement failed'));
    });
  }

  fail(error: Error): void {
    this.failure ??= error;
  }

  /** @throws the first failure of a statement that nobody waited for. */
  requireWhole(): void {
    if (this.failure !== null) throw this.failure;
  }
}
