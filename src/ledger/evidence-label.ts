import { base64urlDecode, utf8Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import type { EvidenceLabel } from './evidence.js';
import type { ReadChain, ReadEntry } from './evidence-chains.js';
import { type EvidenceFinding, finding } from './evidence-report.js';
import { leafHash } from './hash.js';
import { checkInclusion } from './proof.js';

/**
 * Checks the code that was scanned against the chain of the batch: that it is the batch's own, or that its set was
 * issued there with this code under its root, and what was said of it since.
 *
 * `asked` is the code as scanned, null when there is none; `shown` is what the evidence has. Requires the subject's
 * chain.
 */
export function checkLabel(
  { chain, entries }: ReadChain,
  shown: EvidenceLabel | null,
  asked: string | null,
): EvidenceFinding {
  if (shown === null) {
    if (asked === null) return finding('label-not-asked');
    return entries[0]?.payload.data['code'] === asked
      ? finding('label-batch', { chain, seq: 1 })
      : finding('label-not-shown');
  }
  const { seq, number, code } = shown;
  const place = { chain, seq, number };
  if (asked !== null && asked !== code) return finding('label-other', place);
  const issued = entries[seq - 1];
  if (issued === undefined || !isIssued(issued, shown)) return finding('label-wrong', place);
  const said = entries.filter((entry) => isSaidOf(entry, issued.payload.data['set'], number));
  if (said.some(({ payload }) => payload.data['action'] === 'voided')) return finding('label-void', place);
  const isActive = said.some(({ payload }) => payload.data['action'] === 'activated');
  return finding(isActive ? 'label-active' : 'label-unused', place);
}

/** Whether an entry issues a set whose tree has the code at its place (docs/spec/label.md). */
function isIssued({ payload: { kind, data } }: ReadEntry, { code, number, proof }: EvidenceLabel): boolean {
  const { action, units, root } = data;
  if (kind !== 'label' || action !== 'issued' || typeof units !== 'number' || typeof root !== 'string')
    return false;
  try {
    const tree = { size: units, root: base64urlDecode(root) };
    return checkInclusion(tree, number - 1, leafHash(utf8Encode(code)), proof) === null;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/** Whether an entry says something of the label `number` of a set. */
function isSaidOf({ payload: { kind, data } }: ReadEntry, set: unknown, number: number): boolean {
  const { first, last } = data;
  if (kind !== 'label' || data['set'] !== set) return false;
  return typeof first === 'number' && typeof last === 'number' && first <= number && number <= last;
}
