import type { ScanQuantity } from './scan-view.js';

/** What was sent, as its public record says it; JSON-clean, texts as they were typed. */
export interface DeliveryFacts {
  readonly product: string;
  readonly variety: string | null;
  readonly lot: string | null;
  /** The batch's public code. */
  readonly batchCode: string;
  readonly shipper: string;
  readonly quantity: ScanQuantity;
  /** What nobody has confirmed or sent back, in the unit of the batch. */
  readonly open: ScanQuantity;
  readonly from: string | null;
  readonly to: string | null;
  /** RFC 3339 with offset: said by the shipper. */
  readonly shippedAt: string;
  readonly documents: readonly { readonly type: string; readonly number: string }[];
}

/** The fields of the form, by the names under which they are sent. */
export const deliveryFields = ['taken', 'back', 'reason', 'missing', 'unit', 'receiver'] as const;
export type DeliveryField = (typeof deliveryFields)[number];

/** What was typed, and a sentence for each field that is not acceptable. */
export interface DeliveryForm {
  readonly code: string;
  /** Codes of the units that the quantity can be said in. */
  readonly units: readonly string[];
  readonly typed: Readonly<Record<DeliveryField, string>>;
  readonly faults: Readonly<Partial<Record<DeliveryField, string>>>;
}

/** What was confirmed with the code, and where it stands in the ledger. */
export interface DeliverySaid {
  readonly sentence: string;
  /** RFC 3339: the service's clock. */
  readonly recordedAt: string;
  readonly seq: number;
}

/** A delivery note for print: who is to confirm what, and with which code. */
export interface DeliveryNoteView {
  readonly facts: DeliveryFacts;
  /** Name of the consignee, as far as whoever prints it sees it. */
  readonly consignee: string | null;
  readonly code: string;
  /** Where the code leads, as the picture has it. */
  readonly address: string;
  /** Where the code is typed in: host and path. */
  readonly typedAt: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}
