import { Injectable } from '@nestjs/common';
import { DomainError } from '../http/problems.js';
import { parseEntry } from '../ledger/entry.js';
import { LedgerError } from '../ledger/errors.js';
import { parseStatement, type Statement } from '../ledger/statement.js';
import type { EvidenceCompleteness } from '../ledger/evidence.js';
import { CompletenessReader } from '../log/completeness-reader.js';
import { Entries } from '../log/entries.service.js';
import type { ChainRef, StoredEntry } from '../log/entry.js';
import { LogReader } from '../log/log-reader.js';
import { KeyEntries } from '../parties/key-entries.js';

const entriesAtOnce = 1_000;
const proofsAtOnce = 256;
/** When a record is in the log at the latest, most of the time, in seconds. */
const retryAfterS = 2;

/** An entry under a checkpoint, as stored. */
export interface LoggedEntry {
  readonly seq: number;
  readonly entry: Uint8Array;
  /** Index in the log. */
  readonly index: number;
  /** What it says; null where the stored bytes are no entry any more. */
  readonly statement: Statement | null;
}

/** A checkpoint of the log, as published. */
export interface Published {
  readonly size: number;
  readonly note: string;
}

/** A stated map of heads, and its proofs for some chains. */
export interface StatedHeads {
  readonly entry: LoggedEntry;
  readonly heads: EvidenceCompleteness['heads'];
}

/** Reads chains as far as a checkpoint covers them, with their places in the log. */
@Injectable()
export class LoggedChains {
  constructor(
    private readonly entries: Entries,
    private readonly keys: KeyEntries,
    private readonly log: LogReader,
    private readonly completeness: CompletenessReader,
  ) {}

  /**
   * The checkpoint to prove a chain under: the newest with its quorum of witnesses that covers the whole chain, else the
   * newest that does.
   *
   * @throws DomainError `not-in-log` while there is none.
   */
  async checkpointOver(chain: ChainRef): Promise<Published> {
    const [head, indexes] = await Promise.all([this.entries.head(chain), this.log.chainIndexes(chain)]);
    const { published, witnessed } = await this.log.state();
    const last = indexes.get(head?.seq ?? 0) ?? Infinity;
    const found = [witnessed, published].find((one) => one !== null && last < one.size);
    if (found == null) throw notInLog();
    return found;
  }

  /** The entries of a chain in the tree of `size` leaves, from its first on; null when there are more than `limit`. */
  async read(chain: ChainRef, size: number, limit: number): Promise<LoggedEntry[] | null> {
    const indexes = await this.log.chainIndexes(chain);
    const read: LoggedEntry[] = [];
    for (;;) {
      const asked = Math.min(entriesAtOnce, limit + 1 - read.length);
      const step = await this.entries.read(chain, read.length, asked);
      const covered = step.flatMap((stored) => logged(stored, indexes.get(stored.seq) ?? Infinity, size));
      read.push(...covered);
      if (read.length > limit) return null;
      if (covered.length < asked) return read;
    }
  }

  /** What a key rests on (KeyEntries), as far as the tree of `size` leaves has it. */
  async readKey(organizationId: string, kid: string, size: number): Promise<LoggedEntry[]> {
    const stored = await this.keys.of(organizationId, kid);
    const read = stored.map(async (entry) =>
      logged(entry, (await this.log.index(entry.leafHash)) ?? Infinity, size),
    );
    return (await Promise.all(read)).flat();
  }

  /**
   * The last map of heads that the tree of `size` leaves has, and what it says of chains; null while there is none, or
   * one of the chains is newer than it.
   */
  async stateOf(chains: readonly ChainRef[], size: number): Promise<StatedHeads | null> {
    const proof = await this.completeness.prove(chains);
    if (proof === null || proof.inclusion.index >= size) return null;
    const { index } = proof.inclusion;
    const [stated] = await this.log.entries(index, index + 1);
    if (stated === undefined) return null;
    const { seq, entry } = stated;
    return { entry: { seq, entry, index, statement: statementIn(entry) }, heads: proof.heads };
  }

  /** The inclusion proofs of indices under the tree of `size` leaves, in their order. */
  async prove(indices: readonly number[], size: number): Promise<Uint8Array[][]> {
    const proofs: Uint8Array[][] = [];
    // In parts, so that other requests get their turn.
    for (let at = 0; at < indices.length; at += proofsAtOnce) {
      proofs.push(...(await this.log.prove(indices.slice(at, at + proofsAtOnce), size)));
    }
    return proofs;
  }
}

function logged({ seq, entry }: StoredEntry, index: number, size: number): LoggedEntry[] {
  return index < size ? [{ seq, entry, index, statement: statementIn(entry) }] : [];
}

/** Bytes that someone changed are evidence, too: they are shown as they are, and do not verify. */
function statementIn(entry: Uint8Array): Statement | null {
  try {
    return parseStatement(parseEntry(entry).statement);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

function notInLog(): DomainError {
  return new DomainError(
    'not-in-log',
    {
      zh: '这个批次的最新记录还没有进入公开日志，请稍候再取。',
      en: 'The newest record of this batch is not in the public log yet; ask again in a moment.',
    },
    [],
    retryAfterS,
  );
}
