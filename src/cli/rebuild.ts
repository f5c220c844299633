import {
  findDifferences,
  lockKeptTables,
  RebuildFault,
  replaceKept,
  type TableDifference,
} from '../batches/kept-tables.js';
import { queueAllBatches } from '../batches/judgements-queue.js';
import type { Config } from '../config/config.js';
import { ownerTransaction } from '../database/owner-transaction.js';
import { foldLedger, type Progress } from '../events/rebuild.js';
import { LedgerError } from '../ledger/errors.js';
import { LogDamage } from '../log/stored-tree.js';
import { withOwner, type Say } from './with-database.js';

/** `check`: compares and changes nothing. `json`: one line of JSON for programs. */
export interface RebuildOptions {
  readonly check: boolean;
  readonly json: boolean;
}

/** What a rebuild found. `lost`: codes of label sets that are not those their entries state; no entry has them. */
interface RebuildReport {
  readonly entries: number;
  readonly differences: readonly TableDifference[];
  readonly lost: readonly TableDifference[];
}

/** The entries are not whole, or what follows from them is not as it should be after all. */
const foundCode = 2;
/** Lines of progress where there is no terminal to rewrite one on. */
const progressLinesMax = 10;

/**
 * `furrow rebuild`: makes everything that follows from the entries anew, in one transaction that keeps writers out; they
 * answer 503 meanwhile. Ended before its end, it leaves everything as it was. With `--check` the service goes on.
 *
 * Ends with 2 when `--check` finds a difference, when the entries are not whole, or when codes of labels are lost.
 */
export async function rebuild(config: Config, options: RebuildOptions, say: Say): Promise<void> {
  const warn = (line: string): void => void process.stderr.write(`${line}\n`);
  await withOwner(config, warn, async ({ ownerUrl }) => {
    try {
      const report = await rebuildTables(ownerUrl, options.check, progressOn(process.stderr));
      tell(report, options, say);
      const found = options.check ? report.differences : report.lost;
      if (found.length > 0) process.exitCode = foundCode;
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (options.json) say(JSON.stringify({ ok: false, damage: error.message }));
      else
        say(
          `原始记录不完整，未作任何更改 · the entries are not whole, nothing was changed: ${error.message}`,
        );
      process.exitCode = foundCode;
    }
  });
}

/** Rebuilds, or with `check` only compares, in one transaction. @throws RebuildFault, LogDamage, LedgerError. */
export async function rebuildTables(
  ownerUrl: string,
  check: boolean,
  progress: Progress,
): Promise<RebuildReport> {
  const report = await ownerTransaction(ownerUrl, async (tx) => {
    if (!check) await lockKeptTables(tx);
    const entries = await foldLedger(tx, { leavesWaiting: check, progress });
    const differences = await findDifferences(tx);
    if (check) return { entries, differences, lost: [] };
    await replaceKept(tx);
    return { entries, differences, lost: await findDifferences(tx, ['labels']) };
  });
  // What was found in the old state is found anew, by the service that runs or at its next start.
  if (!check) await queueAllBatches(ownerUrl);
  return report;
}

function isDamage(error: unknown): error is Error {
  return error instanceof RebuildFault || error instanceof LogDamage || error instanceof LedgerError;
}

function tell(
  { entries, differences, lost }: RebuildReport,
  { check, json }: RebuildOptions,
  say: Say,
): void {
  if (json) {
    const ok = (check ? differences : lost).length === 0;
    say(JSON.stringify({ ok, entries, rebuilt: !check, differences, lost }));
    return;
  }
  say(`已重算 ${entries} 条记录 · entries folded: ${entries}`);
  for (const difference of differences) say(describe(difference));
  if (differences.length === 0) say('派生数据与原始记录一致 · what is kept is what the entries amount to');
  else if (!check) say('以上已改正 · the above is put right');
  for (const { rows } of lost)
    say(
      `标签码缺失或被改动，无法重建，请从备份恢复 · label codes are lost or altered, restore them from a backup: ${rows}`,
    );
}

function describe({ table, rows, first }: TableDifference): string {
  const { kept, rebuilt } = first;
  const text = `保存的 kept ${JSON.stringify(kept)}，应为 should be ${JSON.stringify(rebuilt)}`;
  return `${table}: 不一致的行 differing rows ${rows}，第一行 the first: ${text}`;
}

/** A line that is rewritten on a terminal, else a line for every tenth of the way. */
function progressOn(stream: NodeJS.WriteStream): Progress {
  let told = 0;
  return (done, entries) => {
    const line = `重算 folding ${done}/${entries}`;
    if (stream.isTTY) {
      stream.write(`\r${line}${done === entries ? '\n' : ''}`);
      return;
    }
    const tenths = Math.floor((done * progressLinesMax) / entries);
    if (tenths > told) stream.write(`${line}\n`);
    told = tenths;
  };
}
