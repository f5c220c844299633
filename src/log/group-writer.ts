import type { Database } from '../database/database.js';
import type { LedgerOutcome, LedgerTransaction } from '../database/transaction.js';
import { encodeEntry, genesisPrev } from '../ledger/entry.js';
import { leafHash } from '../ledger/hash.js';
import { DomainError } from '../http/problems.js';
import type { Admission, Appended, Draft, Projection } from './draft.js';
import type { ChainRef, Head } from './entry.js';
import {
  findStoredEvents,
  lockChainHeads,
  moveChainHeads,
  storeEntries,
  type NewEntry,
} from './entry.store.js';

/** Share of the time left that goes to the work before COMMIT. */
const workShare = 0.6;

/** What became of one draft of a group. `failed`: a bug of ours, which must not take the others of its group with it. */
export type Written = Appended | { readonly outcome: 'failed'; readonly error: unknown };

interface Chain {
  readonly from: Head;
  head: Head;
}

/**
 * Writes a group of drafts, of many chains, in one transaction: read once, decide in memory, write once
 * (ledger.md §3).
 */
export class GroupWriter<Effect> {
  constructor(
    private readonly database: Database,
    private readonly projection: Projection<Effect>,
    private readonly origin: string,
    private readonly now: () => number,
  ) {}

  /** Answers one result a draft, in order. `withinMs` bounds the whole transaction. */
  write(drafts: readonly Draft<Effect>[], withinMs: number): Promise<LedgerOutcome<Written[]>> {
    const limits = { workMs: withinMs * workShare, commitMs: withinMs * (1 - workShare) };
    return this.database.ledger(limits, (tx) => this.run(tx, drafts));
  }

  private async run(tx: LedgerTransaction, drafts: readonly Draft<Effect>[]): Promise<Written[]> {
    const chains = new Map<string, Chain>();
    for (const draft of drafts) {
      if (draft.opens) chains.set(draft.chainId, unopened(draft));
    }
    // One turn of the network: the heads are locked before the rest is read.
    const [heads, admission, events] = await Promise.all([
      lockChainHeads(tx, distinct(drafts.flatMap(locksOf))),
      this.projection.begin(tx, drafts),
      // Read last: no lock holds back an opening, and what another process opened in between must be found as this
      // event before its traces in the projection refuse it.
      findStoredEvents(tx, drafts),
    ]);
    for (const head of heads) chains.set(head.chainId, { from: head, head });
    const known = new Map<string, Appended>();
    for (const stored of events) known.set(eventKey(stored), { outcome: 'exists', stored });
    const fresh: NewEntry[] = [];
    const answers = drafts.map((draft): Written => {
      try {
        return this.place(draft, chains, known, admission, fresh);
      } catch (error) {
        return { outcome: 'failed', error };
      }
    });
    if (fresh.length === 0) return answers;
    const moved = [...chains.values()].filter((chain) => chain.head !== chain.from);
    moveChainHeads(
      tx,
      moved.map((chain) => ({ from: chain.from, to: chain.head })),
    );
    storeEntries(tx, fresh);
    admission.save(tx);
    return answers;
  }

  private place(
    draft: Draft<Effect>,
    chains: ReadonlyMap<string, Chain>,
    known: Map<string, Appended>,
    admission: Admission<Effect>,
    fresh: NewEntry[],
  ): Appended {
    const before = known.get(eventKey(draft));
    if (before !== undefined) return before;
    const chain = chains.get(draft.chainId);
    if (chain === undefined || (chain.head.seq === 0) !== draft.opens)
      return { outcome: 'refused', error: wrongStart(draft.opens) };
    const place = { seq: chain.head.seq + 1, recordedAtMs: Math.max(this.now(), chain.head.recordedAtMs) };
    const refusal = admission.admit(draft, place);
    if (refusal !== null) return { outcome: 'refused', error: refusal };
    const prev = chain.head.leafHash;
    const entry = encodeEntry({
      log: this.origin,
      chain: chainName(draft),
      seq: place.seq,
      prev,
      recordedAt: new Date(place.recordedAtMs).toISOString(),
      statement: draft.statement,
    });
    const hash = leafHash(entry);
    const stored = {
      organizationId: draft.organizationId,
      chainId: draft.chainId,
      eventId: draft.eventId,
      seq: place.seq,
      leafHash: hash,
      entry,
    };
    fresh.push({ ...stored, recordedAtMs: place.recordedAtMs, disclosures: draft.disclosures });
    chain.head = { ...chain.head, seq: place.seq, leafHash: hash, recordedAtMs: place.recordedAtMs };
    known.set(eventKey(draft), { outcome: 'exists', stored });
    return { outcome: 'appended', ...place, leafHash: hash, prev };
  }
}

/** The name of a chain inside statements and entries (ledger.md §3). */
export function chainName(chain: ChainRef): string {
  return chain.chainId === chain.organizationId ? `org/${chain.chainId}` : `batch/${chain.chainId}`;
}

function unopened(chain: ChainRef): Chain {
  const head = {
    organizationId: chain.organizationId,
    chainId: chain.chainId,
    seq: 0,
    leafHash: genesisPrev(),
    recordedAtMs: 0,
  };
  return { from: head, head };
}

function locksOf<Effect>(draft: Draft<Effect>): ChainRef[] {
  const others = draft.touches.map((chainId) => ({ organizationId: draft.organizationId, chainId }));
  return [draft, ...others];
}

function distinct(chains: readonly ChainRef[]): ChainRef[] {
  return [...new Map(chains.map((chain) => [chain.chainId, chain])).values()];
}

function eventKey(event: ChainRef & { readonly eventId: string }): string {
  return `${event.chainId} ${event.eventId}`;
}

function wrongStart(opens: boolean): DomainError {
  return opens
    ? new DomainError('event-conflict', { zh: '该批次已经开立。', en: 'This chain is already open.' })
    : new DomainError('not-found', { zh: '没有这个批次。', en: 'There is no such chain.' });
}
