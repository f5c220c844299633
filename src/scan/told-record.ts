import type { LRUCache } from 'lru-cache';
import type { ScanFacts, ScanRecall } from '../web/scan-view.js';
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
  /** The record under a recall, by what the recall says. */
  readonly recalled: Map<string, ViewParts['record']>;
}

/** The record as it is answered under a recall; the same object for the same recall, so that its text is made once. */
export function recordUnder(told: ToldRecord, recall: ScanRecall | null): ViewParts['record'] {
  const { facts } = told.record;
  if (recall === null || facts === null) return told.record;
  const key = JSON.stringify(recall);
  const known = told.recalled.get(key);
  if (known !== undefined) return known;
  const record = { ...told.record, facts: { ...facts, recall } };
  told.recalled.set(key, record);
  return record;
}
