import type { KeyChange } from '../config/key-change.js';
import { refuseOriginChange } from '../config/log-origin.js';
import { masterKeyId, SealedError } from '../config/master-key.js';
import { ConfigError } from '../config/settings.js';
import { keepSecrets } from '../database/kept-secret.js';
import { ownerTransaction } from '../database/owner-transaction.js';
import { lockSealed, reseal, type MasterKeys, type Resealed } from '../database/resealing.js';
import { countServiceSessions, dropServiceLogins } from '../database/service-logins.js';
import { resealLogKey } from '../log/log-key.js';
import { serviceSecretOf, withOwner, type Say } from './with-database.js';

/** Something that is sealed opens under neither key. */
const foundCode = 2;
const progressRows = 10_000;

/** What was done. `retired`: where the old key file is kept; null when the environment has the keys. */
interface KeyChangeReport {
  readonly ok: true;
  readonly from: string;
  readonly to: string;
  readonly tables: readonly Resealed[];
  readonly logKey: boolean;
  readonly loginDropped: boolean;
  readonly retired: string | null;
}

/**
 * `furrow rotate-master-key`: seals everything that lies under the master key under a new one, in steps that can each be
 * repeated:
 *
 *  1. the database, in one transaction, while no service runs and none can start;
 *  2. `log.key`;
 *  3. the database login that followed from the old key is dropped;
 *  4. the key file: the commit point, from which the new key is the master key.
 *
 * Ended at any point it goes on when run again; until then services refuse to start. Ends with 2, with the database as
 * it was, when something opens under neither key.
 *
 * @throws ConfigError when a service runs, or the new key is not given as it must be.
 */
export async function rotateMasterKey(
  change: KeyChange,
  options: { readonly json: boolean },
  say: Say,
): Promise<void> {
  const warn = (line: string): void => void process.stderr.write(`${line}\n`);
  refuseOriginChange(change.config.dataDir);
  try {
    await withOwner(change.config, warn, async ({ ownerUrl }) => {
      const report = await changeKey(change, ownerUrl, warn);
      if (options.json) say(JSON.stringify(report));
      else tell(report, say);
    });
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    if (options.json) say(JSON.stringify({ ok: false, damage: error.message }));
    else say(`有数据用两把密钥都打不开，未更换 · the key was not changed: ${error.message}`);
    process.exitCode = foundCode;
  }
}

async function changeKey(change: KeyChange, ownerUrl: string, warn: Say): Promise<KeyChangeReport> {
  const { config } = change;
  const old = config.masterKey;
  const secret = serviceSecretOf(config);
  const { keys, tables } = await ownerTransaction(ownerUrl, async (tx) => {
    await lockSealed(tx);
    refuseBeside(await countServiceSessions(tx, secret));
    const keys: MasterKeys = { old, next: change.next() };
    keepSecrets(tx, old);
    const tables = await reseal(tx, keys, progressTo(warn));
    change.keep(keys.next);
    return { keys, tables };
  });
  const logKey = await resealLogKey(config.dataDir, config.logOrigin, keys);
  const loginDropped = await dropServiceLogins(ownerUrl, secret);
  const retired = await change.finish();
  const [from, to] = [old, keys.next].map((key) => masterKeyId(key).toString('hex'));
  return { ok: true, from: from ?? '', to: to ?? '', tables, logKey, loginDropped, retired };
}

function refuseBeside(sessions: number): void {
  if (sessions === 0) return;
  throw new ConfigError([
    `有服务正在使用这个数据库（${sessions} 个连接），请先停止 · a service uses this database (connections: ${sessions}); stop it first`,
  ]);
}

function progressTo(warn: Say): (rows: number) => void {
  let told = 0;
  return (rows) => {
    if (Math.floor(rows / progressRows) > told) warn(`重新加密 sealing anew ${rows}`);
    told = Math.floor(rows / progressRows);
  };
}

function tell({ from, to, tables, loginDropped, retired }: KeyChangeReport, say: Say): void {
  for (const { table, rows } of tables) say(`${table}: ${rows}`);
  say(`主密钥已更换 · the master key is changed: ${from} → ${to}`);
  if (!loginDropped)
    say(
      '旧的数据库登录角色未能删除，请由管理员删除 · the old login role could not be dropped; have it dropped by an administrator',
    );
  if (retired === null) {
    say(
      '请把 FURROW_MASTER_KEY 改为新密钥，再启动服务 · set FURROW_MASTER_KEY to the new key, then start the service',
    );
  } else {
    say(`旧密钥留在 · the old key is kept for older backups: ${retired}`);
  }
  say('请备份新密钥，旧备份仍需旧密钥 · back up the new key; backups of before need the old one');
}
