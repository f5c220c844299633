import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { accountFor, type Account } from './embedded-account.js';
import {
  clusterPaths,
  createCluster,
  exists,
  giveCluster,
  passwordOf,
  sweepStaging,
  type ClusterPaths,
} from './embedded-cluster.js';
import { embeddedFault } from './embedded-fault.js';
import {
  examine,
  freePort,
  launch,
  serverUrl,
  shutDown,
  type Launched,
  type Occupant,
} from './embedded-postmaster.js';
import { findPrograms, type Programs } from './embedded-programs.js';

/** Where the embedded PostgreSQL lives and whom it tells what it does. */
export interface EmbeddedOptions {
  /** A directory of its own, made when absent: data, password (0600), port, log. */
  readonly directory: string;
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** A running embedded PostgreSQL. */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  /** The database `furrow` as the superuser; a secret. */
  readonly superuserUrl: string;
  /** Leaves the server; the last process that leaves shuts it down. Safe to call again. */
  readonly stop: () => Promise<void>;
}

type Running = Extract<Occupant, { state: 'running' }>;

interface Setting {
  readonly paths: ClusterPaths;
  readonly programs: Programs;
  readonly account: Account | null;
  readonly password: string;
  readonly log: EmbeddedOptions['log'];
}

const databaseName = 'furrow';
/** Any fixed number: every process that uses the server holds this lock shared. */
const usersLock = 7_305_101;
const startWaitMs = 300_000;
const retryWaitMs = 20_000;
const busyWaitMs = 10_000;
const stopPatienceMs = 30_000;
const recoveriesMax = 5;
const stagingAgeMs = 3_600_000;

/**
 * Starts PostgreSQL under `directory`, or joins the one that already runs there.
 *
 * Works as root (PostgreSQL then runs as `postgres` or `nobody`) and as any user, without install scripts, and after
 * any kill: a stale pid file is recognized, a server left by a killed service is used again, never two on one
 * directory. Should PostgreSQL die while we use it, it is started again on the same port.
 *
 * @throws EmbeddedFault when it cannot run here; its message names the other way, DATABASE_URL.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const setting = await prepare(options);
  const running = await joinServer(setting, null);
  try {
    await ensureDatabase(running.port, setting.password);
  } catch (error) {
    await leave(setting, running);
    throw error;
  }
  const session = new Session(setting, running);
  return {
    host: '127.0.0.1',
    port: running.port,
    superuserUrl: serverUrl(running.port, setting.password, databaseName),
    stop: () => session.stop(),
  };
}

/** Shuts down a server that a killed process left under `directory`, whoever still uses it; harmless when none is. */
export async function stopLeftOver(options: EmbeddedOptions): Promise<void> {
  if (!(await exists(clusterPaths(options.directory).cluster))) return;
  const setting = await prepare(options);
  const occupant = await examine(setting.paths, setting.password);
  if (occupant.state !== 'running') return;
  const tools = { programs: setting.programs, account: setting.account };
  await shutDown(setting.paths, occupant.pid, tools, stopPatienceMs);
  await occupant.client.end();
}

async function prepare(options: EmbeddedOptions): Promise<Setting> {
  const paths = clusterPaths(options.directory);
  await mkdir(paths.directory, { recursive: true, mode: 0o711 });
  const account = await accountFor(paths.cluster);
  const programs = await findPrograms({ account, directory: paths.directory });
  await sweepStaging(paths.directory, stagingAgeMs);
  const password = await passwordOf(paths);
  if (!(await exists(paths.cluster))) {
    options.log.info(`creating the database under ${paths.directory}`);
    await createCluster(paths, programs, account, password);
  }
  await giveCluster(paths.cluster, account);
  return { paths, programs, account, password, log: options.log };
}

/**
 * Answers the running server, started when none is, with our share of the users' lock held by its client.
 *
 * Several processes may do this at once: PostgreSQL's own pid file decides who starts it, the others join. A server
 * that is just shutting down ends our session; then we begin again. `port` not null: it must be that one.
 */
async function joinServer(setting: Setting, port: number | null): Promise<Running> {
  const deadline = Date.now() + startWaitMs;
  let busySince = 0;
  while (Date.now() < deadline) {
    const occupant = await examine(setting.paths, setting.password);
    if (occupant.state === 'running') {
      if (await takeShare(occupant.client)) return occupant;
    } else if (occupant.state === 'busy' && !doubtful(busySince)) {
      if (busySince === 0) setting.log.info(`waiting for PostgreSQL (process ${occupant.pid})`);
      busySince ||= Date.now();
    } else {
      await start(setting, occupant.state === 'none' ? 0 : occupant.pid, port);
    }
    await sleep(20);
  }
  throw startFailed(setting, `no answer within ${startWaitMs / 1_000} s`);
}

