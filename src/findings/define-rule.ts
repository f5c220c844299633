import type { Severity } from '../gs1/severities.js';
import type { Words } from '../gs1/words.js';
import type { ListVersion, Lists } from '../lists/rows.js';
import type { Finding, Rule, RuleEffect } from './finding.js';
import { citation } from './list-rows.js';
import type { BatchRecord, RecordEntry } from './record.js';

/** What a rule found; severity and effect are the rule's own unless it says otherwise. */
export interface Found {
  readonly outcome: Finding['outcome'];
  readonly entries: readonly RecordEntry[];
  readonly lists?: readonly (Pick<ListVersion, 'name' | 'version'> | null)[];
  readonly detail: Words;
  readonly severity?: Severity;
  readonly effect?: RuleEffect;
}

/**
 * A rule from its facts and what it looks for.
 *
 * A finding rests on an entry and, where that was corrected, on the correction that gave its data.
 */
export function defineRule(
  facts: Omit<Rule, 'judge'>,
  look: (record: BatchRecord, lists: Lists) => readonly Found[],
): Rule {
  return { ...facts, judge: (record, lists) => look(record, lists).map((found) => findingOf(facts, found)) };
}

function findingOf(facts: Omit<Rule, 'judge'>, found: Found): Finding {
  const numbers = found.entries.flatMap((entry) => [entry.seq, entry.inForce]);
  const lists = (found.lists ?? []).flatMap((list) => (list === null ? [] : [citation(list)]));
  return {
    rule: facts.id,
    outcome: found.outcome,
    severity: found.severity ?? facts.severity,
    effect: found.effect ?? facts.effect,
    entries: [...new Set(numbers)].sort((left, right) => left - right),
    lists: [...new Set(lists)].sort(),
    detail: found.detail,
  };
}
