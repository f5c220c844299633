import type { OwnStop } from './graph-model.js';

/** A recall as it reads in a list. */
export interface RecallSummary {
  readonly id: string;
  readonly issuer: { readonly id: string; readonly name: string };
  readonly mock: boolean;
  readonly state: 'open' | 'withdrawn';
  readonly reason: string;
  readonly advice: string | null;
  readonly basis: string | null;
  readonly phone: string | null;
  readonly openedAt: string;
}

/** Where a quantity is; decimal texts in the unit beside it. */
export interface Whereabouts {
  readonly available: string;
  readonly onTheWay: string;
  readonly followed: string;
  readonly lost: string;
  readonly unaccounted: string;
}

/** A batch that a recall reaches. */
export interface AffectedBatch {
  readonly batch: string;
  readonly code: string;
  readonly lot: string | null;
  readonly product: string;
  readonly organization: string;
  readonly openedAt: string;
  readonly step: number;
  readonly unit: string;
  readonly sources: readonly { readonly batch: string; readonly taken: string | null }[];
  readonly detail: {
    readonly whereabouts: Whereabouts;
    readonly stops: readonly OwnStop[];
    readonly shipments: readonly {
      readonly seq: number;
      readonly consignee: { readonly name: string | null; readonly contact: string | null };
      readonly quantity: string;
      readonly confirmed: string;
      readonly returned: string;
    }[];
  } | null;
}

/** Who has batches of it, and what they answered. */
export interface Holder {
  readonly organization: string;
  readonly name: string;
  readonly region: string;
  readonly places: readonly string[];
  readonly batches: number;
  readonly contact: { readonly responsible: string | null; readonly contact: string | null } | null;
  readonly notices: readonly { readonly notifiedAt: string; readonly acknowledgedAt: string | null }[];
}

/** A recall with all that it reaches. */
export interface Recall extends RecallSummary {
  readonly suspects: readonly {
    readonly batch: string;
    readonly recorded: boolean;
    readonly withdrawn: boolean;
  }[];
  readonly complete: boolean;
  readonly batches: readonly AffectedBatch[];
  readonly holders: readonly Holder[];
  readonly totals: {
    readonly batches: number;
    readonly holders: number;
    readonly unacknowledged: number;
    readonly places: readonly string[];
    readonly quantities: readonly (Whereabouts & { readonly unit: string })[];
  };
  readonly times: { readonly listedAfterMs: number | null };
}

/** What a holder is told. */
export interface Notice {
  readonly id: string;
  readonly issuer: { readonly name: string };
  readonly reason: string;
  readonly advice: string | null;
  readonly basis: string | null;
  readonly phone: string | null;
  readonly state: 'open' | 'withdrawn';
  readonly openedAt: string;
  readonly notifiedAt: string;
  readonly acknowledgedAt: string | null;
  readonly batches: readonly { readonly batch: string; readonly code: string; readonly lot: string | null }[];
}
