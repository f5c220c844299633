import type { HandoverWord } from '../gs1/handover-words.js';
import { certificateTypes } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import type { CertificateStanding } from '../certificates/certificate-standing.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import type { InspectionData } from '../events/kinds/inspection.js';
import { personRole } from '../events/kinds/people-words.js';
import { findKind } from '../events/kinds/registry.js';
import { titleOf } from '../events/timeline.service.js';
import { isLate } from '../events/timing.js';
import { supersededResults } from '../inspections/retests.js';
import type { Lineage } from './lineage.js';
import { sizeOf } from './scan-size.js';
import { correctionsIn, countyOf, harvestOf, inForce, spanOf } from './standing.js';
import type { ScanCertificate, ScanClaim } from '../web/scan-certified.js';
import type { ScanEvent, ScanFacts, ScanInspection, ScanPerson, ScanWithheld } from '../web/scan-view.js';
import type { Strength } from '../web/who-says.js';

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

/** An entry with who said it, and the number of the entry that corrects it. */
export interface ToldEntry extends TimelineEntry {
  readonly issuer: Issuer;
  readonly correctedBy: number | null;
}

/** The entries of a batch with who said them, the corrected ones marked; both stay visible. */
export function tellEntries(
  entries: readonly TimelineEntry[],
  issuers: ReadonlyMap<string, Issuer>,
): ToldEntry[] {
  const corrections = correctionsIn(entries);
  return entries.map((entry) => {
    const iss = entry.statement.payload.iss;
    return {
      ...entry,
      issuer: issuers.get(iss) ?? { name: iss, kind: 'unknown' },
      correctedBy: corrections.get(entry.seq) ?? null,
    };
  });
}

/** How the certificates of the chain stand, by their entries. */
type Certificates = ReadonlyMap<number, CertificateStanding>;

/** What the timeline needs beside the entries. */
export interface TimelineFacts {
  /** Names of the people who agreed to be named, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** How far shipments are, by the number of their entry. */
  readonly handovers: ReadonlyMap<number, HandoverWord>;
  readonly certificates: Certificates;
}

/** The timeline of the page, oldest first, without rehearsals of recalls, which say nothing of the goods. */
export function timelineOf(
  entries: readonly ToldEntry[],
  { names, handovers, certificates }: TimelineFacts,
  language: Language,
): ScanEvent[] {
  const rehearsals = mockRecallsIn(entries);
  return entries.flatMap((entry) => {
    if (rehearsals.has(entry.seq)) return [];
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
      handover: handovers.get(entry.seq) ?? null,
      certificate: certificates.get(entry.seq)?.state ?? null,
      people: peopleOf(entry, names, language),
      withheld: withheldOf(entry),
    };
  });
}

/** Numbers of the entries that rehearse a recall, or end a rehearsal. */
function mockRecallsIn(entries: readonly ToldEntry[]): ReadonlySet<number> {
  const mock = new Set(
    entries.flatMap(({ kind, seq, data }) => (kind === 'recall' && data['mock'] === true ? [seq] : [])),
  );
  for (const { kind, seq, data } of entries) {
    const { recall } = data as { recall?: { seq?: number } };
    if (kind === 'recall-withdrawn' && mock.has(recall?.seq ?? 0)) mock.add(seq);
  }
  return mock;
}

function peopleOf(
  { people }: ToldEntry,
  names: ReadonlyMap<string, string>,
  language: Language,
): ScanPerson[] {
  return people.flatMap(({ field, person }) => {
    const name = names.get(person);
    return name === undefined ? [] : [{ role: say(personRole(field), language), name }];
  });
}

/** The fields that are not shown, counted by reason and by who sees them. */
function withheldOf({ withheld }: ToldEntry): ScanWithheld[] {
  const counted = new Map<string, ScanWithheld>();
  for (const { reason, visibleTo } of withheld) {
    const audience = visibleTo.includes('partner')
      ? 'partner'
      : visibleTo.includes('regulator')
        ? 'regulator'
        : 'nobody';
    const key = `${reason} ${audience}`;
    counted.set(key, { reason, for: audience, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return [...counted.values()];
}

/** What a buyer asks first. A corrected entry no longer speaks; its correction's data does. */
export function factsOf(
  entries: readonly ToldEntry[],
  {
    batch,
    lineage,
    certificates,
    claims,
  }: {
    batch: string;
    lineage: Lineage;
    certificates: Certificates;
    claims: readonly ScanClaim[];
  },
  language: Language,
): ScanFacts {
  const now = inForce(entries);
  const superseded = supersededResults(now);
  return {
    // A result that a retest replaced is on the timeline, and counts no more.
    inspections: now
      .filter((entry) => entry.kind === 'inspection' && !superseded.has(entry.seq))
      .map(inspectionOf),
    certificates: now.flatMap((entry) => {
      const standing = certificates.get(entry.seq);
      return standing === undefined ? [] : [certificateOf(entry, standing, language)];
    }),
    claims,
    recall: null,
    ...grownOf(now, lineage),
    size: sizeOf(now, batch),
  };
}

/** Where and when it grew. A batch that was made from others grew where and when they did, and it is said to be theirs. */
function grownOf(entries: readonly ToldEntry[], lineage: Lineage): Pick<ScanFacts, 'origin' | 'harvest'> {
  const opening = entries[0]?.data as { site?: { publicName?: string } } | undefined;
  const own = harvestOf(entries);
  const place = opening?.site?.publicName === undefined ? [] : [countyOf(opening.site.publicName)];
  const grown = lineage.origins.filter((origin) => origin.harvest !== null);
  const span = spanOf([own, ...grown.map((origin) => origin.harvest)].filter((days) => days !== null));
  const said = grown.length === 0 ? 'batch' : own === null ? 'sources' : 'both';
  const places = new Set([...(said === 'sources' ? [] : place), ...grown.map((origin) => origin.place)]);
  return {
    origin: places.size === 0 ? null : { places: [...places], said },
    harvest: span === null ? null : { ...span, said },
  };
}

/** A delivery is the operator's word, as the witness of somebody it does not know. */
function strengthOf(entry: ToldEntry): Strength {
  if (entry.kind === 'delivery') return 'delivery-note';
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

function certificateOf(entry: ToldEntry, standing: CertificateStanding, language: Language): ScanCertificate {
  const { data, state } = standing;
  return {
    title: say(certificateTypes[data.type], language),
    issuer: data.issuer ?? entry.issuer.name,
    number: data.number ?? null,
    issuedOn: data.issuedOn ?? entry.recordedAt.slice(0, 10),
    state,
    strength: strengthOf(entry),
  };
}
