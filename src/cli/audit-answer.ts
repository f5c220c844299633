import { auditWords } from '../gs1/audit-words.js';
import type { Words } from '../gs1/words.js';
import type { Witnessing } from '../ledger/witnessing.js';
import type { AuditCounts, AuditFinding } from '../ledger/audit-report.js';
import { base64Encode } from '../ledger/bytes.js';
import type { Checkpoint } from '../ledger/checkpoint.js';
import { findingLines } from './audit-words.js';

/** What became of an audit that could be made. */
export interface AuditReport {
  /** Null when all is well. */
  readonly finding: AuditFinding | null;
  /** Null when it could not be opened. */
  readonly checkpoint: Checkpoint | null;
  readonly witnessing: Witnessing | null;
  /** Entries that an earlier audit had read. */
  readonly from: number;
  readonly counts: AuditCounts | null;
  readonly speed: { readonly seconds: number; readonly perSecond: number };
  /** The file with evidence against the log, if any was written. */
  readonly evidence: string | null;
}

/** One line of JSON. */
export function reportJson({
  finding,
  checkpoint,
  witnessing,
  from,
  counts,
  speed,
  evidence,
}: AuditReport): string {
  return JSON.stringify({
    verdict: finding === null ? 'good' : 'invalid',
    log: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
    root: checkpoint === null ? null : base64Encode(checkpoint.root),
    witnessed: witnessing?.isQuorum ?? null,
    witnesses: witnessing?.count ?? null,
    witnessedAt: timeText(witnessing),
    from,
    counts,
    seconds: Math.round(speed.seconds * 1_000) / 1_000,
    entriesPerSecond: speed.perSecond,
    finding:
      finding === null
        ? null
        : { reason: finding.reason, ...finding.figures, detail: auditWords[finding.reason] },
    evidence,
  });
}

/** One line of JSON for an audit that could not be made. */
export function troubleJson(words: Words): string {
  return JSON.stringify({ verdict: 'unchecked', detail: words });
}

/** The same for a person. */
export function reportLines(report: AuditReport): string[] {
  const { finding, checkpoint, evidence } = report;
  const head = checkpoint === null ? [] : [`日志 · log: ${checkpoint.origin}  ${checkpoint.size} 条 entries`];
  const proof = evidence === null ? [] : [`证据已写入 · evidence written to: ${evidence}`];
  if (finding === null) return [...head, ...soundLines(report)];
  return [
    ...head,
    '日志不可信 · the log is not sound:',
    ...findingLines(finding),
    ...readLines(report),
    ...proof,
  ];
}

function soundLines(report: AuditReport): string[] {
  const { counts, from } = report;
  if (counts === null) return [];
  const { entries, chains, keys, own, custodial, doubted, maps } = counts;
  const lines = [
    '全部相符：每条记录、每条链、每个签名、每个哈希块 · all is sound: every entry, chain, signature and tile',
    `链 chains ${chains}  密钥 keys ${keys}  本人签名 own signatures ${own}  代管签名 custodial ${custodial}  链尾公布 maps ${maps}`,
    witnessLine(report.witnessing),
  ];
  if (from > 0) lines.push(`其中 ${from} 条上次已核查 · ${from} of ${entries} entries were read before`);
  if (doubted > 0) {
    lines.push(
      `存疑：${doubted} 条在密钥停用后的片刻内记录 · in doubt: ${doubted} recorded in the moments after their key was revoked`,
    );
  }
  return [...lines, ...readLines(report)];
}

function readLines({ counts, from, speed }: AuditReport): string[] {
  if (counts === null) return [];
  const read = counts.entries - from;
  return [
    `已核查 ${read} 条，用时 ${speed.seconds.toFixed(1)} 秒 · ${read} entries read in ${speed.seconds.toFixed(1)} s (${speed.perSecond}/s)`,
  ];
}

function witnessLine(witnessing: Witnessing | null): string {
  return witnessing?.isQuorum === true
    ? `见证 · witnessed: ${witnessing.count}（${timeText(witnessing) ?? ''}）`
    : '尚未见证：没有达到信任文件要求的见证者 · not yet witnessed: the quorum of the trust file is not there';
}

function timeText(witnessing: Witnessing | null): string | null {
  const time = witnessing?.time ?? null;
  const date = time === null ? null : new Date(time * 1_000);
  return date === null || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
