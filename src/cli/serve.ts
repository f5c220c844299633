import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createApp, entities, stopApp } from '../app.js';
import { hasBegun } from '../config/begun.js';
import type { Config } from '../config/config.js';
import { refuseOriginChange } from '../config/log-origin.js';
import { SealedError } from '../config/master-key.js';
import { ConfigError } from '../config/settings.js';
import { Database } from '../database/database.js';
import { createLog } from '../http/log.js';
import { whileStarting } from '../http/while-starting.js';
import { renderTerminal } from '../labels/qr.js';
import { loadDemo } from './demo.js';
import type { Demo } from './demo-story.js';
import { findLogVerifier } from '../log/log-key.js';
import { startLocalWitness } from './local-witness.js';
import { waitForSignal } from './ending-signal.js';
import { namingPort } from './naming-port.js';
import { startWhileTelling } from './while-away.js';
import { makeFirstAdmin, type FirstAdmin } from './first-admin.js';
import { migrateTo, naming, openDatabase, type Say } from './with-database.js';

/**
 * Per cent by which the old part of the heap may grow before it is collected: left alone V8 lets it grow severalfold
 * (docs/benchmarks.md). Read anew at every collection.
 */
const heapGrowthPercent = 30;

/**
 * `furrow serve`: database, migrations, application, demo data, in that order; ends at SIGTERM, SIGINT or SIGHUP after
 * the last request is answered. While its database is away, recalls are told (`startWhileTelling`). A signal that comes
 * during the start ends it after the step under way. What was started is stopped again when a later step fails.
 */
export async function serve(config: Config, options: { readonly demo: boolean }, say: Say): Promise<void> {
  refuseOriginChange(config.dataDir);
  setFlagsFromString(`--heap-growing-percent=${heapGrowthPercent}`);
  const log = createLog(config.logLevel);
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  const signal = waitForSignal();
  try {
    const waiting = { log, over: signal.wait, isOver: () => signal.hasCome() };
    const app = await startWhileTelling(config, waiting, async () => {
      await stop();
      return assemble(config, { log, started, isOver: waiting.isOver });
    });
    if (app === null) return;
    await namingPort(config.port, app.listen(config.port, '0.0.0.0'));
    say(`Furrow 已就绪，请在浏览器打开 · ready, open in a browser: ${config.publicUrl}`);
    if (options.demo && !hasBegun(config.dataDir))
      announce(await quietly(log, () => loadDemo(app, config)), config, say);
    else announceAdmin(await makeFirstAdmin(app, config), say);
    await signal.wait;
  } finally {
    await stop();
  }
}

/** What a service is assembled with. */
interface Assembly {
  readonly log: Logger;
  /** Is told how to end each part, in the order in which they began. */
  readonly started: (() => Promise<void>)[];
  /** Whether the start is to be broken off. */
  readonly isOver: () => boolean;
}

/** Database, witness and application, which does not listen yet; null when it was broken off. */
export async function assemble(
  config: Config,
  { log, started, isOver }: Assembly,
): Promise<NestFastifyApplication | null> {
  const embedded = await openDatabase(config, (line) => {
    log.info(line);
  });
  if (embedded !== null) started.push(embedded.stop);
  if (isOver()) return null;
  const { serviceUrl } = await migrateTo(config, embedded);
  const database = await naming(
    config,
    whileStarting(() => Database.connect(serviceUrl, entities)),
  );
  started.push(() => database.close());
  if (isOver()) return null;
  const witnesses = await openWitness(config, log, started);
  if (isOver()) return null;
  const app = await createApp(config, { database, log, witnesses }).catch((error: unknown) => {
    throw error instanceof SealedError ? otherMasterKey() : error;
  });
  started.push(() => stopApp(app));
  return app;
}

/** The policy of the witness beside the service; where the configuration names witnesses, that counts. */
async function openWitness(config: Config, log: Logger, started: (() => Promise<void>)[]): Promise<string> {
  if (config.witnesses !== null) return config.witnesses;
  const verifier = await findLogVerifier(config);
  const witness = await startLocalWitness(config, verifier, log);
  started.push(() => witness.stop());
  return witness.policy;
}

function announceAdmin(admin: FirstAdmin | null, say: Say): void {
  if (admin === null) return;
  // What is not a terminal is somebody's log, and a log holds no password.
  const password = process.stdout.isTTY ? admin.password : '****';
  say(`管理员账号、密码 · admin account, password: ${admin.login} ${password}`);
  say(
    '（写在数据目录的 first-admin.json，记下后请删除 · it is in first-admin.json in the data directory; delete it once noted）',
  );
}

/** Does work whose requests are the service's own: what goes well is not logged, so that the terminal stays readable. */
async function quietly<T>(log: Logger, work: () => Promise<T>): Promise<T> {
  const { level } = log;
  if (log.isLevelEnabled('info')) log.level = 'warn';
  try {
    return await work();
  } finally {
    log.level = level;
  }
}

/** The operator's own key, which every start opens, tells whether the master key fits the database. */
function otherMasterKey(): ConfigError {
  return new ConfigError([
    'FURROW_MASTER_KEY: the keys in this database were sealed under another master key; restore it (DATA_DIR/master.key) from your backup',
  ]);
}

/** Who can sign in and what to scan; at a later start only where that is written down. */
function announce(demo: Demo | null, config: Config, say: Say): void {
  const file = join(config.dataDir, 'demo.json');
  if (demo === null) {
    if (existsSync(file)) say(`演示账号和扫码地址见 · demo accounts and scan addresses are in: ${file}`);
    return;
  }
  say('');
  say('演示账号（身份、账号、密码）· demo accounts (role, login, password)');
  for (const { role, login, password } of demo.accounts)
    say(`  ${role.padEnd(11)}${login.padEnd(11)}${password}`);
  const [label] = demo.labels;
  if (label === undefined) return;
  say('');
  say(`扫码查看 · scan: ${label.uri}`);
  say(renderTerminal(label.uri, { color: process.stdout.isTTY }));
  say(`（以上也写在 ${file} · also in that file）`);
}
