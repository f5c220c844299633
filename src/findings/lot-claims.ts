import type { LotClaims } from '../batches/judgement.js';
import type { BatchRecord } from './record.js';

/**
 * What may be claimed of what lies in a mixed lot, from each entry on that changes it: what all that came in since it
 * was empty last may claim. So goods without a claim take it from every later draw until the lot was emptied (AT-GR-4),
 * and not from draws before. `own`: the claims of what was harvested straight into it.
 */
export function lotClaims({ batch, lot, sources }: BatchRecord, own: readonly string[]): LotClaims[] {
  const spans: LotClaims[] = [];
  const drawn = new Map<number, readonly string[]>();
  let there = 0n;
  let claims: readonly string[] = [];
  const mix = (added: readonly string[]): readonly string[] =>
    there === 0n ? added : claims.filter((claim) => added.includes(claim));
  for (const { seq, change, quantity, from } of lot ?? []) {
    if (change === 'out') {
      drawn.set(seq, claims);
      there -= quantity < there ? quantity : there;
      continue;
    }
    const by = from === null ? { batch: batch.id, seq } : from;
    const brought = sources.filter((source) => source.saidOn === by.batch && source.seq === by.seq);
    const [first, ...others] = brought;
    const added =
      first === undefined
        ? own
        : (first.claims ?? []).filter((claim) => others.every((other) => other.claims?.includes(claim)));
    claims = mix(change === 'back' ? (drawn.get(from?.seq ?? 0) ?? []) : added);
    there += quantity;
    spans.push({ after: seq, claims });
  }
  return spans;
}

/** What may be claimed of what the entry `seq` draws from a mixed lot. */
export function claimsBefore(spans: readonly LotClaims[], seq: number): readonly string[] {
  return spans.filter(({ after }) => after < seq).at(-1)?.claims ?? [];
}
