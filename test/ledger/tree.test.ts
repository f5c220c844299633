import { describe, expect, it } from 'vitest';
import { hexDecode, hexEncode, leafHash, nodeHash, treeRoot, utf8Encode } from '../../src/ledger/index.js';
import { codeOf } from './fixtures.js';

/** RFC 6962 §2.1 word for word. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

const leaves = Array.from({ length: 301 }, (_, index) => leafHash(utf8Encode(`leaf ${index}`)));

/** Leaves and roots of the Certificate Transparency reference tests (RFC 6962 implementations share them). */
const ctLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(hexDecode(hex)));
const ctRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the root of a Merkle tree', () => {
  it('is the hash of nothing for no leaves', () => {
    expect(hexEncode(treeRoot([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it.each(ctRoots.map((root, index) => [index + 1, root] as const))(
    'of the first %d leaves of the CT reference tree is the published one',
    (size, root) => {
      expect(hexEncode(treeRoot(ctLeaves.slice(0, size)))).toBe(root);
    },
  );

  it('is what the recursive definition gives, for every size up to 300', () => {
    for (let size = 1; size <= 300; size += 1) {
      expect(treeRoot(leaves.slice(0, size))).toEqual(naiveRoot(leaves.slice(0, size)));
    }
  });

  it('takes leaves from a generator, so that labels need not all be in memory', () => {
    function* stream(): Generator<Uint8Array> {
      yield* leaves.slice(0, 100);
    }
    expect(treeRoot(stream())).toEqual(treeRoot(leaves.slice(0, 100)));
  });

  it('differs when the last leaf is doubled', () => {
    for (const size of [1, 2, 3, 5, 6, 7, 100]) {
      const some = leaves.slice(0, size);
      expect(treeRoot([...some, some.at(-1)!])).not.toEqual(treeRoot(some));
    }
  });

  it('differs when two leaves change places, when one is left out, and when one changes', () => {
    const some = leaves.slice(0, 7);
    const root = treeRoot(some);
    expect(treeRoot([some[1]!, some[0]!, ...some.slice(2)])).not.toEqual(root);
    for (let index = 0; index < some.length; index += 1) {
      expect(treeRoot(some.toSpliced(index, 1))).not.toEqual(root);
      expect(treeRoot(some.toSpliced(index, 1, leaves[300]!))).not.toEqual(root);
    }
  });

  it('is not the root of its inner nodes given as leaves', () => {
    const [a, b, c, d] = leaves as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    // Equal hashes cannot be told apart here: that a leaf is the hash of an entry is leafHash's domain separation.
    expect(treeRoot([leafHash(nodeHash(a, b)), leafHash(nodeHash(c, d))])).not.toEqual(
      treeRoot([a, b, c, d]),
    );
  });

  it('refuses a leaf that nobody hashed', () => {
    expect(codeOf(() => treeRoot([utf8Encode('leaf 1')]))).toBe('tree-leaf');
    expect(codeOf(() => treeRoot([leaves[0]!, new Uint8Array(0)]))).toBe('tree-leaf');
    expect(codeOf(() => treeRoot([new Uint8Array(65)]))).toBe('tree-leaf');
  });
});
