import type { FieldFault } from '../http/problems.js';
import { parseTimestamp } from '../ledger/time.js';

/** A clock may run ahead of ours by this much (rule R14). */
const aheadMaxMs = 5 * 60_000;
/** Entered later than this after it happened counts as late (rule R13): shown, never hidden. */
const lateAfterMs = 48 * 3_600_000;

/** The fault of an event that lies in the future of `now`, or null. Requires a valid RFC 3339 `occurredAt`. */
export function checkNotAhead(occurredAt: string, now: Date): FieldFault | null {
  if (parseTimestamp(occurredAt) <= now.getTime() + aheadMaxMs) return null;
  return {
    pointer: '/occurredAt',
    code: 'future',
    detail: { zh: '发生时间不能晚于现在。', en: 'It cannot have happened later than now.' },
  };
}

/** Whether an event was recorded late. Both times RFC 3339. */
export function isLate(occurredAt: string, recordedAt: string): boolean {
  return parseTimestamp(recordedAt) - parseTimestamp(occurredAt) > lateAfterMs;
}
