import { LedgerError } from './errors.js';
import { hashLength, nodeHash } from './hash.js';
import { isTreeSize, type NodeId } from './proof.js';

/** Hashes of a full tile, and entries of a full bundle: C2SP tlog-tiles. */
export const tileWidth = 256;
/** Levels of the tree that a tile spans: 2^8 = 256. */
const tileHeight = 8;
const tileLevelMax = 63;

/** So many hashes of one level of tiles: hash i is the subtree over the 256^level leaves from (256·index + i)·256^level. */
export interface TileId {
  /** 0 … 63; level 0 has the leaf hashes. */
  readonly level: number;
  readonly index: number;
  /** 1 … 256; below 256 the tile is partial, and the last of its level. */
  readonly width: number;
}

/** So many entries, beside the hashes of the tile of level 0 with the same index and width. */
export interface BundleId {
  readonly index: number;
  readonly width: number;
}

const tilePath = /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;
const bundlePath = /^tile\/entries\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/**
 * The path of a tile below the log's prefix: C2SP tlog-tiles, “Merkle Tree”. `tile/0/x001/x234/067.p/8`
 *
 * @throws LedgerError `tile-path` when the level, the index or the width is out of bounds.
 */
export function formatTilePath(tile: TileId): string {
  if (!isTreeSize(tile.level) || tile.level > tileLevelMax) throw pathError();
  return `tile/${tile.level}/${formatPlace(tile.index, tile.width)}`;
}

/**
 * The tile of a path, accepted only if formatting it gives the same path.
 *
 * @throws LedgerError `tile-path`, also on an index above 2^53−1.
 */
export function parseTilePath(path: string): TileId {
  const [, level, index = '', width] = matchPath(tilePath, path);
  const tile = { level: Number(level), index: parseIndex(index), width: parseWidth(width) };
  if (formatTilePath(tile) !== path) throw pathError();
  return tile;
}

/**
 * The path of a bundle of entries below the log's prefix: C2SP tlog-tiles, “Log entries”.
 *
 * @throws LedgerError `tile-path` when the index or the width is out of bounds.
 */
export function formatBundlePath(index: number, width: number): string {
  return `tile/entries/${formatPlace(index, width)}`;
}

/**
 * The bundle of a path, accepted only if formatting it gives the same path.
 *
 * @throws LedgerError `tile-path`, also on an index above 2^53−1.
 */
export function parseBundlePath(path: string): BundleId {
  const [, index = '', width] = matchPath(bundlePath, path);
  const bundle = { index: parseIndex(index), width: parseWidth(width) };
  if (formatBundlePath(bundle.index, bundle.width) !== path) throw pathError();
  return bundle;
}

/**
 * The tile of a tree of `size` leaves from whose hashes the hash of the node is computed.
 *
 * Requires (index+1)·2^level ≤ size: a node that is perfect in this tree.
 *
 * @throws LedgerError `tree-size` when it is not.
 */
export function tileOf(node: NodeId, size: number): TileId {
  const isNode = isTreeSize(node.level) && isTreeSize(node.index) && isTreeSize(size);
  if (!isNode || (node.index + 1) * 2 ** node.level > size) {
    throw new LedgerError('tree-size', 'The node is not one of the tree');
  }
  const { level, start } = placeOf(node);
  const index = Math.floor(start / tileWidth);
  return { level, index, width: Math.min(tileWidth, hashesAt(level, size) - index * tileWidth) };
}

/**
 * The hash of a node, from the bytes of a tile that covers it.
 *
 * @throws LedgerError `tile-bytes` when they are not `tile.width` hashes, `tile-node` when the node is in another
 * tile or beyond the width of this one.
 */
export function nodeOfTile(tile: TileId, bytes: Uint8Array, node: NodeId): Uint8Array {
  if (bytes.length !== tile.width * hashLength) {
    throw new LedgerError('tile-bytes', 'The tile has not as many hashes as it is wide');
  }
  const { level, start, count } = placeOf(node);
  const first = start - tile.index * tileWidth;
  if (level !== tile.level || first < 0 || first + count > tile.width) {
    throw new LedgerError('tile-node', 'The node is not in the tile');
  }
  return perfectRoot(bytes.subarray(first * hashLength, (first + count) * hashLength));
}

/**
 * The tiles that a tree of `toSize` leaves has and one of `fromSize` has not, or not as wide; the lowest level
 * first. Each as it is at `toSize`.
 *
 * Requires fromSize ≤ toSize. About one for each 256 leaves between them, and at most 7 more.
 *
 * @throws LedgerError `tree-size`.
 */
export function newTiles(fromSize: number, toSize: number): TileId[] {
  if (!isTreeSize(fromSize) || !isTreeSize(toSize) || fromSize > toSize) {
    throw new LedgerError('tree-size', 'A tree does not shrink');
  }
  const tiles: TileId[] = [];
  for (let level = 0; hashesAt(level, toSize) > hashesAt(level, fromSize); level += 1) {
    const count = hashesAt(level, toSize);
    let index = Math.floor(hashesAt(level, fromSize) / tileWidth);
    for (; index * tileWidth < count; index += 1) {
      tiles.push({ level, index, width: Math.min(tileWidth, count - index * tileWidth) });
    }
  }
  return tiles;
}

/** How many hashes all tiles of a level have in a tree of `size` leaves: ⌊size / 256^level⌋. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level);
}

/** The root over 2^n hashes that follow each other: the Merkle tree hash of a perfect subtree. */
export function perfectRoot(hashes: Uint8Array): Uint8Array {
  let row: Uint8Array[] = [];
  for (let at = 0; at < hashes.length; at += hashLength) row.push(hashes.subarray(at, at + hashLength));
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    let left: Uint8Array | null = null;
    for (const hash of row) {
      if (left) above.push(nodeHash(left, hash));
      left = left ? null : hash;
    }
    row = above;
  }
  return (row[0] ?? hashes).slice();
}

/** The level of tiles that a node is computed from, its first hash there, and how many: 1 … 128. */
function placeOf(node: NodeId): { level: number; start: number; count: number } {
  const level = Math.floor(node.level / tileHeight);
  const count = 2 ** (node.level % tileHeight);
  return { level, start: node.index * count, count };
}

function formatPlace(index: number, width: number): string {
  if (!isTreeSize(index)) throw pathError();
  if (!Number.isInteger(width) || width < 1 || width > tileWidth) throw pathError();
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const place = padded.replace(/\d{3}(?=\d)/g, 'x$&/');
  return width === tileWidth ? place : `${place}.p/${width}`;
}

function matchPath(form: RegExp, path: string): readonly (string | undefined)[] {
  const match = form.exec(path);
  if (!match) throw pathError();
  return match;
}

function parseIndex(place: string): number {
  return Number(place.replace(/[x/]/g, ''));
}

function parseWidth(width: string | undefined): number {
  return width === undefined ? tileWidth : Number(width);
}

function pathError(): LedgerError {
  return new LedgerError('tile-path', 'Not the path of a tile or a bundle');
}
