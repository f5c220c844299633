import { join } from 'node:path';
import { prepareAccounts, type PreparedAccounts } from '../access/prepare-accounts.js';
import type { Config } from '../config/config.js';
import { deriveSecret } from '../config/master-key.js';
import { ConfigError } from '../config/settings.js';
import { Database } from '../database/database.js';
import { startEmbedded, type EmbeddedServer } from '../database/embedded.js';
import { migrate } from '../database/migrate.js';

/** Writes a line for the person at the terminal. */
export type Say = (line: string) => void;

/** Starts the embedded PostgreSQL, or joins the one that a service runs there; null when another database was given. */
export async function openDatabase(config: Config, say: Say): Promise<EmbeddedServer | null> {
  if (config.databaseUrl !== null) return null;
  return startEmbedded({ directory: join(config.dataDir, 'postgres'), log: { info: say, warn: say } });
}

/** Brings the database to the newest schema, and its accounts with it; answers how the service connects. */
export async function migrateTo(
  config: Config,
  embedded: EmbeddedServer | null,
): Promise<Awaited<ReturnType<typeof migrate>> & PreparedAccounts> {
  const ownerUrl = ownerUrlOf(config, embedded);
  const migrated = await naming(config, migrate({ ownerUrl, serviceSecret: serviceSecretOf(config) }));
  return { ...migrated, ...(await prepareAccounts(ownerUrl, config)) };
}

function ownerUrlOf(config: Config, embedded: EmbeddedServer | null): string {
  const ownerUrl = config.databaseUrl ?? embedded?.superuserUrl;
  if (ownerUrl === undefined) throw new Error('there is no database');
  return ownerUrl;
}

/** What is wrong with a database that was given is said by the name of its variable. */
export async function naming<T>(config: Config, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (config.databaseUrl === null) throw error;
    throw new ConfigError([`DATABASE_URL: this database cannot be used: ${reasonOf(error)}`], {
      cause: error,
    });
  }
}

/** Node wraps the failures of several addresses of one host in an error without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : 'unknown';
}

/** `furrow migrate`: brings the database to the newest schema and ends. */
export async function migrateOnly(config: Config, say: Say): Promise<void> {
  await withOwner(config, say, ({ applied, sealed, erased }) => {
    say(applied.length === 0 ? 'the schema is current' : `applied: ${applied.join(', ')}`);
    if (sealed > 0) say(`已加密账号 · accounts sealed: ${sealed}`);
    if (erased > 0)
      say(`再次删除旧库带回的账号 · accounts erased again, which an older copy brought back: ${erased}`);
    return Promise.resolve();
  });
}

/** Does maintenance on the database at its newest schema, as the owner of the schema. */
export async function withOwner(
  config: Config,
  say: Say,
  work: (
    owner: PreparedAccounts & { readonly ownerUrl: string; readonly applied: readonly string[] },
  ) => Promise<void>,
): Promise<void> {
  const embedded = await openDatabase(config, say);
  try {
    const prepared = await migrateTo(config, embedded);
    await work({ ...prepared, ownerUrl: ownerUrlOf(config, embedded) });
  } finally {
    await embedded?.stop();
  }
}

/** Does work on the database at its newest schema, as the service, which need not run. */
export async function withDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const embedded = await openDatabase(config, () => undefined);
  try {
    const { serviceUrl } = await migrateTo(config, embedded);
    const database = await naming(config, Database.connect(serviceUrl, []));
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

/** The password of the service's own role: the same for every process that shares the master key. */
export function serviceSecretOf(config: Config): string {
  return deriveSecret(config.masterKey, 'database-role').toString('base64url');
}
