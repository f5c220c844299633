import { base64urlDecode, base64urlEncode, equalBytes } from './bytes.js';
import { type Fault, LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { isJsonObject, type JsonValue } from './json.js';
import {
  bucketDepth,
  emptyChild,
  keyBit,
  type MapChild,
  mapDepth,
  mapKey,
  type MapLeaf,
  mapLeafHash,
  mapNodeHash,
  sharePrefix,
  splitLeaves,
  subtreeOver,
} from './map.js';
import { mapTileRows } from './map-tile.js';

/** What the map has for one chain, or that it has nothing; JSON as it stands. */
export interface MapProof {
  /**
   * The hash beside each subtree on the way from where the chain is, or would be, up to the root: base64url, `''`
   * for an empty subtree. As many as that place is deep.
   */
  readonly siblings: readonly string[];
  /** For a chain that is not in the map: the leaf that stands where it would be, when one does. */
  readonly other?: MapProofLeaf;
}

export interface MapProofLeaf {
  /** base64url, as `head`. */
  readonly key: string;
  readonly count: number;
  readonly head: string;
}

/** Keys from the first to the last, both included. */
export interface KeyRange {
  readonly first: Uint8Array;
  readonly last: Uint8Array;
}

/** Why a proof does not hold, with both roots where it leads to another than the map's. */
export interface MapFault extends Fault {
  readonly expected?: string;
  readonly found?: string;
}

/**
 * Which leaves proveMap needs besides the tiles: those with keys in this range.
 *
 * The key's own bucket; or, where a subtree above it has one leaf or none, the range of that subtree, because the one
 * leaf may lie in another bucket. `tile` is that of the key's first byte.
 *
 * @throws LedgerError `map-tile` when the tiles are not of one map.
 */
export function planMapProof(
  key: Uint8Array,
  rootTile: readonly MapChild[],
  tile: readonly MapChild[],
): KeyRange {
  const depth = descend(key, rootTile, tile).siblings.length;
  const [first, last] = [key.slice(), key.slice()];
  for (let bit = depth; bit < mapDepth; bit += 1) {
    const at = Math.floor(bit / 8);
    const value = 2 ** (7 - (bit % 8));
    const isSet = keyBit(key, bit) === 1;
    if (isSet) first[at] = (first[at] ?? 0) - value;
    else last[at] = (last[at] ?? 0) + value;
  }
  return { first, last };
}

/**
 * The proof of what the map has for a key, or that it has nothing.
 *
 * `tile` is that of the key's first byte, `leaves` are those of planMapProof's range, in any order.
 *
 * @throws LedgerError `map-tile` when tiles and leaves are not of one map, `map-leaf` when a leaf is malformed.
 */
export function proveMap(
  key: Uint8Array,
  rootTile: readonly MapChild[],
  tile: readonly MapChild[],
  leaves: readonly MapLeaf[],
): MapProof {
  const { siblings, end } = descend(key, rootTile, tile);
  requireSame(end, subtreeOver(leaves, siblings.length));
  let left = leaves;
  while (left.length > 1) {
    const depth = siblings.length;
    const halves = splitLeaves(left, depth);
    const [own, beside] = keyBit(key, depth) === 0 ? halves : [halves[1], halves[0]];
    siblings.push(subtreeOver(beside, depth + 1));
    left = own;
  }
  const [lone] = left;
  const upwards = siblings.reverse().map(({ kind, hash }) => (kind === 'empty' ? '' : base64urlEncode(hash)));
  if (!lone || equalBytes(lone.key, key)) return { siblings: upwards };
  const other = { key: base64urlEncode(lone.key), count: lone.count, head: base64urlEncode(lone.head) };
  return { siblings: upwards, other };
}

/**
 * Whether the map has exactly this count and head for the chain; with null, whether it has nothing for it.
 *
 * A root has one answer for each chain: the bits of the key lead to one place, and what stands there is a leaf of that
 * key, a leaf of another, or nothing. Never throws, whatever the proof holds.
 */
export function checkMapProof(
  root: Uint8Array,
  chain: string,
  expected: Pick<MapLeaf, 'count' | 'head'> | null,
  proof: MapProof,
): MapFault | null {
  try {
    const found = rebuildRoot(mapKey(chain), expected, proof);
    if (equalBytes(found, root)) return null;
    return {
      code: 'map-root',
      message: 'The proof leads to another root than that of the map',
      expected: base64urlEncode(root),
      found: base64urlEncode(found),
    };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return { code: error.code, message: error.message };
  }
}

/**
 * The proof of its JSON value: `siblings` and at most `other`, of the right types. Whether it holds is for
 * checkMapProof to say.
 *
 * @throws LedgerError `map-proof`.
 */
export function parseMapProof(value: JsonValue): MapProof {
  if (!isJsonObject(value)) throw malformed();
  const { siblings, other, ...rest } = value;
  if (!Array.isArray(siblings) || Object.keys(rest).length > 0) throw malformed();
  const texts = siblings.map((sibling) => {
    if (typeof sibling !== 'string') throw malformed();
    return sibling;
  });
  return other === undefined ? { siblings: texts } : { siblings: texts, other: parseLeaf(other) };
}

function parseLeaf(value: JsonValue): MapProofLeaf {
  if (!isJsonObject(value)) throw malformed();
  const { key, count, head, ...rest } = value;
  if (typeof key !== 'string' || typeof count !== 'number' || typeof head !== 'string') throw malformed();
  if (Object.keys(rest).length > 0) throw malformed();
  return { key, count, head };
}

/** The way of a key down the tiles: what stands beside it, from the top, and the subtree where it ends. */
function descend(
  key: Uint8Array,
  rootTile: readonly MapChild[],
  tile: readonly MapChild[],
): { siblings: MapChild[]; end: MapChild } {
  const upper = mapTileRows(rootTile);
  const lower = mapTileRows(tile);
  requireSame(rootTile[key[0] ?? 0] ?? emptyChild, lower[0]?.[0] ?? emptyChild);
  const siblings: MapChild[] = [];
  let end = upper[0]?.[0] ?? emptyChild;
  let place = 0;
  while (end.kind === 'node' && siblings.length < bucketDepth) {
    const depth = siblings.length;
    const row = (depth < 8 ? upper[depth + 1] : lower[depth - 7]) ?? [];
    // A tile's places begin anew at its top, which is one place of the tile above.
    place = (depth === 8 ? 0 : place * 2) + keyBit(key, depth);
    end = row[place] ?? emptyChild;
    siblings.push(row[place % 2 === 0 ? place + 1 : place - 1] ?? emptyChild);
  }
  return { siblings, end };
}

function requireSame(one: MapChild, other: MapChild): void {
  if (one.kind !== other.kind || !equalBytes(one.hash, other.hash)) {
    throw new LedgerError('map-tile', 'The tiles and leaves are not of one map');
  }
}

function rebuildRoot(
  key: Uint8Array,
  expected: Pick<MapLeaf, 'count' | 'head'> | null,
  { siblings, other }: MapProof,
): Uint8Array {
  const depth = siblings.length;
  if (depth > mapDepth) throw malformed();
  // The lowest sibling has a leaf: otherwise the subtree above would have one leaf or none, and end the way itself.
  if (siblings[0] === '') throw malformed();
  let hash = startOf(key, depth, expected, other);
  siblings.forEach((sibling, at) => {
    const beside = decodeSibling(sibling);
    hash = keyBit(key, depth - 1 - at) === 0 ? mapNodeHash(hash, beside) : mapNodeHash(beside, hash);
  });
  return hash;
}

/** What stands at the end of the key's way: the expected leaf, or for an absent chain another leaf or nothing. */
function startOf(
  key: Uint8Array,
  depth: number,
  expected: Pick<MapLeaf, 'count' | 'head'> | null,
  other: MapProofLeaf | undefined,
): Uint8Array {
  if (expected) {
    if (other) throw malformed();
    return mapLeafHash({ key, count: expected.count, head: expected.head });
  }
  if (!other) return emptyChild.hash;
  const leaf = { key: base64urlDecode(other.key), count: other.count, head: base64urlDecode(other.head) };
  if (equalBytes(leaf.key, key) || !sharePrefix(leaf.key, key, depth)) throw malformed();
  return mapLeafHash(leaf);
}

function decodeSibling(text: string): Uint8Array {
  if (text === '') return emptyChild.hash;
  const hash = base64urlDecode(text);
  if (hash.length !== hashLength || equalBytes(hash, emptyChild.hash)) throw malformed();
  return hash;
}

function malformed(): LedgerError {
  return new LedgerError('map-proof', 'Not a proof of what the map has for this chain');
}
