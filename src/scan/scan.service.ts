import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import { civilDate } from '../events/kinds/dates.js';
import type { ScanUri } from '../gs1/digital-link.js';
import type { Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { PartyFacts, type OrganizationFacts, type ProductFacts } from '../parties/facts.js';
import type { ScanCounts, ScanLabel, ScanView } from '../web/scan-view.js';
import { scanVerdict } from '../web/words-verdict.js';
import { LabelChecker, type FoundLabel } from './label-checker.js';
import { RecordChecker, type RecordReport } from './record-checker.js';
import type { Lineage } from './lineage.js';
import { OriginTracer } from './origin-tracer.js';
import { factsOf, tellEntries, timelineOf, type Issuer } from './scan-facts.js';
import { originsOf } from './scan-origins.js';
import { checksOf, labelEntryOf, reasonOf, type Findings } from './scan-checks.js';
import { readScanCounts } from './scan.store.js';

/** Answers what is known about a scanned code, who says it, and what was checked (api.md, Scanning). */
@Injectable()
export class ScanService {
  constructor(
    private readonly database: Database,
    private readonly parties: PartyFacts,
    private readonly labels: LabelChecker,
    private readonly records: RecordChecker,
    private readonly origins: OriginTracer,
  ) {}

  /** The whole answer for a scanned address. @throws LedgerError `label-token` when its token is malformed. */
  async answer(scanned: ScanUri, language: Language): Promise<ScanView> {
    const signature = await this.labels.signature(scanned);
    const found = await this.labels.find(scanned);
    if (found === null) return notIssued(scanned, signature.result, language);
    const report = await this.records.check(found.batch);
    const lineage = await this.origins.trace(found.batch, report);
    const product = await this.parties.product(found.batch.productId);
    const organization = await this.parties.organization(found.batch.organizationId);
    if (product === null || organization === null) throw new Error('a batch without product or organization');
    const scans = await readScanCounts(this.database, found.code.code);
    const entry = labelEntryOf(found, report);
    const committed = entry !== null && (await this.labels.isCommitted(found.code, entry));
    return this.view(
      { found, report, lineage, signature, entry, committed, product, organization, scans },
      language,
    );
  }

  private async view(known: Known, language: Language): Promise<ScanView> {
    const { found, report, lineage, product, organization } = known;
    const told = tellEntries(report.entries, await this.issuersOf(report.entries));
    const facts = factsOf(told, lineage, language, civilDate(new Date().toISOString()));
    const timeline = timelineOf(told, language);
    const findings: Findings = { ...known, facts, late: timeline.filter((event) => event.late).length };
    const { batch, code } = found;
    return {
      ...scanVerdict(reasonOf(findings), language),
      checks: checksOf(findings, language),
      product: { id: product.id, name: product.name, variety: product.variety, gtin: product.gtin },
      batch: { id: batch.id, code: batch.code, lot: batch.lot ?? '' },
      organization: { id: organization.id, name: organization.name },
      label: {
        form: code.setId === null ? 'batch' : known.signature.result === 'unsigned' ? 'compact' : 'signed',
        // Every piece of a batch carries the lot; the batch's own code is printed where there is none.
        code: code.setId === null ? (batch.lot ?? batch.code) : code.code,
        number: code.number,
        state: code.state === 2 ? 'void' : code.state === 1 ? 'activated' : 'issued',
      },
      // Of a record that does not hold nothing is repeated, not even that it says nothing.
      facts: report.fault === null ? facts : null,
      timeline,
      origins: originsOf(lineage, organization.id, language),
      originsComplete: lineage.complete,
      scans: known.scans,
      proof: {
        kid: known.signature.kid,
        chain: `batch/${batch.id}`,
        seq: report.head.seq,
        leafHash: base64urlEncode(report.head.leafHash),
      },
      checkpoint: null,
      evidence: null,
    };
  }

  private async issuersOf(entries: readonly TimelineEntry[]): Promise<Map<string, Issuer>> {
    const issuers = new Map<string, Issuer>();
    for (const { statement } of entries) {
      const { iss } = statement.payload;
      if (issuers.has(iss)) continue;
      const organization = await this.parties.organization(iss.slice('org/'.length));
      if (organization !== null) issuers.set(iss, organization);
    }
    return issuers;
  }
}

interface Known {
  readonly found: FoundLabel;
  readonly report: RecordReport;
  readonly lineage: Lineage;
  readonly signature: Awaited<ReturnType<LabelChecker['signature']>>;
  readonly entry: TimelineEntry | null;
  readonly committed: boolean;
  readonly product: ProductFacts;
  readonly organization: OrganizationFacts;
  readonly scans: ScanCounts;
}

/** What was asked for stays on the answer, to be compared with the package; nothing else is known of it. */
function askedLabel(scanned: ScanUri): ScanLabel {
  const code = scanned.form === 'plain' ? scanned.code : (scanned.serial ?? scanned.lot);
  const single = scanned.form === 'plain' || scanned.serial !== null;
  const form = scanned.token !== null ? 'signed' : single ? 'compact' : 'batch';
  return { form, code, number: null, state: 'unknown' };
}

function notIssued(scanned: ScanUri, signature: Known['signature']['result'], language: Language): ScanView {
  const reason =
    signature === 'pass' ? 'signed-not-issued' : signature === 'wrong' ? 'bad-signature' : 'not-issued';
  return {
    ...scanVerdict(reason, language),
    checks: checksOf({ signature: { result: signature } }, language),
    product: null,
    batch: null,
    organization: null,
    label: askedLabel(scanned),
    facts: null,
    timeline: [],
    origins: [],
    originsComplete: true,
    scans: null,
    proof: null,
    checkpoint: null,
    evidence: null,
  };
}
