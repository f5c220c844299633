import { Injectable } from '@nestjs/common';
import type { ScanUri } from '../gs1/digital-link.js';
import type { Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import type { ScanLabel, ScanView } from '../web/scan-view.js';
import { scanVerdict } from '../web/words-verdict.js';
import { LabelChecker, type FoundLabel, type LabelSignature, type SignatureResult } from './label-checker.js';
import { type LogStanding, LogStandings } from './log-standing.js';
import { patternOf } from './looks/scan-pattern.js';
import { RecordChecker } from './record-checker.js';
import { RecordTeller } from './record-teller.js';
import { checksOf, labelEntryOf, verdictOf } from './scan-checks.js';
import { recordUnder, type ToldRecord } from './told-record.js';
import { WarningReader } from './warnings.js';
import type { ViewParts } from './view-parts.js';

/** Answers what is known about a scanned code, who says it, and what was checked (api.md, Scanning). */
@Injectable()
export class ScanService {
  constructor(
    private readonly labels: LabelChecker,
    private readonly records: RecordChecker,
    private readonly teller: RecordTeller,
    private readonly standings: LogStandings,
    private readonly warnings: WarningReader,
  ) {}

  /** The whole answer for a scanned address. @throws LedgerError `label-token` when its token is malformed. */
  async answer(scanned: ScanUri, language: Language): Promise<ViewParts> {
    const signature = await this.labels.signature(scanned);
    const found = await this.labels.find(scanned);
    if (found === null) return notIssued(scanned, signature.result, language);
    const report = await this.records.checkAt(found.batch, found.code.head);
    const warnings = await this.warnings.of(found.batch, report.entries);
    const told = await this.teller.tell(found.batch, { report, warnings }, language);
    const standing = await this.standings.of(report);
    const entry = labelEntryOf(found, report);
    const committed = entry !== null && (await this.labels.isCommitted(found.code, entry));
    return {
      verdict: verdictOf(told, { found, signature, entry, committed, standing, warnings }, language),
      record: recordUnder(told, warnings.recall),
      label: labelPart(told, found, signature, standing),
    };
  }
}

function labelPart(
  { report: { head } }: ToldRecord,
  { batch, code }: FoundLabel,
  signature: LabelSignature,
  standing: LogStanding,
): ViewParts['label'] {
  const label: ScanLabel = {
    form: code.setId === null ? 'batch' : signature.result === 'unsigned' ? 'compact' : 'signed',
    // Every piece of a batch carries the lot; the batch's own code is printed where there is none.
    code: code.setId === null ? (batch.lot ?? batch.code) : code.code,
    number: code.number,
    state: code.state === 2 ? 'void' : code.state === 1 ? 'activated' : 'issued',
  };
  const proof = {
    kid: signature.kid,
    chain: `batch/${batch.id}`,
    seq: head.seq,
    leafHash: base64urlEncode(head.leafHash),
    logIndex: standing.headIndex,
  };
  // Of a record that does not hold there is evidence, too: that it does not.
  const evidence = standing.inclusion === 'waiting' ? null : `/evidence/${code.code}`;
  return { label, scans: scansPart(code), proof, evidence };
}

/** Of a code that all pieces of a batch share no pattern is seen. */
function scansPart({ setId, scans }: FoundLabel['code']): ScanView['scans'] {
  const { kind, places } = patternOf(setId === null ? { ...scans, days: [] } : scans);
  return {
    count: scans.count,
    first: scans.first,
    pattern: kind,
    places: kind === 'unusual' && places > 1 ? places : null,
  };
}

/** What was asked for stays on the answer, to be compared with the package; nothing else is known of it. */
function askedLabel(scanned: ScanUri): ScanLabel {
  const code = scanned.form === 'plain' ? scanned.code : (scanned.serial ?? scanned.lot);
  const single = scanned.form === 'plain' || scanned.serial !== null;
  const form = scanned.token !== null ? 'signed' : single ? 'compact' : 'batch';
  return { form, code, number: null, state: 'unknown' };
}

function notIssued(scanned: ScanUri, signature: SignatureResult, language: Language): ViewParts {
  const reason =
    signature === 'pass' ? 'signed-not-issued' : signature === 'wrong' ? 'bad-signature' : 'not-issued';
  return {
    verdict: {
      ...scanVerdict(reason, language),
      checks: checksOf({ signature: { result: signature } }, language),
      findings: [],
      checkpoint: null,
    },
    record: nothingRecorded,
    label: { label: askedLabel(scanned), scans: null, proof: null, evidence: null },
  };
}

const nothingRecorded: ViewParts['record'] = {
  product: null,
  batch: null,
  organization: null,
  facts: null,
  timeline: [],
  origins: [],
  originsComplete: true,
};
