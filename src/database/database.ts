import { DataSource, type EntitySchema } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import pg from 'pg';
import {
  ledgerTransaction,
  type LedgerLimits,
  type LedgerOutcome,
  type LedgerTransaction,
  type NamedStatement,
} from './transaction.js';
import { tenantUrl } from './tenant-login.js';
import { TenantDoor, type Door, type TenantScope } from './tenants.js';
import { TurnSocket } from './turn-socket.js';

const writeConnectionsMax = 4;
const readConnectionsMax = 10;
const tenantConnectionsMax = 10;
/** Longest wait for a connection, and longest run of a statement outside the ledger, in milliseconds. */
const connectMs = 1_000;
const statementMs = 1_800;
/** A connection that one caller holds for longer is destroyed: PostgreSQL, or the way to it, has stopped. */
const heldMsMax = 2_000;
/** A session of a process that has stopped within a transaction lets its locks go after this time, in milliseconds. */
const idleInTransactionMs = 3_000;

const readLimits = {
  max: readConnectionsMax,
  connectionTimeoutMillis: connectMs,
  statement_timeout: statementMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
};

type Entity = EntitySchema | (new () => object);

/**
 * The service's doors to PostgreSQL, none of which owns anything: `tenant` for what is asked in an actor's name, which
 * sees the actor's organizations alone; as the service itself `source` (TypeORM: accounts), `read` for what is public or
 * asked across organizations, and `ledger` (the only way ledger rows are written). Reads have pools of their own, so
 * that they never starve an append.
 */
export class Database implements Door {
  private constructor(
    readonly source: DataSource,
    private readonly writes: pg.Pool,
    private readonly reads: pg.Pool,
    private readonly tenants: pg.Pool,
  ) {}

  /** Connects the pools. `entities` are the row classes of every feature. */
  static async connect(serviceUrl: string, entities: readonly Entity[]): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url: serviceUrl,
      entities: [...entities],
      synchronize: false,
      extra: { ...readLimits },
    });
    await source.initialize();
    const writes = new pg.Pool({
      connectionString: serviceUrl,
      connectionTimeoutMillis: connectMs,
      max: writeConnectionsMax,
      pipeline: true,
      stream: () => new TurnSocket(),
      lock_timeout: 1_500,
      statement_timeout: 2_000,
      // A pipelined connection that is given up waits for its answers; this bounds the wait.
      query_timeout: 3_000,
      idle_in_transaction_session_timeout: idleInTransactionMs,
    });
    const reads = new pg.Pool({ connectionString: serviceUrl, ...readLimits });
    const tenants = new pg.Pool({
      connectionString: tenantUrl(serviceUrl),
      ...readLimits,
      max: tenantConnectionsMax,
      pipeline: true,
      stream: () => new TurnSocket(),
      // A pipelined connection is not ended while it waits for answers: this ends it in time.
      query_timeout: heldMsMax,
    });
    destroyWhenHeld((source.driver as PostgresDriver).master as pg.Pool);
    destroyWhenHeld(reads);
    // An idle connection that PostgreSQL closes is replaced by the pool at the next use.
    const replaced = (): void => undefined;
    writes.on('error', replaced);
    reads.on('error', replaced);
    tenants.on('error', replaced);
    return new Database(source, writes, reads, tenants);
  }

  /** What is asked and written in the name of someone who may see, or change, these organizations and no others. */
  tenant(scope: TenantScope): TenantDoor {
    return new TenantDoor(this.tenants, scope);
  }

  /** In someone's name where a scope is given, else as the service itself. */
  as(scope: TenantScope | undefined): Door {
    return scope === undefined ? this : this.tenant(scope);
  }

  /** One ledger transaction; see ledgerTransaction for its three outcomes. */
  ledger<T>(limits: LedgerLimits, work: (tx: LedgerTransaction) => Promise<T>): Promise<LedgerOutcome<T>> {
    return ledgerTransaction(this.writes, limits, work);
  }

  /** One prepared read outside a transaction, over all organizations: for what no actor asks, or everyone may know. */
  async read<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]> {
    const result = await this.reads.query({
      name: statement.name,
      text: statement.text,
      values: [...values],
    });
    return result.rows as Row[];
  }

  /** One prepared write outside the ledger (scan counts, settled messages); the rows it answers. */
  async write<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]> {
    return this.read<Row>(statement, values);
  }

  async close(): Promise<void> {
    await Promise.all([this.source.destroy(), this.writes.end(), this.reads.end(), this.tenants.end()]);
  }
}

/** Ends a connection that is not given back in time; the question on it fails, and the pool makes another one. */
function destroyWhenHeld(pool: pg.Pool): void {
  const timers = new Map<pg.PoolClient, NodeJS.Timeout>();
  pool.on('acquire', (client) => {
    const end = (): void => void (client as pg.PoolClient & pg.Client).end();
    timers.set(client, setTimeout(end, heldMsMax));
  });
  pool.on('release', (_, client) => {
    clearTimeout(timers.get(client));
    timers.delete(client);
  });
}
