import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexEncode, leafHash, nodeHash, sha256, utf8Encode } from '../../src/ledger/index.js';
import {
  bucketRoot,
  emptyChild,
  mapKey,
  type MapLeaf,
  mapLeafHash,
  mapNodeHash,
  mapRoot,
  type MapChild,
} from '../../src/ledger/map.js';
import {
  emptyMapTile,
  encodeMapTile,
  mapTile,
  mapTileRows,
  parseMapTile,
} from '../../src/ledger/map-tile.js';
import { codeOf } from './fixtures.js';
import { chainName, leafOf, naiveLeafHash, naiveMapRoot, StoredMap, tileWith } from './map-fixtures.js';

const leaves = Array.from({ length: 3_000 }, (_, n) => leafOf(chainName(n), 1 + (n % 7)));
const zero = new Uint8Array(32);

/** Keys that share much: few bytes, few values, so that lone leaves stand at every depth. */
const closeKey = fc
  .array(fc.constantFrom(0, 1, 128, 255), { minLength: 4, maxLength: 4 })
  .chain((bytes) => fc.constantFrom(0, 1, 3, 15, 29).map((at) => spread(bytes, at)));
const closeLeaves = fc.uniqueArray(
  fc.record({ key: closeKey, count: fc.integer({ min: 1, max: 9 }), head: fc.constant(zero) }),
  { selector: ({ key }) => hexEncode(key), maxLength: 40 },
);
const anyHash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((hash) => hash.some((byte) => byte > 0));
const anyChild: fc.Arbitrary<MapChild> = fc.oneof(
  fc.constant(emptyChild),
  fc.record({ kind: fc.constantFrom('leaf', 'node'), hash: anyHash }),
);
const anyTile = fc.array(anyChild, { minLength: 256, maxLength: 256 });

function spread(bytes: readonly number[], at: number): Uint8Array {
  const key = new Uint8Array(32);
  key.set(bytes.slice(0, 2), 0);
  key.set(bytes.slice(2), at);
  return key;
}

describe('the root of the map', () => {
  it('is 32 zero bytes without chains, and the leaf itself with one', () => {
    expect(mapRoot([])).toEqual(zero);
    expect(mapRoot([leaves[0]!])).toEqual(mapLeafHash(leaves[0]!));
  });

  it('is what the naive construction gives, whatever the keys have in common', () => {
    fc.assert(
      fc.property(closeLeaves, (some) => {
        expect(mapRoot(some)).toEqual(naiveMapRoot(some));
      }),
      { numRuns: 300 },
    );
    expect(mapRoot(leaves)).toEqual(naiveMapRoot(leaves));
  });

  it('is the same in whatever order the leaves are given', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(leaves.slice(0, 60)), (some) => {
        expect(mapRoot(some)).toEqual(mapRoot(some.toSorted((a, b) => Buffer.compare(a.key, b.key))));
      }),
    );
  });

  it('is the same by way of buckets and two tiers of tiles', () => {
    for (const count of [0, 1, 2, 3, 10, 100, 3_000]) {
      const some = leaves.slice(0, count);
      expect(new StoredMap(some).root).toEqual(mapRoot(some));
    }
    fc.assert(
      fc.property(closeLeaves, (some) => {
        expect(new StoredMap(some).root).toEqual(mapRoot(some));
      }),
      { numRuns: 50 },
    );
  });

  it('differs when a chain is left out, has another count or another head, or is another', () => {
    const some = leaves.slice(0, 20);
    const root = mapRoot(some);
    some.forEach((leaf, at) => {
      const others: (MapLeaf | null)[] = [
        null,
        { ...leaf, count: leaf.count + 1 },
        { ...leaf, head: sha256(leaf.head) },
        { ...leaf, key: sha256(leaf.key) },
      ];
      for (const other of others) {
        expect(mapRoot(some.toSpliced(at, 1, ...(other ? [other] : [])))).not.toEqual(root);
      }
    });
  });

  it('is refused when two leaves have one key', () => {
    const twice = { ...leaves[1]!, count: 99 };
    expect(codeOf(() => mapRoot([...leaves.slice(0, 5), twice]))).toBe('map-leaf');
    expect(codeOf(() => mapRoot([leaves[1]!, leaves[1]!]))).toBe('map-leaf');
    expect(codeOf(() => bucketRoot([leaves[1]!, twice]))).toBe('map-leaf');
  });
});

