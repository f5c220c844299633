import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { findDigests, open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { parseStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { StoredEntry } from '../log/entry.js';
import { PartyFacts } from '../parties/facts.js';
import type { BatchRecord, RecordEntry, RecordSource } from './record.js';

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
  ) {}

  /** The record of a batch as it stands now. */
  async read(batch: BatchIdentity): Promise<BatchRecord> {
    const [entries, sources, product, organization] = await Promise.all([
      this.entriesOf(batch),
      this.sourcesOf(batch),
      this.parties.product(batch.productId),
      this.parties.organization(batch.organizationId),
    ]);
    if (product === null || organization === null) throw new Error('a batch without product or organization');
    const { name, variety, category } = product;
    const { id, kind, uscc, region } = organization;
    return {
      batch: { id: batch.id, organizationId: batch.organizationId, unit: batch.unit },
      product: { name, variety, category },
      organization: { id, kind, uscc, region },
      entries: inForce(entries),
      sources,
    };
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

  private async sourcesOf(batch: BatchIdentity): Promise<RecordSource[]> {
    const edges = await this.batches.sourcesOf(batch.id);
    return Promise.all(
      edges.map(async ({ parentId, seq, taken, made }) => {
        const parent = await this.batches.find(parentId);
        if (parent === null) throw new Error('an edge to a batch that is not there');
        return {
          batch: parentId,
          seq,
          taken: { value: taken, unit: parent.unit },
          made: { value: made, unit: batch.unit },
          openedAt: new Date(parent.openedAtMs).toISOString(),
        };
      }),
    );
  }
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
