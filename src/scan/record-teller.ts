import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { BatchIdentity } from '../batches/batch.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import { civilDate } from '../events/kinds/dates.js';
import type { Language } from '../gs1/words.js';
import { PartyFacts } from '../parties/facts.js';
import { ConsentsService } from '../privacy/consents.service.js';
import { ShipmentsService } from '../batches/shipments.service.js';
import { OriginTracer } from './origin-tracer.js';
import type { RecordReport } from './record-checker.js';
import { factsOf, tellEntries, timelineOf, type Issuer } from './scan-facts.js';
import { originsOf } from './scan-origins.js';
import { tellClaims } from './scan-claims.js';
import { standingCertificates } from './scan-certificates.js';
import type { ToldRecord } from './told-record.js';
import type { ViewParts } from './view-parts.js';
import type { Warnings } from './warnings.js';

/** A report, and what a buyer should know of the batch beside it. */
interface Read {
  readonly report: RecordReport;
  readonly warnings: Warnings;
}

/** What was told last in a language, of these warnings. */
interface LastTold {
  readonly key: string;
  readonly telling: Promise<ToldRecord>;
}

/** Verdicts of one record that are kept: those of labels that nobody looked at yet are one. */
const verdictsMax = 100;

/** Tells records in words, once a report and language: what consignees say meanwhile is seen with the next report. */
@Injectable()
export class RecordTeller {
  private readonly told = new WeakMap<RecordReport, Map<Language, LastTold>>();

  constructor(
    private readonly parties: PartyFacts,
    private readonly origins: OriginTracer,
    private readonly consents: ConsentsService,
    private readonly shipments: ShipmentsService,
  ) {}

  /** What a report says; kept as long as the report is, and what is warned of is the same. */
  tell(batch: BatchIdentity, read: Read, language: Language): Promise<ToldRecord> {
    const { report, warnings } = read;
    const languages = this.told.get(report) ?? new Map<Language, LastTold>();
    this.told.set(report, languages);
    const today = civilDate(new Date().toISOString());
    const key = `${today} ${warnings.key}`;
    const known = languages.get(language);
    if (known?.key === key) return known.telling;
    const telling = this.tellAnew(batch, read, language, today);
    languages.set(language, { key, telling });
    telling.catch(() => languages.delete(language));
    return telling;
  }

  private async tellAnew(
    batch: BatchIdentity,
    { report, warnings }: Read,
    language: Language,
    today: string,
  ): Promise<ToldRecord> {
    const lineage = await this.origins.trace(batch, report);
    const product = await this.parties.product(batch.productId);
    const organization = await this.parties.organization(batch.organizationId);
    if (product === null || organization === null) throw new Error('a batch without product or organization');
    const entries = tellEntries(report.entries, await this.issuersOf(report.entries));
    const names = await this.namesIn(batch, entries);
    const shipped = report.entries.filter(({ kind }) => kind === 'shipment').map(({ seq }) => seq);
    const handovers = await this.shipments.words(batch, shipped);
    const certificates = standingCertificates(report.entries, warnings, today);
    const timeline = timelineOf(entries, { names, handovers, certificates }, language);
    const claims = tellClaims(report.entries, warnings, today, language);
    const facts = factsOf(entries, { batch: batch.id, lineage, certificates, claims }, language);
    const record = {
      product: { id: product.id, name: product.name, variety: product.variety, gtin: product.gtin },
      batch: { id: batch.id, code: batch.code, lot: batch.lot ?? '' },
      organization: { id: organization.id, name: organization.name },
      // Of a record that does not hold nothing is repeated, not even that it says nothing.
      facts: report.fault === null ? facts : null,
      timeline,
      origins: originsOf(lineage, { organizationId: organization.id, stops: warnings.stops }, language),
      originsComplete: lineage.complete,
    };
    const late = timeline.filter((event) => event.late).length;
    const verdicts = new LRUCache<string, ViewParts['verdict']>({ max: verdictsMax });
    return { report, lineage, facts, late, record, verdicts, recalled: new Map() };
  }

  /** Of the people whom the batch's own organization names: others' people are not its to show. */
  private namesIn(
    { organizationId }: BatchIdentity,
    entries: readonly TimelineEntry[],
  ): Promise<ReadonlyMap<string, string>> {
    const people = entries.flatMap((entry) => entry.people.map(({ person }) => person));
    return this.consents.names(organizationId, people);
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
