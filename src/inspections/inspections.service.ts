import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BatchesService } from '../batches/batches.service.js';
import { Config } from '../config/config.js';
import { isRapid, type InspectionData } from '../events/kinds/inspection.js';
import { isObjectionable } from '../events/kinds/objection.js';
import { endOfObjection, endOfWorkingDays, retestWorkingDays } from '../events/kinds/working-days.js';
import type { RecordEntry } from '../findings/record.js';
import { RecordReader } from '../findings/record-reader.js';
import { pageOf, type Page } from '../http/paging.js';
import type { InspectionDto } from './inspections.dto.js';
import { objectionsTo, supersededResults } from './retests.js';

/** Inspections of batches, and how long each can be objected to. */
@Injectable()
export class InspectionsService {
  constructor(
    private readonly batches: BatchesService,
    private readonly records: RecordReader,
    private readonly config: Config,
  ) {}

  /** Inspections after the entry `after`, oldest first. @throws DomainError `not-found`. */
  async list(actor: Actor, batchId: string, after: number, limit: number): Promise<Page<InspectionDto>> {
    const batch = await this.batches.require(actor, batchId);
    const { entries } = await this.records.read(batch);
    const superseded = supersededResults(entries);
    const rows = entries.filter(({ kind, seq }) => kind === 'inspection' && seq > after).slice(0, limit + 1);
    return pageOf(
      rows,
      limit,
      ({ seq }) => String(seq),
      (entry) => this.tell(entry, entries, superseded),
    );
  }

  private tell(
    entry: RecordEntry,
    entries: readonly RecordEntry[],
    superseded: ReadonlyMap<number, number>,
  ): InspectionDto {
    const { seq, leafHash, recordedAt, inForce } = entry;
    const data = entry.data as unknown as InspectionData;
    const receivedAt = entries[inForce - 1]?.recordedAt ?? recordedAt;
    const objections = objectionsTo(entries, seq);
    const [first] = objections;
    const { holidays } = this.config;
    return {
      ...{ seq, leafHash, recordedAt, type: data.type, method: isRapid(data) ? 'rapid' : 'laboratory' },
      reportNo: data.reportNo ?? null,
      laboratory: data.laboratory.name,
      verdict: data.verdict,
      sampledOn: data.sample.sampledOn,
      reportedOn: data.reportedOn ?? null,
      objectionUntil: isObjectionable(data) ? endOfObjection(receivedAt, isRapid(data), holidays) : null,
      objections: objections.map((objection) => objection.seq),
      retestDue: first === undefined ? null : endOfWorkingDays(first.recordedAt, retestWorkingDays, holidays),
      replacedBy: superseded.get(seq) ?? null,
    };
  }
}
