import { civilDate } from './dates.js';

/** Law on the quality and safety of farm products, art. 51: to object to a rapid test, and to any other result. */
const rapidObjectionMs = 4 * 3_600_000;
const objectionWorkingDays = 5;
/** The same article: until the report of the retest. */
export const retestWorkingDays = 7;

const dayMs = 86_400_000;

/**
 * Whether a civil day counts as a working day: Monday to Friday and no listed holiday.
 *
 * Public holidays are announced each year, and weekends moved to make up for them; both only lengthen a period here. A
 * weekend never counts, not even one that was decreed a working day: in doubt the period is the objector's.
 */
function isWorkingDay(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5 && !holidays.has(day);
}

/**
 * The end of a period of so many working days, as RFC 3339: the day on which it begins does not count, the last one
 * counts to its end (Civil Code art. 201, 203).
 */
export function endOfWorkingDays(begins: string, count: number, holidays: ReadonlySet<string>): string {
  let day = civilDate(begins);
  for (let left = count; left > 0;) {
    day = new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return `${day}T23:59:59.999+08:00`;
}

/** Until when a result that was received at `receivedAt` can be objected to, as RFC 3339. */
export function endOfObjection(receivedAt: string, rapid: boolean, holidays: ReadonlySet<string>): string {
  return rapid
    ? new Date(Date.parse(receivedAt) + rapidObjectionMs).toISOString()
    : endOfWorkingDays(receivedAt, objectionWorkingDays, holidays);
}
