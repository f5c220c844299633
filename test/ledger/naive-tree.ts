import { nodeHash, sha256, utf8Encode } from '../../src/ledger/index.js';
import { emptyEdge, growTree, type TreeEdge } from '../../src/ledger/growth.js';
import { type NodeId } from '../../src/ledger/proof.js';
import { formatTilePath, nodeOfTile, tileOf } from '../../src/ledger/tile.js';

/** The first so many leaf hashes of a log that every test can make again. */
export function leavesOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => sha256(utf8Encode(`\0leaf ${index}`)));
}

/** RFC 6962 §2.1 word for word, each definition with the leaves D[from:to] instead of copies of them. */
export class NaiveTree {
  private readonly hashes = new Map<string, Uint8Array>();

  constructor(private readonly leaves: readonly Uint8Array[]) {}

  /** MTH(D[from:to]) */
  root(from: number, to: number): Uint8Array {
    if (to === from) return sha256(new Uint8Array(0));
    if (to - from === 1) return this.leaves[from]!;
    const known = this.hashes.get(`${from}:${to}`);
    if (known) return known;
    const middle = from + split(to - from);
    const hash = nodeHash(this.root(from, middle), this.root(middle, to));
    this.hashes.set(`${from}:${to}`, hash);
    return hash;
  }

  /** PATH(m, D[from:to]) */
  path(m: number, from: number, to: number): Uint8Array[] {
    if (to - from === 1) return [];
    const k = split(to - from);
    return m < k
      ? [...this.path(m, from, from + k), this.root(from + k, to)]
      : [...this.path(m - k, from + k, to), this.root(from, from + k)];
  }

  /** SUBPROOF(m, D[from:to], isOlderTree); PROOF(m, D[n]) = SUBPROOF(m, D[0:n], true) */
  subproof(m: number, from: number, to: number, isOlderTree: boolean): Uint8Array[] {
    if (m === to - from) return isOlderTree ? [] : [this.root(from, to)];
    const k = split(to - from);
    return m <= k
      ? [...this.subproof(m, from, from + k, isOlderTree), this.root(from + k, to)]
      : [...this.subproof(m - k, from + k, to, false), this.root(from, from + k)];
  }
}

function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/** A log that keeps its tiles by path, as a directory of static files would. */
export class TileFolder {
  readonly files = new Map<string, Uint8Array>();
  edge: TreeEdge = emptyEdge;
  private readonly nodes = new Map<string, Uint8Array>();

  grow(leaves: readonly Uint8Array[]): void {
    const growth = growTree(this.edge, leaves);
    for (const { level, index, bytes } of growth.tiles) {
      this.files.set(formatTilePath({ level, index, width: bytes.length / 32 }), bytes);
    }
    this.edge = growth.edge;
  }

  /** The hash of a node, from the tile that a tree of `size` has for it. */
  read(node: NodeId, size: number): Uint8Array {
    const tile = tileOf(node, size);
    const path = formatTilePath(tile);
    const place = `${node.level}:${node.index} ${path}`;
    const known = this.nodes.get(place);
    if (known) return known;
    const bytes = this.files.get(path);
    if (!bytes) throw new Error(`no ${path}`);
    const hash = nodeOfTile(tile, bytes, node);
    this.nodes.set(place, hash);
    return hash;
  }
}
