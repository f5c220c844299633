import { anomalyId } from '../batches/anomaly-id.js';
import {
  stops,
  type FindingRelease,
  type Judged,
  type JudgedAnomaly,
  type Judgement,
} from '../batches/judgement.js';
import { gravityOf } from '../gs1/severities.js';
import { supersededResults } from '../inspections/retests.js';
import { parseTimestamp } from '../ledger/time.js';
import type { ListName, Lists } from '../lists/rows.js';
import type { Finding } from './finding.js';
import { judgeRecord } from './judge-record.js';
import type { BatchRecord } from './record.js';
import { findRule, rulesEdition, rulesTouchedBy } from './rules.js';
import { offersOf } from './offers.js';
import { subjectsOf } from './subjects.js';

/** The versions of lists as one comparable text: `<name>@<version>`, those published, in order of their names. */
export function listsKey(lists: Lists): string {
  return (Object.keys(lists) as ListName[])
    .sort()
    .flatMap((name) => (lists[name] === null ? [] : [`${name}@${String(lists[name].version)}`]))
    .join(' ');
}

/**
 * What the rules find in a record, by these lists, and what of it was lifted.
 *
 * What a retest replaced counts no more (L1 art. 51). A release lifts the finding of its rule that rests on exactly the
 * entries it names.
 */
export function findingsOf(
  record: BatchRecord,
  lists: Lists,
  releases: readonly FindingRelease[],
): readonly Judged[] {
  const superseded = supersededResults(record.entries);
  return judgeRecord(record, lists)
    .filter((finding) => !restsOnReplaced(finding, superseded))
    .map((finding) => judged(finding, record, releases));
}

/** The findings of a record as they are kept, with what tells when they are to be found anew. */
export function judgementOf(
  record: BatchRecord,
  lists: Lists,
  releases: readonly FindingRelease[],
  judgedAtMs: number,
): Judgement {
  const findings = findingsOf(record, lists, releases);
  return {
    organizationId: record.batch.organizationId,
    batchId: record.batch.id,
    seq: record.entries.length,
    edition: rulesEdition,
    lists: listsKey(lists),
    findings,
    anomalies: anomaliesOf(findings, record),
    stopped: findings.some(stops),
    subjects: subjectsOf(record),
    offers: offersOf(record, lists),
    judgedAtMs,
  };
}

function judged(finding: Finding, record: BatchRecord, releases: readonly FindingRelease[]): Judged {
  const { rule, outcome, severity, effect, detail, entries, lists } = finding;
  const found = findRule(rule);
  if (found === undefined) throw new Error(`there is no rule ${rule}`);
  const { title, source } = found;
  const lifted = releases.find((release) => release.rule === rule && sameNumbers(release.entries, entries));
  return {
    rule,
    title,
    outcome,
    severity,
    effect,
    detail,
    source,
    entries: entries.map((seq) => ({ seq, leafHash: record.entries[seq - 1]?.leafHash ?? '' })),
    lists,
    released: lifted?.seq ?? null,
  };
}

/** What of the findings fails, each with since when the record says so. What cannot be decided clashes with nothing. */
function anomaliesOf(findings: readonly Judged[], { batch, entries: all }: BatchRecord): JudgedAnomaly[] {
  return findings.flatMap(({ rule, outcome, severity, entries }) => {
    if (outcome !== 'fail' || entries.length === 0) return [];
    const seqs = entries.map(({ seq }) => seq);
    const recorded = seqs.flatMap((seq) => all[seq - 1]?.recordedAt ?? []);
    const sinceMs = Math.max(...recorded.map((at) => parseTimestamp(at)));
    return [
      { id: anomalyId(batch.id, rule, seqs), rule, gravity: gravityOf(severity), sinceMs, entries: seqs },
    ];
  });
}

/** Whether a finding rests on a result that a retest replaced, and not on the retest itself. */
function restsOnReplaced({ entries }: Finding, superseded: ReadonlyMap<number, number>): boolean {
  return entries.some((seq) => {
    const retest = superseded.get(seq);
    return retest !== undefined && !entries.includes(retest);
  });
}

function sameNumbers(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((number, index) => number === right[index]);
}

/** Whether an entry of the kind can change what is found: rules look at it, or it changes what they look at. */
export function isJudged(kind: string): boolean {
  return ['correction', 'release', 'inspection'].includes(kind) || rulesTouchedBy(kind).length > 0;
}
