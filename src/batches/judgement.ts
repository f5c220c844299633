import type { Severity } from '../gs1/severities.js';
import { say, type Language, type Words } from '../gs1/words.js';
import type { FindingDto } from '../http/finding.dto.js';
import type { OwnEntryReference } from './effect.js';

/** A finding as it is kept and answered. What a rule is called, and rests on in law, comes with it. */
export interface Judged {
  readonly rule: string;
  readonly title: Words;
  readonly outcome: 'fail' | 'unknown';
  readonly severity: Severity;
  readonly effect: string;
  readonly detail: Words;
  readonly source: Words;
  readonly entries: readonly OwnEntryReference[];
  readonly lists: readonly string[];
  /** The entry by which an authority lifted it, or null. */
  readonly released: number | null;
}

/** Days as `YYYY-MM-DD`, both inclusive; null while no end is known. */
export interface Interval {
  readonly from: string;
  readonly to: string | null;
}

/** What may be claimed of what lies in a mixed lot after the entry `after` of its chain. */
export interface LotClaims {
  readonly after: number;
  readonly claims: readonly string[];
}

/** That something was used on a plot that organic farming does not allow: its conversion begins anew (R59). */
export interface PlotBreak {
  /** Site; null where it is not told. */
  readonly plot: string | null;
  /** Civil date of the last use. */
  readonly on: string;
}

/** What of a batch the rules of what is made from it look at. */
export interface Offers {
  /** RFC 3339 as said: when goods first came in; null while none did. */
  readonly existedFrom: string | null;
  /** Types of certificates that let it claim something: its own, and what all that it was made from may claim. */
  readonly claims: readonly string[];
  /** Of a mixed lot what each of its draws may claim; absent of others. */
  readonly lot?: readonly LotClaims[];
  /** Uses that begin the conversion of a plot anew; absent where there are none. */
  readonly breaks?: readonly PlotBreak[];
  /** When a compliance certificate of it was in force. */
  readonly certified: readonly Interval[];
}

/** A finding that fails, as it is listed over all batches. */
export interface JudgedAnomaly {
  /** `anomalyId`. */
  readonly id: string;
  readonly rule: string;
  /** As `gravityOf`. */
  readonly gravity: number;
  /** When the last of the entries was recorded that it rests on, in ms since 1970. */
  readonly sinceMs: number;
  readonly entries: readonly number[];
}

/** What the rules found in the first `seq` entries of a batch's chain. */
export interface Judgement {
  readonly organizationId: string;
  readonly batchId: string;
  readonly seq: number;
  /** Which rules judged. */
  readonly edition: string;
  /** Versions of the lists that were known. */
  readonly lists: string;
  readonly findings: readonly Judged[];
  readonly anomalies: readonly JudgedAnomaly[];
  /** Whether one of them stops the batch. */
  readonly stopped: boolean;
  readonly subjects: readonly string[];
  readonly offers: Offers;
  readonly judgedAtMs: number;
}

/** The entry `seq` lifts the finding of a rule that rests on exactly these entries. */
export interface FindingRelease {
  readonly seq: number;
  readonly rule: string;
  readonly entries: readonly number[];
}

/** A finding that stops the batch until it is gone or lifted (domain.md §4): undecided ones do not. */
export function stops(finding: Judged): boolean {
  return finding.effect === 'hold' && finding.outcome === 'fail' && finding.released === null;
}

/** Whether it is the finding of a rule that rests on exactly these entries, and fails. */
export function failsBy(judged: Judged, rule: string, entries: readonly number[]): boolean {
  const seqs = judged.entries.map(({ seq }) => seq);
  return judged.outcome === 'fail' && judged.rule === rule && seqs.join() === entries.join();
}

/** A finding as it is answered. */
export function tellFinding(finding: Judged, language: Language): FindingDto {
  const { rule, outcome, severity, effect, released } = finding;
  return {
    rule,
    title: say(finding.title, language),
    outcome,
    severity,
    effect,
    detail: say(finding.detail, language),
    source: say(finding.source, language),
    entries: finding.entries.map(({ seq, leafHash }) => ({ seq, leafHash })),
    lists: [...finding.lists],
    released,
  };
}
