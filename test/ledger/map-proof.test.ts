import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64urlEncode, sha256, utf8Encode } from '../../src/ledger/index.js';
import type { JsonValue } from '../../src/ledger/index.js';
import { mapKey, mapLeafHash, mapNodeHash, type MapLeaf } from '../../src/ledger/map.js';
import {
  checkMapProof,
  type MapProof,
  parseMapProof,
  planMapProof,
  proveMap,
} from '../../src/ledger/map-proof.js';
import { emptyMapTile } from '../../src/ledger/map-tile.js';
import { codeOf } from './fixtures.js';
import { bitsOf, chainName, leafOf, StoredMap } from './map-fixtures.js';

const present = Array.from({ length: 2_000 }, (_, n) => chainName(n));
const absent = Array.from({ length: 300 }, (_, n) => chainName(1_000_000 + n));
const maps = [0, 1, 2, 3, 5, 20, 300, 2_000].map((count) => {
  const leaves = present.slice(0, count).map((chain) => leafOf(chain));
  return { count, map: new StoredMap(leaves), leaves };
});
const { map: large, leaves } = maps.at(-1)!;

function prove(map: StoredMap, chain: string): MapProof {
  const key = mapKey(chain);
  const tile = map.tile(key[0]!);
  return proveMap(key, map.rootTile, tile, map.read(planMapProof(key, map.rootTile, tile)));
}

/** Chains whose keys begin alike for long: what a bucket and the levels below it are about. */
const twins = findTwins();

function findTwins(): [string, string, number] {
  const sorted = Array.from({ length: 40_000 }, (_, n) => chainName(n))
    .map((chain) => ({ chain, bits: bitsOf(mapKey(chain).subarray(0, 8)) }))
    .sort((a, b) => (a.bits < b.bits ? -1 : 1));
  let best: [string, string, number] = ['', '', 0];
  for (const [at, one] of sorted.entries()) {
    const next = sorted[at + 1];
    if (!next) break;
    let alike = 0;
    while (one.bits[alike] === next.bits[alike]) alike += 1;
    if (alike > best[2]) best = [one.chain, next.chain, alike];
  }
  return best;
}

const anyProof = fc.record({
  chain: fc.constantFrom(...present.slice(0, 200), ...absent),
  draw: fc.nat(),
});

describe('a proof of the map holds', () => {
  it('for each chain that is in it, with its count and head', () => {
    for (const { map, leaves: all } of maps) {
      all.forEach((leaf, n) => {
        const proof = prove(map, present[n]!);
        expect(checkMapProof(map.root, present[n]!, leaf, proof)).toBeNull();
        expect(proof.other).toBeUndefined();
      });
    }
  });

  it('for each chain that is not in it, as absent', () => {
    const ends = new Set<string>();
    for (const { map } of maps) {
      for (const chain of absent) {
        const proof = prove(map, chain);
        expect(checkMapProof(map.root, chain, null, proof)).toBeNull();
        ends.add(proof.other ? 'another leaf' : 'nothing');
      }
    }
    expect(ends).toEqual(new Set(['another leaf', 'nothing']));
  });

  it('through JSON', () => {
    for (const chain of [present[7]!, absent[7]!]) {
      const proof = prove(large, chain);
      expect(parseMapProof(JSON.parse(JSON.stringify(proof)) as JsonValue)).toEqual(proof);
    }
  });

  it('for chains whose keys begin alike beyond the tiles, and for one of them without the other', () => {
    const [one, other, alike] = twins;
    expect(alike).toBeGreaterThan(20);
    const both = [leafOf(one), leafOf(other, 2), ...leaves.filter(({ key }) => isNeither(key))];
    const map = new StoredMap(both);
    const proof = prove(map, one);
    expect(proof.siblings).toHaveLength(alike + 1);
    expect(checkMapProof(map.root, one, leafOf(one), proof)).toBeNull();
    expect(checkMapProof(map.root, other, leafOf(other, 2), prove(map, other))).toBeNull();
    const without = new StoredMap(both.slice(1));
    expect(checkMapProof(without.root, one, null, prove(without, one))).toBeNull();
    expect(checkMapProof(without.root, one, leafOf(one), prove(without, one))?.code).toBe('map-proof');
  });

  it('with about log2 of the number of chains hashes', () => {
    const lengths = present.map((chain) => prove(large, chain).siblings.length);
    expect(Math.max(...lengths)).toBeLessThan(40);
    expect(lengths.reduce((sum, length) => sum + length) / lengths.length).toBeLessThan(16);
  });

  it('when the one leaf that stands for an absent chain lies in another bucket', () => {
    const far = absent.filter((chain) => {
      const proof = prove(large, chain);
      const found = proof.other && Buffer.from(proof.other.key, 'base64url');
      const key = mapKey(chain);
      return found && (found[0] !== key[0] || found[1] !== key[1]);
    });
    expect(far.length).toBeGreaterThan(10);
  });
});

