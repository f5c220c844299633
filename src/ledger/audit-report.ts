import type { LedgerErrorCode } from './errors.js';

/** Everything that an audit can find wrong with a log. */
export const auditReasons = [
  'other-log',
  'log-not-signed',
  'log-ended',
  'cosignature-wrong',
  'tree-shrank',
  'history-rewritten',
  'not-served',
  'bundle-malformed',
  'entry-missing',
  'leaf-differs',
  'tile-differs',
  'root-differs',
  'entry-malformed',
  'log-end-missing',
  'log-end-differs',
  'chain-log',
  'chain-subject',
  'chain-sequence',
  'chain-link',
  'chain-time',
  'head-differs',
  'not-logged',
  'event-repeated',
  'organization-missing',
  'issuer-wrong',
  'operator-missing',
  'key-malformed',
  'key-unknown',
  'key-late',
  'key-revoked',
  'key-purpose',
  'signature-wrong',
  'map-malformed',
  'map-order',
  'map-differs',
] as const;
export type AuditReason = (typeof auditReasons)[number];

/** Where it is and what differs; hashes in base64, those of chains in base64url, as they are written there. */
export interface AuditFigures {
  /** Index in the log: the first entry that is at fault, as far as that can be told. */
  readonly index?: number;
  readonly chain?: string;
  readonly seq?: number;
  /** The file of the log that is at fault, by its path. */
  readonly path?: string;
  /** Leaves of the tree that is at fault. */
  readonly size?: number;
  readonly expected?: string;
  readonly found?: string;
  /** What the pure core said. */
  readonly code?: LedgerErrorCode;
  /** The witness at fault, as the trust file names it. */
  readonly witness?: string;
}

/** What is wrong with a log. */
export interface AuditFinding {
  readonly reason: AuditReason;
  readonly figures: AuditFigures;
}

/** How many of what an audit has looked at, from the log's beginning on. */
export interface AuditCounts {
  readonly entries: number;
  readonly chains: number;
  readonly keys: number;
  /** Statements signed by participants themselves, and by the service for them. */
  readonly own: number;
  readonly custodial: number;
  /** Statements recorded after the revocation of their key, while the news of it spread: sound, but in doubt. */
  readonly doubted: number;
  /** Roots of the completeness map that were stated, all recomputed. */
  readonly maps: number;
}

/** A finding of its reason and figures. */
export function auditFinding(reason: AuditReason, figures: AuditFigures = {}): AuditFinding {
  return { reason, figures };
}
