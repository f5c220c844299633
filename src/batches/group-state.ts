import type { CaseState } from './cases.store.js';
import type { CertificationAdmission } from './certification-admission.js';
import type { CertifiedGoods } from './certified-goods.js';
import type { LabelStateEffect } from './effect.js';
import type { OpenShipment } from './handover.store.js';
import type { Intake } from './intakes.store.js';
import type { Paths } from './paths.js';
import type { BatchState } from './projection.store.js';

/** Everything a group of drafts may change, as read under the locks of its chains; `BatchAdmission` moves it. */
export interface GroupState {
  /** By batch id. */
  readonly batches: Map<string, BatchState>;
  /** Lots that exist, as `<product id> <lot>`. */
  lots: Set<string>;
  /** Holds not yet released, as `<batch id> <seq>`. */
  openHolds: Set<string>;
  /** Recalls not yet withdrawn, as `<batch id> <seq>`. */
  openRecalls: Set<string>;
  /** How inquiries stand that drafts go on with or end, by their ids. */
  readonly cases: Map<string, CaseState>;
  /** By `<batch id> <seq>`. */
  readonly shipments: Map<string, OpenShipment>;
  /** What was taken of sources so far, by `intakeName`. */
  readonly intakes: Map<string, Intake>;
  /** Latest corrections by the entry they correct, as `<batch id> <seq>`. */
  corrections: Map<string, number>;
  /** Edges of the graph among which every circle lies that a draft of the group could close. */
  paths: Paths;
  /** Number of the first label of a range that is void already, by `rangeKey`; absent when none is. */
  readonly firstVoid: Map<string, number>;
  /** What compliance certificates cover. */
  readonly certified: CertifiedGoods;
  /** Certifications of the organizations, and how much was marked under each. */
  readonly certifications: CertificationAdmission;
}

/** Names a range of labels of one set. */
export function rangeKey(range: Pick<LabelStateEffect, 'set' | 'first' | 'last'>): string {
  return `${range.set} ${range.first} ${range.last}`;
}
