import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { foldNodes, isTreeSize, planRoot } from './proof.js';
import { hashesAt, nodeOfTile, perfectRoot, tileOf, tileWidth } from './tile.js';

const tileBytes = tileWidth * hashLength;

/** All that is needed of a tree to let it grow: its right edge. */
export interface TreeEdge {
  /** 0 … 2^53−1. */
  readonly size: number;
  /**
   * For each level of tiles that the tree has, from 0, the bytes of its last tile while that is partial; no bytes
   * where the last tile is full.
   */
  readonly tiles: readonly Uint8Array[];
}

/** A tile that is new or wider, full or partial. */
export interface GrownTile {
  readonly level: number;
  readonly index: number;
  /** 1 … 256 hashes. */
  readonly bytes: Uint8Array;
}

export interface Growth {
  readonly edge: TreeEdge;
  readonly tiles: readonly GrownTile[];
}

/** The edge of the tree without leaves. */
export const emptyEdge: TreeEdge = { size: 0, tiles: [] };

/**
 * The tree with more leaves, in order, and every tile that the growth made or widened, each once and in its final
 * state, the lowest level first: those that newTiles names.
 *
 * Hashes a tile into the level above when it becomes full, and never again: about one hash a leaf. Nothing that
 * was given is kept or changed. Leaf hashes are the caller's to compute from the entries.
 *
 * @throws LedgerError `tree-leaf` when one is not 32 bytes, `tree-size` when the tree would have 2^53 leaves or
 * more, `tree-edge` when the edge is not one of a tree of its size.
 */
export function growTree(edge: TreeEdge, leafHashes: readonly Uint8Array[]): Growth {
  checkEdge(edge);
  const size = edge.size + leafHashes.length;
  if (!isTreeSize(size)) throw new LedgerError('tree-size', 'The tree would have too many leaves');
  if (leafHashes.some((leaf) => leaf.length !== hashLength)) {
    throw new LedgerError('tree-leaf', 'A leaf hash has 32 bytes');
  }
  const tiles: GrownTile[] = [];
  const edgeTiles = [...edge.tiles];
  let added: readonly Uint8Array[] = leafHashes;
  for (let level = 0; added.length > 0; level += 1) {
    const bytes = joinHashes(edgeTiles[level], added);
    const first = hashesAt(level + 1, edge.size);
    const full: Uint8Array[] = [];
    let at = 0;
    for (; at + tileBytes <= bytes.length; at += tileBytes) {
      const tile = bytes.slice(at, at + tileBytes);
      tiles.push({ level, index: first + full.length, bytes: tile });
      full.push(perfectRoot(tile));
    }
    const rest = bytes.slice(at);
    if (rest.length > 0) tiles.push({ level, index: first + full.length, bytes: rest });
    edgeTiles[level] = rest;
    added = full;
  }
  return { edge: { size, tiles: edgeTiles }, tiles };
}

/**
 * The root of the tree, from its edge alone.
 *
 * @throws LedgerError `tree-edge` when the edge is not one of a tree of its size.
 */
export function edgeRoot(edge: TreeEdge): Uint8Array {
  checkEdge(edge);
  const hashes = planRoot(edge.size).map((node) => {
    const tile = tileOf(node, edge.size);
    return nodeOfTile(tile, edge.tiles[tile.level] ?? new Uint8Array(0), node);
  });
  return foldNodes(hashes);
}

/** Holds an edge to its size: ⌊size / 256^level⌋ mod 256 hashes at each level that has any. */
function checkEdge(edge: TreeEdge): void {
  let level = 0;
  let holds = isTreeSize(edge.size);
  for (; holds && hashesAt(level, edge.size) > 0; level += 1) {
    holds = edge.tiles[level]?.length === (hashesAt(level, edge.size) % tileWidth) * hashLength;
  }
  if (!holds || edge.tiles.length !== level) {
    throw new LedgerError('tree-edge', 'The edge is not one of a tree of this size');
  }
}

function joinHashes(first: Uint8Array | undefined, rest: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array((first?.length ?? 0) + rest.length * hashLength);
  joined.set(first ?? []);
  let at = first?.length ?? 0;
  for (const hash of rest) {
    joined.set(hash, at);
    at += hashLength;
  }
  return joined;
}
