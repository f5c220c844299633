import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { JudgementsService } from '../batches/judgements.service.js';
import { StopsService } from '../batches/stops.service.js';
import type { CertificateData } from '../events/kinds/certificate.js';
import { findingsOf } from '../findings/judging.js';
import type { RecordEntry } from '../findings/record.js';
import { RecordReader } from '../findings/record-reader.js';
import { ListsService } from '../lists/lists.service.js';
import { certificatesOf, type CertificateStanding } from './certificate-standing.js';

/** What of an entry is looked at. */
type Certificate = Pick<RecordEntry, 'seq' | 'kind' | 'data' | 'recordedAt'>;

/** Reads how the certificates of a batch stand. */
@Injectable()
export class CertificateReader {
  constructor(
    private readonly batches: BatchesService,
    private readonly judgements: JudgementsService,
    private readonly stopped: StopsService,
    private readonly records: RecordReader,
    private readonly lists: ListsService,
  ) {}

  /** The certificates of a batch as they stand on the civil day `today`, with everything that is known now. */
  async today(batch: BatchIdentity, today: string): Promise<CertificateStanding[]> {
    const [read, stops] = await Promise.all([this.read(batch, null), this.stopped.on(batch.id)]);
    const originStopped = stops.some((stop) => stop.batch !== batch.id);
    return certificatesOf(read.entries, { ...read, originStopped }, today);
  }

  /**
   * As they stood on a civil day that is over, by what had been recorded when it ended. What lay on the batches that this
   * one was made from is not looked at: it is told for today only.
   */
  async onDay(batch: BatchIdentity, day: string): Promise<CertificateStanding[]> {
    const read = await this.read(batch, endOf(day));
    return certificatesOf(read.entries, { ...read, originStopped: false }, day);
  }

  /** The numbers of those certificates that name reports of other batches which were corrected since. */
  async correctedAbove(
    entries: readonly Certificate[],
    asKnown: Date | null = null,
  ): Promise<ReadonlySet<number>> {
    const corrected = new Set<number>();
    for (const { seq, kind, data, recordedAt } of entries) {
      if (kind !== 'certificate') continue;
      for (const report of (data as unknown as CertificateData).inspections ?? []) {
        if (report.batch === undefined) continue;
        const batch = await this.batches.find(report.batch);
        const record = batch === null ? null : await this.records.read(batch, asKnown);
        const inForce = record?.entries[report.seq - 1]?.inForce ?? report.seq;
        const correction = inForce === report.seq ? undefined : record?.entries[inForce - 1];
        if (correction !== undefined && correction.recordedAt > recordedAt) corrected.add(seq);
      }
    }
    return corrected;
  }

  private async read(batch: BatchIdentity, asKnown: Date | null) {
    const { organizationId, id: batchId } = batch;
    const [record, lists, releases] = await Promise.all([
      this.records.read(batch, asKnown),
      this.lists.asKnown(asKnown),
      this.judgements.releases({ organizationId, batchId }),
    ]);
    const { entries } = record;
    const lifted = releases.filter(({ seq }) => seq <= entries.length);
    const findings = findingsOf(record, lists, lifted);
    return { entries, findings, correctedAbove: await this.correctedAbove(entries, asKnown) };
  }
}

/** The last millisecond of a civil day in Asia/Shanghai. */
function endOf(day: string): Date {
  return new Date(Date.parse(`${day}T23:59:59.999+08:00`));
}
