import pg from 'pg';
import { migrationLock, serviceLogin } from './migrate.js';
import { tenantLogin } from './tenant-login.js';
import type { LedgerTransaction } from './transaction.js';

const lockMigrations = { name: 'migration-lock', text: 'select pg_advisory_xact_lock($1)' };
const sessionsOf = {
  name: 'sessions-of-login',
  text: `select count(*)::int as sessions from pg_stat_activity
    where datname = current_database() and usename = any ($1::text[])`,
};

/** How many connections services with this secret have to the database. None can start before the transaction ends. */
export async function countServiceSessions(tx: LedgerTransaction, serviceSecret: string): Promise<number> {
  await tx.query(lockMigrations, [migrationLock]);
  const [row] = await tx.query<{ sessions: number }>(sessionsOf, [loginsOf(serviceSecret)]);
  return row?.sessions ?? 0;
}

/** Drops both logins that services with this secret had; false when the owner of the schema may not, or one is used elsewhere. */
export async function dropServiceLogins(ownerUrl: string, serviceSecret: string): Promise<boolean> {
  const owner = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await owner.connect();
  try {
    const names = loginsOf(serviceSecret).map((name) => pg.escapeIdentifier(name));
    await owner.query(`drop role if exists ${names.join(', ')}`);
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

/** The service's own and the tenants', which follows from it. */
function loginsOf(serviceSecret: string): string[] {
  const name = serviceLogin(serviceSecret);
  return [name, tenantLogin({ name, password: serviceSecret }).name];
}
