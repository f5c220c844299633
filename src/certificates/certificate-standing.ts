import { stops, type Judged } from '../batches/judgement.js';
import type { CertificateData } from '../events/kinds/certificate.js';
import { civilDate } from '../events/kinds/dates.js';
import type { InputData } from '../events/kinds/input.js';
import type { InspectionData } from '../events/kinds/inspection.js';
import type { RecordEntry } from '../findings/record.js';
import { supersededResults } from '../inspections/retests.js';

/** How a certificate stands on a day, gravest first. */
export const certificateStates = ['revoked', 'suspended', 'challenged', 'expired', 'valid'] as const;
export type CertificateState = (typeof certificateStates)[number];

/**
 * What undermines a certificate: a use of a pesticide or veterinary drug that was recorded only after it, a test that
 * failed, a report that was corrected, a hold, what a rule found, or a batch that this one was made from.
 */
export const doubtCauses = ['input', 'inspection', 'correction', 'hold', 'finding', 'origin'] as const;
export interface Doubt {
  readonly by: (typeof doubtCauses)[number];
  /** The entry of this chain that says so; null when it is none of this chain. */
  readonly seq: number | null;
  /** Of a finding the rule. */
  readonly rule: string | null;
}

/** A certificate that was issued for the batch, as it stands on a day. */
export interface CertificateStanding {
  readonly entry: RecordEntry;
  readonly data: CertificateData;
  readonly state: CertificateState;
  readonly doubts: readonly Doubt[];
  /** The entry that suspended or revoked it, or null. */
  readonly withdrawnBy: number | null;
}

/** What is known of a batch beside its own entries. */
export interface Surroundings {
  readonly findings: readonly Judged[];
  /** Whether something that the batch was made from is stopped. */
  readonly originStopped: boolean;
  /** Reports of other batches that were corrected after a certificate named them: the numbers of the certificates. */
  readonly correctedAbove: ReadonlySet<number>;
}

/**
 * The certificates of a batch on a civil day, in the order of the chain, from what its chain says and what was found in
 * it. Nothing of it is kept: a late entry changes the answer, and so does its correction (domain.md §4).
 *
 * Requires `entries` to be the whole chain as it was known, from the first entry on, with the data in force.
 */
export function certificatesOf(
  entries: readonly RecordEntry[],
  around: Surroundings,
  on: string,
): CertificateStanding[] {
  return (
    entries
      .filter(({ kind }) => kind === 'certificate')
      .map((entry) => ({ entry, data: entry.data as unknown as CertificateData }))
      // A claim stands as its certification does, which is not of this chain.
      .filter(({ data }) => data.certification === undefined)
      .filter(({ entry, data }) => data.action === 'issue' && dayOf(data.issuedOn, entry) <= on)
      .map(({ entry, data }) => {
        const withdrawal = withdrawalOf(entry, entries, on);
        const doubts = doubtsOf(entry, data, entries, around);
        const state = stateOf(data, withdrawal, doubts, on);
        return { entry, data, state, doubts, withdrawnBy: withdrawal?.seq ?? null };
      })
  );
}

function stateOf(
  { validTo }: CertificateData,
  withdrawal: RecordEntry | null,
  doubts: readonly Doubt[],
  on: string,
): CertificateState {
  if (withdrawal !== null)
    return (withdrawal.data as unknown as CertificateData).action === 'revoke' ? 'revoked' : 'suspended';
  if (doubts.length > 0) return 'challenged';
  return validTo !== undefined && validTo < on ? 'expired' : 'valid';
}

/** What ended or suspended a certificate by a day; a revocation counts for more than a suspension. */
function withdrawalOf(
  { seq, leafHash }: RecordEntry,
  entries: readonly RecordEntry[],
  on: string,
): RecordEntry | null {
  const withdrawals = entries.filter((entry) => {
    if (entry.kind !== 'certificate' || civilDate(entry.occurredAt) > on) return false;
    const { certificate: named } = entry.data as unknown as CertificateData;
    return named?.seq === seq && named.leafHash === leafHash;
  });
  const revoked = withdrawals.find(({ data }) => (data as unknown as CertificateData).action === 'revoke');
  return revoked ?? withdrawals.at(-1) ?? null;
}

