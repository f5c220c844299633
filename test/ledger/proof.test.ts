import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, leafHash, nodeHash, treeRoot } from '../../src/ledger/index.js';
import {
  checkConsistency,
  checkInclusion,
  foldPlan,
  planConsistency,
  planInclusion,
  planRoot,
  type TreeHead,
} from '../../src/ledger/proof.js';
import { codeOf } from './fixtures.js';
import { leavesOf, NaiveTree, TileFolder } from './naive-tree.js';

const sizeMax = 300;
const leaves = leavesOf(sizeMax);
const naive = new NaiveTree(leaves);

/** Grown in uneven steps, with the tiles of every size in between. */
const folder = new TileFolder();
for (const leaf of leaves) folder.grow([leaf]);

const head = (size: number): TreeHead => ({ size, root: naive.root(0, size) });
const inclusion = (index: number, size: number): Uint8Array[] =>
  foldPlan(planInclusion(index, size), (node) => folder.read(node, size));
const consistency = (size1: number, size2: number): Uint8Array[] =>
  foldPlan(planConsistency(size1, size2), (node) => folder.read(node, size2));
const same = (ours: readonly Uint8Array[], theirs: readonly Uint8Array[]): boolean =>
  ours.length === theirs.length && ours.every((hash, at) => equalBytes(hash, theirs[at]!));

const anyInclusion = fc
  .integer({ min: 1, max: sizeMax })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));
const anyConsistency = fc
  .integer({ min: 2, max: sizeMax })
  .chain((size2) => fc.record({ size2: fc.constant(size2), size1: fc.integer({ min: 1, max: size2 - 1 }) }));

