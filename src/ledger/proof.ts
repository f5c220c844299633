import { base64urlEncode, equalBytes } from './bytes.js';
import { type Fault, LedgerError } from './errors.js';
import { hashLength, nodeHash, sha256 } from './hash.js';

/** What a checkpoint says of a log: how many leaves it has, and the Merkle tree hash over them. */
export interface TreeHead {
  /** 0 … 2^53−1. */
  readonly size: number;
  readonly root: Uint8Array;
}

/** A perfect subtree: that over the leaves index·2^level … (index+1)·2^level − 1. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** The hashes of a proof in their order, each the fold of perfect subtrees that stand side by side. */
export type ProofPlan = readonly (readonly NodeId[])[];

/** Why a proof does not hold, with both roots where it leads to another than the tree's. */
export interface ProofFault extends Fault {
  /** The tree's root, base64url. */
  readonly expected?: string;
  /** The root that the proof leads to, base64url. */
  readonly found?: string;
}

/**
 * Whether the leaf stands at `index` of the tree: RFC 6962 §2.1.1, by the algorithm of RFC 9162 §2.1.3.2.
 *
 * Never throws, whatever the numbers and lengths: a size or an index that is no integer within 0 … 2^53−1 is a
 * fault. The hash of the leaf is the caller's to compute from the entry; nothing here hashes a leaf.
 */
export function checkInclusion(
  tree: TreeHead,
  index: number,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
): ProofFault | null {
  if (!isTreeSize(tree.size) || !isTreeSize(index) || index >= tree.size) {
    return { code: 'tree-size', message: 'The index is not one of the tree' };
  }
  if (leafHash.length !== hashLength) return { code: 'tree-leaf', message: 'A leaf hash has 32 bytes' };
  if (!areHashes(proof)) return lengthFault();
  const walk = { at: index, last: tree.size - 1 };
  let root = leafHash;
  for (const sibling of proof) {
    if (walk.last === 0) return lengthFault();
    root = isRightOrLast(walk) ? nodeHash(sibling, root) : nodeHash(root, sibling);
    climb(walk);
  }
  if (walk.last !== 0) return lengthFault();
  return checkRoot(tree, root);
}

/**
 * Whether the tree `to` begins with the leaves of the tree `from`: RFC 6962 §2.1.2, by the algorithm of
 * RFC 9162 §2.1.4.2.
 *
 * Never throws. Nothing can be proved about an empty tree, so that `from.size` 0 is a fault. For equal sizes the
 * proof is empty and the roots are equal.
 */
export function checkConsistency(
  from: TreeHead,
  to: TreeHead,
  proof: readonly Uint8Array[],
): ProofFault | null {
  if (!isTreeSize(from.size) || !isTreeSize(to.size) || from.size === 0 || from.size > to.size) {
    return { code: 'tree-size', message: 'The trees are not one before the other' };
  }
  if (from.size === to.size) return proof.length > 0 ? lengthFault() : checkRoot(to, from.root);
  if (!areHashes(proof) || from.root.length !== hashLength) return lengthFault();
  // A tree of 2^n leaves is a node of the later one: its root is where the proof starts, and is not repeated in it.
  const path = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof;
  const roots = rebuildRoots(from.size, to.size, path);
  return roots ? (checkRoot(from, roots.older) ?? checkRoot(to, roots.newer)) : lengthFault();
}

/**
 * Which subtrees the inclusion proof of a leaf is made of: PATH(index, D[size]) of RFC 6962 §2.1.1.
 *
 * Requires 0 ≤ index < size. At most 53 hashes of at most 53 nodes.
 *
 * @throws LedgerError `tree-size`.
 */
export function planInclusion(index: number, size: number): ProofPlan {
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size) throw sizeError();
  const plan: (readonly NodeId[])[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      plan.push(nodesOver(middle, to));
      to = middle;
    } else {
      plan.push(nodesOver(from, middle));
      from = middle;
    }
  }
  return plan.reverse();
}

/**
 * Which subtrees the consistency proof between two sizes is made of: PROOF(size1, D[size2]) of RFC 6962 §2.1.2.
 *
 * Requires 1 ≤ size1 ≤ size2; equal sizes need no hash.
 *
 * @throws LedgerError `tree-size`.
 */
