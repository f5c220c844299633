import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService, type BatchSource } from '../batches/batches.service.js';
import type { Interval, Offers } from '../batches/judgement.js';
import { JudgementsService } from '../batches/judgements.service.js';
import { Config } from '../config/config.js';
import { civilDate } from '../events/kinds/dates.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { findDigests, open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { parseStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { StoredEntry } from '../log/entry.js';
import { PartyFacts } from '../parties/facts.js';
import type { Certification } from './certification.js';
import { CertificationReader } from './certification-reader.js';
import { claimsBefore } from './lot-claims.js';
import type { BatchRecord, RecordEntry, RecordSource } from './record.js';
import { ReusedReports } from './reused-reports.js';

/** Entries kept in memory over all records, and read at once. */
const keptEntriesMax = 20_000;
const pageEntries = 1_000;

/** Reads the records that rules look at: what chains say in public, and what batches were made from. */
@Injectable()
export class RecordReader {
  /** As first said: an entry never changes, so only what is new is read again. */
  private readonly said = new LRUCache<string, readonly RecordEntry[]>({
    maxSize: keptEntriesMax,
    sizeCalculation: (entries) => Math.max(1, entries.length),
  });

  constructor(
    private readonly batches: BatchesService,
    private readonly entries: Entries,
    private readonly parties: PartyFacts,
    private readonly judgements: JudgementsService,
    private readonly reports: ReusedReports,
    private readonly config: Config,
    private readonly certifications: CertificationReader,
  ) {}

  /** The record of a batch as it stands now, as it stood with an entry, or as it stood at a moment. */
  async read(batch: BatchIdentity, upTo: number | Date | null = null): Promise<BatchRecord> {
    const all = await this.entriesOf(batch);
    const entries = upTo === null ? all : all.filter((entry) => isBy(entry, upTo));
    const current = inForce(entries);
    const [sources, reused, lot, certifications, product, organization] = await Promise.all([
      this.sourcesOf(batch, entries),
      this.reports.of(batch, current),
      this.batches.lotChanges(batch),
      this.certificationsOf(batch, entries, upTo),
      this.parties.product(batch.productId),
      this.parties.organization(batch.organizationId),
    ]);
    if (product === null || organization === null) throw new Error('a batch without product or organization');
    const { name, variety, category } = product;
    const { id, kind, uscc, region } = organization;
    return {
      batch: {
        id: batch.id,
        organizationId: batch.organizationId,
        unit: batch.unit,
        productId: batch.productId,
      },
      product: { name, variety, category },
      organization: { id, kind, uscc, region },
      entries: current,
      sources,
      ...(reused.length === 0 ? {} : { reused }),
      ...(this.config.holidays.size === 0 ? {} : { holidays: [...this.config.holidays].sort() }),
      lot: lot?.filter(({ seq }) => seq <= entries.length) ?? null,
      certifications,
      breaks:
        certifications.length === 0
          ? []
          : await this.judgements.breaks({ organizationId: batch.organizationId, batchId: batch.id }),
    };
  }

  /** A record with what the organization is certified for now, for an act that names a certification. */
  async certified(record: BatchRecord): Promise<BatchRecord> {
    const { id: batchId, organizationId } = record.batch;
    const [certifications, breaks] = await Promise.all([
      this.certifications.of(organizationId),
      this.judgements.breaks({ organizationId, batchId }),
    ]);
    return { ...record, certifications, breaks };
  }

  /** As far as they were known when the record was what is asked for; none where the chain names none. */
  private certificationsOf(
    { organizationId }: BatchIdentity,
    entries: readonly RecordEntry[],
    upTo: number | Date | null,
  ): Promise<Certification[]> {
    if (!entries.some(namesCertification)) return Promise.resolve([]);
    const last = entries.at(-1);
    const known = typeof upTo === 'number' && last !== undefined ? new Date(last.recordedAt) : upTo;
    return this.certifications.of(organizationId, known instanceof Date ? known : null);
  }

