import type { CertificateData } from '../events/kinds/certificate.js';
import type { HarvestData } from '../events/kinds/harvest.js';
import type { InputData } from '../events/kinds/input.js';
import type { InspectionData } from '../events/kinds/inspection.js';
import type { LabelData } from '../events/kinds/label.js';
import type { ObjectionData } from '../events/kinds/objection.js';
import type { OpeningData } from '../events/kinds/opening.js';
import type { ProcessingData } from '../events/kinds/processing.js';
import type { ReceiptData } from '../events/kinds/receipt.js';
import type { SampleTakenData } from '../events/kinds/sample.js';
import type { ShipmentData } from '../events/kinds/shipment.js';
import type { StorageData } from '../events/kinds/storage.js';
import type { BatchRecord, RecordEntry } from './record.js';

interface Shapes {
  readonly opening: OpeningData;
  readonly input: InputData;
  readonly harvest: HarvestData;
  readonly processing: ProcessingData;
  readonly storage: StorageData;
  readonly sample: SampleTakenData;
  readonly inspection: InspectionData;
  readonly objection: ObjectionData;
  readonly certificate: CertificateData;
  readonly label: LabelData;
  readonly shipment: ShipmentData;
  readonly receipt: ReceiptData;
}

/** An entry with its data in the shape of its kind, which recording has checked. */
export interface Told<Name extends keyof Shapes> {
  readonly entry: RecordEntry;
  readonly data: Shapes[Name];
}

/** The entries of a kind, in the order of the chain. */
export function entriesOf<Name extends keyof Shapes>(record: BatchRecord, kind: Name): Told<Name>[] {
  return record.entries
    .filter((entry) => entry.kind === kind)
    .map((entry) => ({ entry, data: entry.data as unknown as Shapes[Name] }));
}

/** The plot that an entry tells of: the one it names, else the batch's own place; null when neither is known. */
export function plotOf(record: BatchRecord, site: string | undefined): string | null {
  if (site !== undefined) return site;
  const opened = record.entries.find((entry) => entry.kind === 'opening');
  return opened === undefined ? null : (opened.data as unknown as OpeningData).site.id;
}

/** Two plots may be the same one when they are, or when one of them is not known. */
export function mayBeSamePlot(left: string | null, right: string | null): boolean {
  return left === null || right === null || left === right;
}
