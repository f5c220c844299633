import { base64urlDecode, base64urlEncode, utf8Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { isJsonObject, type JsonObject, parseStrictJson } from './json.js';
import { isLogOrigin } from './names.js';
import type { Policy } from './policy.js';
import { verifySignature } from './signature.js';
import { parseRecordedAt } from './time.js';

/** The log's promise for one entry (ledger.md §4). */
export interface Receipt {
  /** Origin of the log. */
  readonly log: string;
  readonly leafHash: Uint8Array;
  /** Until then a signed checkpoint has it; exactly `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  readonly includedBy: string;
}

/** JOSE type of a receipt. */
const receiptType = 'furrow-receipt';
const receiptCharactersMax = 2_048;
const partBytesMax = 1_024;

/** The signing input (RFC 7515 §5.1) of a receipt by the key of the log with this thumbprint. */
export function encodeReceiptParts(kid: string, { log, leafHash, includedBy }: Receipt): string {
  const header = JSON.stringify({ alg: 'Ed25519', kid, typ: receiptType });
  const payload = `{"log":"${log}","leafHash":"${base64urlEncode(leafHash)}","includedBy":"${includedBy}"}`;
  return `${base64urlEncode(utf8Encode(header))}.${base64urlEncode(utf8Encode(payload))}`;
}

/**
 * The promise of a receipt that a log of the policy signed; accepted only if writing it anew gives the same text.
 *
 * That the leaf hash is the one of a certain entry is the caller's to see.
 *
 * @throws LedgerError `receipt-malformed`, `receipt-key` (no log of the policy), `receipt-signature`.
 */
export function openReceipt(text: string, policy: Policy): Receipt {
  const parts = text.split('.', 4);
  const [headerText = '', payloadText = '', signatureText = ''] = parts;
  if (text.length > receiptCharactersMax || parts.length !== 3) throw malformed();
  const header = readObject(headerText);
  const receipt = readReceipt(readObject(payloadText));
  const { kid } = header;
  const log = policy.logs.find(({ name, key }) => name === receipt.log && key.kid === kid);
  if (log === undefined) throw new LedgerError('receipt-key', 'The receipt is of no log of the policy');
  const input = `${headerText}.${payloadText}`;
  if (encodeReceiptParts(log.key.kid, receipt) !== input) throw malformed();
  if (!verifySignature(log.key, utf8Encode(input), base64urlDecode(signatureText))) {
    throw new LedgerError('receipt-signature', 'The signature is not the log’s over this receipt');
  }
  return receipt;
}

function readReceipt({ log, leafHash, includedBy }: JsonObject): Receipt {
  if (typeof log !== 'string' || !isLogOrigin(log)) throw malformed();
  if (typeof leafHash !== 'string' || typeof includedBy !== 'string') throw malformed();
  const bytes = base64urlDecode(leafHash);
  if (bytes.length !== hashLength) throw malformed();
  parseRecordedAt(includedBy);
  return { log, leafHash: bytes, includedBy };
}

function readObject(text: string): JsonObject {
  const value = parseStrictJson(base64urlDecode(text), { bytesMax: partBytesMax, depthMax: 1 });
  if (isJsonObject(value)) return value;
  throw malformed();
}

function malformed(): LedgerError {
  return new LedgerError('receipt-malformed', 'Not a receipt of a log');
}
