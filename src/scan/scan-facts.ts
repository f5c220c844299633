import { certificateTypes } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import type { CertificateData } from '../events/kinds/certificate.js';
import type { HarvestData } from '../events/kinds/harvest.js';
import type { InspectionData } from '../events/kinds/inspection.js';
import { findKind } from '../events/kinds/registry.js';
import { titleOf } from '../events/timeline.service.js';
import { isLate } from '../events/timing.js';
import type { ScanCertificate, ScanEvent, ScanFacts, ScanInspection, Strength } from '../web/scan-view.js';

/** Kinds of organization whose word is more than a producer's declaration. */
const strengthByKind: Readonly<Record<string, Strength>> = {
  laboratory: 'tested',
  certifier: 'confirmed',
  authority: 'confirmed',
};

/** Who stands behind a statement: its issuer's kind decides (domain.md §7). */
export interface Issuer {
  readonly name: string;
  readonly kind: string;
}

/** An entry with who said it, and its data as corrected. */
export interface ToldEntry extends TimelineEntry {
  readonly issuer: Issuer;
  readonly correctedBy: number | null;
}

/** The entries of a batch with corrections applied to the ones they name; both stay visible. */
export function applyCorrections(
  entries: readonly TimelineEntry[],
  issuers: ReadonlyMap<string, Issuer>,
): ToldEntry[] {
  const told = entries.map((entry): ToldEntry => {
    const iss = entry.statement.payload.iss;
    return { ...entry, issuer: issuers.get(iss) ?? { name: iss, kind: 'unknown' }, correctedBy: null };
  });
  for (const entry of entries) {
    if (entry.kind !== 'correction') continue;
    const { corrects } = entry.data as { corrects?: { seq?: number } };
    const at = (corrects?.seq ?? 0) - 1;
    const named = told[at];
    if (named !== undefined) told[at] = { ...named, correctedBy: entry.seq };
  }
  return told;
}

/** The timeline of the page, oldest first. */
export function timelineOf(entries: readonly ToldEntry[], language: Language): ScanEvent[] {
  return entries.map((entry) => {
    const kind = findKind(entry.kind);
    return {
      seq: entry.seq,
      kind: entry.kind,
      title: titleOf(entry.kind, language),
      sentence: kind === undefined ? '' : kind.sentence(entry.data, language),
      occurredAt: entry.statement.payload.occurredAt,
      recordedAt: entry.recordedAt,
      who: entry.issuer.name,
      strength: strengthOf(entry),
      signer: entry.signer,
      late: isLate(entry.statement.payload.occurredAt, entry.recordedAt),
      correctedBy: entry.correctedBy,
    };
  });
}

/** What a buyer asks first. A corrected entry no longer speaks; its correction's data does. */
export function factsOf(entries: readonly ToldEntry[], language: Language, today: string): ScanFacts {
  const inForce = entries.map((entry) => inForceOf(entry, entries));
  const opening = entries[0]?.data as { site?: { publicName?: string } } | undefined;
  return {
    inspections: inForce.filter((entry) => entry.kind === 'inspection').map(inspectionOf),
    certificates: certificatesOf(inForce, language, today),
    recall: null,
    origin: opening?.site?.publicName ?? null,
    harvest: harvestOf(inForce),
  };
}

function inForceOf(entry: ToldEntry, entries: readonly ToldEntry[]): ToldEntry {
  if (entry.correctedBy === null) return entry;
  const correction = entries[entry.correctedBy - 1]?.data as { data?: ToldEntry['data'] } | undefined;
  return correction?.data === undefined ? entry : { ...entry, data: correction.data };
}

function strengthOf(entry: ToldEntry): Strength {
  return strengthByKind[entry.issuer.kind] ?? 'declared';
}

function inspectionOf(entry: ToldEntry): ScanInspection {
  const data = entry.data as unknown as InspectionData;
  return {
    result: data.verdict === 'pass' || data.verdict === 'fail' ? data.verdict : 'unknown',
    by: data.laboratory.name,
    reportNo: data.reportNo ?? null,
    on: data.reportedOn ?? data.sample.sampledOn,
    strength: strengthOf(entry),
  };
}

function certificatesOf(entries: readonly ToldEntry[], language: Language, today: string): ScanCertificate[] {
  const certificates = entries.filter((entry) => entry.kind === 'certificate');
  return certificates.flatMap((entry) => {
    const data = entry.data as unknown as CertificateData;
    if (data.action !== 'issue') return [];
    return [
      {
        title: say(certificateTypes[data.type], language),
        issuer: data.issuer ?? entry.issuer.name,
        number: data.number ?? null,
        issuedOn: data.issuedOn ?? entry.recordedAt.slice(0, 10),
        state: certificateState(entry, data, certificates, today),
        strength: strengthOf(entry),
      },
    ];
  });
}

function certificateState(
  entry: ToldEntry,
  data: CertificateData,
  certificates: readonly ToldEntry[],
  today: string,
): ScanCertificate['state'] {
  const later = certificates
    .map((other) => other.data as unknown as CertificateData)
    .filter(
      (other) =>
        other.certificate?.seq === entry.seq &&
        other.certificate.leafHash === base64urlEncode(entry.leafHash),
    );
  if (later.some((other) => other.action === 'revoke')) return 'revoked';
  if (later.some((other) => other.action === 'suspend')) return 'suspended';
  return data.validTo !== undefined && data.validTo < today ? 'expired' : 'valid';
}

function harvestOf(entries: readonly ToldEntry[]): ScanFacts['harvest'] {
  const days = entries
    .filter((entry) => entry.kind === 'harvest')
    .flatMap((entry) => {
      const { startedOn, stoppedOn } = entry.data as unknown as HarvestData;
      return [startedOn, stoppedOn];
    })
    .sort();
  const [from] = days;
  const to = days.at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}
