import type { LedgerTransaction } from '../database/transaction.js';
import type { DomainError } from '../http/problems.js';
import type { Decimal } from '../ledger/quantity.js';
import { certifiable, type Balance } from './balance.js';
import {
  insertCertified,
  loadCertificates,
  loadCertified,
  revokeCertified,
  type NewCertified,
} from './certified.store.js';
import type { CertificateIssueEffect, CertificateRevokeEffect } from './effect.js';
import type { EntryKey } from './handover.store.js';
import type { BatchKey } from './projection.store.js';
import * as refusals from './refusals.js';

interface Certificate {
  readonly quantity: Decimal;
  readonly revoked: boolean;
}

type CertificateEffect = CertificateIssueEffect | CertificateRevokeEffect;

/** What compliance certificates cover, as the drafts of one group change it. */
export class CertifiedGoods {
  private readonly issued: NewCertified[] = [];
  private readonly revoked: (EntryKey & { readonly revokedSeq: number })[] = [];

  private constructor(
    private readonly covered: Map<string, Decimal>,
    private readonly certificates: Map<string, Certificate>,
  ) {}

  /** Reads what the effects of a group need; each read happens only when some effect needs it. */
  static async load(
    tx: LedgerTransaction,
    asked: readonly { readonly organizationId: string; readonly effect: CertificateEffect }[],
  ): Promise<CertifiedGoods> {
    const batches: BatchKey[] = [];
    const named: EntryKey[] = [];
    for (const { organizationId, effect } of asked) {
      const key = { organizationId, batchId: effect.batch };
      batches.push(key);
      if (effect.type === 'certificate-revoke') named.push({ ...key, seq: effect.entry.seq });
    }
    return new CertifiedGoods(
      batches.length === 0 ? new Map<string, Decimal>() : await loadCertified(tx, batches),
      named.length === 0 ? new Map<string, Certificate>() : await loadCertificates(tx, named),
    );
  }

  /**
   * Admits an issue of no more than is left to certify, or a first revocation; `then` gets what it changes.
   *
   * A certificate issued by a release that did not count yet has no row until a rebuild: its revocation changes nothing.
   */
  admit(
    effect: CertificateEffect,
    at: EntryKey,
    batch: { readonly balance: Balance } | undefined,
    then: (() => void)[],
  ): DomainError | null {
    if (batch === undefined) return refusals.unknownBatch();
    const covered = this.covered.get(effect.batch) ?? 0n;
    if (effect.type === 'certificate-issue') {
      const { quantity } = effect;
      const has = certifiable(batch.balance, covered);
      if (quantity > has)
        return refusals.shortage({ field: 'certifiable', needs: quantity, has }, '/data/quantity');
      then.push(() => {
        this.covered.set(effect.batch, covered + quantity);
        this.certificates.set(`${effect.batch} ${at.seq}`, { quantity, revoked: false });
        this.issued.push({ ...at, quantity });
      });
      return null;
    }
    const key = `${effect.batch} ${effect.entry.seq}`;
    const certificate = this.certificates.get(key);
    if (certificate?.revoked === true) return refusals.alreadyRevoked();
    if (certificate === undefined) return null;
    then.push(() => {
      this.covered.set(effect.batch, covered - certificate.quantity);
      this.certificates.set(key, { ...certificate, revoked: true });
      this.revoked.push({ ...at, seq: effect.entry.seq, revokedSeq: at.seq });
    });
    return null;
  }

  save(tx: LedgerTransaction): void {
    if (this.issued.length > 0) insertCertified(tx, this.issued);
    if (this.revoked.length > 0) revokeCertified(tx, this.revoked);
  }
}
