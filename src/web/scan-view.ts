/**
 * What a scan answers, as data: the JSON of api.md, Scanning, and the model the consumer page is drawn from.
 *
 * One object for both, so that page and JSON cannot disagree. JSON-clean: strings, numbers, booleans, null, arrays;
 * never undefined, Date or bigint. Texts are in the reader's language: of status from `words-verdict.ts`, of an event
 * from its kind. Fields a producer typed stay as stored: the page makes them harmless, a JSON reader must do the same.
 */

import type { HandoverWord } from '../gs1/handover-words.js';
import type { ScanCertificate, ScanClaim } from './scan-certified.js';
import type { Signer, Strength } from './who-says.js';

/** api.md, Scanning: `verified` needs every applicable check to pass; `caution` is a code of ours with a warning. */
export const verdicts = ['verified', 'caution', 'invalid', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** The named checks of api.md, in the order they are shown. */
export const checkNames = [
  'label-signature',
  'label-issued',
  'chain',
  'statement-signatures',
  'log-inclusion',
  'witnesses',
  'recall',
  'findings',
  'certificate',
  'scans',
] as const;
export type CheckName = (typeof checkNames)[number];

/** `unknown`: could not be checked now; `not-applicable`: there is nothing here that this check could look at. */
export const checkStatuses = ['pass', 'fail', 'warn', 'unknown', 'not-applicable'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/**
 * The one finding that the verdict card leads with; it decides verdict, heading and summary
 * (`scanReasons` in `words-verdict.ts`). When several hold, the first in this list wins.
 */
export const scanReasonNames = [
  'not-issued',
  'signed-not-issued',
  'bad-signature',
  'altered',
  'key-revoked',
  'not-in-log',
  'label-void',
  'recalled',
  'held',
  'origin-held',
  'certificate-not-valid',
  'inspection-failed',
  'findings',
  'not-activated',
  'unusual-scans',
  'not-witnessed',
  'not-checked',
  'not-decided',
  'late-records',
  'intact',
] as const;
export type ScanReason = (typeof scanReasonNames)[number];

/** One named check; `detail` is one sentence in the reader's language. Made by `scanCheck`. */
export interface ScanCheck {
  readonly check: CheckName;
  readonly status: CheckStatus;
  readonly detail: string;
}

/** What a rule found in the record that a buyer should know, in the reader's language. */
export interface ScanFinding {
  /** For example `R27`. */
  readonly rule: string;
  readonly title: string;
  /** `unknown`: it cannot be decided with what is known. */
  readonly outcome: 'fail' | 'unknown';
  readonly severity: string;
  readonly detail: string;
  /** Law or standard. */
  readonly source: string;
  /** `seq` of the entry by which an authority lifted it, or null. */
  readonly released: number | null;
}

/** A decimal string and a UN/CEFACT Rec 20 code, as everywhere in the API. */
export interface ScanQuantity {
  readonly value: string;
  readonly unit: string;
}

export interface ScanProduct {
  readonly id: string;
  readonly name: string;
  readonly variety: string | null;
  /** GTIN-14, or null for a product without one. */
  readonly gtin: string | null;
}

export interface ScanBatch {
  readonly id: string;
  /** 16 Crockford characters and the check symbol, without separators. */
  readonly code: string;
  /** The organization's own lot number (GS1 AI 10). */
  readonly lot: string;
}

export interface ScanOrganization {
  readonly id: string;
  readonly name: string;
}

/** A laboratory or inspection result. `strength` says whether the laboratory signed it or the producer typed it. */
export interface ScanInspection {
  readonly result: 'pass' | 'fail' | 'unknown';
  /** Who tested, by name. */
  readonly by: string;
  readonly reportNo: string | null;
  /** Civil date of the result or of the sample, `YYYY-MM-DD`. */
  readonly on: string;
  readonly strength: Strength;
}

/** A recall in force over this batch (faces.md S2). */
export interface ScanRecall {
  readonly reason: string;
  /** What to do, in the words of who recalls; null for those of the page. */
  readonly advice: string | null;
  readonly by: string;
  /** Civil date `YYYY-MM-DD`. */
  readonly announcedOn: string;
  readonly lots: readonly string[];
  readonly phone: string | null;
}

/** What a buyer asks first. Null or an empty list means that no record says so; the page says exactly that. */
export interface ScanFacts {
  readonly inspections: readonly ScanInspection[];
  readonly certificates: readonly ScanCertificate[];
  readonly claims: readonly ScanClaim[];
  readonly recall: ScanRecall | null;
  /** Places at county level, never finer (domain.md §8), and whose records say so. */
  readonly origin: { readonly places: readonly string[]; readonly said: ScanSaid } | null;
  /** First and last civil day of harvest, `YYYY-MM-DD`; the same day twice for one day. */
  readonly harvest: { readonly from: string; readonly to: string; readonly said: ScanSaid } | null;
  /** How much the batch is: all that its own record says was harvested, made or taken over into it. */
  readonly size: ScanQuantity | null;
}

/** Whose records say where and when it grew: the batch's own, those of the batches it was made from, or both. */
export type ScanSaid = 'batch' | 'sources' | 'both';

/** Why a reader is not shown a field: it is for others, erasure was asked for or a correction replaced it, or it is gone. */
export type ScanWithheldReason = 'private' | 'restricted' | 'erased';

/** Fields of one entry that are not shown here for the same reason. `for`: who sees them beside the one who said them. */
export interface ScanWithheld {
  readonly reason: ScanWithheldReason;
  readonly for: 'partner' | 'regulator' | 'nobody';
  readonly count: number;
}

/** A person who took part and agreed to be named here. */
export interface ScanPerson {
  /** What the person did, in the reader's language, for example 经办人. */
  readonly role: string;
  readonly name: string;
}

/** One entry of the batch's chain in words, oldest first in `ScanView.timeline`. */
export interface ScanEvent {
  readonly seq: number;
  /** The event kind of domain.md §3. */
  readonly kind: string;
  /** The kind's name in the reader's language, for example 采收. */
  readonly title: string;
  /** What happened, public fields only, in the reader's language. */
  readonly sentence: string;
  /** RFC 3339 with offset: said by the participant. */
  readonly occurredAt: string;
  /** RFC 3339: the service's clock. */
  readonly recordedAt: string;
  /** Name of the organization that says it. */
  readonly who: string;
  readonly strength: Strength;
  readonly signer: Signer;
  /** Recorded later than the rules of the kind allow; shown, never hidden. */
  readonly late: boolean;
  /** `seq` of the entry that corrects this one, or null. Both stay visible. `handover`: of a shipment, else null. */
  readonly correctedBy: number | null;
  readonly handover: HandoverWord | null;
  /** How a certificate that it issues stands today; null for any other entry. */
  readonly certificate: ScanCertificate['state'] | null;
  readonly people: readonly ScanPerson[];
  readonly withheld: readonly ScanWithheld[];
}

/** What went from one batch into another. */
export interface ScanFlow {
  /** Place in `ScanView.origins`, from 0, of the batch that was made; null for the scanned batch itself. */
  readonly into: number | null;
  /** What was done, in the reader's language, for example 碾米 or 收货. */
  readonly step: string;
  /** What of this origin went in, and what came out of all that went in; null where it is not the public's. */
  readonly put: ScanQuantity | null;
  readonly got: ScanQuantity | null;
  /** Percent of the batch that was made, one decimal at most; null where quantities cannot be compared. */
  readonly share: string | null;
}

/** A batch this one was made from, directly or over others, as its own chain describes it. */
export interface ScanOrigin {
  /** 1 for what this batch was made from, 2 for what that was made from. */
  readonly level: number;
  readonly product: string;
  readonly variety: string | null;
  readonly lot: string | null;
  readonly organization: string;
  /** Place at county level. */
  readonly place: string;
  readonly harvest: { readonly from: string; readonly to: string } | null;
  /** Whether a hold lies on it. */
  readonly held: boolean;
  readonly flows: readonly ScanFlow[];
}

/** Counted looks before this one (robots, prefetchers and the same browser again are not), and what is to be seen in them. */
export interface ScanCounts {
  readonly count: number;
  /** Civil date `YYYY-MM-DD`, null when there was none. */
  readonly first: string | null;
  /** `unusual` is what a copied label would show; it never follows from the count alone. */
  readonly pattern: 'none' | 'first' | 'usual' | 'unusual';
  /** In how many provinces, all other countries counting as one, when that is what is unusual; else null. */
  readonly places: number | null;
}

/**
 * The label in the buyer's hand, as far as the scanned address names one. `signed` carries a signature in the QR
 * code, `compact` only a number, `batch` is the same code on every piece of the batch (`code` is then the lot, or the batch's code where it has none).
 * `state` is `unknown` when no label of ours has this code; a batch label has the state of a label of its batch.
 */
export interface ScanLabel {
  readonly form: 'signed' | 'compact' | 'batch';
  readonly code: string;
  /** Place in its set, from 1; null for a batch label. */
  readonly number: number | null;
  readonly state: 'issued' | 'activated' | 'void' | 'unknown';
}

/** Where the record stands in the ledger, for who wants to check it alone. */
export interface ScanProof {
  /** RFC 7638 thumbprint of the label key; null when the code carries no signature. */
  readonly kid: string | null;
  /** `batch/<uuid>`. */
  readonly chain: string;
  /** Last entry of the chain that was checked. */
  readonly seq: number;
  /** base64url leaf hash of that entry. */
  readonly leafHash: string;
  /** Its place in the public log, from 0; null while no published checkpoint holds it. */
  readonly logIndex: number | null;
}

/**
 * The whole answer. When the verdict is `unknown`, everything below `checks` but `label` is null or empty: a stranger
 * learns nothing about a batch from a code that was not issued for it.
 */
export interface ScanView {
  readonly verdict: Verdict;
  readonly reason: ScanReason;
  /** ≤ 20 Chinese characters or 12 English words. */
  readonly summary: string;
  /** All ten, in the order of `checkNames`. */
  readonly checks: readonly ScanCheck[];
  readonly findings: readonly ScanFinding[];
  readonly product: ScanProduct | null;
  readonly batch: ScanBatch | null;
  readonly organization: ScanOrganization | null;
  readonly label: ScanLabel | null;
  /** Null also when the record does not hold. */
  readonly facts: ScanFacts | null;
  readonly timeline: readonly ScanEvent[];
  /** Nearest first. */
  readonly origins: readonly ScanOrigin[];
  /** False when there are more origins than were followed. */
  readonly originsComplete: boolean;
  readonly scans: ScanCounts | null;
  readonly proof: ScanProof | null;
  /** Signed-note text of the checkpoint the log checks rest on; null while there is none. */
  readonly checkpoint: string | null;
  /** Address of the evidence file, from this origin; null while none is offered. */
  readonly evidence: string | null;
}
