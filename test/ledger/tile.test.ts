import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, nodeHash, treeRoot } from '../../src/ledger/index.js';
import {
  formatBundlePath,
  formatTilePath,
  newTiles,
  nodeOfTile,
  parseBundlePath,
  parseTilePath,
  type TileId,
  tileOf,
} from '../../src/ledger/tile.js';
import { codeOf } from './fixtures.js';
import { leavesOf } from './naive-tree.js';

const leaves = leavesOf(600);
const anyTile = fc.record({
  level: fc.integer({ min: 0, max: 63 }),
  index: fc.oneof(fc.maxSafeNat(), fc.nat(2_000)),
  width: fc.integer({ min: 1, max: 256 }),
});

/** What is no place of a tile, whatever stands before it. */
const badPlaces = [
  '',
  '0',
  '00',
  '0000',
  '1000',
  '-01',
  '+01',
  '0x1',
  '00a',
  '00１',
  ' 000',
  '000 ',
  '000\n',
  '000/',
  '/000',
  '000/001',
  'x000',
  'x001/',
  'x000/001',
  'x000/x001/002',
  'X001/002',
  'x01/002',
  'x001//002',
  'x001/x002',
  '001.p',
  '001.p/',
  '001.p/0',
  '001.p/00',
  '001.p/08',
  '001.p/256',
  '001.p/257',
  '001.p/999',
  '001.p/-1',
  '001.p/8/',
  '001.p/8.p/8',
  '001.P/8',
  '001p/8',
  '001.p8',
  '001.p/x008',
  '..',
  '../000',
  '000?x',
  '000#x',
  '%30%30%30',
  // 2^53, and an index that a double would round
  'x009/x007/x199/x254/x740/992',
  'x999/x999/x999/x999/x999/999',
  `${'x999/'.repeat(200)}999`,
];

