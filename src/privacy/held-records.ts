import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/batches.service.js';
import { Entries } from '../log/entries.service.js';
import type { TenantScope } from '../database/tenants.js';
import { Vault } from '../log/vault.js';
import { PartyFacts } from '../parties/facts.js';
import { subjectOf, type PersonRef } from '../parties/people.service.js';
import type { HeldRecords } from './retention.js';

/** Finds out what records a person's data stand in. */
@Injectable()
export class HeldRecordsReader {
  constructor(
    private readonly vault: Vault,
    private readonly entries: Entries,
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
  ) {}

  /**
   * The records that name a person, counted by chain and kind; those in scope, where one is given. How long they are kept
   * hangs on what the service itself knows of their batches: a person may ask who sees none of these.
   */
  async of(person: PersonRef, scope?: TenantScope): Promise<readonly HeldRecords[]> {
    const records = await this.vault.recordsOf(subjectOf(person), scope);
    return Promise.all(
      records.map(async ({ chainId, kind, entries }) => {
        const head = await this.entries.head({ organizationId: person.organizationId, chainId });
        const batch = await this.batches.find(chainId);
        const product = batch === null ? null : await this.parties.product(batch.productId);
        const lastRecordedMs = head?.recordedAtMs ?? Infinity;
        return { kind: kind ?? '', category: product?.category ?? null, entries, lastRecordedMs };
      }),
    );
  }
}
