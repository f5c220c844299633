import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, readFile, readlink, realpath, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { dataArgument, superuser, type ClusterPaths } from './embedded-cluster.js';
import type { Account } from './embedded-account.js';
import { runProgram, spawnOptions } from './embedded-process.js';
import type { Programs } from './embedded-programs.js';

const host = '127.0.0.1';
const logBytesMax = 10_000_000;

/** What holds the data directory: nobody, a server that is starting or stopping, or one that answers. */
export type Occupant =
  | { readonly state: 'none' }
  | { readonly state: 'stale'; readonly pid: number }
  | { readonly state: 'busy'; readonly pid: number }
  | { readonly state: 'running'; readonly pid: number; readonly port: number; readonly client: pg.Client };

/** The lines of `postmaster.pid` we use: 1 process, 4 port (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_…). */
export async function readPidFile(cluster: string): Promise<{ pid: number; port: number | null } | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return null;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : null };
}

/**
 * Answers who holds the data directory. A running server counts only when it can read a fresh file from this very
 * directory: a process number or a port used again by somebody else, or a copied directory, is `stale`.
 *
 * A wrong `stale` does no harm: PostgreSQL itself still refuses a directory whose shared memory is in use.
 */
export async function examine(paths: ClusterPaths, password: string): Promise<Occupant> {
  const file = await readPidFile(paths.cluster);
  if (file === null) return { state: 'none' };
  const { pid, port } = file;
  if (!isAlive(pid)) return { state: 'stale', pid };
  if (port === null) return { state: await heldBy(pid, paths.cluster), pid };
  const client = new pg.Client({
    connectionString: serverUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 5_000,
    application_name: 'furrow guard',
    keepAlive: true,
  });
  // The caller listens for `end`; without a listener an error would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (await servesDirectory(client, paths.cluster)) return { state: 'running', pid, port, client };
    await client.end();
    return { state: 'stale', pid };
  } catch (error) {
    await client.end().catch(() => undefined);
    if (isNotReady(error)) return { state: 'busy', pid };
    return { state: await heldBy(pid, paths.cluster), pid };
  }
}

/** SQLSTATE 57P03: starting up, recovering or shutting down; 57P01: shut down while we asked; 53300: all slots taken. */
function isNotReady(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === '57P03' || code === '57P01' || code === '53300';
}

async function servesDirectory(client: pg.Client, cluster: string): Promise<boolean> {
  const name = `furrow-proof-${randomBytes(8).toString('hex')}`;
  const proof = randomBytes(16).toString('hex');
  const path = join(cluster, name);
  await writeFile(path, proof, { mode: 0o644 });
  try {
    const answer = await client.query<{ proof: string | null }>('select pg_read_file($1, true) as proof', [
      name,
    ]);
    return answer.rows[0]?.proof === proof;
  } finally {
    await unlink(path);
  }
}

/** A postmaster's working directory is its data: only Linux lets us look; elsewhere it is given the doubt. */
async function heldBy(pid: number, cluster: string): Promise<'busy' | 'stale'> {
  if (process.platform !== 'linux') return 'busy';
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return place === (await realpath(cluster)) ? 'busy' : 'stale';
}

/** Alive and ours to signal; a process of another account is not our postmaster. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The address of a database of the server, as its superuser. */
export function serverUrl(port: number, password: string, database: string): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
}

/** What one try to start needs; `stalePid` is the process named by a pid file judged stale, 0 for none. */
export interface Launch {
  readonly paths: ClusterPaths;
  readonly programs: Programs;
  readonly account: Account | null;
  readonly port: number;
  readonly stalePid: number;
}

/** A postmaster we started: `ended` answers what it logged once it is gone. */
export interface Launched {
  readonly pid: number;
  readonly ended: Promise<string>;
  readonly isRunning: () => boolean;
}

/**
 * Starts a postmaster in a session of its own, so that Ctrl-C in a terminal reaches the service alone, which then
 * stops PostgreSQL in order. It writes to a file, not to us: it must outlive a killed service without losing its log.
 */
export async function launch(need: Launch): Promise<Launched> {
  const { paths, account } = need;
  await rotateLog(paths.logFile);
  const log = await open(paths.logFile, 'a', 0o600);
  try {
    const from = (await log.stat()).size;
    const options = spawnOptions(account, paths.cluster);
    // PostgreSQL takes a pid file naming its own parent's parent for a stale one, whoever has the number today.
    const env = {
      ...options.env,
      ...(need.stalePid === 0 ? {} : { PG_GRANDPARENT_PID: String(need.stalePid) }),
    };
    const child = spawn(need.programs.postgres, await postgresArguments(need), {
      ...options,
      ...(options.env === undefined ? {} : { env }),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.unref();
    let running = true;
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => {
        running = false;
        resolve(error.message);
      });
      child.once('exit', () => {
        running = false;
        void logSince(paths.logFile, from).then(resolve);
      });
    });
    return { pid: child.pid ?? 0, ended, isRunning: () => running };
  } finally {
    await log.close();
  }
}

async function postgresArguments(need: Launch): Promise<string[]> {
  const settings = {
    listen_addresses: host,
    port: String(need.port),
    unix_socket_directories: '',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    logging_collector: 'off',
    lc_messages: 'C',
  };
  return [
    '-D',
    await dataArgument(need.paths.cluster, need.account),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function rotateLog(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || found.size < logBytesMax) return;
  await rm(`${path}.1`, { force: true });
  await rename(path, `${path}.1`);
}

async function logSince(path: string, from: number): Promise<string> {
  const text = await readFile(path).catch(() => Buffer.alloc(0));
  return text.subarray(from).toString('utf8').trim().slice(-2_000);
}

/** Answers a free port on loopback: the preferred one when it is free. */
export async function freePort(preferred: number): Promise<number> {
  for (const wanted of preferred === 0 ? [0] : [preferred, 0]) {
    const port = await tryPort(wanted);
    if (port !== null) return port;
  }
  throw new Error('no free port on 127.0.0.1');
}

async function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(null);
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : null);
      });
    });
  });
}

/**
 * Shuts the server down: fast (sessions are ended, everything is written), after `patienceMs` at once (the next start
 * recovers from the write-ahead log). Answers false when it is still there after both.
 */
export async function shutDown(
  paths: ClusterPaths,
  pid: number,
  tools: { programs: Programs; account: Account | null },
  patienceMs: number,
): Promise<boolean> {
  for (const mode of ['fast', 'immediate'] as const) {
    await ask(paths, pid, mode, tools);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!isAlive(pid) || (await readPidFile(paths.cluster))?.pid !== pid) return true;
      await sleep(20);
    }
  }
  return false;
}

async function ask(
  paths: ClusterPaths,
  pid: number,
  mode: 'fast' | 'immediate',
  tools: { programs: Programs; account: Account | null },
): Promise<void> {
  if (process.platform === 'win32') {
    const args = ['stop', '-D', paths.cluster, '-m', mode, '-W'];
    await runProgram(tools.programs.pgCtl, args, spawnOptions(tools.account, paths.cluster));
    return;
  }
  if (isAlive(pid)) process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
}
