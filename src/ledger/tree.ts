import { LedgerError } from './errors.js';
import { hashLength, nodeHash, sha256 } from './hash.js';

/**
 * Root of the Merkle tree over leaf hashes, in order: RFC 6962 §2.1.
 *
 * MTH({}) = SHA-256(), MTH({l}) = l, MTH(D[n]) = nodeHash(MTH(D[0:k]), MTH(D[k:n])) for the largest power of two
 * k < n. Takes hashes, not leaves: a leaf that nobody hashed cannot pass for a node. Keeps one hash for each
 * full subtree, so the memory is O(log n).
 *
 * @throws LedgerError `tree-leaf` when one is not 32 bytes.
 */
export function treeRoot(leafHashes: Iterable<Uint8Array>): Uint8Array {
  const full: { hash: Uint8Array; size: number }[] = [];
  for (const leaf of leafHashes) {
    if (leaf.length !== hashLength) throw new LedgerError('tree-leaf', 'A leaf hash has 32 bytes');
    let hash = leaf;
    let size = 1;
    for (let last = full.at(-1); last?.size === size; last = full.at(-1)) {
      hash = nodeHash(last.hash, hash);
      size *= 2;
      full.pop();
    }
    full.push({ hash, size });
  }
  const last = full.pop();
  if (!last) return sha256(new Uint8Array(0));
  return full.reduceRight((right, left) => nodeHash(left.hash, right), last.hash);
}
