import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { pino, type DestinationStream } from 'pino';
import { AccountsService, type NewAccount } from '../../src/access/accounts.service.js';
import { createApp, entities, stopApp } from '../../src/app.js';
import { loadConfig, type Config } from '../../src/config/config.js';
import type { LogLevel } from '../../src/config/settings.js';
import { Database } from '../../src/database/database.js';
import type { VerifierKey } from '../../src/ledger/note.js';
import type { DrainTimes } from '../../src/http/drain.js';
import { createLog } from '../../src/http/log.js';
import { whileStarting } from '../../src/http/while-starting.js';
import { openLogKey } from '../../src/log/log-key.js';
import { LogReader } from '../../src/log/log-reader.js';
import { startTestWitness } from './local-witness.js';
import { logFaults } from './whole-log.js';
import { keepSecret, leaveTrace } from './traces.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';
import { until } from './until.js';

/** The whole service over HTTP on a database of its own. */
export interface TestApp {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly database: Database;
  readonly testDatabase: TestDatabase;
  /** Every line of the log so far, parsed. */
  readonly logLines: () => readonly Record<string, unknown>[];
  /** Makes an account and answers the header that signs it in. As the demo's, it needs no second factor. */
  signIn(
    account: NewAccount,
  ): Promise<{ readonly accountId: string; readonly headers: Record<string, string> }>;
  /** Waits until everything recorded so far is in the log and witnessed. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Environment variables on top of a plain one. */
  readonly env?: Readonly<Record<string, string>>;
  readonly drainTimes?: DrainTimes;
  /** The tests change what is stored behind the service's back: the log is not held against it at the end. */
  readonly tampers?: boolean;
  /** Puts something between the service and its database: answers the address to use instead. */
  readonly connectVia?: (serviceUrl: string) => Promise<string>;
}

/**
 * Builds the service as `furrow serve` does, on a free port and a copy of the migrated template database.
 *
 * ```ts
 * let service: TestApp;
 * beforeAll(async () => { service = await createTestApp(); });
 * afterAll(() => service.close());
 * ```
 */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'furrow-test-'));
  const testDatabase = await createTestDatabase();
  const serviceUrl = (await options.connectVia?.(testDatabase.serviceUrl)) ?? testDatabase.serviceUrl;
  const config = loadConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: serviceUrl,
    LOG_LEVEL: 'info',
    ...options.env,
  });
  const database = await whileStarting(() => Database.connect(serviceUrl, entities));
  const captured: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      captured.push(chunk.toString());
      done();
    },
  });
  keepSecret(config.masterKey.toString('base64'), new URL(serviceUrl).searchParams.get('password') ?? '');
  const log = createLog('trace', tracedLog(config.logLevel, sink));
  const logKey = openLogKey(dataDir, config.logOrigin, config.masterKey);
  const witness = await startTestWitness(join(dataDir, 'test-witness'), logKey.verifier);
  const app = await createApp(config, {
    database,
    log,
    witnesses: witness.policy,
    drainTimes: options.drainTimes ?? { lullMs: 0, deadlineMs: 2_000 },
  });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    url,
    app,
    config,
    database,
    testDatabase,
    logLines: () =>
      captured
        .join('')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    signIn: (account) => signIn(url, app, account),
    settled: () => settled(database),
    close: async () => {
      await stopApp(app);
      await witness.stop();
      // What stands between may be broken by now; such tests look for themselves.
      if (options.tampers !== true && options.connectVia === undefined)
        await checkWholeLog(testDatabase.ownerUrl, logKey.verifier);
      await database.close();
      await testDatabase.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** What the configuration asks for goes to the test, everything to the traces of the run. */
function tracedLog(level: LogLevel, sink: Writable): DestinationStream {
  const traces = {
    write: (line: string) => {
      leaveTrace('log', line.trimEnd());
    },
  };
  const asked = level === 'silent' ? [] : [{ level, stream: sink }];
  return pino.multistream([...asked, { level: 'trace' as const, stream: traces }]);
}

/** After every test that appends, the whole log is held against the stored entries, from outside. */
export async function checkWholeLog(ownerUrl: string, key: VerifierKey): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const faults = await logFaults(owner, key);
    if (faults.length > 0) throw new Error(`the log is not what was recorded: ${faults.join('; ')}`);
  } finally {
    await owner.end();
  }
}

const countEntries = { name: 'test-count-entries', text: 'select count(*)::int as entries from entries' };

async function settled(database: Database): Promise<void> {
  const [row] = await database.read<{ entries: number }>(countEntries, []);
  const reader = new LogReader(database);
  await until(async () => {
    const { witnessed } = await reader.state();
    return witnessed !== null && witnessed.size >= (row?.entries ?? 0);
  });
}

async function signIn(url: string, app: NestFastifyApplication, account: NewAccount) {
  const accountId = await app.get(AccountsService).create({ ...account, demo: true });
  const answer = await fetch(`${url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: account.login, password: account.password }),
  });
  if (answer.status !== 200) throw new Error(`signing in ${account.login} answered ${answer.status}`);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { accountId, headers: { authorization: `Bearer ${accessToken}` } };
}
