import pg from 'pg';
import { migrationLock, serviceLogin } from './migrate.js';
import type { LedgerTransaction } from './transaction.js';

const lockMigrations = { name: 'migration-lock', text: 'select pg_advisory_xact_lock($1)' };
const sessionsOf = {
  name: 'sessions-of-login',
  text: `select count(*)::int as sessions from pg_stat_activity where datname = current_database() and usename = $1`,
};

/** How many connections services with this secret have to the database. None can start before the transaction ends. */
export async function countServiceSessions(tx: LedgerTransaction, serviceSecret: string): Promise<number> {
  await tx.query(lockMigrations, [migrationLock]);
  const [row] = await tx.query<{ sessions: number }>(sessionsOf, [serviceLogin(serviceSecret)]);
  return row?.sessions ?? 0;
}

/** Drops the login that services with this secret had; false when the owner of the schema may not, or it is used elsewhere. */
export async function dropServiceLogin(ownerUrl: string, serviceSecret: string): Promise<boolean> {
  const owner = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await owner.connect();
  try {
    await owner.query(`drop role if exists ${pg.escapeIdentifier(serviceLogin(serviceSecret))}`);
    return true;
  } catch (error) {
    // SQLSTATE insufficient_privilege, dependent_objects_still_exist.
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === '42501' || code === '2BP01') return false;
    throw error;
  } finally {
    await owner.end();
  }
}
