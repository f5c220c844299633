import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { BatchIdentity } from '../batches/batch.js';
import { ChainReader, type TimelineEntry } from '../events/chain-reader.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { checkChain, type ChainFault } from '../ledger/chain.js';
import { checkStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { ChainRef, Head, StoredEntry } from '../log/entry.js';
import { Keyring } from '../log/keyring.js';
import { Successions } from '../log/successions.js';

const cachedRecordsMax = 2_000;
/** A record is read and checked again after this time even when nothing was appended, in milliseconds. */
const reportLifeMs = 10_000;
const entriesAtOnce = 1_000;

/** An entry that nobody answers for: its signature is wrong, or its key had been revoked when it was recorded. */
export interface UnsoundSignature {
  readonly seq: number;
  readonly why: 'wrong' | 'revoked';
}

/** What checking one batch's record found, as of the head of its chain. */
export interface RecordReport {
  readonly head: Head;
  readonly fault: ChainFault | null;
  /** The first entry whose signature is wrong or whose key was not its issuer's; else the first by a revoked key. */
  readonly unsound: UnsoundSignature | null;
  /** Empty when the chain does not hold: nothing of it is repeated as if it did. */
  readonly entries: readonly TimelineEntry[];
}

/**
 * Checks the record of a batch from its stored bytes: every hash, every link, every signature.
 *
 * The answer is kept for a few seconds while the head of the chain is the same; stored bytes that someone changed, or a
 * key that was revoked, are therefore seen that much later at most.
 */
@Injectable()
export class RecordChecker {
  /** Promises, so that a rush on a batch checks it once. */
  private readonly reports = new LRUCache<string, Promise<RecordReport>>({
    max: cachedRecordsMax,
    ttl: reportLifeMs,
  });

  constructor(
    private readonly successions: Successions,
    private readonly entries: Entries,
    private readonly chains: ChainReader,
    private readonly keyring: Keyring,
  ) {}

  /** The record of a batch as it is now. */
  async check(batch: BatchIdentity): Promise<RecordReport> {
    const head = await this.entries.head(chainOf(batch));
    if (head === null) throw new Error('a batch without a chain');
    return this.checkAt(batch, head);
  }

  /** The record of a batch up to a head of its chain that was just read. */
  async checkAt(batch: BatchIdentity, head: Head): Promise<RecordReport> {
    const key = `${batch.id} ${head.seq} ${base64urlEncode(head.leafHash)}`;
    const known = this.reports.get(key);
    if (known !== undefined) return known;
    const checking = this.checkWhole(batch, head);
    this.reports.set(key, checking);
    checking.catch(() => this.reports.delete(key));
    return checking;
  }

  private async checkWhole(batch: BatchIdentity, head: Head): Promise<RecordReport> {
    const stored: StoredEntry[] = [];
    for (;;) {
      const step = await this.entries.read(head, stored.length, entriesAtOnce);
      // What was appended after the head was read belongs to the next look.
      stored.push(...step.filter((entry) => entry.seq <= head.seq));
      if (step.length < entriesAtOnce) break;
    }
    const { origin, earlier } = this.successions.lineage;
    const earlierLogs = earlier.map((ended) => ended.origin);
    const expected = { log: origin, earlierLogs, chain: `batch/${batch.id}`, head };
    const fault = checkChain(
      stored.map((entry) => entry.entry),
      expected,
    );
    if (fault !== null) return { head, fault, unsound: null, entries: [] };
    // The bytes that were checked are the bytes that are shown.
    const entries = await this.chains.readPublic(chainOf(batch), stored);
    return { head, fault, unsound: await this.firstUnsound(entries), entries };
  }

  private async firstUnsound(entries: readonly TimelineEntry[]): Promise<UnsoundSignature | null> {
    let revoked: UnsoundSignature | null = null;
    for (const { seq, statement, recordedAt } of entries) {
      const key = await this.keyring.find(statement.header.kid);
      const at = Date.parse(recordedAt);
      if (
        key === null ||
        key.purpose === 'label' ||
        statement.payload.iss !== `org/${key.organizationId}` ||
        at < key.validFrom.getTime() ||
        checkStatement(statement, key.publicKey) !== null
      )
        return { seq, why: 'wrong' };
      if (key.revokedFrom !== null && at >= key.revokedFrom.getTime()) revoked ??= { seq, why: 'revoked' };
    }
    return revoked;
  }
}

function chainOf({ organizationId, id }: BatchIdentity): ChainRef {
  return { organizationId, chainId: id };
}
