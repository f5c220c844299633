import type { Words } from '../gs1/words.js';

const dayMs = 86_400_000;
const monthNames =
  'January February March April May June July August September October November December'.split(' ');

/** Days since 1970 of a civil date, so that days are counted and not texts. Requires a calendar date. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/** The days from one civil date to another; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The civil date before. */
export function dayBefore(date: string): string {
  return new Date((dayNumber(date) - 1) * dayMs).toISOString().slice(0, 10);
}

function parts(date: string): { readonly year: string; readonly month: number; readonly day: number } {
  return { year: date.slice(0, 4), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** A civil date in words: 2026 年 10 月 18 日. */
export function dayWords(date: string): Words {
  const { year } = parts(date);
  const short = monthDay(date);
  return { zh: `${year} 年 ${short.zh}`, en: `${short.en} ${year}` };
}

/** A civil date in words beside another one that was told before: the year is told again only where it differs. */
export function dayWordsBeside(date: string, told: string): Words {
  return parts(date).year === parts(told).year ? monthDay(date) : dayWords(date);
}

function monthDay(date: string): Words {
  const { month, day } = parts(date);
  return { zh: `${month} 月 ${day} 日`, en: `${day} ${monthNames[month - 1] ?? ''}` };
}

/** A number of days in words. */
export function spanWords(days: number): Words {
  return { zh: `${days} 天`, en: `${days} ${days === 1 ? 'day' : 'days'}` };
}
