import { auditWords } from '../gs1/audit-words.js';
import type { Words } from '../gs1/words.js';
import type { AuditFigures, AuditFinding } from '../ledger/audit-report.js';

const labels: Readonly<Record<keyof AuditFigures, Words>> = {
  index: { zh: '日志位置', en: 'index' },
  chain: { zh: '链', en: 'chain' },
  seq: { zh: '序号', en: 'seq' },
  path: { zh: '文件', en: 'file' },
  size: { zh: '树的条目数', en: 'tree size' },
  expected: { zh: '应为', en: 'expected' },
  found: { zh: '实为', en: 'found' },
  code: { zh: '原因', en: 'reason' },
  witness: { zh: '见证方', en: 'witness' },
};

/** What was found, as lines for a person. */
export function findingLines({ reason, figures }: AuditFinding): string[] {
  const { zh, en } = auditWords[reason];
  const details = Object.entries(figures).map(([name, value]) => {
    const label = labels[name as keyof AuditFigures];
    return `  ${label.zh} · ${label.en}: ${String(value)}`;
  });
  return [`${zh} · ${en}`, ...details];
}
