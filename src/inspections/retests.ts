import type { InspectionData } from '../events/kinds/inspection.js';
import type { ObjectionData } from '../events/kinds/objection.js';

/** What of an entry tells of an inspection: its number, and its data in force. */
interface Told {
  readonly seq: number;
  readonly kind: string;
  readonly data: object;
}

/**
 * The inspections of a chain whose result a retest replaced, each with the number of the last retest that names it, the
 * retest of a retest included (L1 art. 51). Nothing is taken back: both stay on the chain and are shown.
 */
export function supersededResults(entries: readonly Told[]): ReadonlyMap<number, number> {
  const superseded = new Map<number, number>();
  for (const { seq, kind, data } of entries) {
    if (kind !== 'inspection') continue;
    const { retest } = data as InspectionData;
    if (retest !== undefined) superseded.set(retest.of.seq, seq);
  }
  return superseded;
}

/** The objections to the inspection `seq` of a chain, oldest first. */
export function objectionsTo<Entry extends Told>(entries: readonly Entry[], seq: number): Entry[] {
  return entries.filter(
    ({ kind, data }) => kind === 'objection' && (data as ObjectionData).inspection.seq === seq,
  );
}
