import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import type { Database } from '../database/database.js';
import { equalBytes, utf8Encode } from '../ledger/bytes.js';
import { openCheckpoint } from '../ledger/checkpoint.js';
import { leafHash } from '../ledger/hash.js';
import { formatNote, parseNote, type VerifierKey } from '../ledger/note.js';
import type { TreeHead } from '../ledger/proof.js';
import { formatSuccession } from '../ledger/succession.js';
import { openLogKey, openNextLogKey } from './log-key.js';
import { isLogHeld, readLogState, succeedLog } from './log-state.store.js';
import { countWaitingLeaves } from './log-tree.store.js';
import { readEntries } from './stored-tree.js';
import { addSuccession, readSuccessions } from './successions.js';

const endMsMax = 60_000;
const lookMs = 100;

/** The log that the database holds. @throws ConfigError while a service writes it. */
export async function restingOrigin(database: Database): Promise<string> {
  if (await isLogHeld(database)) {
    throw new ConfigError([
      '服务正在运行；请先停止所有服务进程，十秒后再试 · a service is running: stop every process of it and try again after ten seconds',
    ]);
  }
  return (await readLogState(database)).origin;
}

/** What the last tree of a log must be. */
export interface LastTreeTerms {
  readonly key: VerifierKey;
  /** Of the entry that states the end: nothing comes after it. */
  readonly leafHash: Uint8Array;
  readonly wantsWitnesses: boolean;
}

/**
 * Waits until the tree that ends with the statement of its end is signed and, where there are witnesses, witnessed.
 *
 * @throws ConfigError when the log refuses to sign, goes on after its end, or is not witnessed within a minute.
 */
export async function lastTree(database: Database, terms: LastTreeTerms): Promise<TreeHead> {
  const deadlineMs = performance.now() + endMsMax;
  while (performance.now() < deadlineMs) {
    const { tree, published, witnessed, refusal } = await readLogState(database);
    if (refusal !== null) throw new ConfigError([`日志拒绝签名 · the log refuses to sign: ${refusal}`]);
    const last = terms.wantsWitnesses ? witnessed : published;
    const { leaves } = await countWaitingLeaves(database, 1);
    if (leaves === 0 && last?.size === tree.size) {
      const [end] = await readEntries(database, tree.size - 1, tree.size);
      if (end === undefined || !equalBytes(leafHash(end.entry), terms.leafHash)) throw goesOn();
      return openCheckpoint(parseNote(utf8Encode(last.note)), terms.key);
    }
    await setTimeout(lookMs);
  }
  throw new ConfigError([
    '最后的检查点一分钟内没有得到见证；见证方恢复后请再运行本命令 · the last checkpoint was not witnessed within a minute; run this again when the witnesses answer',
  ]);
}

/**
 * Both keys sign which tree goes over, on disk; then the database's log has the next name: the commit point. Repeating
 * it is harmless.
 *
 * @throws ConfigError when the log is not at its last tree any more.
 */
export async function handOver(
  database: Database,
  { dataDir, logOrigin, masterKey }: Config,
  { next, last }: { readonly next: string; readonly last: TreeHead },
): Promise<void> {
  const [ended, following] = [
    openLogKey(dataDir, logOrigin, masterKey),
    openNextLogKey(dataDir, next, masterKey),
  ];
  const text = formatSuccession({ ended: ended.verifier, last, next: following.verifier });
  const signatures = await Promise.all([ended, following].map((key) => key.signNote(text)));
  const before = readSuccessions(dataDir, logOrigin);
  const isKnown = before.all.some((succession) => succession.next.name === next);
  if (!isKnown) await addSuccession(dataDir, before, formatNote({ text, signatures }));
  if (!(await succeedLog(database, [logOrigin, next], last))) throw goesOn();
}

function goesOn(): ConfigError {
  return new ConfigError([
    '终止声明之后还有新记录：另有服务在写同一个数据库 · entries came after the end of the log: another service writes to this database',
  ]);
}
