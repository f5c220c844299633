import type { FieldFault } from '../../http/problems.js';
import { parseTimestamp } from '../../ledger/time.js';
import { fault } from './faults.js';
import type { KindContext } from './kind.js';

/** China keeps one civil time, UTC+8, the whole year (api.md, Conventions). */
const civilOffsetMs = 8 * 3_600_000;

/**
 * The civil date in Asia/Shanghai of an instant, `YYYY-MM-DD`.
 *
 * @throws LedgerError `time-malformed`.
 */
export function civilDate(instant: string): string {
  return new Date(parseTimestamp(instant) + civilOffsetMs).toISOString().slice(0, 10);
}

/** Civil dates compare as texts. A date of something done may not lie in the future of the service's clock. */
export function checkDone(date: string | undefined, pointer: string, context: KindContext): FieldFault[] {
  // The date of a UTC time is never ahead of that in Asia/Shanghai, and spares the conversion.
  if (date === undefined || date <= context.now.slice(0, 10)) return [];
  return date > civilDate(context.now) ? [fault(pointer, 'future')] : [];
}

/** The fault of a `stop` that lies before its `start`; none when one of the two is absent. */
export function checkOrder(
  start: string | undefined,
  stop: string | undefined,
  pointer: string,
): FieldFault[] {
  return start !== undefined && stop !== undefined && stop < start ? [fault(pointer, 'order', [start])] : [];
}

/**
 * Faults of a span of days of something done, against the event's own time: it stops no earlier than it starts,
 * lies not in the future, and the event did not occur before it began.
 */
export function checkSpan(
  span: { readonly startedOn?: string; readonly stoppedOn?: string },
  context: KindContext,
): FieldFault[] {
  const { startedOn, stoppedOn } = span;
  const early = startedOn !== undefined && civilDate(context.occurredAt) < startedOn;
  return [
    ...checkOrder(startedOn, stoppedOn, '/data/stoppedOn'),
    ...checkDone(startedOn, '/data/startedOn', context),
    ...checkDone(stoppedOn, '/data/stoppedOn', context),
    ...(early ? [fault('/occurredAt', 'order', [startedOn])] : []),
  ];
}
