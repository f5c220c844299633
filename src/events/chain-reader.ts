import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { scopeOf } from '../access/authorize.js';
import type { TenantScope } from '../database/tenants.js';
import { open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { parseStatement, type Statement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { ChainRef, StoredEntry } from '../log/entry.js';
import { Keyring } from '../log/keyring.js';
import type { Signer } from './recorder.js';
import type { Showing } from './showing.js';
import { Showings } from './showings.service.js';

/** One entry of a chain, parsed: where it stands, who said it, its statement. */
export interface ChainEntry {
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

/** An entry as one reader may see it, and what of it is withheld. */
export interface TimelineEntry extends ChainEntry, Pick<Showing, 'withheld' | 'people'> {}

/** An entry with the public data in force; `inForce` is the entry that gave it: itself, or its latest correction. */
export interface EntryInForce extends ChainEntry {
  readonly inForce: number;
  /** When that entry was recorded. */
  readonly inForceAt: string;
}

/** Reads chains as what they say. */
@Injectable()
export class ChainReader {
  constructor(
    private readonly batches: BatchesService,
    private readonly entries: Entries,
    private readonly keyring: Keyring,
    private readonly showings: Showings,
  ) {}

  /** Entries of a chain after `afterSeq` as an actor may see them, oldest first, at most `limit`; those in its scope. */
  async read(chain: ChainRef, actor: Actor, afterSeq: number, limit: number): Promise<TimelineEntry[]> {
    return this.show(chain, actor, await this.entries.read(chain, afterSeq, limit, scopeOf(actor)));
  }

  /** Stored entries of a chain as what they say in public. */
  readPublic(chain: ChainRef, stored: readonly StoredEntry[]): Promise<TimelineEntry[]> {
    return this.show(chain, null, stored);
  }

  /** What entries of any chains in scope say in public, as they were recorded, by `entryPlace`. */
  async publicAt(
    places: readonly (ChainRef & { readonly seq: number })[],
    scope: TenantScope,
  ): Promise<ReadonlyMap<string, ChainEntry>> {
    const entries = await Promise.all(
      (await this.entries.named(places, scope)).map((one) => this.parse(one)),
    );
    return new Map(entries.map((entry) => [entryPlace(entry.stored), entry]));
  }

  /** These entries of a chain as an actor may see them, oldest first; those in its scope. */
  async readAt(chain: ChainRef, actor: Actor, seqs: readonly number[]): Promise<TimelineEntry[]> {
    const stored = await this.entries.named(seqs.map((seq) => ({ ...chain, seq })), scopeOf(actor)); // prettier-ignore
    return this.show(chain, actor, stored.sort((left, right) => left.seq - right.seq)); // prettier-ignore
  }

  /**
   * The entry of a batch at `seq` with its public data as now in force: the latest correction that names it applied.
   * The leaf hash is that of the named entry itself.
   */
  async entryInForce(batch: BatchIdentity, seq: number): Promise<EntryInForce | null> {
    const entry = await this.entryAt(batch, seq);
    if (entry === null) return null;
    const latest = await this.batches.latestCorrection(batch, seq);
    if (latest === null) return { ...entry, inForce: seq, inForceAt: entry.recordedAt };
    const correction = await this.entryAt(batch, latest);
    const data = correction?.data.data;
    if (correction === null || !isJsonObject(data)) throw new Error('a correction is not in its chain');
    return { ...entry, data, inForce: latest, inForceAt: correction.recordedAt };
  }

  /** The entry at `seq` as an actor is shown it who was let in to it: the other side of a trade needs not see the chain. */
  async shownEntry(actor: Actor, batch: BatchIdentity, seq: number): Promise<TimelineEntry | null> {
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const stored = await this.entries.find(chain, seq);
    const [shown] = stored === null ? [] : await this.show(chain, actor, [stored]);
    return shown ?? null;
  }

  private async entryAt(batch: BatchIdentity, seq: number): Promise<ChainEntry | null> {
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const stored = await this.entries.find(chain, seq);
    return stored === null ? null : this.parse(stored);
  }

  private async show(
    chain: ChainRef,
    actor: Actor | null,
    stored: readonly StoredEntry[],
  ): Promise<TimelineEntry[]> {
    const entries = await Promise.all(stored.map((entry) => this.parse(entry)));
    const showings = await this.showings.of(
      actor,
      chain,
      entries.map(({ seq, statement }) => ({ seq, payload: statement.payload })),
    );
    return entries.map((entry, at) => {
      const { disclosures, withheld, people } = showings[at] as Showing;
      const data = disclosures.length === 0 ? entry.data : dataOf(entry.statement, disclosures);
      return { ...entry, data, withheld, people };
    });
  }

  /** As it reads in public. */
  private async parse(stored: StoredEntry): Promise<ChainEntry> {
    const entry = parseEntry(stored.entry);
    const statement = parseStatement(entry.statement);
    const key = await this.keyring.find(statement.header.kid);
    return {
      stored,
      seq: stored.seq,
      leafHash: stored.leafHash,
      recordedAt: entry.recordedAt,
      statement,
      kind: statement.payload.kind,
      data: dataOf(statement, []),
      signer: key?.purpose === 'participant' ? 'participant' : 'custodial',
    };
  }
}

/** Names an entry among those of many chains. */
export function entryPlace({ chainId, seq }: { readonly chainId: string; readonly seq: number }): string {
  return `${chainId} ${seq}`;
}

function dataOf({ payload }: Statement, disclosures: readonly string[]): JsonObject {
  const { data } = open(payload, disclosures);
  return isJsonObject(data) ? data : {};
}
