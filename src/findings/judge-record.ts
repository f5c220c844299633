import type { Lists } from '../lists/rows.js';
import type { Finding, Rule } from './finding.js';
import { sentences } from './sentences.js';
import type { BatchRecord } from './record.js';
import { rules } from './rules.js';

/**
 * What the rules find in a record, as of these lists: in the order of the rules, and within a rule of the entries.
 *
 * A function of its arguments alone, the clock is never asked, so that anyone can find the same again. Of what one rule
 * says of the same entries with the same outcome one finding is made: its entries and rule tell it from every other.
 */
export function judgeRecord(
  record: BatchRecord,
  lists: Lists,
  judging: readonly Rule[] = rules,
): readonly Finding[] {
  return judging.flatMap((rule) => merged(rule.judge(record, lists)).sort(byEntries));
}

function merged(findings: readonly Finding[]): Finding[] {
  const made = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.outcome, finding.entries]);
    const same = made.get(key);
    made.set(key, same === undefined ? finding : joined(same, finding));
  }
  return [...made.values()];
}

function joined(first: Finding, second: Finding): Finding {
  const lists = [...new Set([...first.lists, ...second.lists])].sort();
  const repeated = first.detail.zh.includes(second.detail.zh);
  return { ...first, lists, detail: repeated ? first.detail : sentences(first.detail, second.detail) };
}

function byEntries(left: Finding, right: Finding): number {
  const length = Math.max(left.entries.length, right.entries.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left.entries[index] ?? -1) - (right.entries[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return left.outcome.localeCompare(right.outcome);
}
