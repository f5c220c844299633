import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from './postgres-server.js';

/** A database of one test file. `ownerUrl` owns the schema; `serviceUrl` is the role the service runs as. */
export interface TestDatabase {
  readonly name: string;
  readonly ownerUrl: string;
  readonly serviceUrl: string;
  /** Ends whatever still uses it and drops it. */
  drop(): Promise<void>;
}

/**
 * Makes a database for a test file: a copy of the migrated template, or an empty one for tests of the migrations.
 *
 * ```ts
 * const database = await createTestDatabase();
 * afterAll(() => database.drop());
 * ```
 *
 * What a file leaves behind, the end of the run removes.
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `${server.prefix}${randomBytes(4).toString('hex')}`;
  const source = options.empty === true ? '' : ` template ${server.template} strategy file_copy`;
  await asAdmin(`create database ${name}${source}`);
  return {
    name,
    ownerUrl: withDatabase(server.adminUrl, name),
    serviceUrl: withDatabase(server.serviceUrl, name),
    drop: () => asAdmin(`drop database if exists ${name} with (force)`),
  };
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('testServer').adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