describe('a proof of the map does not hold', () => {
  it('for another count, another head, or for absence', () => {
    for (const { map, leaves: all } of maps.slice(0, 6)) {
      all.forEach((leaf, n) => {
        const [chain, proof] = [present[n]!, prove(map, present[n]!)];
        const check = (expected: MapLeaf | null, altered = proof): string | undefined =>
          checkMapProof(map.root, chain, expected, altered)?.code;
        expect(check({ ...leaf, count: leaf.count + 1 })).toBe('map-root');
        expect(check({ ...leaf, head: sha256(leaf.head) })).toBe('map-root');
        expect(check(null)).toBe('map-root');
        const itself = { key: encoded(leaf.key), count: leaf.count, head: encoded(leaf.head) };
        expect(check(null, { ...proof, other: itself })).toBe('map-proof');
      });
    }
  });

  it('for the presence of a chain that is absent, whatever is said of it', () => {
    for (const chain of absent) {
      const proof = prove(large, chain);
      const { other, ...bare } = proof;
      expect(checkMapProof(large.root, chain, leafOf(chain), bare)?.code).toBe('map-root');
      expect(checkMapProof(large.root, chain, leafOf(chain), proof)?.code).toBe(
        other ? 'map-proof' : 'map-root',
      );
      if (other) expect(checkMapProof(large.root, chain, null, bare)?.code).toBe('map-root');
    }
  });

  it('for another chain, or under another root', () => {
    fc.assert(
      fc.property(anyProof, anyProof, ({ chain }, { chain: another }) => {
        fc.pre(chain !== another);
        const proof = prove(large, chain);
        const expected = present.includes(chain) ? leafOf(chain) : null;
        expect(checkMapProof(maps[6]!.map.root, chain, expected, proof)).not.toBeNull();
        // An absent chain may well share the way, and the leaf at its end, with another absent one.
        if (expected) expect(checkMapProof(large.root, another, expected, proof)).not.toBeNull();
      }),
    );
  });

  it('when a hash is altered, missing, doubled, emptied or exchanged, or one follows', () => {
    fc.assert(
      fc.property(anyProof, ({ chain, draw }) => {
        const proof = prove(large, chain);
        const expected = present.includes(chain) ? leafOf(chain) : null;
        const { siblings } = proof;
        const at = draw % siblings.length;
        const alterations = [
          siblings.with(at, encoded(sha256(utf8Encode(String(draw))))),
          siblings.toSpliced(at, 1),
          siblings.toSpliced(at, 0, encoded(large.root)),
          [...siblings, ''],
          ['', ...siblings],
          [...siblings, encoded(large.root)],
          ...(siblings[at] === '' ? [] : [siblings.with(at, '')]),
          ...(siblings.length > 1 ? [[siblings[1]!, siblings[0]!, ...siblings.slice(2)]] : []),
        ];
        for (const altered of alterations) {
          const fault = checkMapProof(large.root, chain, expected, { ...proof, siblings: altered });
          expect(fault?.code).toMatch(/^map-(root|proof)$/);
        }
      }),
    );
  });

  it('when the other leaf is altered, is not on the way, or is the chain’s own', () => {
    const chain = absent.find((name) => prove(large, name).other)!;
    const proof = prove(large, chain);
    const other = proof.other!;
    const check = (change: Partial<typeof other>): string | undefined =>
      checkMapProof(large.root, chain, null, { ...proof, other: { ...other, ...change } })?.code;
    expect(check({})).toBeUndefined();
    expect(check({ count: other.count + 1 })).toBe('map-root');
    expect(check({ head: encoded(large.root) })).toBe('map-root');
    expect(check({ key: encoded(mapKey(chain)) })).toBe('map-proof');
    const key = mapKey(chain);
    expect(check({ key: encoded(key.with(0, (key[0]! + 128) % 256)) })).toBe('map-proof');
    expect(check({ count: 0 })).toBe('map-leaf');
    expect(check({ count: 2 ** 53 })).toBe('map-leaf');
    expect(check({ head: '' })).toBe('map-leaf');
    expect(check({ head: `${other.head}=` })).toBe('bytes-base64url');
  });

  it('when a leaf of another place is passed off for the one on the way', () => {
    // A root made for the purpose: the left half holds a leaf whose key belongs on the right.
    const left = present.find((chain) => bitsOf(mapKey(chain)).startsWith('0'))!;
    const right = leafOf(present.find((chain) => bitsOf(mapKey(chain)).startsWith('1'))!);
    const root = mapNodeHash(mapLeafHash(right), sha256(utf8Encode('any')));
    const other = { key: encoded(right.key), count: right.count, head: encoded(right.head) };
    const siblings = [encoded(sha256(utf8Encode('any')))];
    expect(checkMapProof(root, left, null, { siblings, other })?.code).toBe('map-proof');
  });

  it('when it ends beside nothing: a lone leaf stands at the top of its subtree', () => {
    const chain = present.find((name) => bitsOf(mapKey(name)).startsWith('0'))!;
    const leaf = leafOf(chain);
    const root = mapNodeHash(mapLeafHash(leaf), new Uint8Array(32));
    expect(checkMapProof(root, chain, leaf, { siblings: [''] })?.code).toBe('map-proof');
    const zeros = encoded(new Uint8Array(32));
    expect(checkMapProof(root, chain, leaf, { siblings: [zeros] })?.code).toBe('map-proof');
  });

  it.each<[string, (siblings: readonly string[]) => readonly string[]]>([
    ['is 31 bytes', (siblings) => siblings.with(0, encoded(new Uint8Array(31).fill(1)))],
    ['is 33 bytes', (siblings) => siblings.with(0, encoded(new Uint8Array(33).fill(1)))],
    ['is the zero hash, which is written as nothing', (s) => s.with(1, encoded(new Uint8Array(32)))],
    ['is padded', (siblings) => siblings.with(0, `${siblings[0]!}=`)],
    ['is in the other alphabet', (siblings) => siblings.with(0, '+'.repeat(43))],
    ['is one of 257', (siblings) => Array.from({ length: 257 }, () => siblings[0]!)],
  ])('when a hash %s', (_words, alter) => {
    const { siblings } = prove(large, present[3]!);
    const fault = checkMapProof(large.root, present[3]!, leafOf(present[3]!), { siblings: alter(siblings) });
    expect(fault?.code).toMatch(/^(map-proof|bytes-base64url)$/);
  });

  it('for a name that is no text, or an expected leaf that is none', () => {
    const proof = prove(large, present[3]!);
    expect(checkMapProof(large.root, '\ud800', null, proof)?.code).toBe('bytes-utf8');
    const expected = { ...leafOf(present[3]!), count: 0 };
    expect(checkMapProof(large.root, present[3]!, expected, proof)?.code).toBe('map-leaf');
  });

  it('and says both roots where they differ', () => {
    const fault = checkMapProof(new Uint8Array(32), chainName(0), leafOf(chainName(0)), { siblings: [] });
    expect(fault).toMatchObject({
      expected: 'A'.repeat(43),
      found: encoded(mapLeafHash(leafOf(chainName(0)))),
    });
  });
});

