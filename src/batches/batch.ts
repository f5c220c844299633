import type { Balance } from './balance.js';
import type { Mixing } from './mixed-lot.js';

/** What never changes about a batch after its opening. */
export interface BatchIdentity {
  readonly id: string;
  readonly organizationId: string;
  readonly code: string;
  readonly productId: string;
  readonly siteId: string;
  readonly lot: string | null;
  readonly unit: string;
  /** How it is drawn from when it is a mixed lot; else null. */
  readonly mixing: Mixing | null;
  readonly openedAtMs: number;
}

/** A batch as it stands now: its identity, its balance, how many holds lie on it, and the head of its chain. */
export interface BatchStanding extends BatchIdentity {
  readonly balance: Balance;
  readonly holds: number;
  readonly seq: number;
  readonly leafHash: Uint8Array;
}

/** A label set as issued: how many labels, of what net content, in which form. */
export interface LabelSet {
  readonly id: string;
  readonly organizationId: string;
  readonly batchId: string;
  readonly seq: number;
  readonly units: number;
  /** Decimal string, in `unit`, of one label. */
  readonly net: string;
  readonly unit: string;
  readonly form: 'signed' | 'compact';
  /** RFC 7638 thumbprint of the key that signs its codes; null for compact sets. */
  readonly kid: string | null;
  readonly root: Uint8Array;
}

/** States of a label as stored: `issued`, `activated`, `void` in this order (domain.md §6). */
export const labelStateNames = ['issued', 'activated', 'void'] as const;
export type LabelState = (typeof labelStateNames)[number];

/** One label of a set. */
export interface SetLabel {
  readonly code: string;
  /** Its place in the set, from 1. */
  readonly number: number;
  readonly state: LabelState;
}

/** Labels `first`…`last` of a set, inclusive, that are in one state. */
export interface LabelRun {
  readonly first: number;
  readonly last: number;
  readonly state: LabelState;
}
