import type { Database } from '../database/database.js';
import { bucketRoot, mapKey, type MapChild, type MapLeaf } from '../ledger/map.js';
import { emptyMapTile, encodeMapTile, mapTile, mapTileWidth, parseMapTile } from '../ledger/map-tile.js';
import { chainName } from './group-writer.js';
import { LeaseLost } from './integrator.js';
import { lockLogState, type Lease } from './log-state.store.js';
import { findLogIndex } from './log-tree.store.js';
import {
  nameStatedMap,
  readChangedHeads,
  readMapHeads,
  readMapTiles,
  readStatedMap,
  rootTile,
  saveMap,
  type MapHead,
} from './map.store.js';

const limits = { workMs: 5_000, commitMs: 5_000 };

/** Records the root of a map in the log; answers the entry's leaf hash. Repeating it for a size answers the same. */
export type StateMap = (size: number, root: Uint8Array) => Promise<Uint8Array>;

/**
 * Keeps the completeness map (ledger.md §7): for every chain how many entries the log holds of it, and the last.
 *
 * The map moves on from one witnessed checkpoint to a later one in one transaction; then its root becomes an entry of
 * the log itself. It stays until that entry is witnessed, too, and for some time after, so that readers can have proofs
 * against it.
 */
export class MapKeeper {
  private movedAtMs = -Infinity;
  /** A witnessed size after which there is nothing to do. */
  private settledAt = 0;

  constructor(
    private readonly database: Database,
    private readonly times: { readonly betweenMs: number },
  ) {}

  /** Does what is due after a checkpoint of `size` leaves was witnessed; answers whether it stated a map. */
  async keep(lease: Lease, size: number, state: StateMap): Promise<boolean> {
    if (size === this.settledAt) return false;
    const stated = await readStatedMap(this.database);
    if (stated.root !== null && stated.leaf === null) {
      await this.name(stated.size, stated.root, state);
      return true;
    }
    if (performance.now() - this.movedAtMs < this.times.betweenMs) return false;
    if (stated.leaf !== null && !(await this.isNews(stated.size, stated.leaf, size))) {
      this.settledAt = size;
      return false;
    }
    this.movedAtMs = performance.now();
    const root = await this.move(lease, size);
    await this.name(size, root, state);
    return true;
  }

  /** Whether the stated map's own entry is witnessed, and others came after the tree that it maps. */
  private async isNews(mapped: number, leaf: Uint8Array, witnessed: number): Promise<boolean> {
    const index = await findLogIndex(this.database, leaf);
    return index !== null && index < witnessed && witnessed - mapped > 1;
  }

  private async name(size: number, root: Uint8Array, state: StateMap): Promise<void> {
    await nameStatedMap(this.database, size, await state(size, root));
  }

  /** Moves the map on to the tree of `size` leaves and answers its root. */
  private async move(lease: Lease, size: number): Promise<Uint8Array> {
    const outcome = await this.database.ledger(limits, async (tx) => {
      if ((await lockLogState(tx, lease)) === null) throw new LeaseLost('another process writes the log');
      const from = await readStatedMap(this.database);
      const heads = (await readChangedHeads(tx, from.size, size)).map(toMapHead);
      const buckets = [...new Set(heads.map((head) => head.bucket))];
      const numbers = [...new Set(buckets.map((bucket) => Math.floor(bucket / mapTileWidth)))];
      const stored = await readMapTiles(tx, [rootTile, ...numbers]);
      const leaves = withChanges(await readMapHeads(tx, buckets), heads);
      const tiles = new Map<number, Uint8Array>();
      const top = childrenOf(stored.get(rootTile));
      for (const number of numbers) {
        const children = childrenOf(stored.get(number));
        for (const bucket of buckets) {
          if (Math.floor(bucket / mapTileWidth) !== number) continue;
          children[bucket % mapTileWidth] = bucketRoot(leaves.get(bucket) ?? []);
        }
        tiles.set(number, encodeMapTile(children));
        top[number] = mapTile(children);
      }
      tiles.set(rootTile, encodeMapTile(top));
      const root = mapTile(top).hash;
      saveMap(tx, lease, from, { size, root }, { heads, tiles });
      return root;
    });
    if (outcome.outcome !== 'committed') throw outcome.error;
    return outcome.value;
  }
}

/** Where a key lies: its first two bytes. */
export function bucketOf(key: Uint8Array): number {
  return (key[0] ?? 0) * mapTileWidth + (key[1] ?? 0);
}

function toMapHead(head: {
  readonly organizationId: string;
  readonly chainId: string;
  readonly seq: number;
  readonly leafHash: Uint8Array;
}): MapHead {
  const key = mapKey(chainName(head));
  return { bucket: bucketOf(key), key, seq: head.seq, leafHash: head.leafHash };
}

/** The leaves of each touched bucket, with the changed ones in place of the stored ones. */
function withChanges(stored: readonly MapHead[], changed: readonly MapHead[]): Map<number, MapLeaf[]> {
  const byKey = new Map<string, MapHead>();
  for (const head of [...stored, ...changed]) byKey.set(Buffer.from(head.key).toString('hex'), head);
  const buckets = new Map<number, MapLeaf[]>();
  for (const { bucket, key, seq, leafHash } of byKey.values()) {
    const leaves = buckets.get(bucket) ?? [];
    leaves.push({ key, count: seq, head: leafHash });
    buckets.set(bucket, leaves);
  }
  return buckets;
}

function childrenOf(tile: Uint8Array | undefined): MapChild[] {
  return tile === undefined ? [...emptyMapTile] : parseMapTile(tile);
}
