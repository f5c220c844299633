import { parseScanUri } from '../../gs1/digital-link.js';
import { parseEvidence } from '../../ledger/evidence.js';
import { readChains } from '../../ledger/evidence-chains.js';
import { LedgerError } from '../../ledger/errors.js';
import { parsePublicKey } from '../../ledger/key.js';
import { checkLabelSignature } from '../../ledger/label.js';

/** What the signature in a code turned out to be, held against the evidence. */
export type CodeSignature = 'signed' | 'unsigned' | 'other-key' | 'wrong' | 'unread';

/** What is held against what. */
export interface ScannedCode {
  /** Path and query of the page, as the phone opened it. */
  readonly address: string;
  /** `x` of the Ed25519 label key (RFC 8037) as the page names it; empty where it names none. */
  readonly key: string;
}

/**
 * Checks the signature in a scanned address. The key may come from anywhere: it counts only when it is the one whose
 * thumbprint the entry names that issued the label, so the answer is worth what the check of the evidence is.
 */
export function checkCodeSignature(evidence: Uint8Array, { address, key }: ScannedCode): CodeSignature {
  try {
    const scanned = parseScanUri(address);
    if (scanned.token === null) return 'unsigned';
    const named = issuingKey(evidence);
    if (named === null || key === '') return 'unread';
    const publicKey = parsePublicKey({ kty: 'OKP', crv: 'Ed25519', x: key });
    if (publicKey.kid !== named) return 'other-key';
    return checkLabelSignature(scanned.path, scanned.token, publicKey) === null ? 'signed' : 'wrong';
  } catch (error) {
    if (error instanceof LedgerError) return 'unread';
    throw error;
  }
}

/** Thumbprint of the key that the entry which issued the label names; null where the evidence shows none. */
function issuingKey(bytes: Uint8Array): string | null {
  const evidence = parseEvidence(bytes);
  const chains = readChains(evidence);
  if ('reason' in chains || evidence.label === null) return null;
  const subject = chains.find(({ role }) => role === 'subject');
  const kid = subject?.entries[evidence.label.seq - 1]?.payload.data['kid'];
  return typeof kid === 'string' ? kid : null;
}
