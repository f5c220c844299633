import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import { say, type Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { pageOf, type Page } from '../http/paging.js';
import type { JsonObject } from '../ledger/json.js';
import { ChainReader, type TimelineEntry } from './chain-reader.js';
import type { ListedEventDto } from './events.dto.js';
import { findKind } from './kinds/registry.js';

/** Lists what was recorded on a batch, for its members and for regulators of its region. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly batches: BatchesService,
    private readonly chains: ChainReader,
  ) {}

  /** Entries after `after`, oldest first, private fields included. @throws DomainError `not-found`. */
  async list(
    actor: Actor,
    batchId: string,
    after: number,
    limit: number,
    language: Language,
  ): Promise<Page<ListedEventDto>> {
    const batch = await this.batches.require(actor, batchId);
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const entries = await this.chains.read(scopeOf(actor), chain, after, limit + 1);
    const toItem = (entry: TimelineEntry): ListedEventDto => ({
      id: entry.stored.eventId,
      batch: batchId,
      seq: entry.seq,
      kind: entry.kind,
      occurredAt: entry.statement.payload.occurredAt,
      recordedAt: entry.recordedAt,
      leafHash: base64urlEncode(entry.leafHash),
      signer: entry.signer,
      findings: null,
      issuer: entry.statement.payload.iss,
      data: entry.data,
      sentence: sentenceOf(entry, entry.data, language),
    });
    return pageOf(entries, limit, ({ seq }) => String(seq), toItem);
  }
}

/** How an entry reads; the name of the kind for data a later release made. */
export function sentenceOf(entry: Pick<TimelineEntry, 'kind'>, data: JsonObject, language: Language): string {
  const kind = findKind(entry.kind);
  return kind === undefined ? entry.kind : kind.sentence(data, language);
}

/** The name of an entry's kind in the reader's language. */
export function titleOf(kind: string, language: Language): string {
  const found = findKind(kind);
  return found === undefined ? kind : say(found.words, language);
}
