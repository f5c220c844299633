import type { TimelineEntry } from '../events/chain-reader.js';
import type { HarvestData } from '../events/kinds/harvest.js';
import type { JsonObject } from '../ledger/json.js';

/** First and last civil day, `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Numbers of corrected entries, each with the number of the last entry that corrects it. */
export function correctionsIn(entries: readonly TimelineEntry[]): ReadonlyMap<number, number> {
  const corrections = new Map<number, number>();
  for (const { kind, seq, data } of entries) {
    const { corrects } = data as { corrects?: { seq?: number } };
    if (kind === 'correction' && corrects?.seq !== undefined) corrections.set(corrects.seq, seq);
  }
  return corrections;
}

/** The same entries with the data that is true now: a corrected one speaks with the data of its correction. */
export function inForce<Entry extends TimelineEntry>(entries: readonly Entry[]): Entry[] {
  const corrections = correctionsIn(entries);
  return entries.map((entry) => {
    const correction = entries[(corrections.get(entry.seq) ?? 0) - 1];
    const { data } = (correction?.data ?? {}) as { data?: JsonObject };
    return data === undefined ? entry : { ...entry, data };
  });
}

/** The entry of the hold now in force, or null. */
export function holdOf(entries: readonly TimelineEntry[]): TimelineEntry | null {
  const released = new Set(
    entries
      .filter((entry) => entry.kind === 'release')
      .map((entry) => (entry.data as { hold?: { seq?: number } }).hold?.seq),
  );
  return entries.find((entry) => entry.kind === 'hold' && !released.has(entry.seq)) ?? null;
}

/** Days of harvest of entries in force; null when nothing was harvested into the batch. */
export function harvestOf(entries: readonly TimelineEntry[]): Days | null {
  const harvests = entries
    .filter((entry) => entry.kind === 'harvest')
    .map((entry) => entry.data as unknown as HarvestData);
  return spanOf(harvests.map(({ startedOn, stoppedOn }) => ({ from: startedOn, to: stoppedOn })));
}

/** From the first to the last day of several spans; null when there is none. */
export function spanOf(spans: readonly Days[]): Days | null {
  const [from] = spans.map((span) => span.from).sort();
  const to = spans
    .map((span) => span.to)
    .sort()
    .at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}

/** The part below the county in a Chinese place: 镇, 乡, 街道, 村 and what follows. */
const belowCounty = /(?<=[市县区旗])[^市县区旗]+(?:镇|乡|街道|苏木|村).*$/u;

/** A place to the county, never finer (domain.md §8). Places that are not written the Chinese way stay as they are. */
export function countyOf(place: string): string {
  return place.replace(belowCounty, '');
}
