import type { Decimal } from '../ledger/quantity.js';
import type { MoveEffect } from './balance.js';
import type { LotChange } from './mixed-lot.js';

/** Names an entry that a statement builds on: its batch, its number in that batch's chain, its leaf hash (ledger.md §3). */
export interface EntryReference {
  readonly batch: string;
  readonly seq: number;
  readonly leafHash: string;
}

/** Names an entry of the statement's own chain. */
export interface OwnEntryReference {
  readonly seq: number;
  readonly leafHash: string;
}

/** Raises or lowers the count of holds on a batch; a release names the hold entry it lifts, which it lifts once. */
export interface HoldEffect {
  readonly type: 'hold';
  readonly batch: string;
  readonly change: 1 | -1;
  readonly entry?: OwnEntryReference;
}

/** An authority lifts what a rule found: the finding of `rule` that rests on exactly the entries of these numbers. */
export interface FindingReleaseEffect {
  readonly type: 'finding-release';
  readonly batch: string;
  readonly rule: string;
  readonly entries: readonly number[];
}

/** The batch is recalled: unless it is a rehearsal, it is on hold until the recall is withdrawn. */
export interface RecallEffect {
  readonly type: 'recall';
  readonly batch: string;
  /** The same on all chains of a recall. */
  readonly recall: string;
  /** Id of the organization that recalls. */
  readonly issuer: string;
  readonly mock: boolean;
}

/** The recall that `entry` says is withdrawn, which it is once. */
export interface RecallWithdrawnEffect {
  readonly type: 'recall-withdrawn';
  readonly batch: string;
  readonly entry: OwnEntryReference;
  readonly mock: boolean;
}

/** Goods are on their way: `quantity` (home unit) is frozen until `consignee` confirms; null when nobody in the ledger can. */
export interface ShipmentEffect {
  readonly type: 'shipment';
  readonly batch: string;
  readonly quantity: Decimal;
  readonly consignee: string | null;
}

/** Part of an earlier shipment of the same chain came back; Σ receipts + Σ returns never exceed the shipment. */
export interface ReturnEffect {
  readonly type: 'return';
  readonly batch: string;
  readonly shipment: OwnEntryReference;
  readonly quantity: Decimal;
}

/**
 * Who held the code of a shipment's delivery note says what became of it: `confirmed` was taken over, `returned` comes
 * back. Refused once the consignee confirms by receipts of its own.
 */
export interface DeliveryEffect {
  readonly type: 'delivery';
  readonly batch: string;
  readonly shipment: OwnEntryReference;
  readonly confirmed: Decimal;
  readonly returned: Decimal;
}

/**
 * The home batch took over goods from `source`. `quantity` is in the home unit, `sourceQuantity` in the unit of the
 * source's batch. The receipts of one source by one addressee never exceed `sourceLimit` (same unit as
 * `sourceQuantity`): a shipment is addressed to the organization, an output of a processing to the batch.
 * For a shipment the shipper's batch then owes a move frozen → shipped of `sourceQuantity`, and frozen → available of
 * `sourceReturned` (same unit), which the receiver sends back and which counts towards `sourceLimit`.
 */
export interface ReceiptEffect {
  readonly type: 'receipt';
  readonly batch: string;
  readonly source: EntryReference;
  readonly sourceKind: 'shipment' | 'processing';
  readonly quantity: Decimal;
  readonly sourceQuantity: Decimal;
  readonly sourceReturned: Decimal;
  readonly sourceLimit: Decimal;
}

/** A label set came to be; the move of `labelled` is an effect of its own. */
export interface LabelIssueEffect {
  readonly type: 'label-issue';
  readonly batch: string;
  readonly set: string;
  readonly units: number;
  readonly net: string;
  readonly unit: string;
  readonly form: 'signed' | 'compact';
  /** Key under which the labels are signed; null for compact ones. */
  readonly kid: string | null;
  readonly root: string;
}

/** Labels `first`…`last` (1-based, inclusive) of a set change state; a label is voided at most once. */
export interface LabelStateEffect {
  readonly type: 'label-state';
  readonly batch: string;
  readonly set: string;
  readonly first: number;
  readonly last: number;
  readonly state: 'activated' | 'voided';
}

/**
 * The entry gives the data of `entry` anew, in place of what the entry `replaces` said (`entry` itself or its latest
 * correction so far): its moves undo that one's, so it holds only as long as no other correction came between.
 */
export interface CorrectionEffect {
  readonly type: 'correction';
  readonly batch: string;
  readonly entry: number;
  readonly replaces: number;
}

/**
 * Something of `parent` became part of `child` (docs/adr/0011). Stands on the entry itself, or on the entry that a
 * correction gives anew: then all edges of that one are replaced. Null quantities cannot be told.
 */
