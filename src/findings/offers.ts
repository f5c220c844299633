import type { Interval, Offers } from '../batches/judgement.js';
import { dayBefore } from './days.js';
import { issuedCertificates, issuedOn, withdrawnOn, type IssuedCertificate } from './certificates.js';
import type { BatchRecord } from './record.js';
import { claimTypes } from './rules/lineage.js';

/** Kinds of entries by which goods come into a batch. */
const arrivals = new Set(['harvest', 'receipt', 'processing']);

/**
 * What a batch offers to what is made from it: when it first held something, what may be claimed of it, and when it was
 * certified. What a mix may claim is what all that it was made from may (R45); of a source that was not judged yet
 * nothing is known, and nothing may be claimed by way of it.
 */
export function offersOf(record: BatchRecord): Offers {
  const certificates = issuedCertificates(record);
  const first = record.entries.find(({ kind }) => arrivals.has(kind));
  const own = certificates
    .filter((certificate) => claimTypes.includes(certificate.data.type) && withdrawnOn(certificate) === null)
    .map(({ data }) => data.type);
  return {
    existedFrom: first?.occurredAt ?? null,
    claims: [...new Set<string>([...own, ...inherited(record)])].sort(),
    certified: certificates.filter(({ data }) => data.type === 'compliance').map(intervalOf),
  };
}

function inherited({ sources }: BatchRecord): string[] {
  const [first, ...others] = sources;
  const claims = first?.claims ?? [];
  return claims.filter((claim) => others.every((source) => source.claims?.includes(claim) === true));
}

function intervalOf(certificate: IssuedCertificate): Interval {
  const withdrawn = withdrawnOn(certificate);
  const ends = [certificate.data.validTo, withdrawn === null ? undefined : dayBefore(withdrawn)];
  const [to] = ends.filter((end) => end !== undefined).sort();
  return { from: issuedOn(certificate), to: to ?? null };
}
