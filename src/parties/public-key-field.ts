import { ledgerFaultWords } from '../http/fault-words.js';
import { refused } from '../http/problems.js';
import { LedgerError } from '../ledger/errors.js';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';

/** The public key in the field `jwk` of a request. @throws DomainError `validation` (low order, RSA, private). */
export function readPublicKey(jwk: Record<string, unknown>): PublicKey {
  try {
    return parsePublicKey(jwk);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw refused({
      pointer: `/jwk${error.pointer ?? ''}`,
      code: error.code,
      detail: ledgerFaultWords(error.code),
    });
  }
}