export interface EdgeEffect {
  readonly type: 'edge';
  readonly entry?: number;
  readonly parent: Pick<EntryReference, 'batch' | 'seq'>;
  readonly child: string;
  /** In the parent's unit. */
  readonly taken: Decimal | null;
  /** In the child's unit. */
  readonly made: Decimal | null;
  /** The field that names what may not be an end of it. */
  readonly at: string;
}

/** Something came into a mixed lot, was drawn from it or came back; `entry` as for edges. */
export interface LotChangeEffect extends Omit<LotChange, 'seq'> {
  readonly type: 'lot-change';
  readonly batch: string;
  readonly entry?: number;
}

/** An input with this code on its package was used on the batch; `entry` as for edges. */
export interface InputCodeEffect {
  readonly type: 'input-code';
  readonly entry?: number;
  /** As it is looked up by (`inputCodeOf`). */
  readonly code: string;
}

/** A compliance certificate covers `quantity` (home unit) of the batch. */
export interface CertificateIssueEffect {
  readonly type: 'certificate-issue';
  readonly batch: string;
  readonly quantity: Decimal;
}

/** The compliance certificate that `entry` issued covers nothing any more; each is revoked at most once. */
export interface CertificateRevokeEffect {
  readonly type: 'certificate-revoke';
  readonly batch: string;
  readonly entry: OwnEntryReference;
}

/** A sample of the batch fulfils the task of an authority. */
export interface TaskSampleEffect {
  readonly type: 'task-sample';
  readonly batch: string;
  readonly task: string;
}

/** On the chain of an organization: it is certified up to `quantity`, in the unit of the grant; null: nothing to mark. */
export interface CertificationGrantEffect {
  readonly type: 'certification-grant';
  /** Id of the organization that says so. */
  readonly issuer: string;
  readonly certified: string;
  /** As it is looked up by. */
  readonly number: string;
  /** `YYYY-MM-DD`, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly quantity: Decimal | null;
}

/** The certification granted by the entry `grant` of the same chain is suspended, in force again, or ended. */
export interface CertificationChangeEffect {
  readonly type: 'certification-change';
  readonly issuer: string;
  readonly grant: number;
  readonly action: 'suspended' | 'resumed' | 'revoked';
}

/**
 * The batch names the certification that the entry `certification` of its organization's chain grants: it claims it, or
 * the labels of a set bear its mark, each for `net` in the unit of the certification.
 */
export interface CertificationUseEffect {
  readonly type: 'certification-use';
  readonly batch: string;
  readonly certification: number;
  readonly marks: { readonly set: string; readonly units: number; readonly net: Decimal } | null;
}

/** Labels of a set, from `first` on, bear these organic codes, one each. */
export interface CertificationCodesEffect {
  readonly type: 'certification-codes';
  readonly batch: string;
  readonly set: string;
  readonly first: number;
  readonly codes: readonly string[];
}

/** An authority takes a finding up, notes something, or ends its inquiry; `rule` and `entries` name the finding. */
export interface CaseEffect {
  readonly type: 'case';
  readonly batch: string;
  readonly rule: string;
  readonly entries: readonly number[];
  /** As `gravityOf`. */
  readonly gravity: number;
  /** Since when the record says so, in ms since 1970. */
  readonly sinceMs: number;
  /** Id of the authority. */
  readonly authority: string;
  readonly step: 'assigned' | 'noted' | 'explained' | 'filed';
}

/** What is said of certificates and certifications. */
export type CertifyingEffect =
  | CertificateIssueEffect
  | CertificateRevokeEffect
  | CertificationGrantEffect
  | CertificationChangeEffect
  | CertificationUseEffect
  | CertificationCodesEffect;

/** What an entry does to projections. Order within one entry does not matter: moves of one batch are summed first. */
export type Effect =
  | MoveEffect
  | HoldEffect
  | FindingReleaseEffect
  | RecallEffect
  | RecallWithdrawnEffect
  | ShipmentEffect
  | ReturnEffect
  | DeliveryEffect
  | ReceiptEffect
  | CorrectionEffect
  | EdgeEffect
  | LotChangeEffect
  | InputCodeEffect
  | LabelIssueEffect
  | LabelStateEffect
  | CertifyingEffect
  | TaskSampleEffect
  | CaseEffect;

/** What an entry says anew in whole when it is corrected. */
export type SaidEffect = EdgeEffect | LotChangeEffect | InputCodeEffect;

/** What is marked one by one, in order: neither added up as moves are, nor said anew by a correction. */
export type Mark = Exclude<Effect, MoveEffect | SaidEffect>;

export function isSaid(effect: Effect): effect is SaidEffect {
  return effect.type === 'edge' || effect.type === 'lot-change' || effect.type === 'input-code';
}

/** What of the effects of an entry is marked one by one. */
export function marksOf(effects: readonly Effect[]): Mark[] {
  return effects.filter((effect): effect is Mark => effect.type !== 'move' && !isSaid(effect));
}

/** Whether it is said of a certificate or a certification. */
export function isCertifying(mark: Mark): mark is CertifyingEffect {
  return mark.type.startsWith('certif');
}
