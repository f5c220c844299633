import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/batches.service.js';
import { Entries } from '../log/entries.service.js';
import { PartyFacts } from '../parties/facts.js';
import type { PersonRef } from '../parties/people.service.js';
import { PersonEntries, recordKind } from './person-entries.js';
import type { HeldRecords } from './retention.js';

/** Finds out what records a person's data stand in. */
@Injectable()
export class HeldRecordsReader {
  constructor(
    private readonly people: PersonEntries,
    private readonly entries: Entries,
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
  ) {}

  /** The records that name a person, counted by chain and kind. */
  async of(person: PersonRef): Promise<readonly HeldRecords[]> {
    const counts = new Map<string, Map<string, number>>();
    for await (const page of this.people.all(person)) {
      for (const { stored, payload } of page) {
        const ofChain = counts.get(stored.chainId) ?? new Map<string, number>();
        counts.set(stored.chainId, ofChain);
        const kind = recordKind(payload);
        ofChain.set(kind, (ofChain.get(kind) ?? 0) + 1);
      }
    }
    const held: HeldRecords[] = [];
    for (const [chainId, kinds] of counts) {
      const head = await this.entries.head({ organizationId: person.organizationId, chainId });
      const batch = await this.batches.find(chainId);
      const product = batch === null ? null : await this.parties.product(batch.productId);
      for (const [kind, entries] of kinds) {
        const lastRecordedMs = head?.recordedAtMs ?? Infinity;
        held.push({ kind, category: product?.category ?? null, entries, lastRecordedMs });
      }
    }
    return held;
  }
}
