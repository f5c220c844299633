import type { PlotBreak } from '../batches/judgement.js';
import type { LotChange } from '../batches/mixed-lot.js';
import type { JsonObject } from '../ledger/json.js';
import type { Certification } from './certification.js';

export type { PlotBreak } from '../batches/judgement.js';

/** An entry of a batch's chain as it is in force: its own data, or what its latest correction gave in their place. */
export interface RecordEntry {
  readonly seq: number;
  /** base64url. */
  readonly leafHash: string;
  readonly kind: string;
  /** The organization that said it: `org/<uuid>`. */
  readonly issuer: string;
  /** RFC 3339, as said. */
  readonly occurredAt: string;
  /** RFC 3339 in UTC, the service's. */
  readonly recordedAt: string;
  /** Public data in force, of the shape of the kind. */
  readonly data: JsonObject;
  /** Pointers of private fields that the statement concealed; the values are not looked at. */
  readonly concealed: boolean;
  /** The entry that gave `data`: itself, or its latest correction. */
  readonly inForce: number;
}

/** A batch that another was made from, and what it offers to it. */
export interface RecordSource {
  readonly batch: string;
  /** The entry of the home chain, or of the processing, that says so, and the batch on whose chain that is. */
  readonly seq: number;
  readonly saidOn: string;
  /** When that batch was opened, RFC 3339 in UTC: R47. */
  readonly openedAt: string;
  /** RFC 3339 as said: when goods first came into that batch. Absent where that is not known: R47. */
  readonly existedFrom?: string;
  /** Whose batch it is. Absent where that is not known: R50, R54, R55. */
  readonly organizationId?: string;
  /** Whether a compliance certificate of that batch was in force when the goods left it; absent if not known: R55. */
  readonly certified?: boolean;
  /** Types of certificates that let that batch claim something when it gave; absent where not known: R45. */
  readonly claims?: readonly string[];
}

/** Another batch of the same organization on which a test report stands that stands here, too: R64. */
export interface ReusedReport {
  /** As `reportKeys` names the report. */
  readonly key: string;
  /** Its public code. */
  readonly batch: string;
}

/** Everything that rules look at: the chain of one batch in order, whose it is, and what it was made from. */
export interface BatchRecord {
  readonly batch: {
    readonly id: string;
    readonly organizationId: string;
    readonly unit: string;
    readonly productId: string;
  };
  readonly product: { readonly name: string; readonly variety: string | null; readonly category: string };
  readonly organization: {
    readonly id: string;
    /** `cooperative`, `household` … (`organizations.kind`). */
    readonly kind: string;
    readonly uscc: string | null;
    readonly region: string;
  };
  readonly entries: readonly RecordEntry[];
  readonly sources: readonly RecordSource[];
  /** Reports that stand on other batches, none of which is part of the other; absent where none does. */
  readonly reused?: readonly ReusedReport[];
  /** Public holidays as they were announced, civil days; absent where none are: R67. */
  readonly holidays?: readonly string[];
  /** Of a mixed lot what came in and went out, in the order of the chain; else null. */
  readonly lot: readonly LotChange[] | null;
  /** What the organization is certified for, where the chain names a certification. */
  readonly certifications: readonly Certification[];
  /** Uses on other batches of the organization that begin the conversion of a plot anew; likewise. */
  readonly breaks: readonly PlotBreak[];
}
