import { concatBytes, sha256, utf8Encode } from '../../src/ledger/index.js';
import { bucketRoot, emptyChild, type MapChild, mapKey, type MapLeaf } from '../../src/ledger/map.js';
import { emptyMapTile, mapTile } from '../../src/ledger/map-tile.js';
import { type KeyRange } from '../../src/ledger/map-proof.js';

export const chainName = (n: number): string =>
  `batch/00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** What a chain has at its n-th entry. */
export function leafOf(chain: string, count = 1): MapLeaf {
  return { key: mapKey(chain), count, head: sha256(utf8Encode(`head ${count} of ${chain}`)) };
}

/** ledger.md §7 word for word, by bit strings and Node's big integers instead of bytes. */
export function naiveMapRoot(leaves: readonly MapLeaf[]): Uint8Array {
  const named = leaves.map((leaf) => ({ bits: bitsOf(leaf.key), leaf }));
  const over = (prefix: string): Uint8Array => {
    const within = named.filter(({ bits }) => bits.startsWith(prefix));
    const [first, second] = within;
    if (!first) return new Uint8Array(32);
    if (!second) return naiveLeafHash(first.leaf);
    return sha256(concatBytes(Uint8Array.of(3), over(`${prefix}0`), over(`${prefix}1`)));
  };
  return over('');
}

export function naiveLeafHash({ key, count, head }: MapLeaf): Uint8Array {
  const counted = Buffer.alloc(8);
  counted.writeBigUInt64BE(BigInt(count));
  return sha256(new Uint8Array(Buffer.concat([Buffer.from([2]), key, counted, head])));
}

export function bitsOf(key: Uint8Array): string {
  return [...key].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** A map as it is stored: its leaves by key, and two tiers of tiles. */
export class StoredMap {
  readonly root: Uint8Array;
  readonly rootTile: readonly MapChild[];
  private readonly tiles = new Map<number, MapChild[]>();

  constructor(private readonly leaves: readonly MapLeaf[]) {
    const buckets = new Map<number, MapLeaf[]>();
    for (const leaf of leaves) {
      const bucket = leaf.key[0]! * 256 + leaf.key[1]!;
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), leaf]);
    }
    for (const [bucket, within] of buckets) {
      const tile = this.tiles.get(Math.floor(bucket / 256)) ?? [...emptyMapTile];
      tile[bucket % 256] = bucketRoot(within);
      this.tiles.set(Math.floor(bucket / 256), tile);
    }
    this.rootTile = emptyMapTile.map((_, byte) => mapTile(this.tile(byte)));
    this.root = mapTile(this.rootTile).hash;
  }

  tile(byte: number): readonly MapChild[] {
    return this.tiles.get(byte) ?? emptyMapTile;
  }

  /** One read: the leaves with keys in the range. */
  read({ first, last }: KeyRange): MapLeaf[] {
    return this.leaves.filter(({ key }) => Buffer.compare(key, first) >= 0 && Buffer.compare(key, last) <= 0);
  }
}

/** A tile with these children and no others. */
export function tileWith(children: Readonly<Record<number, MapChild>>): MapChild[] {
  return Array.from({ length: 256 }, (_, at) => children[at] ?? emptyChild);
}
