import { base64urlDecode } from './bytes.js';
import { LedgerError } from './errors.js';
import type { EvidenceCompleteness } from './evidence.js';
import type { ReadChain, ReadEntry } from './evidence-chains.js';
import { type EvidenceFinding, finding } from './evidence-report.js';
import { hashLength } from './hash.js';
import { checkMapProof } from './map-proof.js';
import { type Lineage, logAt } from './succession.js';

/** The completeness map as an entry states it. */
interface StatedMap {
  /** Leaves of the tree whose chain heads it has. */
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * Checks that no entry is hidden of the batches that are shown, as of the tree that the stated map is about
 * (ledger.md §7): the entries of that tree which are shown are as many, and end with the same one, as the map has.
 *
 * `stated` is what the entry of the map says, null when it says nothing; that it is in the log and signed is checked
 * with all others. What was recorded after that tree may be shown, and may be hidden.
 */
export function checkCompleteness(
  chains: readonly ReadChain[],
  { heads }: EvidenceCompleteness,
  stated: ReadEntry | null,
  expected: { readonly lineage: Lineage; readonly operator: string },
): EvidenceFinding {
  const map = stated === null ? null : mapIn(stated, expected);
  if (map === null) return finding('map-wrong');
  const { size, root } = map;
  let count = 0;
  for (const { chain, role, entries } of chains) {
    const mapped = entries.filter(({ item }) => item.index < size);
    const last = mapped.at(-1);
    if (role === 'signer' || (last === undefined && role !== 'subject')) continue;
    const head = heads.find((one) => one.chain === chain);
    if (head === undefined || last === undefined) return finding('head-missing', { chain });
    const fault = checkMapProof(root, chain, { count: mapped.length, head: last.leafHash }, head.proof);
    if (fault !== null) {
      return finding('not-complete', { chain, count: mapped.length, size, code: fault.code });
    }
    count += 1;
  }
  return finding('complete', { size, chains: count });
}

/** The map that the operator states on its own chain, about a tree before the entry itself. */
function mapIn(
  { entry, payload, item }: ReadEntry,
  { lineage, operator }: { readonly lineage: Lineage; readonly operator: string },
): StatedMap | null {
  const { size, root } = payload.data;
  const isOperators = entry.chain === operator && payload.sub === operator && payload.iss === operator;
  const isOfLog = entry.log === logAt(lineage, item.index);
  if (!isOfLog || !isOperators || payload.kind !== 'heads-stated') return null;
  if (typeof size !== 'number' || size < 1 || size > item.index || typeof root !== 'string') return null;
  try {
    const bytes = base64urlDecode(root);
    return bytes.length === hashLength ? { size, root: bytes } : null;
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
