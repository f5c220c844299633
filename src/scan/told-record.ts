import type {
  ScanBatch,
  ScanEvent,
  ScanFacts,
  ScanOrganization,
  ScanOrigin,
  ScanProduct,
  ScanView,
} from '../web/scan-view.js';
import type { Lineage } from './lineage.js';
import type { RecordReport } from './record-checker.js';

/** The verdict over one label, in words. */
export type LabelVerdict = Pick<ScanView, 'verdict' | 'reason' | 'summary' | 'checks'>;

/** What a batch's record says in one language: all of an answer that is the same for every label of the batch. */
export interface ToldRecord {
  readonly report: RecordReport;
  readonly lineage: Lineage;
  readonly product: ScanProduct;
  readonly batch: ScanBatch;
  readonly organization: ScanOrganization;
  readonly facts: ScanFacts;
  readonly timeline: readonly ScanEvent[];
  readonly origins: readonly ScanOrigin[];
  /** Entries recorded late. */
  readonly late: number;
  /** Verdicts drawn so far, by what of a label they rest on. */
  readonly verdicts: Map<string, LabelVerdict>;
}
