import { tellFinding, type Judged } from '../batches/judgement.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import type { Language } from '../gs1/words.js';
import type { ScanCheck, ScanFinding, ScanReason } from '../web/scan-view.js';
import { scanCheck } from '../web/check-sentence.js';
import { scanVerdict } from '../web/words-verdict.js';
import type { FoundLabel, SignatureResult } from './label-checker.js';
import type { RecordReport } from './record-checker.js';
import type { LogStanding } from './log-standing.js';
import { patternOf } from './looks/scan-pattern.js';
import { holdOf } from './standing.js';
import type { ToldRecord } from './told-record.js';
import type { ViewParts } from './view-parts.js';
import type { Warnings } from './warnings.js';

/** What the verdict rests on that is the label's own. */
export interface LabelFindings {
  readonly found: FoundLabel;
  readonly signature: { readonly result: SignatureResult };
  /** The `label` entry that issued the set, or null. */
  readonly entry: TimelineEntry | null;
  /** Whether the code is under the Merkle root of that entry. */
  readonly committed: boolean;
  /** How the record stands in the public log. */
  readonly standing: LogStanding;
  readonly warnings: Warnings;
}

/** Everything the verdict rests on. */
interface Findings extends LabelFindings, Pick<ToldRecord, 'report' | 'lineage' | 'facts' | 'late'> {}

/** What entries recorded late are found by: the check counts them itself. */
const lateRule = 'R13';
const graveEnough: ReadonlySet<string> = new Set(['critical', 'high', 'medium']);

/** The verdict over a label of a record: drawn once for all labels of the batch of which the same was found. */
export function verdictOf(told: ToldRecord, label: LabelFindings, language: Language): ViewParts['verdict'] {
  const { signature, entry, committed, found, standing } = label;
  const { state } = found.code;
  const key = [
    signature.result,
    entry?.seq,
    committed,
    found.code.setId === null,
    state,
    scansCheck(label, language).detail,
    standing.inclusion,
    standing.wrongSeq,
    standing.witnessed,
    standing.note,
    label.warnings.key,
  ].join();
  const known = told.verdicts.get(key);
  if (known !== undefined) return known;
  const { report } = told;
  const findings: Findings = { ...label, ...told };
  const verdict = {
    ...scanVerdict(reasonOf(findings), language),
    checks: checksOf(findings, language),
    findings: report.fault === null ? tellFindings(label.warnings, language) : [],
    checkpoint: standing.note,
  };
  told.verdicts.set(key, verdict);
  return verdict;
}

/** The entry that issued the label's set; for a batch code the opening. Null when the chain has none. */
export function labelEntryOf(found: FoundLabel, report: RecordReport): TimelineEntry | null {
  const { setId } = found.code;
  if (setId === null) return report.entries[0] ?? null;
  const issued = report.entries.find(
    (entry) => entry.kind === 'label' && entry.data.action === 'issued' && entry.data.set === setId,
  );
  return issued ?? null;
}

/** The one finding that leads; the gravest first. */
function reasonOf(findings: Findings): ScanReason {
  const { signature, report, lineage, found, facts, standing } = findings;
  const rows: readonly (readonly [boolean, ScanReason])[] = [
    [signature.result === 'wrong' || signature.result === 'unknown-key', 'bad-signature'],
    [report.fault !== null || report.unsound?.why === 'wrong' || lineage.fault?.why === 'broken', 'altered'],
    [report.unsound?.why === 'revoked' || lineage.fault?.why === 'revoked', 'key-revoked'],
    [standing.inclusion === 'wrong', 'not-in-log'],
    [!isIssued(findings), signature.result === 'pass' ? 'signed-not-issued' : 'not-issued'],
    [found.code.state === 2, 'label-void'],
    [findings.warnings.recall !== null, 'recalled'],
    [holdOf(report.entries) !== null, 'held'],
    [facts.inspections.some((inspection) => inspection.result === 'fail'), 'inspection-failed'],
    [isHeld(findings), 'held'],
    [isOriginHeld(findings), 'origin-held'],
    [facts.certificates.some((certificate) => certificate.state !== 'valid'), 'certificate-not-valid'],
    [openFindings(findings, 'fail') > 0, 'findings'],
    [found.code.state === 0, 'not-activated'],
    [isUnusual(findings), 'unusual-scans'],
    [standing.inclusion !== 'pass' || !standing.witnessed, 'not-witnessed'],
    [openFindings(findings, 'unknown') > 0, 'not-decided'],
    [findings.late > 0, 'late-records'],
  ];
  return rows.find(([holds]) => holds)?.[1] ?? 'intact';
}

