import { DataSource, type EntitySchema } from 'typeorm';
import pg from 'pg';
import {
  ledgerTransaction,
  type LedgerLimits,
  type LedgerOutcome,
  type LedgerTransaction,
  type NamedStatement,
} from './transaction.js';
import { TurnSocket } from './turn-socket.js';

const writeConnectionsMax = 4;
const readConnectionsMax = 10;

type Entity = EntitySchema | (new () => object);

/**
 * The service's two doors to PostgreSQL, both as the role that owns nothing: `source` (TypeORM: master data and
 * reads) and `ledger` (the only way ledger rows are written). Each has its own pool, so that reads never starve an
 * append.
 */
export class Database {
  private constructor(
    readonly source: DataSource,
    private readonly writes: pg.Pool,
    private readonly reads: pg.Pool,
  ) {}

  /** Connects both pools. `entities` are the row classes of every feature. */
  static async connect(serviceUrl: string, entities: readonly Entity[]): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url: serviceUrl,
      entities: [...entities],
      synchronize: false,
      extra: { max: readConnectionsMax, connectionTimeoutMillis: 2_000, statement_timeout: 5_000 },
    });
    await source.initialize();
    const connection = { connectionString: serviceUrl, connectionTimeoutMillis: 1_000 };
    const writes = new pg.Pool({
      ...connection,
      max: writeConnectionsMax,
      pipeline: true,
      stream: () => new TurnSocket(),
      lock_timeout: 1_500,
      statement_timeout: 2_000,
      // A pipelined connection that is given up waits for its answers; this bounds the wait.
      query_timeout: 3_000,
    });
    const reads = new pg.Pool({ ...connection, max: readConnectionsMax, statement_timeout: 5_000 });
    // An idle connection that PostgreSQL closes is replaced by the pool at the next use.
    const replaced = (): void => undefined;
    writes.on('error', replaced);
    reads.on('error', replaced);
    return new Database(source, writes, reads);
  }

  /** One ledger transaction; see ledgerTransaction for its three outcomes. */
  ledger<T>(limits: LedgerLimits, work: (tx: LedgerTransaction) => Promise<T>): Promise<LedgerOutcome<T>> {
    return ledgerTransaction(this.writes, limits, work);
  }

  /** One prepared read outside a transaction. */
  async read<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]> {
    const result = await this.reads.query({
      name: statement.name,
      text: statement.text,
      values: [...values],
    });
    return result.rows as Row[];
  }

  /** One prepared write of a single row outside the ledger (scan counts, settled messages). */
  async write(statement: NamedStatement, values: readonly unknown[]): Promise<void> {
    await this.reads.query({ name: statement.name, text: statement.text, values: [...values] });
  }

  async close(): Promise<void> {
    await Promise.all([this.source.destroy(), this.writes.end(), this.reads.end()]);
  }
}
