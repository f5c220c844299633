import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { parseStatement, type Statement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { ChainRef, StoredEntry } from '../log/entry.js';
import { Keyring } from '../log/keyring.js';
import { Vault } from '../log/vault.js';
import type { Signer } from './recorder.js';

/** Entries read at once; a longer chain is read in steps. */
const stepEntries = 500;

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

/** Which disclosures a reader sees: all that are kept, or none. */
export type Sight = 'all' | 'public';

/** Reads chains as what they say. */
@Injectable()
export class ChainReader {
  constructor(
    private readonly entries: Entries,
    private readonly keyring: Keyring,
    private readonly vault: Vault,
  ) {}

  /** Entries of a chain after `afterSeq`, oldest first, at most `limit`. */
  async read(chain: ChainRef, sight: Sight, afterSeq: number, limit: number): Promise<TimelineEntry[]> {
    const stored = await this.entries.read(chain, afterSeq, limit);
    const last = stored.at(-1)?.seq ?? afterSeq;
    const opened =
      sight === 'all' ? await this.vault.open(chain, afterSeq + 1, last) : new Map<number, string[]>();
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
  async entryInForce(batch: BatchIdentity, seq: number): Promise<TimelineEntry | null> {
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const stored = await this.entries.find(chain, seq);
    if (stored === null) return null;
    const opened = await this.vault.open(chain, seq, seq);
    const entry = await this.parse(stored, opened.get(seq) ?? []);
    const corrected = await this.latestCorrection(chain, seq);
    return corrected === null ? entry : { ...entry, data: corrected };
  }

  private async latestCorrection(chain: ChainRef, seq: number): Promise<JsonObject | null> {
    let data: JsonObject | null = null;
    for (let after = seq; ; after += stepEntries) {
      const step = await this.read(chain, 'all', after, stepEntries);
      for (const entry of step) {
        if (entry.kind !== 'correction') continue;
        const { corrects, data: replaced } = entry.data;
        if (isJsonObject(corrects) && corrects.seq === seq && isJsonObject(replaced)) data = replaced;
      }
      if (step.length < stepEntries) return data;
    }
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
