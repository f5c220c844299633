import type { LedgerTransaction } from '../database/transaction.js';
import type { Words } from '../gs1/words.js';
import type { DomainError } from '../http/problems.js';
import type { Draft, Place } from '../log/draft.js';
import {
  giveMarksBack,
  insertCertificationChange,
  insertCertificationGrant,
  insertCertificationUse,
  insertOrganicCodes,
  loadBound,
  loadGrants,
  queueCertified,
  type Grant,
} from './certifications.store.js';
import {
  marksOf,
  type CertificationChangeEffect,
  type CertificationCodesEffect,
  type CertificationGrantEffect,
  type CertificationUseEffect,
  type LabelStateEffect,
} from './effect.js';
import type { EntryKey } from './handover.store.js';
import type { LedgerEffect } from './ledger-effect.js';
import * as refusals from './refusals.js';

type OrganizationKey = Omit<EntryKey, 'batchId'>;

/** Which states a certification is brought into another from. */
const before: Readonly<Record<CertificationChangeEffect['action'], readonly Grant['state'][]>> = {
  suspended: ['granted', 'resumed'],
  resumed: ['suspended'],
  revoked: ['granted', 'resumed', 'suspended'],
};

const stateWords: Readonly<Record<Grant['state'], Words>> = {
  granted: { zh: '有效', en: 'in force' },
  resumed: { zh: '有效', en: 'in force' },
  suspended: { zh: '暂停', en: 'suspended' },
  revoked: { zh: '撤销', en: 'revoked' },
};

/** Decides what the drafts of one group say of certifications, and under them; keeps it. */
export class CertificationAdmission {
  private readonly writes: ((tx: LedgerTransaction) => void)[] = [];

  /** `grants`: by `<organization> <seq>`. `coded`: organic codes that are bound, and the labels they are bound to. */
  private constructor(
    private readonly grants: Map<string, Grant>,
    private readonly coded: Set<string>,
  ) {}

  /** Reads the certifications of these organizations, and what is marked under each; nothing when there are none. */
  static async load(
    tx: LedgerTransaction,
    organizations: readonly string[],
    codings: readonly CertificationCodesEffect[],
  ): Promise<CertificationAdmission> {
    const grants = organizations.length === 0 ? [] : await loadGrants(tx, [...new Set(organizations)]);
    const bound = await Promise.all(codings.map((coding) => loadBound(tx, coding)));
    const coded = bound.flat().flatMap((one) => [one.code, labelOf(one)]);
    return new CertificationAdmission(new Map(grants.map((grant) => [nameOf(grant), grant])), new Set(coded));
  }

  /** What an entry on the chain of an organization says of its certifications. */
  admitGrants(
    { organizationId, effect: { effects } }: Draft<LedgerEffect>,
    { seq }: Place,
  ): DomainError | null {
    for (const effect of marksOf(effects)) {
      const at = { organizationId, seq };
      const refusal =
        effect.type === 'certification-grant'
          ? this.grant(effect, at)
          : effect.type === 'certification-change'
            ? this.change(effect, at)
            : null;
      if (refusal !== null) return refusal;
    }
    return null;
  }

  /** Admits a claim, and marks of no more than is certified and not marked yet; `then` gets what it changes. */
  admitUse(effect: CertificationUseEffect, at: EntryKey, then: (() => void)[]): DomainError | null {
    const { marks, certification } = effect;
    if (marks !== null) {
      const name = nameOf({ organizationId: at.organizationId, seq: certification });
      const grant = this.grants.get(name);
      if (grant?.quantity === undefined || grant.quantity === null) return noQuantity();
      if (grant.state === 'suspended' || grant.state === 'revoked') return notInForce(grant.state);
      const needs = BigInt(marks.units) * marks.net;
      const left = grant.quantity - grant.marked;
      if (needs > left) return refusals.marksExhausted(needs, left, grant.quantity);
      then.push(() => this.grants.set(name, { ...grant, marked: grant.marked + needs }));
    }
    then.push(() =>
      this.writes.push((tx) => {
        insertCertificationUse(tx, at, effect);
      }),
    );
    return null;
  }

  /** Binds each code to one label and each label to one code, once for all time (AT-OR-3). */
  admitCodes(effect: CertificationCodesEffect, at: EntryKey, then: (() => void)[]): DomainError | null {
    const { set, first, codes } = effect;
    const labels = codes.map((_, index) => labelOf({ set, number: first + index }));
    const taken = codes.findIndex(
      (code, index) => this.coded.has(code) || this.coded.has(labels[index] ?? ''),
    );
    if (taken !== -1) return refusals.codeTaken(taken, this.coded.has(codes[taken] ?? ''));
    then.push(() => {
      for (const name of [...codes, ...labels]) this.coded.add(name);
      this.writes.push((tx) => {
        insertOrganicCodes(tx, at, effect);
      });
    });
    return null;
  }

  /** Labels that are void mark nothing: what they marked can be marked anew. */
  giveBack(effect: LabelStateEffect, at: EntryKey): void {
    this.writes.push((tx) => {
      giveMarksBack(tx, at, effect);
    });
  }

  save(tx: LedgerTransaction): void {
    for (const write of this.writes) write(tx);
  }

  private grant(effect: CertificationGrantEffect, at: OrganizationKey): DomainError | null {
    const { certified: type, number, issuer: issuerId, from, to, quantity } = effect;
    const overlaps = [...this.grants.values()].some(
      (grant) =>
        grant.organizationId === at.organizationId &&
        grant.state !== 'revoked' &&
        [grant.type === type, grant.number === number, grant.issuerId === issuerId].every(Boolean) &&
        grant.from <= to &&
        from <= grant.to,
    );
    if (overlaps) return refusals.certificationOverlaps();
    const grant: Grant = { ...at, issuerId, type, number, from, to, quantity, state: 'granted', marked: 0n };
    this.grants.set(nameOf(at), grant);
    this.writes.push((tx) => {
      insertCertificationGrant(tx, at, effect);
    });
    return null;
  }

  private change(effect: CertificationChangeEffect, at: OrganizationKey): DomainError | null {
    const name = nameOf({ ...at, seq: effect.grant });
    const grant = this.grants.get(name);
    if (grant === undefined || !before[effect.action].includes(grant.state)) return notFrom(grant);
    this.grants.set(name, { ...grant, state: effect.action });
    this.writes.push((tx) => {
      insertCertificationChange(tx, at, effect);
      queueCertified(tx, at.organizationId, effect.grant);
    });
    return null;
  }
}

function labelOf({ set, number }: { readonly set: string; readonly number: number }): string {
  return `${set} ${number}`;
}

function nameOf({ organizationId, seq }: OrganizationKey): string {
  return `${organizationId} ${seq}`;
}

function notInForce(state: Grant['state']): DomainError {
  const now = stateWords[state];
  return refusals.certificationState('/certification', {
    zh: `该认证已${now.zh}，不能再加施标识；此前的标识和记录不变。`,
    en: `The certification is ${now.en}: nothing more is marked with it. Earlier marks and records stay.`,
  });
}

function notFrom(grant: Grant | undefined): DomainError {
  const state = stateWords[grant?.state ?? 'revoked'];
  return refusals.certificationState('/action', {
    zh: `该认证现在的状态是“${state.zh}”，不能这样改变。`,
    en: `The certification is ${state.en} now: this step does not follow.`,
  });
}

function noQuantity(): DomainError {
  return refusals.certificationState('/certification', {
    zh: '该认证没有核定数量，不知道最多可以标识多少，所以不能据此加施标识。',
    en: 'The certification states no quantity. It is not known how much may be marked, so nothing is.',
  });
}
