import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeRoot, emptyEdge, growTree, type TreeEdge } from '../../src/ledger/growth.js';
import { concatBytes, equalBytes, sha256, treeRoot } from '../../src/ledger/index.js';
import { foldNodes } from '../../src/ledger/proof.js';
import { formatTilePath, newTiles } from '../../src/ledger/tile.js';
import { codeOf } from './fixtures.js';
import { leavesOf, NaiveTree, TileFolder } from './naive-tree.js';

const leaves = leavesOf(70_000);

/** The edge of a tree of so many leaves, all the same: valid in its lengths, which is all that is looked at. */
function edgeOf(size: number): TreeEdge {
  const tiles: Uint8Array[] = [];
  for (let count = size; count > 0; count = Math.floor(count / 256)) {
    tiles.push(new Uint8Array((count % 256) * 32).fill(7));
  }
  return { size, tiles };
}

describe('a growing tree', () => {
  it('has the root of the recursive definition at every size up to 300, one leaf at a time', () => {
    const naive = new NaiveTree(leaves);
    let edge = emptyEdge;
    expect(edgeRoot(edge)).toEqual(sha256(new Uint8Array(0)));
    for (let size = 1; size <= 300; size += 1) {
      edge = growTree(edge, [leaves[size - 1]!]).edge;
      expect(edge.size).toBe(size);
      expect(edgeRoot(edge)).toEqual(naive.root(0, size));
    }
  });

  it('has one edge and one set of tiles, whatever the steps it grew by', () => {
    const whole = growTree(emptyEdge, leaves);
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 40_000 })));
    fc.assert(
      fc.property(steps, (counts) => {
        const folder = new TileFolder();
        for (const count of counts) folder.grow(leaves.slice(folder.edge.size, folder.edge.size + count));
        folder.grow(leaves.slice(folder.edge.size));
        expect(folder.edge).toEqual(whole.edge);
        for (const { level, index, bytes } of whole.tiles) {
          const path = formatTilePath({ level, index, width: bytes.length / 32 });
          expect(equalBytes(folder.files.get(path) ?? new Uint8Array(0), bytes), path).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
    expect(edgeRoot(whole.edge)).toEqual(treeRoot(leaves));
  });

  it('gives just the tiles that are new or wider, each once and in its final state', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.nat(3_000), (before, count) => {
        const { edge } = growTree(emptyEdge, leaves.slice(0, before));
        const { tiles } = growTree(edge, leaves.slice(before, before + count));
        expect(tiles.map(({ level, index, bytes }) => ({ level, index, width: bytes.length / 32 }))).toEqual(
          newTiles(before, before + count),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('of 70,000 leaves has the tiles that the specification of tiles counts', () => {
    const { edge, tiles } = growTree(emptyEdge, leaves);
    const widths = (level: number): number[] =>
      tiles.filter((tile) => tile.level === level).map((tile) => tile.bytes.length / 32);
    expect(widths(0)).toEqual([...Array.from({ length: 273 }, () => 256), 112]);
    expect(widths(1)).toEqual([256, 17]);
    expect(widths(2)).toEqual([1]);
    expect(edge.tiles.map((bytes) => bytes.length / 32)).toEqual([112, 17, 1]);
  });

  it('has a tile of one hash above a tile that has just become full', () => {
    const { edge, tiles } = growTree(emptyEdge, leaves.slice(0, 256));
    expect(edge.tiles.map((bytes) => bytes.length / 32)).toEqual([0, 1]);
    expect(tiles[0]?.bytes).toEqual(concatBytes(...leaves.slice(0, 256)));
    expect(tiles[1]).toEqual({ level: 1, index: 0, bytes: treeRoot(leaves.slice(0, 256)) });
  });

  it('is the same tree, without tiles, when nothing is added', () => {
    const { edge } = growTree(emptyEdge, leaves.slice(0, 300));
    expect(growTree(edge, [])).toEqual({ edge, tiles: [] });
    expect(growTree(emptyEdge, [])).toEqual({ edge: emptyEdge, tiles: [] });
  });

  it('keeps nothing of what it was given and changes nothing', () => {
    const given = leaves.slice(0, 260).map((leaf) => leaf.slice());
    const first = growTree(emptyEdge, given);
    const copy = structuredClone(first.edge);
    const second = growTree(first.edge, leaves.slice(260, 600));
    expect(first.edge).toEqual(copy);
    for (const leaf of given) leaf.fill(0);
    for (const { bytes } of first.tiles) bytes.fill(0);
    expect(growTree(copy, leaves.slice(260, 600))).toEqual(second);
  });

  it('hashes about once a leaf, so that a million leaves are a matter of seconds', () => {
    const million = Array.from({ length: 1_000_000 }, (_, index) => leaves[index % 1_000]!);
    const { edge, tiles } = growTree(emptyEdge, million);
    expect(tiles).toHaveLength(3_907 + 16 + 1);
    expect(edgeRoot(edge)).toEqual(treeRoot(million));
  });

  it('holds at sizes that no bitwise operator reaches', () => {
    const edge = edgeOf(2 ** 40 + 2 ** 32 - 1);
    const grown = growTree(edge, leaves.slice(0, 2));
    expect(grown.edge.size).toBe(2 ** 40 + 2 ** 32 + 1);
    expect(grown.tiles.map(({ level, index }) => [level, index])).toEqual([
      [0, 2 ** 32 + 2 ** 24 - 1],
      [0, 2 ** 32 + 2 ** 24],
      [1, 2 ** 24 + 2 ** 16 - 1],
      [2, 2 ** 16 + 2 ** 8 - 1],
      [3, 2 ** 8],
      [4, 1],
    ]);
    expect(edgeRoot(grown.edge)).toHaveLength(32);
    expect(growTree(edgeOf(Number.MAX_SAFE_INTEGER - 1), [leaves[0]!]).edge.size).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });

  it('refuses to grow beyond the integers it can count', () => {
    const edge = edgeOf(Number.MAX_SAFE_INTEGER - 1);
    expect(codeOf(() => growTree(edge, leaves.slice(0, 2)))).toBe('tree-size');
  });

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['31 bytes', new Uint8Array(31)],
    ['33 bytes', new Uint8Array(33)],
    ['64 bytes, the shape of a node', new Uint8Array(64)],
  ])('refuses a leaf that nobody hashed, of %s', (_words, leaf) => {
    expect(codeOf(() => growTree(emptyEdge, [leaf]))).toBe('tree-leaf');
    expect(codeOf(() => growTree(emptyEdge, [leaves[0]!, leaf]))).toBe('tree-leaf');
  });

  it.each<[string, TreeEdge]>([
    ['of a negative size', { size: -1, tiles: [] }],
    ['of half a leaf', { size: 0.5, tiles: [] }],
    ['of 2^53 leaves', edgeOf(2 ** 53)],
    ['of no number', { size: NaN, tiles: [] }],
    ['without its tiles', { size: 3, tiles: [] }],
    ['with a tile too narrow', { size: 3, tiles: [new Uint8Array(64)] }],
    ['with a tile too wide', { size: 3, tiles: [new Uint8Array(128)] }],
    ['with part of a hash', { size: 3, tiles: [new Uint8Array(97)] }],
    ['with a full tile', { size: 256, tiles: [new Uint8Array(8192), new Uint8Array(32)] }],
    ['without the level above a full tile', { size: 256, tiles: [new Uint8Array(0)] }],
    ['with a level too many', { size: 3, tiles: [new Uint8Array(96), new Uint8Array(0)] }],
    ['of the empty tree with a tile', { size: 0, tiles: [new Uint8Array(0)] }],
  ])('refuses an edge %s', (_words, edge) => {
    expect(codeOf(() => growTree(edge, [leaves[0]!]))).toBe('tree-edge');
    expect(codeOf(() => edgeRoot(edge))).toBe('tree-edge');
  });

  it('of a doubled last leaf has another root', () => {
    for (const size of [1, 2, 3, 5, 255, 256, 257]) {
      const { edge } = growTree(emptyEdge, leaves.slice(0, size));
      expect(edgeRoot(growTree(edge, [leaves[size - 1]!]).edge)).not.toEqual(edgeRoot(edge));
    }
  });
});

describe('the fold of nodes', () => {
  it('is one node itself, and the empty tree of none', () => {
    expect(foldNodes([leaves[0]!])).toEqual(leaves[0]);
    expect(foldNodes([])).toEqual(treeRoot([]));
  });

  it('is not the fold of the nodes in another order', () => {
    const [a, b, c] = leaves as [Uint8Array, Uint8Array, Uint8Array];
    expect(foldNodes([a, b, c])).not.toEqual(foldNodes([b, a, c]));
    expect(foldNodes([a, b, c])).not.toEqual(foldNodes([foldNodes([a, b]), c]));
  });
});
