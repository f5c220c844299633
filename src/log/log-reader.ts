import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.js';
import { utf8Encode } from '../ledger/bytes.js';
import { encodeBundle } from '../ledger/bundle.js';
import { hashLength } from '../ledger/hash.js';
import { parseNote } from '../ledger/note.js';
import { formatTlogProof } from '../ledger/tlog-proof.js';
import { tileWidth, type TileId } from '../ledger/tile.js';
import type { ChainRef } from './entry.js';
import { isLogBegun, readLogState, type LogState, type Published } from './log-state.store.js';
import {
  findLogIndex,
  readChainIndexes,
  readLogLeaves,
  readLogTiles,
  type IndexedEntry,
  type IndexedLeaf,
} from './log-tree.store.js';
import { proveConsistency, proveInclusions } from './prover.js';
import { readEntries, readTiles } from './stored-tree.js';

/** How old the state may be that readers are answered from, in milliseconds. */
const stateLifeMs = 100;
const inclusionLookMs = 50;

/** Where an entry stands in a published checkpoint, and the proof of it. */
export interface Inclusion {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Published;
}

/**
 * What the log shows: its published checkpoint, and tiles, bundles and proofs of the tree under it. Nothing that is not
 * published is shown. Reads only, over the pool of reads.
 */
export class LogReader {
  private readonly states = new LRUCache<'state', Promise<LogState>>({ max: 1, ttl: stateLifeMs });

  constructor(private readonly database: Database) {}

  /** The state of the log, a tenth of a second old at most. */
  state(): Promise<LogState> {
    const known = this.states.get('state');
    if (known !== undefined) return known;
    const reading = readLogState(this.database);
    this.states.set('state', reading);
    reading.catch(() => {
      this.states.clear();
    });
    return reading;
  }

  /** Whether a writer has begun the log; before that it has no state. */
  isBegun(): Promise<boolean> {
    return isLogBegun(this.database);
  }

  /**
   * The checkpoint that readers are shown proofs against: the newest with its quorum of witnesses, else the newest;
   * null before the first.
   */
  async checkpoint(): Promise<Published | null> {
    const { published, witnessed } = await this.state();
    return witnessed ?? published;
  }

  /** The bytes of a tile of the published tree, or null when it has no such tile. */
  async tile(tile: TileId): Promise<Uint8Array | null> {
    const { published } = await this.state();
    if (published === null || !isWithin(tile, published.size)) return null;
    const [hashes = null] = await readTiles(this.database, [tile]);
    return hashes;
  }

  /** An entry bundle of the published tree, or null when it has no such bundle. */
  async bundle(index: number, width: number): Promise<Uint8Array | null> {
    const { published } = await this.state();
    if (published === null || !isWithin({ level: 0, index, width }, published.size)) return null;
    const first = index * tileWidth;
    const entries = await this.entries(first, first + width);
    return encodeBundle(entries.map(({ entry }) => entry));
  }

  /** The entries from index `from` up to, not including, `to`. @throws LogDamage naming the first that is missing. */
  entries(from: number, to: number): Promise<IndexedEntry[]> {
    return readEntries(this.database, from, to);
  }

  /**
   * What is stored of a tile of level 0, whatever became of it: leaves that are gone are left out, the hashes are cut where
   * the tile is too short.
   */
  async stored(index: number, width: number): Promise<{ leaves: IndexedLeaf[]; hashes: Uint8Array }> {
    const first = index * tileWidth;
    const [leaves, [tile]] = await Promise.all([
      readLogLeaves(this.database, first, first + width),
      readLogTiles(this.database, [{ level: 0, index }]),
    ]);
    return { leaves, hashes: tile?.hashes.subarray(0, width * hashLength) ?? new Uint8Array(0) };
  }

  /** The index of a leaf hash, or null while it waits for one. */
  index(leafHash: Uint8Array): Promise<number | null> {
    return findLogIndex(this.database, leafHash);
  }

  /** The indices of a chain's entries, by sequence number. */
  chainIndexes(chain: ChainRef): Promise<Map<number, number>> {
    return readChainIndexes(this.database, chain);
  }

  /** The proof that a leaf is under the published checkpoint, or null when it is not yet. */
  async inclusion(leafHash: Uint8Array): Promise<Inclusion | null> {
    const index = await this.index(leafHash);
    const checkpoint = await this.checkpoint();
    if (index === null || checkpoint === null || index >= checkpoint.size) return null;
    const [proof = []] = await this.prove([index], checkpoint.size);
    return { index, checkpoint, proof };
  }

  /** The inclusion proofs of indices in the tree of `size` leaves. Requires each index < size ≤ the published size. */
  prove(indices: readonly number[], size: number): Promise<Uint8Array[][]> {
    return proveInclusions(this.database, indices, size);
  }

  /** The consistency proof between two published sizes, or null when one of them is not. */
  async consistency(from: number, to: number): Promise<Uint8Array[] | null> {
    const { published } = await this.state();
    if (published === null || from < 1 || from > to || to > published.size) return null;
    return proveConsistency(this.database, from, to);
  }

  /** As `inclusion`, waited for until it is there; null when `withinMs` are over. */
  async awaitInclusion(leafHash: Uint8Array, withinMs: number): Promise<Inclusion | null> {
    const deadlineMs = performance.now() + withinMs;
    for (;;) {
      const inclusion = await this.inclusion(leafHash);
      if (inclusion !== null || performance.now() > deadlineMs) return inclusion;
      await setTimeout(inclusionLookMs);
    }
  }
}

/** Whether a tile is of a tree of `size` leaves: it may be narrower than the tree's own, never wider. */
function isWithin({ level, index, width }: TileId, size: number): boolean {
  const nodes = Math.floor(size / tileWidth ** level);
  return index * tileWidth + width <= nodes;
}

/** The proof of an inclusion as text that other tools read (C2SP tlog-proof). */
export function tlogProof({ index, proof, checkpoint }: Inclusion): string {
  return formatTlogProof({
    index,
    hashes: proof,
    checkpoint: parseNote(utf8Encode(checkpoint.note)),
    extra: null,
  });
}
