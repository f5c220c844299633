import { civilDate } from '../events/kinds/dates.js';
import { isRapid, type InspectionData } from '../events/kinds/inspection.js';
import { isObjectionable } from '../events/kinds/objection.js';
import { endOfObjection } from '../events/kinds/working-days.js';
import type { RecordEntry } from '../findings/record.js';
import { parseTimestamp } from '../ledger/time.js';
import { objectionsTo, supersededResults } from './retests.js';

/** How far a task is, in order; `withdrawn` before a sample was taken. */
export const taskStates = ['ordered', 'sampled', 'reported', 'closed', 'withdrawn'] as const;
export type TaskState = (typeof taskStates)[number];

/** A sample that fulfils the task, with the chain that it stands on, corrections applied. */
export interface TakenSample {
  readonly batch: string;
  readonly seq: number;
  readonly entries: readonly RecordEntry[];
}

/** The clock, and the public holidays. */
export interface Clock {
  /** RFC 3339. */
  readonly now: string;
  readonly holidays: ReadonlySet<string>;
}

/** The reports of a sample: inspections of the same chain that name it. */
export function reportsOf({ seq, entries }: TakenSample): RecordEntry[] {
  return entries.filter(
    ({ kind, data }) =>
      kind === 'inspection' && (data as unknown as InspectionData).sample.entry?.seq === seq,
  );
}

/**
 * How far a task is, by what the chains say: sampled with the first sample, reported once each sample has a report,
 * closed once no report can be objected to any more and each objection was answered by a retest.
 */
export function stateOf(withdrawn: boolean, samples: readonly TakenSample[], clock: Clock): TaskState {
  if (samples.length === 0) return withdrawn ? 'withdrawn' : 'ordered';
  if (samples.some((sample) => reportsOf(sample).length === 0)) return 'sampled';
  return samples.every((sample) => isSettled(sample, clock)) ? 'closed' : 'reported';
}

function isSettled(sample: TakenSample, { now, holidays }: Clock): boolean {
  const superseded = supersededResults(sample.entries);
  return reportsOf(sample).every(({ seq, recordedAt, inForce, data }) => {
    const report = data as unknown as InspectionData;
    if (superseded.has(seq) || !isObjectionable(report)) return true;
    const receivedAt = sample.entries[inForce - 1]?.recordedAt ?? recordedAt;
    const isOver =
      parseTimestamp(now) > parseTimestamp(endOfObjection(receivedAt, isRapid(report), holidays));
    return isOver && objectionsTo(sample.entries, seq).length === 0;
  });
}

/** Whether the report is late: the day by which it was due is over. */
export function isOverdue(state: TaskState, dueOn: string, { now }: Clock): boolean {
  return (state === 'ordered' || state === 'sampled') && dueOn < civilDate(now);
}
