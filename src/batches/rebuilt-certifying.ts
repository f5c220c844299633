import type { LedgerTransaction } from '../database/transaction.js';
import {
  insertCertificationChange,
  insertCertificationGrant,
  insertCertificationUse,
  insertOrganicCodes,
} from './certifications.store.js';
import { insertCertified, revokeCertified } from './certified.store.js';
import type { CertifyingEffect } from './effect.js';
import type { EntryKey } from './handover.store.js';

/** Adds what the entry `at` says of a certificate or a certification; of an organization's entry its chain is the batch. */
export function addCertifying(tx: LedgerTransaction, at: EntryKey, effect: CertifyingEffect): void {
  switch (effect.type) {
    case 'certificate-issue':
      insertCertified(tx, [{ ...at, quantity: effect.quantity }]);
      return;
    case 'certificate-revoke':
      revokeCertified(tx, [{ ...at, seq: effect.entry.seq, revokedSeq: at.seq }]);
      return;
    case 'certification-grant':
      insertCertificationGrant(tx, at, effect);
      return;
    case 'certification-change':
      insertCertificationChange(tx, at, effect);
      return;
    case 'certification-use':
      insertCertificationUse(tx, at, effect);
      return;
    case 'certification-codes':
      insertOrganicCodes(tx, at, effect);
  }
}
