import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import type { TenantScope } from '../database/tenants.js';
import { open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { parseStatement, type Statement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { ChainRef, StoredEntry } from '../log/entry.js';
import { Keyring } from '../log/keyring.js';
import { Vault } from '../log/vault.js';
import type { Signer } from './recorder.js';

/** One entry of a chain, parsed: where it stands, who said it, its statement. */
export interface TimelineEntry {
  readonly stored: StoredEntry;
  readonly seq: number;
  readonly leafHash: Uint8Array;
  readonly recordedAt: string;
  readonly statement: Statement;
  readonly kind: string;
  /** With the disclosures the reader may see opened. */
  readonly data: JsonObject;
  readonly signer: Signer;
}

/** An entry with the data in force; `inForce` is the entry that gave it: itself, or its latest correction. */
export interface EntryInForce extends TimelineEntry {
  readonly inForce: number;
}

/** Reads chains as what they say. */
@Injectable()
export class ChainReader {
  constructor(
    private readonly batches: BatchesService,
    private readonly entries: Entries,
    private readonly keyring: Keyring,
    private readonly vault: Vault,
  ) {}

  /** Entries in scope of a chain after `afterSeq`, oldest first, at most `limit`, with what is private about them. */
  async read(scope: TenantScope, chain: ChainRef, afterSeq: number, limit: number): Promise<TimelineEntry[]> {
    const stored = await this.entries.read(chain, afterSeq, limit, scope);
    const last = stored.at(-1)?.seq ?? afterSeq;
    const opened = await this.vault.open(chain, afterSeq + 1, last, scope);
    return Promise.all(stored.map((entry) => this.parse(entry, opened.get(entry.seq) ?? [])));
  }

  /** Stored entries as what they say in public. */
  parsePublic(stored: readonly StoredEntry[]): Promise<TimelineEntry[]> {
    return Promise.all(stored.map((entry) => this.parse(entry, [])));
  }

  /**
   * The entry of a batch at `seq` with its data as now in force: the latest correction that names it applied.
   * The leaf hash is that of the named entry itself.
   */
  async entryInForce(batch: BatchIdentity, seq: number): Promise<EntryInForce | null> {
    const entry = await this.entryAt(batch, seq);
    if (entry === null) return null;
    const latest = await this.batches.latestCorrection(batch, seq);
    if (latest === null) return { ...entry, inForce: seq };
    const correction = await this.entryAt(batch, latest);
    const data = correction?.data.data;
    if (!isJsonObject(data)) throw new Error('a correction is not in its chain');
    return { ...entry, data, inForce: latest };
  }

  private async entryAt(batch: BatchIdentity, seq: number): Promise<TimelineEntry | null> {
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const stored = await this.entries.find(chain, seq);
    if (stored === null) return null;
    const opened = await this.vault.open(chain, seq, seq);
    return this.parse(stored, opened.get(seq) ?? []);
  }

  private async parse(stored: StoredEntry, disclosures: readonly string[]): Promise<TimelineEntry> {
    const entry = parseEntry(stored.entry);
    const statement = parseStatement(entry.statement);
    const opened = open(statement.payload, disclosures);
    const key = await this.keyring.find(statement.header.kid);
    return {
      stored,
      seq: stored.seq,
      leafHash: stored.leafHash,
      recordedAt: entry.recordedAt,
      statement,
      kind: statement.payload.kind,
      data: isJsonObject(opened.data) ? opened.data : {},
      signer: key?.purpose === 'participant' ? 'participant' : 'custodial',
    };
  }
}