  private async entriesOf(batch: BatchIdentity): Promise<readonly RecordEntry[]> {
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    let known = this.said.get(batch.id) ?? [];
    for (;;) {
      const page = await this.entries.read(chain, known.length, pageEntries);
      if (page.length > 0) known = [...known, ...page.map(parse)];
      if (page.length < pageEntries) break;
    }
    this.said.set(batch.id, known);
    return known;
  }

  private async sourcesOf(batch: BatchIdentity, entries: readonly RecordEntry[]): Promise<RecordSource[]> {
    const known = await this.batches.sourcesOf(batch.id);
    const edges = known.filter(({ saidOn, seq }) => saidOn !== batch.id || seq <= entries.length);
    if (edges.length === 0) return [];
    const offers = await this.judgements.offers(edges.map(({ parentId }) => parentId));
    return Promise.all(
      edges.map(async (edge) => {
        const parent = await this.batches.find(edge.parentId);
        if (parent === null) throw new Error('an edge to a batch that is not there');
        const said = edge.saidOn === batch.id ? entries[edge.seq - 1] : undefined;
        const day = said === undefined ? null : civilDate(said.occurredAt);
        return sourceOf(edge, parent, offers.get(parent.id), day);
      }),
    );
  }
}

/** Whether an entry claims a certification, or labels that bear its mark. */
export function namesCertification({ data }: Pick<RecordEntry, 'data'>): boolean {
  return 'certification' in data || 'mark' in data;
}

function isBy({ seq, recordedAt }: RecordEntry, upTo: number | Date): boolean {
  return typeof upTo === 'number' ? seq <= upTo : new Date(recordedAt) <= upTo;
}

/** `day`: when the goods came over, where the batch's own chain says so. */
function sourceOf(
  edge: BatchSource,
  parent: BatchIdentity,
  offers: Offers | undefined,
  day: string | null,
): RecordSource {
  const source = {
    batch: parent.id,
    seq: edge.seq,
    saidOn: edge.saidOn,
    openedAt: new Date(parent.openedAtMs).toISOString(),
    organizationId: parent.organizationId,
  };
  if (offers === undefined) return source;
  const { existedFrom, certified } = offers;
  const drawnBy = edge.saidOn === parent.id ? edge.seq : edge.parentSeq;
  const claims = offers.lot === undefined ? offers.claims : claimsBefore(offers.lot, drawnBy);
  const covers = ({ from, to }: Interval): boolean =>
    day !== null && from <= day && (to === null || day <= to);
  return {
    ...source,
    claims,
    ...(day === null ? {} : { certified: certified.some(covers) }),
    ...(existedFrom === null ? {} : { existedFrom }),
  };
}

function parse(stored: StoredEntry): RecordEntry {
  const { recordedAt, statement } = parseEntry(stored.entry);
  const { payload } = parseStatement(statement);
  const { data } = open(payload, []);
  return {
    seq: stored.seq,
    leafHash: base64urlEncode(stored.leafHash),
    kind: payload.kind,
    issuer: payload.iss,
    occurredAt: payload.occurredAt,
    recordedAt,
    data: isJsonObject(data) ? data : {},
    concealed: findDigests(payload.data).length > 0,
    inForce: stored.seq,
  };
}

/** The same entries, those that were corrected with the data of their latest correction. */
export function inForce(entries: readonly RecordEntry[]): RecordEntry[] {
  const corrections = new Map<number, { readonly data: JsonObject; readonly inForce: number }>();
  for (const { kind, data, seq } of entries) {
    const { corrects, data: now } = data;
    if (kind !== 'correction' || !isJsonObject(corrects) || !isJsonObject(now)) continue;
    corrections.set(Number(corrects['seq']), { data: now, inForce: seq });
  }
  return entries.map((entry) => ({ ...entry, ...corrections.get(entry.seq) }));
}
