import type { Database } from '../../database/database.js';
import type { LookOrigin } from './look-origin.js';
import type { ScanDay, ScanHistory } from './scan-pattern.js';

/** Networks that are told apart for one code, day and place; patterns are seen in fewer. */
const networksMax = 64;

/** The rows of `scan_days` that `patternOf` reads, as JSON. */
export const daysJson = `jsonb_agg(jsonb_build_object('day', day, 'place', place, 'networks', networks))`;

/** One statement: counts, remembers from how many networks, and answers the whole history with this look in it. */
const countOne = {
  name: 'scan-count-one',
  text: `with counted as (
      insert into scan_counts (code, count, first_day) values ($1, 1, $2)
      on conflict (code) do update set count = scan_counts.count + 1
      returning count, first_day),
    marked as (
      insert into scan_days (code, day, place, looks, networks) values ($1, $2, $3, 1, $4)
      on conflict (code, day, place) do update set looks = scan_days.looks + 1,
        networks = case when excluded.networks <@ scan_days.networks or cardinality(scan_days.networks) >= ${networksMax}
          then scan_days.networks else scan_days.networks || excluded.networks end
      returning day, place, networks),
    known as (
      select day, place, networks from marked
      union all
      select day, place, networks from scan_days where code = $1 and (day <> $2 or place <> $3))
    select c.count, to_char(c.first_day, 'YYYY-MM-DD') as first, (select ${daysJson} from known) as days from counted c`,
};
const age = {
  name: 'scan-days-age',
  text: 'delete from scan_days where day < $1 and left(code, 1) = $2',
};

/**
 * Counts one look on a civil day; nothing of who looked is kept. `origin` null: only its count. Answers the history of
 * the code with this look.
 */
export async function countLook(
  database: Database,
  code: string,
  day: string,
  origin: LookOrigin | null,
): Promise<ScanHistory> {
  const values = [code, day, origin?.place ?? '', origin === null ? [] : [origin.network]];
  const [row] = await database.write<{ count: number; first: string; days: ScanDay[] }>(countOne, values);
  if (row === undefined) throw new Error('a look was not counted');
  return row;
}

/** Deletes the days before `day` of the codes that begin with `first`; the counts stay. */
export async function ageDays(database: Database, day: string, first: string): Promise<void> {
  await database.write(age, [day, first]);
}
