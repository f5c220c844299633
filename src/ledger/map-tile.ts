import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { emptyChild, joinChildren, type MapChild } from './map.js';

/** Children of a tile of the map: one for each value of a byte of the key. */
export const mapTileWidth = 256;

const kinds = ['empty', 'leaf', 'node'] as const;
const childLength = 1 + hashLength;

/** A tile none of whose children has a leaf. */
export const emptyMapTile: readonly MapChild[] = Array.from({ length: mapTileWidth }, () => emptyChild);

/**
 * The subtree over a tile: the children of one byte of the key, in order, joined over its 8 bits.
 *
 * The whole map is one root tile by the first byte, whose children are tiles by the second byte, whose children are
 * buckets of leaves.
 *
 * @throws LedgerError `map-tile` unless there are 256 children.
 */
export function mapTile(children: readonly MapChild[]): MapChild {
  return mapTileRows(children)[0]?.[0] ?? emptyChild;
}

/**
 * All subtrees within a tile: row d has the 2^d of depth d below its top, from d = 0, which is the tile as a whole,
 * to d = 8, its children.
 *
 * @throws LedgerError `map-tile` unless there are 256 children.
 */
export function mapTileRows(children: readonly MapChild[]): readonly (readonly MapChild[])[] {
  if (children.length !== mapTileWidth) throw new LedgerError('map-tile', 'A tile has 256 children');
  const rows: (readonly MapChild[])[] = [children];
  for (let row = children; row.length > 1;) {
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      joinChildren(row[2 * at] ?? emptyChild, row[2 * at + 1] ?? emptyChild),
    );
    rows.unshift(row);
  }
  return rows;
}

/**
 * The bytes of a tile: for each child its kind (0 empty, 1 leaf, 2 node) and its hash, 256 × 33.
 *
 * @throws LedgerError `map-tile` unless there are 256 children with hashes of 32 bytes, zero for empty ones.
 */
export function encodeMapTile(children: readonly MapChild[]): Uint8Array {
  if (children.length !== mapTileWidth) throw new LedgerError('map-tile', 'A tile has 256 children');
  const bytes = new Uint8Array(mapTileWidth * childLength);
  children.forEach((child, at) => {
    checkChild(child);
    bytes[at * childLength] = kinds.indexOf(child.kind);
    bytes.set(child.hash, at * childLength + 1);
  });
  return bytes;
}

/**
 * The children of a tile of its bytes, of which no other bytes are the tile.
 *
 * @throws LedgerError `map-tile`.
 */
export function parseMapTile(bytes: Uint8Array): MapChild[] {
  if (bytes.length !== mapTileWidth * childLength) {
    throw new LedgerError('map-tile', 'A tile has 256 times 33 bytes');
  }
  return Array.from({ length: mapTileWidth }, (_, at) => {
    const from = at * childLength;
    const kind = kinds[bytes[from] ?? 0];
    if (!kind) throw new LedgerError('map-tile', 'A child of a tile is of an unknown kind');
    const child = { kind, hash: bytes.slice(from + 1, from + childLength) };
    checkChild(child);
    return child;
  });
}

function checkChild({ kind, hash }: MapChild): void {
  const isZero = hash.every((byte) => byte === 0);
  if (hash.length !== hashLength || isZero !== (kind === 'empty')) {
    throw new LedgerError('map-tile', 'A child of a tile has a hash, and an empty one the hash of nothing');
  }
}
