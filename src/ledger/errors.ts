/** Everything the pure core can say is wrong with an input. Closed: HTTP maps each to a problem. */
export type LedgerErrorCode =
  | 'bytes-utf8'
  | 'bytes-base64url'
  | 'bytes-base64'
  | 'bytes-hex'
  | 'bytes-length'
  | 'json-too-large'
  | 'json-bom'
  | 'json-syntax'
  | 'json-depth'
  | 'json-duplicate-key'
  | 'json-forbidden-key'
  | 'json-lone-surrogate'
  | 'json-nul'
  | 'json-number'
  | 'json-value'
  | 'time-malformed'
  | 'quantity-malformed'
  | 'quantity-range'
  | 'code-malformed'
  | 'code-check-symbol'
  | 'key-malformed'
  | 'key-unsupported'
  | 'key-private'
  | 'key-not-a-point'
  | 'key-low-order'
  | 'statement-malformed'
  | 'statement-too-large'
  | 'statement-header'
  | 'statement-claim'
  | 'statement-algorithm'
  | 'statement-key'
  | 'statement-signature'
  | 'disclosure-malformed'
  | 'disclosure-salt'
  | 'disclosure-name'
  | 'disclosure-pointer'
  | 'disclosure-digest'
  | 'disclosure-digest-repeated'
  | 'disclosure-repeated'
  | 'disclosure-name-taken'
  | 'disclosure-unused'
  | 'entry-malformed'
  | 'entry-too-large'
  | 'entry-not-canonical'
  | 'chain-sequence'
  | 'chain-log'
  | 'chain-name'
  | 'chain-link'
  | 'chain-time'
  | 'chain-subject'
  | 'chain-event-repeated'
  | 'chain-truncated'
  | 'chain-head'
  | 'tree-leaf'
  | 'tree-size'
  | 'tree-proof'
  | 'tree-root'
  | 'tree-edge'
  | 'tile-path'
  | 'tile-bytes'
  | 'tile-node'
  | 'bundle-malformed'
  | 'proof-malformed'
  | 'map-leaf'
  | 'map-tile'
  | 'map-proof'
  | 'map-root'
  | 'note-malformed'
  | 'note-line'
  | 'note-key'
  | 'note-unsigned'
  | 'note-signature'
  | 'checkpoint-malformed'
  | 'checkpoint-size'
  | 'checkpoint-origin'
  | 'cosignature-time'
  | 'receipt-malformed'
  | 'receipt-key'
  | 'receipt-signature'
  | 'policy-malformed'
  | 'policy-key'
  | 'policy-name'
  | 'policy-quorum'
  | 'trust-malformed'
  | 'succession-malformed'
  | 'evidence-malformed'
  | 'label-path'
  | 'label-token'
  | 'label-key'
  | 'label-signature'
  | 'gtin-malformed'
  | 'unit-conversion'
  | 'link-malformed'
  | 'link-foreign';

/** Where in an input an error lies. */
export interface ErrorPlace {
  /** RFC 6901 JSON pointer to the offending value, `''` for the whole document. */
  readonly pointer?: string;
  /** Bytes from the start of the document. */
  readonly offset?: number;
}

/**
 * Malformed input to the pure core.
 *
 * The message is English, for logs and developers, and never contains a value of the input; the pointer names
 * members of it.
 */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;
  readonly pointer?: string;
  readonly offset?: number;

  constructor(code: LedgerErrorCode, message: string, place: ErrorPlace = {}) {
    super(message);
    this.code = code;
    if (place.pointer !== undefined) this.pointer = place.pointer;
    if (place.offset !== undefined) this.offset = place.offset;
  }
}

/** What a `check…` function found wrong. It answers null when nothing is. */
export interface Fault {
  readonly code: LedgerErrorCode;
  readonly message: string;
}
