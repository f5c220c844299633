import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { splitStatements } from './statements.js';
import { tenantLogin, urlFor, type Login } from './tenant-login.js';

const migrationsDirectory = new URL('./migrations/', import.meta.url);
/** Any fixed number; one service at a time migrates a database. */
export const migrationLock = 7_305_102;

/** Who owns the schema, and the secret from which the names and passwords of the service's logins are made. */
export interface MigrateOptions {
  readonly ownerUrl: string;
  readonly serviceSecret: string;
}

/**
 * Brings the database to the newest schema and answers the URL of the role the service runs as.
 *
 * The owner of the schema applies the numbered SQL files, each in one transaction, one statement a query, under an
 * advisory lock; a file once applied may not change. The service's logins own nothing: one is a member of
 * `furrow_service`, which holds the grants, the other of `furrow_tenant`, which sees single organizations
 * (docs/tenancy.md). Running it again is harmless.
 *
 * @throws Error naming what the owner may not do, or the file that changed.
 */
export async function migrate(options: MigrateOptions): Promise<{ serviceUrl: string; applied: string[] }> {
  const owner = new pg.Client({ connectionString: options.ownerUrl, connectionTimeoutMillis: 10_000 });
  await owner.connect();
  try {
    await owner.query('select pg_advisory_lock($1)', [migrationLock]);
    const serviceUrl = await prepareServiceRole(owner, options);
    const applied = await applyMigrations(owner);
    return { serviceUrl, applied };
  } finally {
    await owner.end();
  }
}

async function applyMigrations(owner: pg.Client): Promise<string[]> {
  await owner.query(
    'create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  );
  const known = new Map<string, string>();
  const rows = await owner.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migrations',
  );
  for (const row of rows.rows) known.set(row.name, row.sha256);
  const applied: string[] = [];
  const names = (await readdir(migrationsDirectory)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of names) {
    const sql = await readFile(new URL(name, migrationsDirectory), 'utf8');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const before = known.get(name);
    if (before === sha256) continue;
    if (before !== undefined) throw new Error(`migration ${name} was changed after it was applied`);
    await applyOne(owner, name, sql, sha256);
    applied.push(name);
  }
  return applied;
}

async function applyOne(owner: pg.Client, name: string, sql: string, sha256: string): Promise<void> {
  await owner.query('begin');
  try {
    for (const statement of splitStatements(sql)) await owner.query(statement);
    await owner.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : 'unknown error'}`, {
      cause: error,
    });
  }
}

/** The name of the role that services with this secret log in as. */
export function serviceLogin(serviceSecret: string): string {
  return `furrow_app_${createHash('sha256').update(serviceSecret).digest('hex').slice(0, 12)}`;
}

async function prepareServiceRole(owner: pg.Client, options: MigrateOptions): Promise<string> {
  const service = { name: serviceLogin(options.serviceSecret), password: options.serviceSecret };
  try {
    await prepareLogin(owner, 'furrow_service', service);
    await prepareLogin(owner, 'furrow_tenant', tenantLogin(service));
  } catch (error) {
    throw new Error(
      `the owner of DATABASE_URL could not prepare the service's own roles (it needs CREATEROLE, and ADMIN on furrow_service and furrow_tenant where these exist): ${error instanceof Error ? error.message : ''}`,
      { cause: error },
    );
  }
  await requireUnbound(owner);
  return urlFor(options.ownerUrl, service);
}

/** A policy binds whoever inherits the role it names: such an owner would see no rows at all. */
async function requireUnbound(owner: pg.Client): Promise<void> {
  const answer = await owner.query<{ bound: boolean }>(
    `select pg_has_role('furrow_tenant', 'usage') and not (rolsuper or rolbypassrls) as bound
      from pg_roles where rolname = current_user`,
  );
  if (answer.rows[0]?.bound !== true) return;
  throw new Error(
    'the owner of DATABASE_URL inherits furrow_tenant, whose row-level security would hide every row from it: revoke that membership, or grant it WITH ADMIN TRUE, INHERIT FALSE',
  );
}

/** A login that owns nothing and may do what its group may, and the group. */
async function prepareLogin(owner: pg.Client, group: string, { name, password }: Login): Promise<void> {
  await createRole(owner, group, 'nologin');
  await createRole(owner, name, `login password ${pg.escapeLiteral(password)}`);
  await join(owner, group, name);
  await owner.query(`do $$ begin
    execute format('grant connect on database %I to ${group}', current_database());
  end $$`);
}

async function createRole(owner: pg.Client, name: string, options: string): Promise<void> {
  const found = await owner.query('select 1 from pg_roles where rolname = $1', [name]);
  if (found.rowCount !== 0) return;
  const role = pg.escapeIdentifier(name);
  await unlessThere(
    owner.query(`create role ${role} ${options} nosuperuser nocreatedb nocreaterole noreplication`),
  );
}

async function join(owner: pg.Client, group: string, login: string): Promise<void> {
  const text = "select pg_has_role($1, $2, 'member') as member";
  const answer = await owner.query<{ member: boolean }>(text, [login, group]);
  if (answer.rows[0]?.member === true) return;
  await unlessThere(owner.query(`grant ${group} to ${pg.escapeIdentifier(login)}`));
}

/** Roles belong to the whole server: the start of a service on another database may make the same at the same time. */
async function unlessThere(made: Promise<unknown>): Promise<void> {
  try {
    await made;
  } catch (error) {
    // SQLSTATE duplicate_object, unique_violation.
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== '42710' && code !== '23505') throw error;
  }
}