function doubtsOf(
  certificate: RecordEntry,
  data: CertificateData,
  entries: readonly RecordEntry[],
  { findings, originStopped, correctedAbove }: Surroundings,
): Doubt[] {
  return [
    ...lateUses(certificate, data, entries).map((seq) => doubt('input', seq)),
    ...failedTests(entries).map((seq) => doubt('inspection', seq)),
    ...correctedReports(certificate, data, entries).map((seq) => doubt('correction', seq)),
    ...(correctedAbove.has(certificate.seq) ? [doubt('correction', null)] : []),
    ...openHolds(entries).map((seq) => doubt('hold', seq)),
    ...findings.filter((found) => undermines(found, certificate.seq)).map(foundDoubt),
    ...(originStopped ? [doubt('origin', null)] : []),
  ];
}

function doubt(by: Doubt['by'], seq: number | null): Doubt {
  return { by, seq, rule: null };
}

function foundDoubt({ rule, entries }: Judged): Doubt {
  return { by: 'finding', seq: entries.at(-1)?.seq ?? null, rule };
}

/** What stops the batch, or refuses this very certificate as it reads now. */
function undermines(found: Judged, seq: number): boolean {
  const { effect, outcome, released, entries } = found;
  if (stops(found)) return true;
  const refuses = effect === 'refuse' && outcome === 'fail' && released === null;
  return refuses && entries.some((entry) => entry.seq === seq);
}

/**
 * Uses of what the promise speaks of, begun by the day of issue, that the chain told only after it: entered later, or
 * told otherwise by a later correction.
 */
function lateUses(
  { seq: issued, occurredAt }: RecordEntry,
  { issuedOn }: CertificateData,
  entries: readonly RecordEntry[],
): number[] {
  const day = issuedOn ?? civilDate(occurredAt);
  return entries.flatMap((entry) => {
    if (entry.kind !== 'input' || entry.inForce <= issued) return [];
    const { inputType, startedOn } = entry.data as unknown as InputData;
    const counts = inputType === 'pesticide' || inputType === 'veterinary';
    return counts && startedOn <= day ? [entry.inForce] : [];
  });
}

/** Tests that failed and that no retest replaced. */
function failedTests(entries: readonly RecordEntry[]): number[] {
  const superseded = supersededResults(entries);
  return entries
    .filter(({ kind, seq }) => kind === 'inspection' && !superseded.has(seq))
    .filter(({ data }) => (data as unknown as InspectionData).verdict === 'fail')
    .map(({ inForce }) => inForce);
}

/** Corrections, made after a certificate, of the reports it names: by the entry, or by the number alone as before. */
function correctedReports(
  { seq: issued }: RecordEntry,
  { inspections, reportNo }: CertificateData,
  entries: readonly RecordEntry[],
): number[] {
  const named = new Set((inspections ?? []).filter(({ batch }) => batch === undefined).map(({ seq }) => seq));
  return entries
    .filter(({ kind, inForce }) => kind === 'inspection' && inForce > issued)
    .filter(({ seq, inForce, data }) => {
      if (seq === inForce) return false;
      const byNumber = inspections === undefined && reportNo !== undefined;
      return named.has(seq) || (byNumber && (data as unknown as InspectionData).reportNo === reportNo);
    })
    .map(({ inForce }) => inForce);
}

function openHolds(entries: readonly RecordEntry[]): number[] {
  const released = new Set(
    entries
      .filter(({ kind }) => kind === 'release')
      .map(({ data }) => (data as { hold?: { seq?: number } }).hold?.seq),
  );
  return entries.filter(({ kind, seq }) => kind === 'hold' && !released.has(seq)).map(({ seq }) => seq);
}

function dayOf(day: string | undefined, { recordedAt }: RecordEntry): string {
  return day ?? civilDate(recordedAt);
}