describe('the hashes of the map', () => {
  it('are those of ledger.md §7', () => {
    const [leaf] = leaves;
    expect(mapKey('batch/农')).toEqual(sha256(utf8Encode('batch/农')));
    expect(mapLeafHash(leaf!)).toEqual(naiveLeafHash(leaf!));
    for (const count of [1, 255, 256, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      expect(mapLeafHash({ ...leaf!, count })).toEqual(naiveLeafHash({ ...leaf!, count }));
    }
  });

  it('are none of the log’s', () => {
    const [left, right] = [leaves[0]!.head, leaves[1]!.head];
    expect(mapNodeHash(left, right)).not.toEqual(nodeHash(left, right));
    const whole = Buffer.concat([leaves[0]!.key, Buffer.alloc(7), Buffer.of(1), leaves[0]!.head]);
    expect(mapLeafHash(leaves[0]!)).not.toEqual(leafHash(new Uint8Array(whole)));
  });

  it.each<[string, Partial<MapLeaf>]>([
    ['of no entry', { count: 0 }],
    ['of a negative count', { count: -1 }],
    ['of half an entry', { count: 1.5 }],
    ['of 2^53 entries', { count: 2 ** 53 }],
    ['of no number', { count: NaN }],
    ['with a key of 31 bytes', { key: new Uint8Array(31) }],
    ['with a key of 33 bytes', { key: new Uint8Array(33) }],
    ['with a head of 31 bytes', { head: new Uint8Array(31) }],
    ['without a head', { head: new Uint8Array(0) }],
  ])('are not given for a leaf %s', (_words, change) => {
    expect(codeOf(() => mapLeafHash({ ...leaves[0]!, ...change }))).toBe('map-leaf');
    expect(codeOf(() => mapRoot([{ ...leaves[0]!, ...change }]))).toBe('map-leaf');
  });

  it('of a bucket are not given for leaves of two', () => {
    const key = leaves[0]!.key;
    const near = { ...leaves[0]!, key: key.with(2, (key[2]! + 1) % 256) };
    const far = { ...leaves[0]!, key: key.with(1, (key[1]! + 1) % 256) };
    expect(bucketRoot([leaves[0]!, near]).kind).toBe('node');
    expect(codeOf(() => bucketRoot([leaves[0]!, far]))).toBe('map-leaf');
    expect(codeOf(() => bucketRoot([leaves[0]!, near, leaves[1]!]))).toBe('map-leaf');
  });
});

describe('a tile of the map', () => {
  const leaf: MapChild = { kind: 'leaf', hash: sha256(utf8Encode('leaf')) };
  const node: MapChild = { kind: 'node', hash: sha256(utf8Encode('node')) };

  it('is empty without leaves, and its leaf with one, wherever that is', () => {
    expect(mapTile(emptyMapTile)).toEqual(emptyChild);
    for (const at of [0, 1, 127, 128, 255]) expect(mapTile(tileWith({ [at]: leaf }))).toEqual(leaf);
  });

  it('is a node above a node, though all else is empty', () => {
    let hash = node.hash;
    for (let level = 0; level < 8; level += 1) hash = mapNodeHash(zero, hash);
    expect(mapTile(tileWith({ 255: node }))).toEqual({ kind: 'node', hash });
  });

  it('has the subtrees of each depth, its own children the last', () => {
    const children = tileWith({ 0: leaf, 255: node });
    const rows = mapTileRows(children);
    expect(rows.map((row) => row.length)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    expect(rows[8]).toEqual(children);
    expect(rows[1]?.[0]).toEqual(leaf);
  });

  it('is written as 256 times 33 bytes, and read back', () => {
    fc.assert(
      fc.property(anyTile, (tile) => {
        const bytes = encodeMapTile(tile);
        expect(bytes).toHaveLength(8_448);
        expect(parseMapTile(bytes)).toEqual(tile);
      }),
      { numRuns: 20 },
    );
    const bytes = encodeMapTile(tileWith({ 1: leaf, 2: node }));
    expect([bytes[0], bytes[33], bytes[66], bytes[99]]).toEqual([0, 1, 2, 0]);
    expect(bytes.subarray(34, 66)).toEqual(leaf.hash);
  });

  it('is read as copies, which do not hold on to its bytes', () => {
    const bytes = encodeMapTile(tileWith({ 1: leaf }));
    const [, child] = parseMapTile(bytes);
    bytes.fill(0);
    expect(child).toEqual(leaf);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['no bytes', () => new Uint8Array(0)],
    ['a byte too few', (bytes) => bytes.subarray(1)],
    ['a byte too many', (bytes) => new Uint8Array([...bytes, 0])],
    ['a child of kind 3', (bytes) => bytes.with(33, 3)],
    ['a child of kind 255', (bytes) => bytes.with(33, 255)],
    ['an empty child with a hash', (bytes) => bytes.with(33, 0)],
    ['a leaf without a hash', (bytes) => bytes.with(0, 1)],
    ['a node without a hash', (bytes) => bytes.with(0, 2)],
  ])('is not read from %s', (_words, change) => {
    const bytes = encodeMapTile(tileWith({ 1: leaf, 2: node }));
    expect(codeOf(() => parseMapTile(change(bytes)))).toBe('map-tile');
  });

  it.each<[string, readonly MapChild[]]>([
    ['of no children', []],
    ['of 255 children', emptyMapTile.slice(1)],
    ['of 257 children', [...emptyMapTile, emptyChild]],
  ])('%s is neither joined nor written', (_words, children) => {
    expect(codeOf(() => mapTile(children))).toBe('map-tile');
    expect(codeOf(() => encodeMapTile(children))).toBe('map-tile');
  });

  it.each<[string, MapChild]>([
    ['an empty child that has a hash', { kind: 'empty', hash: leaf.hash }],
    ['a leaf that has none', { kind: 'leaf', hash: zero }],
    ['a hash of 31 bytes', { kind: 'node', hash: leaf.hash.subarray(1) }],
    ['a hash of 33 bytes', { kind: 'node', hash: new Uint8Array(33).fill(1) }],
    ['a hash of no bytes', { kind: 'empty', hash: new Uint8Array(0) }],
  ])('is not written with %s', (_words, child) => {
    expect(codeOf(() => encodeMapTile(tileWith({ 7: child })))).toBe('map-tile');
  });
});
