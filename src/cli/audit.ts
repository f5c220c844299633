import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LogAuditor } from '../ledger/audit.js';
import {
  checkWitnesses,
  type Contradiction,
  type OpenedCheckpoint,
  openTrusted,
} from '../ledger/audit-checkpoint.js';
import type { Witnessing } from '../ledger/witnessing.js';
import { type AuditFinding, auditFinding } from '../ledger/audit-report.js';
import { utf8Encode } from '../ledger/bytes.js';
import { LedgerError } from '../ledger/errors.js';
import { noteBytesMax } from '../ledger/note.js';
import { lineageOf, successionsTo } from '../ledger/succession.js';
import type { Trust } from '../ledger/trust.js';
import { type AuditCommand, openKept, readAuditCommand, wantsJson } from './audit-command.js';
import { conflictDocument, contradicts } from './audit-history.js';
import { followLog } from './audit-pass.js';
import { ReadingPool } from './audit-pool.js';
import { AuditProgress } from './audit-progress.js';
import { type AuditReport, reportJson, reportLines, troubleJson } from './audit-answer.js';
import { type LogSource, openSource, SourceTrouble } from './audit-source.js';
import { findSavedAudit, saveAudit, type SavedAudit, StateDamaged } from './audit-state.js';

type Say = (line: string) => void;

/**
 * `furrow audit`: follows a log from its beginning, or from where the last audit ended, to its newest checkpoint and
 * checks everything in it.
 *
 * Exit code 0: all is well. 2: something is wrong with the log; the first thing is named. 3: it could not be checked.
 */
export async function audit(args: readonly string[], say: Say): Promise<void> {
  try {
    const command = readAuditCommand(args);
    const report = await runAudit(command);
    if (command.json) say(reportJson(report));
    else reportLines(report).forEach(say);
    process.exitCode = report.finding === null ? 0 : 2;
  } catch (error) {
    if (!(error instanceof SourceTrouble)) throw error;
    process.exitCode = 3;
    if (wantsJson(args)) say(troubleJson(error.words));
    else process.stderr.write(`无法核查 · could not check:\n${error.words.zh}\n${error.words.en}\n`);
  }
}

async function runAudit(command: AuditCommand): Promise<AuditReport> {
  const { trust, since, statePath } = command;
  const source = openSource(command.place, command.token);
  const saved = statePath === null ? null : await readSaved(statePath);
  const kept = saved === null ? null : openKept(utf8Encode(saved.checkpoint), trust, statePath ?? '');
  const later = await readCheckpoint(source, command);
  if ('reason' in later) return beforePass(later, null);
  const witnessing = checkWitnesses(later.note, trust);
  if ('reason' in witnessing) return beforePass(witnessing, later);
  const earlier = [since, kept].filter((one) => one !== null);
  const contradiction = await firstContradiction(earlier, later, { source, trust });
  if (contradiction !== null && isSettled(contradiction, later)) {
    const evidence = await writeEvidence(command, contradiction, later);
    return { ...beforePass(contradiction.finding, later), evidence };
  }
  const report = await follow(command, { source, later, saved, witnessing });
  if (contradiction === null) return report;
  const evidence = await writeEvidence(command, contradiction, later);
  return { ...report, finding: report.finding ?? contradiction.finding, evidence };
}

/** Reads everything up to the checkpoint, and saves where it ended when all was well. */
async function follow(
  { trust, statePath }: AuditCommand,
  {
    source,
    later,
    saved,
    witnessing,
  }: {
    readonly source: LogSource;
    readonly later: OpenedCheckpoint;
    readonly saved: SavedAudit | null;
    readonly witnessing: Witnessing;
  },
): Promise<AuditReport> {
  const { checkpoint } = later;
  const { origin } = checkpoint;
  const led = successionsTo(origin, trust.successions);
  const auditor = new LogAuditor(trust.operator, saved?.state, led);
  const from = auditor.size;
  const progress = new AuditProgress(from, checkpoint.size, process.stderr);
  const reader = new ReadingPool(lineageOf(origin, trust.successions));
  try {
    const finding = await followLog(auditor, checkpoint, { source, reader }, (entries) => {
      progress.step(entries);
    });
    const speed = progress.speed(auditor.size);
    if (finding === null && statePath !== null) {
      await saveAudit(statePath, { checkpoint: later.text, state: auditor.saved() });
    }
    const { counts } = auditor;
    return { finding, checkpoint, witnessing, from, counts, speed, evidence: null };
  } finally {
    progress.end();
    await reader.close();
  }
}

/** A checkpoint that cannot be opened is wrong, not missing: somebody hands it out as the log's. */
async function readCheckpoint(
  source: LogSource,
  { trust, place }: AuditCommand,
): Promise<OpenedCheckpoint | AuditFinding> {
  const bytes = await source.read('checkpoint', noteBytesMax);
  if (bytes === null) {
    throw new SourceTrouble({
      zh: `${place} 没有检查点（checkpoint）：这里不是日志，或者还没有发布`,
      en: `${place} has no checkpoint: it is not a log, or nothing is published yet`,
    });
  }
  try {
    return openTrusted(bytes, trust);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return auditFinding('log-not-signed', { path: 'checkpoint', code: error.code });
  }
}

interface Held extends Contradiction {
  readonly earlier: OpenedCheckpoint;
}

async function firstContradiction(
  kept: readonly OpenedCheckpoint[],
  later: OpenedCheckpoint,
  { source, trust }: { readonly source: LogSource; readonly trust: Trust },
): Promise<Held | null> {
  const { origin, earlier: before } = lineageOf(later.checkpoint.origin, trust.successions);
  const own = [origin, ...before.map((ended) => ended.origin)];
  for (const earlier of kept) {
    if (!own.includes(earlier.checkpoint.origin)) {
      throw new SourceTrouble({
        zh: `保存的检查点属于另一个日志：${earlier.checkpoint.origin}`,
        en: `the checkpoint that was kept is of another log: ${earlier.checkpoint.origin}`,
      });
    }
    const found = await contradicts(earlier, later, source);
    if (found !== null) return { ...found, earlier };
  }
  return null;
}

/** Whether two checkpoints contradict each other whatever else is served. */
function isSettled({ beginning, earlier }: Held, { checkpoint }: OpenedCheckpoint): boolean {
  const { size } = earlier.checkpoint;
  return beginning !== null || size === 0 || size >= checkpoint.size;
}

async function writeEvidence(
  { evidenceDirectory }: AuditCommand,
  held: Held,
  later: OpenedCheckpoint,
): Promise<string> {
  const name = `log-conflict-${held.earlier.checkpoint.size}-${later.checkpoint.size}.json`;
  const path = join(evidenceDirectory, name);
  await mkdir(evidenceDirectory, { recursive: true });
  await writeFile(path, conflictDocument(held.earlier, later, held));
  return path;
}

async function readSaved(path: string): Promise<SavedAudit | null> {
  try {
    return await findSavedAudit(path);
  } catch (error) {
    if (!(error instanceof StateDamaged)) throw error;
    throw new SourceTrouble({
      zh: `--state：${path} 已损坏或不是状态文件；删除后将从头核查`,
      en: `--state: ${path} is damaged or no state file; without it the audit begins anew`,
    });
  }
}

/** The report of an audit that ended at the checkpoint itself. */
function beforePass(finding: AuditFinding, opened: OpenedCheckpoint | null): AuditReport {
  return {
    finding,
    checkpoint: opened?.checkpoint ?? null,
    witnessing: null,
    from: 0,
    counts: null,
    speed: { seconds: 0, perSecond: 0 },
    evidence: null,
  };
}
