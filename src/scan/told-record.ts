import type { LRUCache } from 'lru-cache';
import type { ScanFacts } from '../web/scan-view.js';
import type { Lineage } from './lineage.js';
import type { RecordReport } from './record-checker.js';
import type { ViewParts } from './view-parts.js';

/** What a batch's record says in one language: all of an answer that is the same for every label of the batch. */
export interface ToldRecord {
  readonly report: RecordReport;
  readonly lineage: Lineage;
  readonly facts: ScanFacts;
  /** Entries recorded late. */
  readonly late: number;
  /** As it is answered. */
  readonly record: ViewParts['record'];
  /** Verdicts drawn lately, by what of a label they rest on. */
  readonly verdicts: LRUCache<string, ViewParts['verdict']>;
}
