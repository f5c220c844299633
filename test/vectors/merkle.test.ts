import { describe, expect, it } from 'vitest';
import { checkConsistency, checkInclusion } from '../../src/ledger/proof.js';
import { findCases } from './case-files.js';

interface MerkleCase {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly root?: string;
  readonly leafHash?: string;
  readonly root1?: string;
  readonly root2?: string;
  readonly proof: readonly string[] | null;
}

const inclusion = findCases('merkle/inclusion');
const consistency = findCases('merkle/consistency');

/** The number of a member as it stands in the text: some are 2^64−1, which JSON.parse would round. */
function numberIn(text: string, member: string): number {
  const value = BigInt(new RegExp(`"${member}": (\\d+)`).exec(text)![1]!);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : NaN;
}

const bytes = (base64 = ''): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const hashes = (proof: MerkleCase['proof']): Uint8Array[] => (proof ?? []).map((hash) => bytes(hash));

describe.skipIf(!inclusion)('the public cases of inclusion proofs', () => {
  const names = inclusion?.filesBelow() ?? [];

  it('are as many as were published', () => {
    expect(names.length).toBe(98);
  });

  it.each(names)('agree on %s', (name) => {
    const text = inclusion!.text(name);
    const { wantErr, root, leafHash, proof } = JSON.parse(text) as MerkleCase;
    const tree = { size: numberIn(text, 'treeSize'), root: bytes(root) };
    const fault = checkInclusion(tree, numberIn(text, 'leafIdx'), bytes(leafHash), hashes(proof));
    expect(fault !== null).toBe(wantErr);
  });
});

describe.skipIf(!consistency)('the public cases of consistency proofs', () => {
  const names = consistency?.filesBelow() ?? [];

  it('are as many as were published', () => {
    expect(names.length).toBe(98);
  });

  it.each(names)('agree on %s', (name) => {
    const text = consistency!.text(name);
    const { wantErr, root1, root2, proof } = JSON.parse(text) as MerkleCase;
    const from = { size: numberIn(text, 'size1'), root: bytes(root1) };
    const to = { size: numberIn(text, 'size2'), root: bytes(root2) };
    expect(checkConsistency(from, to, hashes(proof)) !== null).toBe(wantErr);
  });
});