export function planConsistency(size1: number, size2: number): ProofPlan {
  if (!isTreeSize(size1) || !isTreeSize(size2) || size1 === 0 || size1 > size2) throw sizeError();
  const plan: (readonly NodeId[])[] = [];
  let [from, to] = [0, size2];
  while (to !== size1) {
    const middle = from + splitOf(to - from);
    if (size1 <= middle) {
      plan.push(nodesOver(middle, to));
      to = middle;
    } else {
      plan.push(nodesOver(from, middle));
      from = middle;
    }
  }
  // What begins at leaf 0 and ends at size1 is the older tree itself, whose root its checker has.
  if (from > 0) plan.push(nodesOver(from, to));
  return plan.reverse();
}

/**
 * The perfect subtrees whose fold is the root of a tree, from the left: one for each bit of its size.
 *
 * @throws LedgerError `tree-size`.
 */
export function planRoot(size: number): readonly NodeId[] {
  if (!isTreeSize(size)) throw sizeError();
  return nodesOver(0, size);
}

/** The hashes of a planned proof; `read` gives the hash of each subtree that the plan names. */
export function foldPlan(plan: ProofPlan, read: (node: NodeId) => Uint8Array): Uint8Array[] {
  return plan.map((nodes) => foldNodes(nodes.map(read)));
}

/**
 * The hash over subtrees that stand side by side, each larger than the next: RFC 6962 §2.1 splits off the largest
 * first. Of none it is the root of the empty tree, SHA-256().
 */
export function foldNodes(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  if (!last) return sha256(new Uint8Array(0));
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** Whether a number can be the size of a tree, or an index: an integer within 0 … 2^53−1. */
export function isTreeSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/** A place in the tree, level by level upwards: `at` is the node's index, `last` that of the level's last node. */
interface Walk {
  at: number;
  last: number;
}

/** The roots of both trees, steps 3 to 6 of RFC 9162 §2.1.4.2; null when the path is too long or too short. */
function rebuildRoots(
  fromSize: number,
  toSize: number,
  path: readonly Uint8Array[],
): { older: Uint8Array; newer: Uint8Array } | null {
  const walk = { at: fromSize - 1, last: toSize - 1 };
  while (walk.at % 2 === 1) halve(walk);
  const [start, ...rest] = path;
  if (!start) return null;
  let [older, newer] = [start, start];
  for (const sibling of rest) {
    if (walk.last === 0) return null;
    if (isRightOrLast(walk)) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
    } else {
      newer = nodeHash(newer, sibling);
    }
    climb(walk);
  }
  return walk.last === 0 ? { older, newer } : null;
}

function isRightOrLast({ at, last }: Walk): boolean {
  return at % 2 === 1 || at === last;
}

/** One level up; a last node without a sibling stands for its parents until one has a sibling on its left. */
function climb(walk: Walk): void {
  while (walk.at === walk.last && walk.at % 2 === 0 && walk.at !== 0) halve(walk);
  halve(walk);
}

function halve(walk: Walk): void {
  walk.at = Math.floor(walk.at / 2);
  walk.last = Math.floor(walk.last / 2);
}

function checkRoot(tree: TreeHead, root: Uint8Array): ProofFault | null {
  if (equalBytes(tree.root, root)) return null;
  return {
    code: 'tree-root',
    message: 'The proof leads to another root than that of the tree',
    expected: base64urlEncode(tree.root),
    found: base64urlEncode(root),
  };
}

function areHashes(proof: readonly Uint8Array[]): boolean {
  return proof.every((hash) => hash.length === hashLength);
}

function lengthFault(): ProofFault {
  return { code: 'tree-proof', message: 'The proof has not the hashes that these sizes ask for' };
}

function sizeError(): LedgerError {
  return new LedgerError('tree-size', 'The sizes are not those of one tree within another');
}

function isPowerOfTwo(size: number): boolean {
  return largestPower(size) === size;
}

/** The largest power of two below `size`, which is at least 2: the k of RFC 6962 §2.1. */
function splitOf(size: number): number {
  return largestPower(size - 1);
}

/** The largest power of two that is not above `size`, which is at least 1. */
function largestPower(size: number): number {
  let power = 1;
  while (power * 2 <= size) power *= 2;
  return power;
}

/** The perfect subtrees over the leaves from … to−1, where `from` is a multiple of a power of two ≥ to−from. */
function nodesOver(from: number, to: number): NodeId[] {
  const nodes: NodeId[] = [];
  for (let at = from; at < to;) {
    const power = largestPower(to - at);
    nodes.push({ level: Math.log2(power), index: at / power });
    at += power;
  }
  return nodes;
}