/** All ten checks in their order; for a code that was not issued only its signature can be looked at. */
export function checksOf(findings: Findings | Pick<Findings, 'signature'>, language: Language): ScanCheck[] {
  const known = 'found' in findings ? findings : null;
  return [
    scanCheck('label-signature', findings.signature.result, language, {}),
    issuedCheck(known, language),
    ...recordChecks(known, language),
    ...logChecks(known, language),
    recallCheck(known, language),
    findingsCheck(known, language),
    certificateCheck(known, language),
    scansCheck(known, language),
  ];
}

/** All pieces of a batch share its code: looks at it show nothing. */
function isUnusual({ found: { code } }: Pick<Findings, 'found'>): boolean {
  return code.setId !== null && patternOf(code.scans).kind === 'unusual';
}

function scansCheck(known: Pick<Findings, 'found'> | null, language: Language): ScanCheck {
  if (known === null) return scanCheck('scans', 'none', language, {});
  const { setId, scans } = known.found.code;
  if (setId === null) return scanCheck('scans', 'batch', language, {});
  const { kind, places, networks } = patternOf(scans);
  const { count, first } = scans;
  if (first === null) return scanCheck('scans', 'none', language, {});
  if (kind === 'first') return scanCheck('scans', 'first', language, { day: first });
  if (kind !== 'unusual') return scanCheck('scans', 'usual', language, { count, day: first });
  return places > 1
    ? scanCheck('scans', 'unusual', language, { places, count })
    : scanCheck('scans', 'unusual-networks', language, { networks, count });
}

function isIssued({ found, entry, committed }: Findings): boolean {
  return entry !== null && (found.code.setId === null || committed);
}

function issuedCheck(known: Findings | null, language: Language): ScanCheck {
  if (known !== null && known.report.fault !== null)
    return scanCheck('label-issued', 'unknown', language, {});
  if (known?.entry == null || !isIssued(known)) return scanCheck('label-issued', 'missing', language, {});
  const { seq } = known.entry;
  if (known.found.code.setId === null) return scanCheck('label-issued', 'batch', language, {});
  const outcome = (['not-activated', 'pass', 'void'] as const)[known.found.code.state] ?? 'missing';
  return outcome === 'missing'
    ? scanCheck('label-issued', outcome, language, {})
    : scanCheck('label-issued', outcome, language, { seq });
}

const brokenOrigins = { broken: 'broken-origin', revoked: 'revoked-origin' } as const;

function recordChecks(known: Findings | null, language: Language): ScanCheck[] {
  if (known === null) {
    return [
      scanCheck('chain', 'none', language, {}),
      scanCheck('statement-signatures', 'none', language, {}),
    ];
  }
  const { fault, unsound, entries } = known.report;
  if (fault !== null) {
    return [
      scanCheck('chain', 'broken', language, { seq: fault.seq }),
      scanCheck('statement-signatures', 'unknown', language, {}),
    ];
  }
  const own = entries.filter((entry) => entry.signer === 'participant').length;
  const count = entries.length;
  const { fault: broken, origins } = known.lineage;
  return [
    broken !== null
      ? scanCheck('chain', brokenOrigins[broken.why], language, { seq: broken.seq })
      : origins.length > 0
        ? scanCheck('chain', 'pass-origins', language, { count, sources: origins.length })
        : scanCheck('chain', 'pass', language, { count }),
    unsound === null
      ? scanCheck('statement-signatures', 'pass', language, { count, own, custodial: count - own })
      : scanCheck('statement-signatures', unsound.why, language, { seq: unsound.seq }),
  ];
}