describe('the making of a proof', () => {
  const chain = present[3]!;
  const key = mapKey(chain);
  const tile = large.tile(key[0]!);

  it('asks for the leaves of the key’s bucket where the tiles have more than one', () => {
    const crowded = new StoredMap([
      ...twins.slice(0, 2).map((name) => leafOf(String(name))),
      ...leaves.slice(9),
    ]);
    const twin = mapKey(twins[0]);
    const { first, last } = planMapProof(twin, crowded.rootTile, crowded.tile(twin[0]!));
    expect(first).toEqual(new Uint8Array(32).with(0, twin[0]!).with(1, twin[1]!));
    expect(last).toEqual(new Uint8Array(32).fill(255).with(0, twin[0]!).with(1, twin[1]!));
  });

  it('asks for everything in a map of one chain', () => {
    const { map } = maps[1]!;
    expect(planMapProof(key, map.rootTile, map.tile(key[0]!))).toEqual({
      first: new Uint8Array(32),
      last: new Uint8Array(32).fill(255),
    });
  });

  it('is refused when tiles and leaves are not of one map', () => {
    const range = planMapProof(key, large.rootTile, tile);
    const within = large.read(range);
    expect(codeOf(() => proveMap(key, large.rootTile, tile, within))).toBe('accepted');
    expect(codeOf(() => proveMap(key, large.rootTile, tile, []))).toBe('map-tile');
    const [leaf] = within;
    expect(codeOf(() => proveMap(key, large.rootTile, tile, [{ ...leaf!, count: 9 }]))).toBe('map-tile');
    const other = large.tile((key[0]! + 1) % 256);
    expect(codeOf(() => proveMap(key, large.rootTile, other, within))).toBe('map-tile');
    expect(codeOf(() => planMapProof(key, large.rootTile, other))).toBe('map-tile');
    expect(codeOf(() => planMapProof(key, large.rootTile, emptyMapTile))).toBe('map-tile');
    const miscalled = { ...large.rootTile[key[0]!]!, kind: 'leaf' as const };
    expect(codeOf(() => planMapProof(key, large.rootTile.with(key[0]!, miscalled), tile))).toBe('map-tile');
    expect(codeOf(() => planMapProof(key, large.rootTile.slice(1), tile))).toBe('map-tile');
  });

  it.each<[string, JsonValue]>([
    ['null', null],
    ['a list', []],
    ['a text', 'siblings'],
    ['an object without siblings', {}],
    ['siblings that are no list', { siblings: 'AA' }],
    ['a sibling that is no text', { siblings: ['', null] }],
    ['a sibling that is a number', { siblings: [1] }],
    ['an unknown member', { siblings: [], root: '' }],
    ['an other that is null', { siblings: [], other: null }],
    ['an other that is a list', { siblings: [], other: [] }],
    ['an other without a key', { siblings: [], other: { count: 1, head: '' } }],
    ['an other without a head', { siblings: [], other: { key: '', count: 1 } }],
    ['a count that is a text', { siblings: [], other: { key: '', count: '1', head: '' } }],
    ['an unknown member of other', { siblings: [], other: { key: '', count: 1, head: '', seq: 1 } }],
  ])('is not read from %s', (_words, value) => {
    expect(codeOf(() => parseMapProof(value))).toBe('map-proof');
  });
});

function isNeither(key: Uint8Array): boolean {
  return twins.slice(0, 2).every((chain) => Buffer.compare(mapKey(String(chain)), key) !== 0);
}

function encoded(bytes: Uint8Array): string {
  return base64urlEncode(bytes);
}
