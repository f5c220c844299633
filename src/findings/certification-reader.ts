import { Injectable } from '@nestjs/common';
import { CertificationEntries, type CertificationEntry } from '../batches/certifications.service.js';
import type { OwnEntryReference } from '../batches/effect.js';
import { parseEntry } from '../ledger/entry.js';
import { certificationsIn, type Certification } from './certification.js';

/** Reads what organizations are certified for: as it stands now, or by what was recorded by a moment. */
@Injectable()
export class CertificationReader {
  constructor(private readonly entries: CertificationEntries) {}

  async of(organizationId: string, asKnown: Date | null = null): Promise<Certification[]> {
    return certificationsIn(known(await this.entries.of(organizationId), asKnown));
  }

  /** The certification that an entry of the organization's chain grants, or null. */
  async named(organizationId: string, { seq, leafHash }: OwnEntryReference): Promise<Certification | null> {
    const all = await this.of(organizationId);
    return all.find((one) => one.seq === seq && one.leafHash === leafHash) ?? null;
  }

  /** At most `limit` certifications with a number, in the form in which it is looked up. */
  async byNumber(number: string, limit: number, asKnown: Date | null): Promise<Certification[]> {
    return certificationsIn(known(await this.entries.byNumber(number, limit), asKnown));
  }
}

function known(entries: readonly CertificationEntry[], asKnown: Date | null): readonly CertificationEntry[] {
  if (asKnown === null) return entries;
  return entries.filter(({ entry }) => new Date(parseEntry(entry).recordedAt) <= asKnown);
}
