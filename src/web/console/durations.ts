import { fill } from '../../gs1/words.js';
import { recallWords as words } from '../words-recalls.js';
import type { useWords } from './surroundings.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long something took, in the largest unit of which there are at least two; whole units. */
export function sayDuration(ms: number, t: ReturnType<typeof useWords>): string {
  if (ms < minuteMs) return t(words.underAMinute);
  if (ms < 2 * hourMs) return fill(t(words.minutes), { minutes: Math.floor(ms / minuteMs) });
  if (ms < 2 * dayMs) return fill(t(words.hours), { hours: Math.floor(ms / hourMs) });
  return fill(t(words.days), { days: Math.floor(ms / dayMs) });
}