function logChecks(known: Findings | null, language: Language): ScanCheck[] {
  if (known === null) {
    return [scanCheck('log-inclusion', 'none', language, {}), scanCheck('witnesses', 'none', language, {})];
  }
  const { inclusion, size, witnessed, note } = known.standing;
  const count = known.report.entries.length;
  return [
    inclusion === 'pass'
      ? scanCheck('log-inclusion', 'pass', language, { count, size })
      : scanCheck('log-inclusion', inclusion, language, {}),
    note === null || inclusion === 'wrong'
      ? scanCheck('witnesses', 'unknown', language, {})
      : scanCheck('witnesses', witnessed ? 'pass' : 'waiting', language, {}),
  ];
}

/** Recalls lie on batches, and so over what is made of them; where not all sources could be looked at, none is excluded. */
function recallCheck(known: Findings | null, language: Language): ScanCheck {
  if (known === null) return scanCheck('recall', 'none', language, {});
  const { recall, stops } = known.warnings;
  if (recall !== null) return scanCheck('recall', 'recalled', language, {});
  return scanCheck('recall', stops.some(({ by }) => by === 'unknown') ? 'unknown' : 'pass', language, {});
}

function findingsCheck(known: Findings | null, language: Language): ScanCheck {
  if (known === null) return scanCheck('findings', 'none', language, {});
  if (known.report.fault !== null) return scanCheck('findings', 'unknown', language, {});
  const hold = holdOf(known.report.entries);
  if (hold !== null) return scanCheck('findings', 'held', language, { seq: hold.seq });
  if (isHeld(known)) return scanCheck('findings', 'stopped', language, {});
  if (isOriginHeld(known)) return scanCheck('findings', 'held-origin', language, {});
  const [failed, undecided] = [openFindings(known, 'fail'), openFindings(known, 'unknown')];
  if (failed > 0) return scanCheck('findings', 'found', language, { count: failed });
  if (known.late > 0) return scanCheck('findings', 'late', language, { count: known.late });
  return undecided > 0
    ? scanCheck('findings', 'undecided', language, { count: undecided })
    : scanCheck('findings', 'pass', language, {});
}

/** A hold that was stated, or what a rule found, lies on the batch itself. Of recalls another check speaks. */
function isHeld({ report, warnings, found }: Findings): boolean {
  const isStopped = warnings.stops.some(({ batch, by }) => batch === found.batch.id && by !== 'recall');
  return isStopped || holdOf(report.entries) !== null;
}

function isOriginHeld({ lineage, warnings, found }: Findings): boolean {
  return (
    lineage.origins.some((origin) => origin.held) ||
    warnings.stops.some(({ batch, by }) => batch !== found.batch.id && by !== 'recall')
  );
}

/** How many findings of an outcome a buyer should know of, those that nobody lifted; late entries are counted by themselves. */
function openFindings({ warnings }: Findings, outcome: Judged['outcome']): number {
  return warnings.findings.filter(
    (finding) =>
      finding.outcome === outcome &&
      finding.released === null &&
      finding.rule !== lateRule &&
      isForBuyers(finding),
  ).length;
}

/** What does not comply, unless it is slight; of what cannot be decided only what would stop the batch. */
function isForBuyers({ outcome, severity, effect }: Judged): boolean {
  return outcome === 'unknown' ? effect === 'hold' : graveEnough.has(severity);
}

function tellFindings({ findings }: Warnings, language: Language): ScanFinding[] {
  return findings.filter(isForBuyers).map((finding) => {
    const { rule, title, outcome, severity, detail, source, released } = tellFinding(finding, language);
    return { rule, title, outcome, severity, detail, source, released };
  });
}

function certificateCheck(known: Findings | null, language: Language): ScanCheck {
  if (known === null) return scanCheck('certificate', 'none', language, {});
  if (known.report.fault !== null) return scanCheck('certificate', 'unknown', language, {});
  const { certificates, inspections } = known.facts;
  if (inspections.some((inspection) => inspection.result === 'fail')) {
    return scanCheck('certificate', 'failed-test', language, {});
  }
  if (certificates.some((certificate) => certificate.state !== 'valid')) {
    return scanCheck('certificate', 'not-valid', language, {});
  }
  return scanCheck('certificate', certificates.length > 0 ? 'pass' : 'none', language, {});
}
