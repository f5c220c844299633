import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { BatchIdentity } from '../batches/batch.js';
import { CertificateReader } from '../certificates/certificate-reader.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import type { Judged } from '../batches/judgement.js';
import { JudgementsService } from '../batches/judgements.service.js';
import { StopsService, type Stop } from '../batches/stops.service.js';
import type { Certification } from '../findings/certification.js';
import { CertificationReader } from '../findings/certification-reader.js';
import { Judge } from '../findings/judge.service.js';
import { namesCertification } from '../findings/record-reader.js';
import { StandingRecalls } from '../recalls/standing-recalls.service.js';
import type { ScanRecall } from '../web/scan-view.js';

/** How old what is told of a batch may be, and of how many batches it is kept. */
const keptMs = 2_000;
const keptMax = 5_000;

/** What a buyer should know of a batch that follows from more than its own entries. */
export interface Warnings {
  readonly batchId: string;
  /** What the rules found, undecided and lifted ones included. */
  readonly findings: readonly Judged[];
  readonly stops: readonly Stop[];
  /** The recall over the batch, or over what it was made from. */
  readonly recall: ScanRecall | null;
  /** Certificates that name reports of other batches which were corrected since. */
  readonly correctedAbove: ReadonlySet<number>;
  /** What the organization is certified for, where the chain names a certification. */
  readonly certifications: readonly Certification[];
  /** Types of claims that the batch may make; null: not judged yet. */
  readonly held: readonly string[] | null;
  /** The same text for the same warnings. */
  readonly key: string;
}

/** Reads findings and stops of batches; scans that ask at once, or soon after, share an answer. */
@Injectable()
export class WarningReader {
  private readonly kept = new LRUCache<string, Promise<Warnings>>({ max: keptMax, ttl: keptMs });

  constructor(
    private readonly judgements: JudgementsService,
    private readonly judge: Judge,
    private readonly stopped: StopsService,
    private readonly recalls: StandingRecalls,
    private readonly certificates: CertificateReader,
    private readonly certifications: CertificationReader,
  ) {}

  /** Of a batch with these entries. */
  of(batch: BatchIdentity, entries: readonly TimelineEntry[]): Promise<Warnings> {
    const known = this.kept.get(batch.id);
    if (known !== undefined) return known;
    const asking = this.read(batch, entries);
    this.kept.set(batch.id, asking);
    asking.catch(() => this.kept.delete(batch.id));
    return asking;
  }

  private async read(batch: BatchIdentity, entries: readonly TimelineEntry[]): Promise<Warnings> {
    const [kept, stops, correctedAbove, offers, certifications] = await Promise.all([
      this.judgements.of([batch.id]),
      this.stopped.on(batch.id),
      this.certificates.correctedAbove(entries),
      this.judgements.offers([batch.id]),
      entries.some(namesCertification) ? this.certifications.of(batch.organizationId) : [],
    ]);
    const findings = kept.get(batch.id) ?? (await this.judge.judge(batch)).findings;
    const recalled = stops.flatMap((stop) => (stop.by === 'recall' ? [stop.batch] : []));
    const recall = recalled.length === 0 ? null : await this.recalls.over(batch, recalled);
    const held = offers.get(batch.id)?.claims ?? null;
    const key = JSON.stringify([findings, stops, recall, [...correctedAbove], certifications, held]);
    return { batchId: batch.id, findings, stops, recall, correctedAbove, certifications, held, key };
  }
}
