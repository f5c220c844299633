import { randomBytes } from 'node:crypto';
import { secretDigest } from '../access/secret.js';
import { codeBytes, formatCode, isIssuable } from '../ledger/code.js';

/** A new code: 80 random bits as people type them, with a check symbol. Whoever holds it confirms the shipment. */
export function newDeliveryCode(): string {
  for (;;) {
    const bytes = randomBytes(codeBytes);
    if (isIssuable(bytes)) return formatCode(bytes);
  }
}

/**
 * What is stored of a code: the SHA-256 of a text that names what it is for. 80 random bits are beyond trying, also for
 * whoever has the digests.
 */
export function deliveryCodeDigest(code: string): Buffer {
  return secretDigest(`delivery-note/v1 ${code}`);
}

/** Where a code leads. */
export function deliveryAddress(publicUrl: string, code: string): string {
  return `${publicUrl}/d/${code}`;
}
