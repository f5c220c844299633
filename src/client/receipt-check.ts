import { base64urlDecode, base64urlEncode, equalBytes } from '../ledger/bytes.js';
import { parseCombined } from '../ledger/disclosure.js';
import { encodeEntry } from '../ledger/entry.js';
import { LedgerError } from '../ledger/errors.js';
import { leafHash } from '../ledger/hash.js';
import type { JsonObject } from '../ledger/json.js';
import { openReceipt } from '../ledger/receipt.js';
import type { Trust } from '../ledger/trust.js';
import type { RecordedPlace, SignedTelling, Told } from './queue.js';

/**
 * Where the service says that a statement stands, when the log of the trust file has promised exactly that: the entry is
 * made anew from the statement as it was signed, and the receipt must be over its leaf hash. Null when it is not so.
 */
export function checkRecorded(
  item: Told & SignedTelling,
  answer: JsonObject,
  trust: Trust,
): RecordedPlace | null {
  const { id, seq, prev, recordedAt, receipt } = answer;
  if (id !== item.id || typeof seq !== 'number') return null;
  if (typeof prev !== 'string' || typeof recordedAt !== 'string' || typeof receipt !== 'string') return null;
  try {
    const promise = openReceipt(receipt, trust.policy);
    const entry = encodeEntry({
      log: promise.log,
      chain: `batch/${item.batch}`,
      seq,
      prev: base64urlDecode(prev),
      recordedAt,
      statement: parseCombined(item.combined).jws,
    });
    const hash = leafHash(entry);
    if (!equalBytes(hash, promise.leafHash)) return null;
    return { seq, leafHash: base64urlEncode(hash), recordedAt, receipt };
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
