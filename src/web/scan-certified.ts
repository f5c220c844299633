import type { Strength } from './who-says.js';

/** A certificate, judged today: the interval it holds for and what has happened to it since. */
export interface ScanCertificate {
  /** What kind, in the reader's language, for example 承诺达标合格证. */
  readonly title: string;
  readonly issuer: string;
  readonly number: string | null;
  /** Civil date `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly state: 'valid' | 'challenged' | 'suspended' | 'revoked' | 'expired';
  readonly strength: Strength;
}

/** What the batch claims, and how that stands today: `inherited` from what it was made from. */
export interface ScanClaim {
  readonly title: string;
  readonly number: string | null;
  readonly body: string | null;
  readonly state: 'valid' | 'not-yet' | 'expired' | 'suspended' | 'revoked' | 'inherited';
  /** Whether the batch may make it; null: not decided yet. */
  readonly held: boolean | null;
  /** How it stands and since when, who stands behind it, and what was not checked. */
  readonly text: string;
  readonly strength: Strength;
}
