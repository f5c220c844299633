import { randomBytes } from 'node:crypto';
import {
  appendFile,
  chmod,
  chown,
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { canEnter, type Account } from './embedded-account.js';
import { embeddedFault } from './embedded-fault.js';
import { runProgram, spawnOptions } from './embedded-process.js';
import type { Programs } from './embedded-programs.js';

/** Where the parts of one embedded PostgreSQL lie, all under the directory given to the launcher. */
export interface ClusterPaths {
  readonly directory: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly logFile: string;
}

export const superuser = 'postgres';
const stagingPrefix = 'new-';

/** Fit for a small machine; an operator may override them below in the same file. */
const settings = `
# Furrow: a small machine by default. Durability is also fixed on the command line.
shared_buffers = 128MB
effective_cache_size = 512MB
maintenance_work_mem = 64MB
max_connections = 200
max_wal_size = 1GB
min_wal_size = 80MB
wal_compression = on
checkpoint_completion_target = 0.9
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
# Neither statements nor row contents go to the log: they may name people.
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
`;

const accessRules = `# Furrow: this machine only, password always.
host all all 127.0.0.1/32 scram-sha-256
`;

/** Names the parts under `given`, by absolute paths: PostgreSQL's programs run in other directories. */
export function clusterPaths(given: string): ClusterPaths {
  const directory = resolve(given);
  return {
    directory,
    cluster: join(directory, 'cluster'),
    passwordFile: join(directory, 'password'),
    portFile: join(directory, 'port'),
    logFile: join(directory, 'postgres.log'),
  };
}

/**
 * The path PostgreSQL is given for its data, when it is started *inside* that data.
 *
 * Under a closed home directory the account cannot reach the data by its path, but Linux lets it stay where root put
 * it: `/proc/self/cwd` names that place without walking there.
 *
 * @throws EmbeddedFault `start-failed` where the way is closed and the system has no such name.
 */
export async function dataArgument(cluster: string, account: Account | null): Promise<string> {
  if (await canEnter(cluster, account)) return cluster;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw embeddedFault(
    'start-failed',
    `账号 ${account?.name ?? ''} 无法进入 ${cluster}：请将 DATA_DIR 设在它可以进入的目录`,
    `${account?.name ?? 'the account'} cannot enter ${cluster}: set DATA_DIR to a place it can reach`,
  );
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Answers the superuser's password, making it (mode 0600) when there is none. Two processes at once get the same one.
 *
 * @throws EmbeddedFault `no-password` when a cluster exists and its password was lost.
 */
export async function passwordOf(paths: ClusterPaths): Promise<string> {
  const known = await readFile(paths.passwordFile, 'utf8').catch(() => null);
  if (known !== null) return known.trim();
  if (await exists(paths.cluster)) {
    throw embeddedFault(
      'no-password',
      `找不到数据库密码文件 ${paths.passwordFile}：请从备份恢复该文件`,
      `the database's password file ${paths.passwordFile} is missing: restore it from the backup`,
    );
  }
  const fresh = join(paths.directory, `${stagingPrefix}password-${randomBytes(6).toString('hex')}`);
  await writeFile(fresh, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole or not at all, and only once.
    await link(fresh, paths.passwordFile).catch(() => undefined);
  } finally {
    await unlink(fresh);
  }
  return (await readFile(paths.passwordFile, 'utf8')).trim();
}

/**
 * Makes the cluster: in a directory of its own first, then renamed, so that an interrupted start leaves nothing that
 * looks like data. When another process was faster, its cluster is the one.
 *
 * @throws EmbeddedFault `init-failed` with what initdb said.
 */
export async function createCluster(
  paths: ClusterPaths,
  programs: Programs,
  account: Account | null,
  password: string,
): Promise<void> {
  const staging = await mkdtemp(join(paths.directory, stagingPrefix));
  try {
    const fresh = join(staging, 'cluster');
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(join(staging, 'password'), `${password}\n`, { mode: 0o600 });
    for (const path of [staging, fresh, join(staging, 'password')]) await give(path, account);
    await initialize(fresh, programs, account);
    await appendFile(join(fresh, 'postgresql.conf'), settings);
    await writeFile(join(fresh, 'pg_hba.conf'), accessRules);
    // Commit point: from here on the cluster exists.
    await rename(fresh, paths.cluster).catch(async (error: unknown) => {
      if (!(await exists(paths.cluster))) throw error;
    });
    await syncDirectory(paths.directory);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function initialize(fresh: string, programs: Programs, account: Account | null): Promise<void> {
  const result = await runProgram(
    programs.initdb,
    [
      `--pgdata=${await dataArgument(fresh, account)}`,
      `--username=${superuser}`,
      '--pwfile=../password',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--data-checksums',
      '--no-instructions',
    ],
    spawnOptions(account, fresh),
  );
  if (result.code === 0) return;
  throw embeddedFault(
    'init-failed',
    `无法建立数据库（${result.output}）`,
    `the database could not be created (${result.output})`,
  );
}

async function give(path: string, account: Account | null): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}

/** As root: gives a cluster that root owns (restored from a backup, say) to the account that runs PostgreSQL. */
export async function giveCluster(cluster: string, account: Account | null): Promise<void> {
  if (account === null || (await stat(cluster)).uid === account.uid) return;
  for (const entry of await readdir(cluster, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await give(join(entry.parentPath, entry.name), account);
  }
  await give(cluster, account);
  await chmod(cluster, 0o700);
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what interrupted first starts left, older than `ageMs`. */
export async function sweepStaging(directory: string, ageMs: number): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > ageMs)
      await rm(path, { recursive: true, force: true });
  }
}