/** Only Linux tells whether a process that does not answer is a postmaster; elsewhere PostgreSQL decides after a while. */
function doubtful(busySince: number): boolean {
  return process.platform !== 'linux' && busySince !== 0 && Date.now() - busySince > busyWaitMs;
}

async function takeShare(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_lock_shared($1)', [usersLock]);
    return true;
  } catch {
    await client.end().catch(() => undefined);
    return false;
  }
}

/** Starts a postmaster and waits until it answers or ends; ended by a passing hindrance, it is tried again. */
async function start(setting: Setting, stalePid: number, port: number | null): Promise<void> {
  const deadline = Date.now() + retryWaitMs;
  const { paths, programs, account } = setting;
  let wanted = port ?? (await recordedPort(paths));
  for (;;) {
    const chosen = port ?? (await freePort(wanted));
    const launched = await launch({ paths, programs, account, port: chosen, stalePid });
    if (await answers(setting, launched)) {
      await writeFile(paths.portFile, `${chosen}\n`, { mode: 0o600 });
      return;
    }
    const said = await launched.ended;
    // Another process was faster: the caller finds its server.
    if (said.includes('lock file "postmaster.pid" already exists')) return;
    const passing =
      said.includes('pre-existing shared memory block') ||
      // Another process has made the file and not yet written its number into it.
      said.includes('lock file "postmaster.pid" is empty') ||
      said.includes('could not create any TCP/IP sockets');
    if (!passing || Date.now() > deadline) throw startFailed(setting, said);
    wanted = 0;
    await sleep(200);
  }
}

async function recordedPort(paths: ClusterPaths): Promise<number> {
  const port = Number(await readFile(paths.portFile, 'utf8').catch(() => '0'));
  return Number.isInteger(port) && port > 1_023 && port < 65_536 ? port : 0;
}

/** True once it answers; false when it ended. Recovery after a crash may take long, and ends by itself. */
async function answers(setting: Setting, launched: Launched): Promise<boolean> {
  const deadline = Date.now() + startWaitMs;
  while (launched.isRunning() && Date.now() < deadline) {
    const occupant = await examine(setting.paths, setting.password);
    if (occupant.state === 'running') {
      await occupant.client.end();
      if (occupant.pid === launched.pid) return true;
    }
    await sleep(10);
  }
  return false;
}

function startFailed(setting: Setting, reason: string): Error {
  return embeddedFault(
    'start-failed',
    `内嵌 PostgreSQL 没有启动：${reason}（日志 ${setting.paths.logFile}）`,
    `the embedded PostgreSQL did not start: ${reason} (log ${setting.paths.logFile})`,
  );
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl(port, password, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } catch (error) {
    // 42P04 and 23505: another process made it meanwhile.
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== '42P04' && code !== '23505') throw error;
  } finally {
    await client.end();
  }
}

/** Gives our share back; the last one shuts the server down. */
async function leave(setting: Setting, running: Running): Promise<void> {
  const { client, pid } = running;
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [usersLock]);
    const answer = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
      usersLock,
    ]);
    if (answer.rows[0]?.last !== true) return;
    const tools = { programs: setting.programs, account: setting.account };
    if (!(await shutDown(setting.paths, pid, tools, stopPatienceMs))) {
      setting.log.warn(`PostgreSQL (process ${pid}) does not stop`);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Our use of the server: notices when it dies and starts it again. */
class Session {
  private running: Running;
  private stopped: Promise<void> | null = null;
  private recovery: Promise<void> = Promise.resolve();

  constructor(
    private readonly setting: Setting,
    running: Running,
  ) {
    this.running = running;
    this.watch();
  }

  stop(): Promise<void> {
    this.stopped ??= this.finish();
    return this.stopped;
  }

  private async finish(): Promise<void> {
    await this.recovery;
    await leave(this.setting, this.running).catch((error: unknown) => {
      this.setting.log.warn(`PostgreSQL was gone before it could be stopped: ${messageOf(error)}`);
    });
  }

  private watch(): void {
    this.running.client.once('end', () => {
      if (this.stopped === null) this.recovery = this.recover();
    });
  }

  private async recover(): Promise<void> {
    this.setting.log.warn('the connection to PostgreSQL was lost; looking for it again');
    for (let turn = 1; turn <= recoveriesMax && this.stopped === null; turn += 1) {
      try {
        this.running = await joinServer(this.setting, this.running.port);
        this.watch();
        this.setting.log.info('PostgreSQL answers again');
        return;
      } catch (error) {
        this.setting.log.warn(`PostgreSQL could not be started again: ${messageOf(error)}`);
        await sleep(1_000 * turn);
      }
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
