import { findUnit } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import type { ScanQuantity } from './scan-view.js';

const dayMs = 86_400_000;
/** Asia/Shanghai has had no summer time since 1991; the service takes no event from before it existed. */
const shanghaiMs = 8 * 3_600_000;
const thousands = /\B(?=(?:\d{3})+(?!\d))/g;

/** The names between braces in a text of the catalogue: `第 {seq} 条` needs `seq`. */
export type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** A value for every placeholder of a text, and nothing else. */
export type Figures<Text extends string> = Readonly<Record<Placeholder<Text>, string | number>>;

/** A quantity as people write it: digits in groups of three, the unit by name, an unknown unit by its code. */
export function sayQuantity(quantity: ScanQuantity, language: Language): string {
  const [whole = '', fraction] = quantity.value.split('.');
  const digits = whole.replace(thousands, ',') + (fraction === undefined ? '' : `.${fraction}`);
  const unit = findUnit(quantity.unit);
  return `${digits} ${unit === undefined ? quantity.unit : say(unit.words, language)}`;
}

/** A distance in whole metres: in metres below 1,000, else in kilometres with one decimal. */
export function sayDistance(metres: number, language: Language): string {
  const [figure, zh, en] = metres < 1_000 ? [String(metres), '米', 'm'] : [kilometres(metres), '公里', 'km'];
  return `${figure} ${say({ zh, en }, language)}`;
}

/** Rounded up, as a radius that something is within. */
function kilometres(metres: number): string {
  return (Math.ceil(metres / 100) / 10).toFixed(1);
}

/** A size of a file: kB below a million bytes, else MB with one decimal. */
export function sayBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/**
 * An RFC 3339 time as `YYYY-MM-DD HH:mm` in Asia/Shanghai, so that happened and recorded can be compared at a glance.
 * Anything else comes back unchanged.
 */
export function sayTime(text: string): string {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return text;
  return new Date(instant + shanghaiMs).toISOString().slice(0, 16).replace('T', ' ');
}

/** Whole days between what happened and its record, 0 when it was recorded first or a time is not one. */
export function daysBetween(occurredAt: string, recordedAt: string): number {
  const days = Math.floor((Date.parse(recordedAt) - Date.parse(occurredAt)) / dayMs);
  return days > 0 ? days : 0;
}