describe('the path of a tile', () => {
  it.each<[string, TileId]>([
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/999', { level: 0, index: 999, width: 256 }],
    ['tile/1/x001/000', { level: 1, index: 1_000, width: 256 }],
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/0/x001/x234/067.p/8', { level: 0, index: 1_234_067, width: 8 }],
    ['tile/63/x100/000.p/255', { level: 63, index: 100_000, width: 255 }],
    ['tile/6/x009/x007/x199/x254/x740/991.p/1', { level: 6, index: Number.MAX_SAFE_INTEGER, width: 1 }],
  ])('%s is read and written', (path, tile) => {
    expect(formatTilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('is read back as the tile it was written from', () => {
    fc.assert(
      fc.property(anyTile, (tile) => {
        expect(parseTilePath(formatTilePath(tile))).toEqual(tile);
      }),
    );
  });

  it.each(badPlaces)('is refused with the place %j', (place) => {
    expect(codeOf(() => parseTilePath(`tile/0/${place}`))).toBe('tile-path');
    expect(codeOf(() => parseBundlePath(`tile/entries/${place}`))).toBe('tile-path');
  });

  it.each(['', '00', '01', '-1', '+1', '64', '99', '100', 'x', '1.0', '１', 'entries', 'data'])(
    'is refused with the level %j',
    (level) => {
      expect(codeOf(() => parseTilePath(`tile/${level}/000`))).toBe('tile-path');
    },
  );

  it.each(['', '/', 'tile', 'tile/', 'tile/0', '/tile/0/000', 'Tile/0/000', 'tile//0/000', ' tile/0/000'])(
    'is refused when it is %j',
    (path) => {
      expect(codeOf(() => parseTilePath(path))).toBe('tile-path');
    },
  );

  it('is accepted only as it would be written', () => {
    fc.assert(
      fc.property(
        anyTile,
        fc.nat(80),
        fc.constantFrom('0', '1', '9', 'x', '/', '.', 'p', '-', ' ', '\n'),
        (tile, at, character) => {
          const path = formatTilePath(tile);
          const altered = path.slice(0, at) + character + path.slice(at + 1);
          try {
            expect(formatTilePath(parseTilePath(altered))).toBe(altered);
          } catch (error) {
            expect(error).toMatchObject({ code: 'tile-path' });
          }
        },
      ),
    );
  });

  it.each<[string, Partial<TileId>]>([
    ['a negative level', { level: -1 }],
    ['level 64', { level: 64 }],
    ['half a level', { level: 0.5 }],
    ['a negative index', { index: -1 }],
    ['half an index', { index: 1.5 }],
    ['an index of 2^53', { index: 2 ** 53 }],
    ['no hash', { width: 0 }],
    ['257 hashes', { width: 257 }],
    ['half a hash', { width: 1.5 }],
    ['no number of hashes', { width: NaN }],
  ])('is not written for a tile with %s', (_words, change) => {
    const tile = { level: 0, index: 0, width: 256, ...change };
    expect(codeOf(() => formatTilePath(tile))).toBe('tile-path');
  });
});

describe('the path of a bundle', () => {
  it.each([
    ['tile/entries/000', 0, 256],
    ['tile/entries/x001/x234/067', 1_234_067, 256],
    ['tile/entries/x001/x234/067.p/17', 1_234_067, 17],
  ])('%s is read and written', (path, index, width) => {
    expect(formatBundlePath(index, width)).toBe(path);
    expect(parseBundlePath(path)).toEqual({ index, width });
  });

  it('is not that of a tile', () => {
    expect(codeOf(() => parseBundlePath('tile/0/000'))).toBe('tile-path');
    expect(codeOf(() => parseTilePath('tile/entries/000'))).toBe('tile-path');
    expect(codeOf(() => parseBundlePath('tile/entries/0/000'))).toBe('tile-path');
  });

  it('is not written for an index or a width out of bounds', () => {
    for (const [index, width] of [
      [-1, 256],
      [2 ** 53, 256],
      [0, 0],
      [0, 257],
    ] as const) {
      expect(codeOf(() => formatBundlePath(index, width))).toBe('tile-path');
    }
  });
});

describe('the tile of a node', () => {
  it.each([
    [{ level: 0, index: 0 }, 1, { level: 0, index: 0, width: 1 }],
    [{ level: 0, index: 299 }, 300, { level: 0, index: 1, width: 44 }],
    [{ level: 0, index: 255 }, 300, { level: 0, index: 0, width: 256 }],
    [{ level: 7, index: 1 }, 256, { level: 0, index: 0, width: 256 }],
    [{ level: 3, index: 32 }, 264, { level: 0, index: 1, width: 8 }],
    [{ level: 8, index: 0 }, 256, { level: 1, index: 0, width: 1 }],
    [{ level: 9, index: 0 }, 70_000, { level: 1, index: 0, width: 256 }],
    [{ level: 16, index: 0 }, 70_000, { level: 2, index: 0, width: 1 }],
    [{ level: 52, index: 0 }, 2 ** 52, { level: 6, index: 0, width: 16 }],
  ])('%j in a tree of %d is in %j', (node, size, tile) => {
    expect(tileOf(node, size)).toEqual(tile);
  });

  it.each([
    [{ level: 0, index: 0 }, 0],
    [{ level: 0, index: 300 }, 300],
    [{ level: 1, index: 150 }, 301],
    [{ level: 8, index: 1 }, 511],
    [{ level: 53, index: 0 }, Number.MAX_SAFE_INTEGER],
    [{ level: 2_000, index: 0 }, 300],
    [{ level: -1, index: 0 }, 300],
    [{ level: 0, index: -1 }, 300],
    [{ level: 0.5, index: 0 }, 300],
    [{ level: 0, index: 0.5 }, 300],
    [{ level: 0, index: 0 }, 2 ** 53],
    [{ level: 0, index: 0 }, NaN],
  ])('%j does not exist in a tree of %d', (node, size) => {
    expect(codeOf(() => tileOf(node, size))).toBe('tree-size');
  });

  it('gives the hash over its leaves', () => {
    const tile = { level: 0, index: 1, width: 44 };
    const bytes = concatBytes(...leaves.slice(256, 300));
    expect(nodeOfTile(tile, bytes, { level: 0, index: 256 })).toEqual(leaves[256]);
    expect(nodeOfTile(tile, bytes, { level: 0, index: 299 })).toEqual(leaves[299]);
    expect(nodeOfTile(tile, bytes, { level: 1, index: 149 })).toEqual(nodeHash(leaves[298]!, leaves[299]!));
    expect(nodeOfTile(tile, bytes, { level: 5, index: 8 })).toEqual(treeRoot(leaves.slice(256, 288)));
  });

  it('gives a copy, which does not hold on to the tile', () => {
    const bytes = concatBytes(...leaves.slice(0, 2));
    nodeOfTile({ level: 0, index: 0, width: 2 }, bytes, { level: 0, index: 0 }).fill(0);
    expect(bytes).toEqual(concatBytes(...leaves.slice(0, 2)));
  });

  it.each([
    ['before it', { level: 0, index: 255 }],
    ['after its last hash', { level: 0, index: 300 }],
    ['partly after its last hash', { level: 3, index: 37 }],
    ['of the level above', { level: 8, index: 1 }],
    ['with a negative index', { level: 0, index: -1 }],
  ])('is not taken from a tile when it is %s', (_words, node) => {
    const bytes = concatBytes(...leaves.slice(256, 300));
    expect(codeOf(() => nodeOfTile({ level: 0, index: 1, width: 44 }, bytes, node))).toBe('tile-node');
  });

  it.each([0, 31, 32, 63, 65, 96])('is not taken from %d bytes for two hashes', (length) => {
    const tile = { level: 0, index: 0, width: 2 };
    expect(codeOf(() => nodeOfTile(tile, new Uint8Array(length), { level: 0, index: 0 }))).toBe('tile-bytes');
  });
});

describe('the new tiles of a tree', () => {
  it('are the partial one of each level, and the full ones before it', () => {
    expect(newTiles(0, 1)).toEqual([{ level: 0, index: 0, width: 1 }]);
    expect(newTiles(1, 257)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 0, index: 1, width: 1 },
      { level: 1, index: 0, width: 1 },
    ]);
    expect(newTiles(256, 257)).toEqual([{ level: 0, index: 1, width: 1 }]);
    expect(newTiles(70_000, 70_000)).toEqual([]);
    expect(newTiles(0, 70_000)).toHaveLength(273 + 1 + 2 + 1);
  });

  it('are the rightmost ones at sizes that no bitwise operator reaches', () => {
    expect(newTiles(2 ** 48 - 1, 2 ** 48)).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((level) => ({ level, index: 2 ** (40 - 8 * level) - 1, width: 256 })),
      { level: 6, index: 0, width: 1 },
    ]);
  });

  it.each([
    [2, 1],
    [-1, 1],
    [0.5, 1],
    [0, 2 ** 53],
    [NaN, 1],
  ])('are none from %d to %d', (from, to) => {
    expect(codeOf(() => newTiles(from, to))).toBe('tree-size');
  });
});
