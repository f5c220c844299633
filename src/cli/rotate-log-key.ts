import { parseArgs } from 'node:util';
import type { Config } from '../config/config.js';
import { followingOrigin, nextLogOrigin, takeNextOrigin } from '../config/log-origin.js';
import { ConfigError } from '../config/settings.js';
import { Database } from '../database/database.js';
import { createLog } from '../http/log.js';
import { isLogOrigin } from '../ledger/names.js';
import type { TreeHead } from '../ledger/proof.js';
import { handOver, lastTree, restingOrigin } from '../log/log-ending.js';
import { openLogKey, openNextLogKey, takeNextLogKey } from '../log/log-key.js';
import { LogPolicy } from '../log/log-policy.js';
import { LogWriter } from '../log/log-writer.js';
import { LogEndStatement } from '../parties/log-end.service.js';
import { assemble } from './serve.js';
import { withDatabase, type Say } from './with-database.js';

/**
 * `furrow rotate-log-key [--origin <name>]`: ends the log and lets a new one, with a new key and so a new name, go on
 * with its tree (ledger.md §5). What was proved under the old key stays proved; the old key is gone afterwards.
 *
 * The services are stopped meanwhile. Every step can be repeated: after a crash the same command goes on where it was.
 *
 * @throws ConfigError with what the operator must do.
 */
export async function rotateLogKey(config: Config, args: readonly string[], say: Say): Promise<void> {
  if (config.token?.logKey != null) {
    throw new ConfigError([
      'LOG_KEY: 令牌里的日志密钥不能用本命令更换 · the key of a log in a token is not replaced by this command',
    ]);
  }
  const wanted = readOrigin(args);
  const present = await withDatabase(config, restingOrigin);
  const next = nextLogOrigin(config.dataDir, wanted ?? followingOrigin(config.logOrigin));
  if (wanted !== null && wanted !== next) {
    throw new ConfigError([
      `--origin: 已开始换成 ${next}，不能再改 · the change to ${next} has begun already`,
    ]);
  }
  if (present !== next) {
    const ended = await endLog(config, next);
    say(
      `日志 ${config.logOrigin} 已结束，共 ${ended.size} 条 · the log has ended with ${ended.size} entries`,
    );
    await withDatabase(config, (database) => handOver(database, config, { next, last: ended }));
  }
  await takeNextLogKey(config.dataDir);
  await takeNextOrigin(config.dataDir, next);
  say(`新的日志 · the log from here on: ${next}`);
  say(
    `若设置了 LOG_ORIGIN，请改为此名，再启动服务，并把新的信任文件告知核查者 · where LOG_ORIGIN is set, set it to that name; start the service, and hand out the new trust file`,
  );
}

/** Records the end, and answers the tree that it is the last entry of, once that is signed and witnessed. */
async function endLog(config: Config, next: string): Promise<TreeHead> {
  const { verifier } = openNextLogKey(config.dataDir, next, config.masterKey);
  const started: (() => Promise<void>)[] = [];
  try {
    const parts = { log: createLog('warn'), started, isOver: () => false };
    const app = await assemble(config, parts);
    if (app === null) throw new Error('the service did not start');
    await app.get(LogWriter).endMaps();
    const leafHash = await app.get(LogEndStatement).record(verifier);
    const key = openLogKey(config.dataDir, config.logOrigin, config.masterKey);
    const wantsWitnesses = app.get(LogPolicy).policy.witnesses.length > 0;
    return await lastTree(app.get(Database), { key: key.verifier, leafHash, wantsWitnesses });
  } finally {
    for (const end of started.reverse()) await end();
  }
}

function readOrigin(args: readonly string[]): string | null {
  const { origin } = parsed(args);
  if (origin === undefined) return null;
  if (isLogOrigin(origin)) return origin;
  throw new ConfigError([`--origin: 不是日志的名称 · not the name of a log: ${origin}`]);
}

function parsed(args: readonly string[]): { origin?: string | undefined } {
  try {
    return parseArgs({ args: [...args], options: { origin: { type: 'string' } } }).values;
  } catch (error) {
    throw new ConfigError([`furrow rotate-log-key: ${error instanceof Error ? error.message : 'unknown'}`]);
  }
}
