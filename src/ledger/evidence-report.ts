import type { LedgerErrorCode } from './errors.js';

/** What is checked, in this order. */
export const evidenceCheckNames = [
  'format',
  'checkpoint',
  'witnesses',
  'inclusion',
  'chains',
  'statement-signatures',
  'disclosures',
  'label',
  'completeness',
] as const;
export type EvidenceCheckName = (typeof evidenceCheckNames)[number];

/** `unknown`: it could not be checked, or is not settled yet; `not-applicable`: there is nothing to check. */
export type EvidenceStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** Every way a check can come out, with its status. */
export const evidenceReasons = {
  'not-checked': 'unknown',
  'well-formed': 'pass',
  malformed: 'fail',
  'log-signed': 'pass',
  'other-log': 'fail',
  'log-not-signed': 'fail',
  'log-ended': 'fail',
  witnessed: 'pass',
  'not-witnessed': 'unknown',
  'no-witness-asked': 'unknown',
  'cosignature-wrong': 'fail',
  included: 'pass',
  'not-included': 'fail',
  whole: 'pass',
  'chain-broken': 'fail',
  'order-wrong': 'fail',
  'reference-malformed': 'fail',
  'source-missing': 'fail',
  'source-differs': 'fail',
  'chain-unnamed': 'fail',
  signed: 'pass',
  'operator-missing': 'fail',
  'organization-missing': 'fail',
  'issuer-wrong': 'fail',
  'key-malformed': 'fail',
  'key-unknown': 'fail',
  'key-late': 'fail',
  'key-revoked': 'fail',
  'key-purpose': 'fail',
  'signature-wrong': 'fail',
  disclosed: 'pass',
  'disclosure-wrong': 'fail',
  'withheld-wrong': 'fail',
  'label-active': 'pass',
  'label-batch': 'pass',
  'label-unused': 'unknown',
  'label-void': 'fail',
  'label-wrong': 'fail',
  'label-other': 'fail',
  'label-not-shown': 'unknown',
  'label-not-asked': 'not-applicable',
  complete: 'pass',
  'map-wrong': 'fail',
  'head-missing': 'fail',
  'not-complete': 'fail',
  'no-map': 'not-applicable',
} as const satisfies Readonly<Record<string, EvidenceStatus>>;
export type EvidenceReason = keyof typeof evidenceReasons;

/** The figures of a reason; those that its sentence needs are there. */
export interface EvidenceFigures {
  /** The chain at fault, and the entry of it. */
  readonly chain?: string;
  readonly seq?: number;
  /** Index in the log. */
  readonly index?: number;
  /** Leaves of the tree. */
  readonly size?: number;
  readonly count?: number;
  readonly chains?: number;
  /** Statements that participants signed with their own keys, and that the service signed for them. */
  readonly own?: number;
  readonly custodial?: number;
  readonly withheld?: number;
  /** Place of a label in its set. */
  readonly number?: number;
  /** When the checkpoint was last cosigned, in seconds since 1970. */
  readonly time?: number;
  /** The witness at fault, as the trust file names it. */
  readonly witness?: string;
  /** What the pure core found, and where in the file. */
  readonly code?: LedgerErrorCode;
  readonly pointer?: string;
}

/** How a check came out. */
export interface EvidenceFinding {
  readonly reason: EvidenceReason;
  readonly figures: EvidenceFigures;
}

export interface EvidenceCheck extends EvidenceFinding {
  readonly check: EvidenceCheckName;
  readonly status: EvidenceStatus;
}

/**
 * `verified`: every check that applies passed. `invalid`: one failed. `unknown`: none failed, but something could not
 * be checked or is not settled yet.
 */
export type EvidenceVerdict = 'verified' | 'invalid' | 'unknown';

export interface EvidenceReport {
  readonly verdict: EvidenceVerdict;
  /** All nine, in the order of evidenceCheckNames. */
  readonly checks: readonly EvidenceCheck[];
}

/** A finding of its reason and figures. */
export function finding(reason: EvidenceReason, figures: EvidenceFigures = {}): EvidenceFinding {
  return { reason, figures };
}
