import { plainText } from '../safe-text.js';

/** Counties as people wrote them, in one line. */
export function sayCounties(places: readonly string[]): string {
  return places.map((place) => plainText(place)).join(' · ');
}