describe('proofs from tiles', () => {
  it('of inclusion are those of the recursive definition, for every leaf of every size up to 300', () => {
    for (let size = 1; size <= sizeMax; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = inclusion(index, size);
        if (!same(proof, naive.path(index, 0, size))) expect.fail(`leaf ${index} of ${size}`);
        expect(checkInclusion(head(size), index, leaves[index]!, proof)).toBeNull();
      }
    }
  });

  it('of consistency are those of the recursive definition, for every two sizes up to 300', () => {
    for (let size2 = 1; size2 <= sizeMax; size2 += 1) {
      for (let size1 = 1; size1 <= size2; size1 += 1) {
        const proof = consistency(size1, size2);
        if (!same(proof, naive.subproof(size1, 0, size2, true))) expect.fail(`${size1} in ${size2}`);
        expect(checkConsistency(head(size1), head(size2), proof)).toBeNull();
      }
    }
  });

  it('hold in trees of up to 100,000 leaves that grew by random steps', () => {
    const many = leavesOf(100_000);
    const large = new NaiveTree(many);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(2 ** 31 - 1), { minLength: 8, maxLength: 8 }),
        (steps, draws) => {
          const tiles = new TileFolder();
          for (const step of steps) tiles.grow(many.slice(tiles.edge.size, tiles.edge.size + step));
          const { size } = tiles.edge;
          const root = large.root(0, size);
          for (const draw of draws) {
            const index = draw % size;
            const path = foldPlan(planInclusion(index, size), (node) => tiles.read(node, size));
            expect(checkInclusion({ size, root }, index, many[index]!, path)).toBeNull();
            const older = { size: index + 1, root: large.root(0, index + 1) };
            const proof = foldPlan(planConsistency(index + 1, size), (node) => tiles.read(node, size));
            expect(same(proof, large.subproof(index + 1, 0, size, true))).toBe(true);
            expect(checkConsistency(older, { size, root }, proof)).toBeNull();
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('are planned at sizes that no bitwise operator reaches', () => {
    const size = Number.MAX_SAFE_INTEGER;
    expect(planRoot(size)).toHaveLength(53);
    expect(planInclusion(size - 1, size)).toHaveLength(52);
    expect(planInclusion(0, size)).toHaveLength(53);
    expect(planInclusion(2 ** 40, 2 ** 41)[40]).toEqual([{ level: 40, index: 0 }]);
    expect(planConsistency(2 ** 52, size)).toHaveLength(1);
    expect(planConsistency(size - 1, size).at(-1)).toEqual([{ level: 52, index: 0 }]);
    for (const nodes of planInclusion(2 ** 52 + 5, size)) {
      for (const { level, index } of nodes) expect((index + 1) * 2 ** level).toBeLessThanOrEqual(size);
    }
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [-1, 1],
    [0.5, 1],
    [0, 2 ** 53],
    [NaN, 1],
  ])('are not planned for leaf %d of %d', (index, size) => {
    expect(codeOf(() => planInclusion(index, size))).toBe('tree-size');
  });

  it.each([
    [0, 0],
    [0, 1],
    [2, 1],
    [-1, 1],
    [0.5, 1],
    [1, 2 ** 53],
    [NaN, 1],
  ])('are not planned from %d to %d', (size1, size2) => {
    expect(codeOf(() => planConsistency(size1, size2))).toBe('tree-size');
  });

  it('are planned for no root but that of a size', () => {
    expect(planRoot(0)).toEqual([]);
    for (const size of [-1, 0.5, 2 ** 53, NaN]) expect(codeOf(() => planRoot(size))).toBe('tree-size');
  });
});

describe('a proof of inclusion does not hold', () => {
  it('when any bit of it, of the leaf or of the root is altered', () => {
    fc.assert(
      fc.property(anyInclusion, fc.nat(), fc.nat(255), ({ index, size }, draw, bit) => {
        const proof = inclusion(index, size);
        const parts = [leaves[index]!, naive.root(0, size), ...proof];
        const changed = parts.map((part, at) => (at === draw % parts.length ? flip(part, bit) : part));
        const [leaf, root, ...siblings] = changed;
        expect(checkInclusion({ size, root: root! }, index, leaf!, siblings)?.code).toBe('tree-root');
      }),
    );
  });

  it('at another index of the tree', () => {
    fc.assert(
      fc.property(anyInclusion, fc.nat(sizeMax), ({ index, size }, other) => {
        fc.pre(other !== index);
        const proof = inclusion(index, size);
        expect(checkInclusion(head(size), other, leaves[index]!, proof)).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('in the tree of another size', () => {
    fc.assert(
      fc.property(anyInclusion, fc.integer({ min: 1, max: sizeMax }), ({ index, size }, other) => {
        fc.pre(other !== size);
        const proof = inclusion(index, size);
        expect(checkInclusion(head(other), index, leaves[index]!, proof)).not.toBeNull();
      }),
    );
  });

  it('when a hash is missing, doubled, or follows', () => {
    fc.assert(
      fc.property(anyInclusion, fc.nat(), ({ index, size }, draw) => {
        const proof = inclusion(index, size);
        const at = draw % (proof.length + 1);
        const check = (altered: readonly Uint8Array[]): string | undefined =>
          checkInclusion(head(size), index, leaves[index]!, altered)?.code;
        if (at < proof.length) expect(check(proof.toSpliced(at, 1))).toMatch(/^tree-(proof|root)$/);
        expect(check(proof.toSpliced(at, 0, leaves[0]!))).toMatch(/^tree-(proof|root)$/);
        expect(check([...proof, naive.root(0, size)])).toBe('tree-proof');
        expect(check([...proof, new Uint8Array(32)])).toBe('tree-proof');
      }),
    );
  });

  it('when a hash is shorter or longer, though the bytes together are the same', () => {
    const [first, ...rest] = inclusion(5, 8);
    for (const length of [0, 31, 33, 64]) {
      const odd = new Uint8Array(length);
      odd.set(first!.subarray(0, length));
      expect(checkInclusion(head(8), 5, leaves[5]!, [odd, ...rest])?.code).toBe('tree-proof');
    }
    // 33 bytes and 31 bytes hash to the same node as 32 and 32: only their lengths tell them apart.
    const longer = concatBytes(leaves[0]!, leaves[1]!.subarray(0, 1));
    expect(checkInclusion(head(2), 0, longer, [leaves[1]!.subarray(1)])?.code).toBe('tree-leaf');
    expect(checkInclusion(head(2), 1, leaves[1]!.subarray(1), [longer])?.code).toBe('tree-leaf');
  });

  it('for a lone leaf that nobody hashed, even where it is the root', () => {
    const entry = new Uint8Array(40).fill(1);
    expect(checkInclusion({ size: 1, root: entry }, 0, entry, [])?.code).toBe('tree-leaf');
    expect(checkInclusion({ size: 1, root: new Uint8Array(0) }, 0, new Uint8Array(0), [])?.code).toBe(
      'tree-leaf',
    );
  });

  it('for an entry in the shape of a node, in the smaller tree that it would belong to', () => {
    const root = naive.root(0, 4);
    const nodeShaped = concatBytes(leaves[0]!, leaves[1]!);
    const sibling = naive.root(2, 4);
    expect(checkInclusion({ size: 2, root }, 0, leafHash(nodeShaped), [sibling])?.code).toBe('tree-root');
    const prefixed = concatBytes(Uint8Array.of(1), nodeShaped);
    expect(checkInclusion({ size: 2, root }, 0, leafHash(prefixed), [sibling])?.code).toBe('tree-root');
  });

  it('in a tree whose last leaf was doubled to fill it up', () => {
    const [a, b, c] = leaves as [Uint8Array, Uint8Array, Uint8Array];
    const doubled = nodeHash(nodeHash(a, b), nodeHash(c, c));
    expect(doubled).not.toEqual(treeRoot([a, b, c]));
    const proof = [c, nodeHash(a, b)];
    expect(checkInclusion({ size: 3, root: doubled }, 2, c, proof)?.code).toBe('tree-proof');
    expect(checkInclusion({ size: 4, root: treeRoot([a, b, c]) }, 3, c, proof)?.code).toBe('tree-root');
  });

  it.each<[string, number, number]>([
    ['the index is the size', 8, 8],
    ['the tree is empty', 0, 0],
    ['the index is negative', -1, 8],
    ['the index is no integer', 0.5, 8],
    ['the index is no number', NaN, 8],
    ['the size is infinite', 0, Infinity],
    ['the size is 2^53', 0, 2 ** 53],
    ['the index is rounded', 2 ** 53, 2 ** 53 + 2],
  ])('when %s', (_words, index, size) => {
    expect(checkInclusion({ size, root: naive.root(0, 8) }, index, leaves[0]!, inclusion(0, 8))?.code).toBe(
      'tree-size',
    );
  });

  it('and says both roots where they differ', () => {
    const fault = checkInclusion(head(1), 0, leaves[1]!, []);
    expect(fault).toMatchObject({
      code: 'tree-root',
      expected: Buffer.from(leaves[0]!).toString('base64url'),
      found: Buffer.from(leaves[1]!).toString('base64url'),
    });
  });
});

describe('a proof of consistency does not hold', () => {
  it('when any bit of it or of the roots is altered', () => {
    fc.assert(
      fc.property(anyConsistency, fc.nat(), fc.nat(255), ({ size1, size2 }, draw, bit) => {
        const parts = [naive.root(0, size1), naive.root(0, size2), ...consistency(size1, size2)];
        const changed = parts.map((part, at) => (at === draw % parts.length ? flip(part, bit) : part));
        const [from, to, ...proof] = changed;
        expect(checkConsistency({ size: size1, root: from! }, { size: size2, root: to! }, proof)?.code).toBe(
          'tree-root',
        );
      }),
    );
  });

  it('when the roots are swapped', () => {
    fc.assert(
      fc.property(anyConsistency, ({ size1, size2 }) => {
        const [from, to] = [naive.root(0, size1), naive.root(0, size2)];
        const proof = consistency(size1, size2);
        expect(checkConsistency({ size: size1, root: to }, { size: size2, root: from }, proof)?.code).toBe(
          'tree-root',
        );
      }),
    );
  });

  it('from or to another size', () => {
    fc.assert(
      fc.property(anyConsistency, fc.integer({ min: 1, max: sizeMax }), ({ size1, size2 }, other) => {
        const proof = consistency(size1, size2);
        if (other !== size1) expect(checkConsistency(head(other), head(size2), proof)).not.toBeNull();
        if (other !== size2) expect(checkConsistency(head(size1), head(other), proof)).not.toBeNull();
      }),
    );
  });

  it('when a hash is missing, doubled, or follows', () => {
    fc.assert(
      fc.property(anyConsistency, fc.nat(), ({ size1, size2 }, draw) => {
        const proof = consistency(size1, size2);
        const check = (altered: readonly Uint8Array[]): string | undefined =>
          checkConsistency(head(size1), head(size2), altered)?.code;
        const at = draw % proof.length;
        expect(check(proof.toSpliced(at, 1))).toMatch(/^tree-(proof|root)$/);
        expect(check(proof.toSpliced(at, 0, proof[at]!))).toMatch(/^tree-(proof|root)$/);
        expect(check([...proof, naive.root(0, size2)])).toBe('tree-proof');
        expect(check([naive.root(0, size1), ...proof])).toMatch(/^tree-(proof|root)$/);
      }),
    );
  });

  it('when it has no hash, or ends below the root of the size that is claimed', () => {
    expect(checkConsistency(head(3), head(4), [])?.code).toBe('tree-proof');
    expect(checkConsistency(head(4), head(8), [])?.code).toBe('tree-proof');
    const claimed = { size: 16, root: naive.root(0, 8) };
    expect(checkConsistency(head(4), claimed, consistency(4, 8))?.code).toBe('tree-proof');
    expect(checkConsistency(head(3), claimed, consistency(3, 8))?.code).toBe('tree-proof');
  });

  it('when a hash or the older root is shorter or longer', () => {
    const [first, ...rest] = consistency(4, 7);
    const odd = concatBytes(first!, Uint8Array.of(0));
    expect(checkConsistency(head(4), head(7), [odd, ...rest])?.code).toBe('tree-proof');
    expect(checkConsistency(head(4), head(7), [first!.subarray(1), ...rest])?.code).toBe('tree-proof');
    // The root of a tree of 2^n leaves is hashed as it stands: moved bytes would lead to the same later root.
    const [root, sibling] = [leaves[0]!, leaves[1]!];
    const moved = { size: 1, root: concatBytes(root, sibling.subarray(0, 1)) };
    expect(checkConsistency(moved, head(2), [sibling.subarray(1)])?.code).toBe('tree-proof');
    expect(checkConsistency({ size: 1, root: root.subarray(1) }, head(2), [sibling])?.code).toBe(
      'tree-proof',
    );
  });

  it('between equal sizes with other roots, or with a proof', () => {
    expect(checkConsistency(head(5), head(5), [])).toBeNull();
    expect(checkConsistency(head(5), { size: 5, root: naive.root(0, 6) }, [])?.code).toBe('tree-root');
    expect(checkConsistency(head(5), head(5), [naive.root(0, 5)])?.code).toBe('tree-proof');
  });

  it('in a tree that is not longer but other', () => {
    const other = new NaiveTree(leaves.with(3, leaves[299]!));
    for (const [size1, size2] of [
      [4, 5],
      [4, 8],
      [5, 9],
      [6, 7],
    ] as const) {
      const proof = other.subproof(size1, 0, size2, true);
      const to = { size: size2, root: other.root(0, size2) };
      expect(checkConsistency(head(size1), to, proof)?.code).toBe('tree-root');
      expect(checkConsistency({ size: size1, root: other.root(0, size1) }, to, proof)).toBeNull();
    }
  });

  it.each<[string, number, number]>([
    ['the older tree is empty', 0, 8],
    ['both trees are empty', 0, 0],
    ['the later tree is the smaller', 8, 4],
    ['a size is negative', -1, 8],
    ['a size is no integer', 1.5, 8],
    ['a size is no number', NaN, NaN],
    ['a size is 2^53', 4, 2 ** 53],
  ])('when %s', (_words, size1, size2) => {
    const [from, to] = [
      { size: size1, root: naive.root(0, 4) },
      { size: size2, root: naive.root(0, 8) },
    ];
    for (const proof of [[], consistency(4, 8)]) {
      expect(checkConsistency(from, to, proof)?.code).toBe('tree-size');
    }
  });
});

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const at = Math.floor(bit / 8);
  const value = 2 ** (bit % 8);
  const byte = bytes[at]!;
  return bytes.with(at, Math.floor(byte / value) % 2 === 0 ? byte + value : byte - value);
}
