import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, entities, stopApp } from '../app.js';
import type { Config } from '../config/config.js';
import { deriveSecret } from '../config/master-key.js';
import { ConfigError } from '../config/settings.js';
import { Database } from '../database/database.js';
import { startEmbedded, type EmbeddedServer } from '../database/embedded.js';
import { migrate } from '../database/migrate.js';
import { createLog } from '../http/log.js';
import { renderTerminal } from '../labels/qr.js';
import { loadDemo, type Demo } from './demo.js';

/** Writes a line for the person at the terminal. */
export type Say = (line: string) => void;

/**
 * `furrow serve`: database, migrations, application, demo data, in that order; ends at SIGTERM, SIGINT or SIGHUP after
 * the last request is answered. What was started is stopped again when a later step fails.
 */
export async function serve(config: Config, options: { readonly demo: boolean }, say: Say): Promise<void> {
  const log = createLog(config.logLevel);
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const embedded = await openDatabase(config, (line) => {
      log.info(line);
    });
    if (embedded !== null) started.push(embedded.stop);
    const { serviceUrl } = await migrate(ownerOf(config, embedded));
    const database = await Database.connect(serviceUrl, entities);
    started.push(() => database.close());
    const app = await createApp(config, { database, log });
    started.push(() => stopApp(app));
    await listen(app, config.port);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void stop());
    say(`Furrow 已就绪 · ready: ${config.publicUrl}`);
    if (options.demo) announce(await loadDemo(app, config), config, say);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(app: NestFastifyApplication, port: number): Promise<void> {
  try {
    await app.listen(port, '0.0.0.0');
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    throw new ConfigError([`PORT: ${port} is used by another program; stop it or choose another PORT`]);
  }
}

function ownerOf(
  config: Config,
  embedded: EmbeddedServer | null,
): { ownerUrl: string; serviceSecret: string } {
  const ownerUrl = config.databaseUrl ?? embedded?.superuserUrl;
  if (ownerUrl === undefined) throw new Error('there is no database');
  return { ownerUrl, serviceSecret: serviceSecretOf(config) };
}

/** `furrow migrate`: brings the database to the newest schema and ends. */
export async function migrateOnly(config: Config, say: Say): Promise<void> {
  const embedded = await openDatabase(config, say);
  try {
    const { applied } = await migrate(ownerOf(config, embedded));
    say(applied.length === 0 ? 'the schema is current' : `applied: ${applied.join(', ')}`);
  } finally {
    await embedded?.stop();
  }
}

/** The password of the service's own role: the same for every process that shares the master key. */
function serviceSecretOf(config: Config): string {
  return deriveSecret(config.masterKey, 'database-role').toString('base64url');
}

async function openDatabase(config: Config, say: Say): Promise<EmbeddedServer | null> {
  if (config.databaseUrl !== null) return null;
  return startEmbedded({ directory: join(config.dataDir, 'postgres'), log: { info: say, warn: say } });
}

function announce(demo: Demo | null, config: Config, say: Say): void {
  if (demo === null) return;
  say('');
  say('演示账号 · demo accounts');
  for (const account of demo.accounts)
    say(`  ${account.role.padEnd(10)} ${account.login}  ${account.password}`);
  const [label] = demo.labels;
  if (label === undefined) return;
  say('');
  say(`扫码查看 · scan: ${label.uri}`);
  say(renderTerminal(label.uri));
  say(`（以上也写在 ${join(config.dataDir, 'demo.json')} · also in that file）`);
}
