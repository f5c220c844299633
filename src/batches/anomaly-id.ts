import { derivedId } from '../parties/event-ids.js';

/** Names what a rule found in a batch, by the rule and the entries that it rests on: on others it is another finding. */
export function anomalyId(batch: string, rule: string, entries: readonly number[]): string {
  return derivedId('anomaly', batch, rule, entries.join());
}
