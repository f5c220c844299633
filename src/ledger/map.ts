import { concatBytes, equalBytes, utf8Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength, sha256 } from './hash.js';

/** What the map says of one chain: how many entries it has, and the leaf hash of the last. */
export interface MapLeaf {
  /** mapKey of the chain's name, 32 bytes. */
  readonly key: Uint8Array;
  /** 1 … 2^53−1. */
  readonly count: number;
  /** 32 bytes. */
  readonly head: Uint8Array;
}

/** A subtree of the map: without leaves, with exactly one, or with more. */
export interface MapChild {
  readonly kind: 'empty' | 'leaf' | 'node';
  /** 32 bytes; zero for an empty subtree, the leaf's own hash for one with a single leaf. */
  readonly hash: Uint8Array;
}

/** Depth of the map: one level for each bit of a key. */
export const mapDepth = 8 * hashLength;
/** Depth of a bucket: the root tile and the tiles below it take one byte of the key each. */
export const bucketDepth = 16;

const leafPrefix = 2;
const nodePrefix = 3;
const countLength = 8;

/** The subtree without leaves: 32 zero bytes, which are the hash of nothing. */
export const emptyChild: MapChild = { kind: 'empty', hash: new Uint8Array(hashLength) };

/** SHA-256(chain name): where in the map a chain is. The bits are taken from the most significant of the first byte. */
export function mapKey(chain: string): Uint8Array {
  return sha256(utf8Encode(chain));
}

/**
 * SHA-256(0x02 ‖ key ‖ count as 8 bytes, big-endian ‖ head): ledger.md §7.
 *
 * The log's hashes begin with 0x00 and 0x01, so that nothing of the map passes for anything of the log.
 *
 * @throws LedgerError `map-leaf` when the key or the head is not 32 bytes or the count out of bounds.
 */
export function mapLeafHash({ key, count, head }: MapLeaf): Uint8Array {
  if (key.length !== hashLength || head.length !== hashLength) {
    throw new LedgerError('map-leaf', 'A key and a head have 32 bytes');
  }
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new LedgerError('map-leaf', 'A chain in the map has 1 to 2^53−1 entries');
  }
  const counted = new Uint8Array(countLength);
  for (let at = countLength - 1, rest = count; rest > 0; at -= 1, rest = Math.floor(rest / 256)) {
    counted[at] = rest % 256;
  }
  return sha256(concatBytes(Uint8Array.of(leafPrefix), key, counted, head));
}

/** SHA-256(0x03 ‖ left ‖ right): a subtree with more than one leaf. */
export function mapNodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(nodePrefix), left, right));
}

/**
 * The subtree over two halves. One with a single leaf is that leaf, however deep it lies, which keeps proofs about as
 * long as log2 of the number of chains.
 */
export function joinChildren(left: MapChild, right: MapChild): MapChild {
  if (left.kind === 'empty' && right.kind !== 'node') return right;
  if (right.kind === 'empty' && left.kind !== 'node') return left;
  return { kind: 'node', hash: mapNodeHash(left.hash, right.hash) };
}

/**
 * The root of the map of these leaves, in any order.
 *
 * @throws LedgerError `map-leaf` when two have one key, or one is malformed.
 */
export function mapRoot(leaves: readonly MapLeaf[]): Uint8Array {
  return subtreeOver(leaves, 0).hash;
}

/**
 * The subtree of the leaves of one bucket, in any order: those whose keys have their first 16 bits in common.
 *
 * @throws LedgerError `map-leaf` when they have not, when two have one key, or one is malformed.
 */
export function bucketRoot(leaves: readonly MapLeaf[]): MapChild {
  return subtreeOver(leaves, bucketDepth);
}

/**
 * The subtree at `depth` over leaves whose keys have their first `depth` bits in common.
 *
 * @throws LedgerError `map-leaf`.
 */
export function subtreeOver(leaves: readonly MapLeaf[], depth: number): MapChild {
  const [first] = leaves;
  if (first && !leaves.every(({ key }) => sharePrefix(first.key, key, depth))) {
    throw new LedgerError('map-leaf', 'The leaves are not of one subtree');
  }
  return join(leaves, depth);
}

/** Whether two keys have their first `bits` bits in common. */
export function sharePrefix(one: Uint8Array, other: Uint8Array, bits: number): boolean {
  const bytes = Math.floor(bits / 8);
  if (!equalBytes(one.subarray(0, bytes), other.subarray(0, bytes))) return false;
  for (let depth = bytes * 8; depth < bits; depth += 1) {
    if (keyBit(one, depth) !== keyBit(other, depth)) return false;
  }
  return true;
}

/** Which half of the subtree at `depth` a key is in: 0 the left, 1 the right. */
export function keyBit(key: Uint8Array, depth: number): number {
  const byte = key[Math.floor(depth / 8)] ?? 0;
  return Math.floor(byte / 2 ** (7 - (depth % 8))) % 2;
}

/** The leaves of the left and of the right half of the subtree at `depth`. */
export function splitLeaves(leaves: readonly MapLeaf[], depth: number): [MapLeaf[], MapLeaf[]] {
  const halves: [MapLeaf[], MapLeaf[]] = [[], []];
  for (const leaf of leaves) (keyBit(leaf.key, depth) === 0 ? halves[0] : halves[1]).push(leaf);
  return halves;
}

function join(leaves: readonly MapLeaf[], depth: number): MapChild {
  const [first, second] = leaves;
  if (!first) return emptyChild;
  if (!second) return { kind: 'leaf', hash: mapLeafHash(first) };
  if (depth >= mapDepth) throw new LedgerError('map-leaf', 'Two leaves have one key');
  const [left, right] = splitLeaves(leaves, depth);
  return joinChildren(join(left, depth + 1), join(right, depth + 1));
}
