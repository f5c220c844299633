import type { Decimal } from '../ledger/quantity.js';
import type { EntryKey, NewReceipt, NewShipment } from './handover.store.js';
import type { IntakeKey } from './intakes.store.js';
import { RecallsSaid } from './recall-admission.js';
import type { Delivery } from './rebuilt-deliveries.store.js';
import type { BatchChange, HandedOver, RebuiltHead } from './rebuilt.store.js';
import type { SaidOfGraph } from './said-of-graph.js';

type Taken = IntakeKey & { readonly taken: Decimal; readonly given: Decimal };

/** The rows of one page of entries, until they are written. */
export class RebuiltPage {
  readonly heads = new Map<string, RebuiltHead>();
  readonly batches = new Map<string, BatchChange>();
  readonly holds: EntryKey[] = [];
  readonly releases: (EntryKey & { readonly releasedSeq: number })[] = [];
  readonly recalls = new RecallsSaid();
  readonly shipments: NewShipment[] = [];
  readonly handovers = new Map<string, HandedOver>();
  readonly receipts: NewReceipt[] = [];
  readonly intakes = new Map<string, Taken>();
  readonly deliveries: Delivery[] = [];
  readonly corrections = new Map<string, EntryKey & { readonly latestSeq: number }>();
  /** Written last, one by one. */
  readonly later: (() => void)[] = [];
  readonly said = new Map<string, SaidOfGraph>();
}
