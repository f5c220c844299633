import { base64urlDecode, base64urlEncode, utf8Decode, utf8Encode } from '../ledger/bytes.js';
import { encodeEntry, parseEntry } from '../ledger/entry.js';
import { encodeEvidence, parseEvidence, type EvidenceEntry } from '../ledger/evidence.js';

/** A copy of evidence in which one digit of one quantity is another. */
export interface AlteredEvidence {
  readonly bytes: Uint8Array;
  /** The entry of the batch's chain that was changed. */
  readonly seq: number;
  /** The quantity as it was stated, and as the copy has it. */
  readonly before: string;
  readonly after: string;
}

/** The value of a quantity in a statement, as canonical JSON writes it. */
const quantityText = /"quantity":\{"unit":"[^"]+","value":"([1-9][\d.]*)"\}/;

/**
 * Changes one digit of the first quantity on the chain of the batch and nothing else: neither the signature nor the hash
 * of the next entry follow, as they could not for whoever changes what is stored. Null when no entry states a quantity.
 */
export function alterEvidence(original: Uint8Array): AlteredEvidence | null {
  const evidence = parseEvidence(original);
  const subject = evidence.chains.find(({ role }) => role === 'subject');
  for (const [at, item] of (subject?.entries ?? []).entries()) {
    const altered = alterEntry(item);
    if (altered === null) continue;
    const chains = evidence.chains.map((chain) =>
      chain === subject ? { ...chain, entries: chain.entries.with(at, altered.entry) } : chain,
    );
    const { before, after } = altered;
    return { bytes: encodeEvidence({ ...evidence, chains }), seq: at + 1, before, after };
  }
  return null;
}

function alterEntry(item: EvidenceEntry): { entry: EvidenceEntry; before: string; after: string } | null {
  const entry = parseEntry(item.entry);
  const [header = '', payload = '', signature = ''] = entry.statement.split('.');
  const text = utf8Decode(base64urlDecode(payload));
  const found = quantityText.exec(text);
  const before = found?.[1];
  if (found === null || before === undefined) return null;
  const after = (before.startsWith('9') ? '1' : '9') + before.slice(1);
  const changed = text.replace(found[0], found[0].replace(`"${before}"`, `"${after}"`));
  const statement = [header, base64urlEncode(utf8Encode(changed)), signature].join('.');
  return { entry: { ...item, entry: encodeEntry({ ...entry, statement }) }, before, after };
}
