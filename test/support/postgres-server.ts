import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/database/embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { createTestFolder, removeTestFolder, sweepTestFolders } from './folders.js';

/** What every test file is told of the run's PostgreSQL. */
export interface TestServer {
  /** A database of the server in which databases are made and dropped, as an account that may do so. */
  readonly adminUrl: string;
  /** The migrated database that test databases are copies of. */
  readonly template: string;
  /** As `adminUrl`, but as the service's role. */
  readonly serviceUrl: string;
  /** All databases of this run begin with it. */
  readonly prefix: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

const databasePrefix = 'furrow_test_';
const serviceSecret = 'the tests know this secret, and nothing else uses it';
const quiet = {
  info: (): void => undefined,
  warn: (message: string): void => {
    console.warn(message);
  },
};

/**
 * Vitest's global set-up: one PostgreSQL a run — embedded in a temporary directory, or the server that
 * TEST_DATABASE_URL names (PostgreSQL 15 to 18, an account that may make databases and roles) — and in it one migrated
 * database, of which every test file takes a copy. What interrupted runs left is removed first.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given === undefined || given === '' ? await startOwn() : { adminUrl: given, stop: nothing };
  try {
    const run = randomBytes(4).toString('hex');
    const admin = await enter(server.adminUrl, run);
    await provideTemplate(project, server.adminUrl, admin, run);
    return async () => {
      await dropDatabases(admin, run);
      await admin.end();
      await server.stop();
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function provideTemplate(
  project: TestProject,
  adminUrl: string,
  admin: pg.Client,
  run: string,
): Promise<void> {
  const template = `${databasePrefix}${run}_template`;
  await admin.query(`create database ${template}`);
  const { serviceUrl } = await migrate({ ownerUrl: withDatabase(adminUrl, template), serviceSecret });
  project.provide('testServer', { adminUrl, template, serviceUrl, prefix: `${databasePrefix}${run}_` });
}

const nothing = (): Promise<void> => Promise.resolve();

async function startOwn(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  await sweepTestFolders();
  const folder = await createTestFolder();
  const server = await startEmbedded({ directory: join(folder, 'postgres'), log: quiet });
  return {
    adminUrl: server.superuserUrl,
    stop: async () => {
      await server.stop();
      await removeTestFolder(folder);
    },
  };
}

/** Connects, marks this run as alive for as long as the session lasts, and drops the databases of dead runs. */
async function enter(adminUrl: string, run: string): Promise<pg.Client> {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  admin.on('error', (error) => {
    console.warn(`the tests' PostgreSQL is gone: ${error.message}`);
  });
  await admin.connect();
  await admin.query('select pg_advisory_lock($1)', [lockOf(run)]);
  const found = await admin.query<{ run: string }>(
    `select distinct substring(datname from '^${databasePrefix}([0-9a-f]{8})_') as run from pg_database
     where datname ~ '^${databasePrefix}[0-9a-f]{8}_'`,
  );
  for (const row of found.rows) {
    const answer = await admin.query<{ dead: boolean }>('select pg_try_advisory_lock($1) as dead', [
      lockOf(row.run),
    ]);
    if (row.run !== run && answer.rows[0]?.dead === true) await dropDatabases(admin, row.run);
  }
  return admin;
}

function lockOf(run: string): string {
  return String(BigInt(`0x${run}`) + 7_305_000_000_000n);
}

async function dropDatabases(admin: pg.Client, run: string): Promise<void> {
  const found = await admin.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [`${databasePrefix}${run}_`],
  );
  for (const row of found.rows)
    await admin.query(`drop database if exists ${pg.escapeIdentifier(row.name)} with (force)`);
}

/** The same account and server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
