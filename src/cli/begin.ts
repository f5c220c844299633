import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { hasBegun, holdsDemo, markBegun, putAside } from '../config/begun.js';
import { openConfig } from '../config/config.js';
import { followingOrigin, keptOrigin } from '../config/log-origin.js';
import { ConfigError, type Settings } from '../config/settings.js';
import { ownerTransaction } from '../database/owner-transaction.js';
import { countServiceSessions } from '../database/service-logins.js';
import { serviceSecretOf, withOwner, type Say } from './with-database.js';

const word = 'begin';

/**
 * `furrow begin [--yes]`: leaves the demo. Puts all data of the demo aside into a folder of the data directory and gives
 * the log to come another name; the next start finds an empty service and makes its first admin. Deletes nothing. Cut
 * short at any point it goes on when run again; until then no service starts.
 *
 * @throws ConfigError when there is no demo, a service runs, or nobody confirmed.
 */
export async function begin(settings: Settings, args: readonly string[], say: Say): Promise<void> {
  const unknown = args.find((arg) => arg !== '--yes');
  if (unknown !== undefined) throw new ConfigError([`${unknown}: 没有这个选项 · there is no such option`]);
  const { dataDir } = settings;
  if (!hasBegun(dataDir)) {
    const origin = await requireDemo(settings, say);
    if (!args.includes('--yes')) await confirm(dataDir, say);
    markBegun(dataDir, followingOrigin(origin), new Date());
  } else if (!holdsDemo(dataDir)) {
    say('演示数据早已收起 · the demo was put aside before; start the service with npm start');
    return;
  }
  const folder = await putAside(dataDir);
  say(`演示数据已收进 · the demo lies in: ${folder}`);
  say(
    '现在运行 npm start：服务是空的，管理员的密码写在 first-admin.json · run npm start now: the service is empty, and the admin’s password is in first-admin.json',
  );
}

/** The name of the demo's log, when all holds that must hold before. */
async function requireDemo(settings: Settings, say: Say): Promise<string> {
  const { dataDir, databaseUrl } = settings;
  if (!holdsDemo(dataDir))
    throw new ConfigError([`DATA_DIR: ${dataDir} 里没有装好的演示数据 · holds no complete demo data`]);
  if (databaseUrl !== null)
    throw new ConfigError([
      'DATABASE_URL: 自备的数据库请换一个空的，并换一个 DATA_DIR · with a database of your own, give an empty one, and another DATA_DIR',
    ]);
  const origin = keptOrigin(dataDir);
  if (origin === null)
    throw new ConfigError([
      'LOG_ORIGIN: 是演示日志的名字；请去掉它再运行本命令 · is the name of the demo’s log: run this command without it',
    ]);
  await refuseRunning(settings, say);
  return origin;
}

/** @throws ConfigError while a service uses the database, or its PostgreSQL still runs. */
async function refuseRunning(settings: Settings, say: Say): Promise<void> {
  const config = openConfig(settings, new Date());
  let sessions = 0;
  await withOwner(
    config,
    () => undefined,
    async ({ ownerUrl }) => {
      sessions = await ownerTransaction(ownerUrl, (tx) => countServiceSessions(tx, serviceSecretOf(config)));
    },
  );
  const isUp = existsSync(join(settings.dataDir, 'postgres', 'cluster', 'postmaster.pid'));
  if (sessions === 0 && !isUp) return;
  say(`连接 · connections: ${sessions}`);
  throw new ConfigError(['服务还在运行，请先停止 · a service runs on this data directory; stop it first']);
}

/** Asks at the terminal for the word itself. @throws ConfigError when there is no terminal, or another word comes. */
async function confirm(dataDir: string, say: Say): Promise<void> {
  if (!process.stdin.isTTY)
    throw new ConfigError([
      '--yes: 没有终端可以确认，请加上它 · there is no terminal to confirm at; give it to confirm',
    ]);
  say(`将把 ${dataDir} 里的全部演示数据收进它的一个文件夹，服务从空白开始；演示的标签从此查不到。`);
  say(
    `All demo data in ${dataDir} is put aside into a folder of it, and the service begins empty; labels of the demo are found no more.`,
  );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`确认请输入 · to confirm, type: ${word}\n> `);
  terminal.close();
  if (answer.trim() === word) return;
  throw new ConfigError(['没有确认，什么也没做 · not confirmed; nothing was done']);
}
