import { LedgerError } from './errors.js';

const timestampText = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:Z|([+-])(\d\d):(\d\d))$/;
const recordedAtText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const minuteMs = 60_000;

/**
 * The instant of an RFC 3339 time with an explicit offset and at most milliseconds, in ms since 1970.
 *
 * Narrower than RFC 3339: `T` and `Z` in capitals, no leap second (60), and no `-00:00`, which says that the
 * offset is unknown (§4.3).
 *
 * @throws LedgerError `time-malformed`, also for a date or time that the calendar does not have.
 */
export function parseTimestamp(text: string): number {
  const match = timestampText.exec(text);
  if (!match) throw malformed();
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHours, offsetMinutes] = match;
  const date = dateMs(Number(year), Number(month), Number(day));
  const time = clockMs(Number(hour), Number(minute)) + secondsMs(Number(second), fraction);
  if (sign === undefined) return date + time;
  const offset = clockMs(Number(offsetHours), Number(offsetMinutes));
  if (sign === '+') return date + time - offset;
  if (offset === 0) throw malformed();
  return date + time + offset;
}

/**
 * The instant of a `recordedAt`: exactly `YYYY-MM-DDTHH:mm:ss.sssZ`, in ms since 1970.
 *
 * @throws LedgerError `time-malformed`.
 */
export function parseRecordedAt(text: string): number {
  if (!recordedAtText.test(text)) throw malformed();
  return parseTimestamp(text);
}

/** Midnight of a day of the calendar. The year is at least 100: Date.UTC reads smaller ones as 1900 and later. */
function dateMs(year: number, month: number, day: number): number {
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw malformed();
  return Date.UTC(year, month - 1, day);
}

function clockMs(hours: number, minutes: number): number {
  if (hours > 23 || minutes > 59) throw malformed();
  return (hours * 60 + minutes) * minuteMs;
}

function secondsMs(seconds: number, fraction: string): number {
  if (seconds > 59) throw malformed();
  return seconds * 1000 + Number(fraction.padEnd(3, '0'));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function malformed(): LedgerError {
  return new LedgerError('time-malformed', 'Not an RFC 3339 time with an offset and at most milliseconds');
}
