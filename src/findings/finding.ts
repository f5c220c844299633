import type { Severity } from '../gs1/severities.js';
import type { Words } from '../gs1/words.js';
import type { Lists } from '../lists/rows.js';
import type { BatchRecord } from './record.js';

/** What follows: `hold` stops the batch and what is made of it, `refuse` the act it names, `finding` is shown. */
export type RuleEffect = 'hold' | 'refuse' | 'finding';

/** One thing that a rule found. That a rule passes is no finding. */
export interface Finding {
  readonly rule: string;
  /** `unknown`: it cannot be decided with what is known, and is never taken as a pass. */
  readonly outcome: 'fail' | 'unknown';
  readonly severity: Severity;
  readonly effect: RuleEffect;
  /** Entries of the batch's chain that it rests on, by number, ascending. */
  readonly entries: readonly number[];
  /** Lists that it rests on, as `<name>@<version>`. */
  readonly lists: readonly string[];
  /** In words, complete sentences, figures and names filled in. */
  readonly detail: Words;
}

/**
 * One check of `domain/data/rules.csv`: pure, the same answer for the same record and lists at any time.
 *
 * Dates of events decide which rows of a list are in force, never the clock.
 */
export interface Rule {
  /** `R27`. */
  readonly id: string;
  readonly title: Words;
  readonly severity: Severity;
  readonly effect: RuleEffect;
  /** Law or standard, as the reader is told. */
  readonly source: Words;
  /** Kinds of entries that can change its answer: others do not make it run again. */
  readonly kinds: readonly string[];
  judge(record: BatchRecord, lists: Lists): readonly Finding[];
}
