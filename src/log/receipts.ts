import { base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import { encodeReceiptParts } from '../ledger/receipt.js';
import type { LogKey } from './log-key.js';

/** From recording to a signed checkpoint at most (promises.md P12), in milliseconds. */
export const mergeDelayMaxMs = 60_000;

/**
 * The log's promise for one entry (ledger.md §4): a compact JWS by the log key over the entry's leaf hash, the log and
 * the latest time of inclusion. Whoever holds it can show that the log broke its word, or that it lost its memory.
 *
 * What it says follows from what is stored, and Ed25519 signs the same bytes alike: a repeated event gets the same
 * receipt.
 */
export class Receipts {
  constructor(
    private readonly key: LogKey,
    private readonly origin: string,
  ) {}

  /** The receipt of an entry that was recorded at `recordedAtMs`. */
  issue(leafHash: Uint8Array, recordedAtMs: number): string {
    const includedBy = new Date(recordedAtMs + mergeDelayMaxMs).toISOString();
    const { kid } = this.key.verifier.key;
    const input = encodeReceiptParts(kid, { log: this.origin, leafHash, includedBy });
    return `${input}.${base64urlEncode(this.key.sign(utf8Encode(input)))}`;
  }
}
