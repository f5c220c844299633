import type { Interval, Offers } from '../batches/judgement.js';
import type { Lists } from '../lists/rows.js';
import { dayBefore } from './days.js';
import { issuedCertificates, issuedOn, withdrawnOn, type IssuedCertificate } from './certificates.js';
import { heldClaims, ownClaims } from './held-claims.js';
import { lotClaims } from './lot-claims.js';
import type { BatchRecord } from './record.js';
import { plotBreaks } from './rules/conversion.js';

/** Kinds of entries by which goods come into a batch. */
const arrivals = new Set(['harvest', 'receipt', 'processing']);

/**
 * What a batch offers to what is made from it: when it first held something, what may be claimed of it, and when it was
 * certified. What a mix may claim is what all that it was made from may (R45), of a mixed lot draw by draw.
 */
export function offersOf(record: BatchRecord, lists: Lists): Offers {
  const certificates = issuedCertificates(record);
  const first = record.entries.find(({ kind }) => arrivals.has(kind));
  const breaks = plotBreaks(record, lists);
  return {
    existedFrom: first?.occurredAt ?? null,
    claims: heldClaims(record, lists),
    ...(record.lot === null ? {} : { lot: lotClaims(record, ownClaims(record, lists)) }),
    ...(breaks.length === 0 ? {} : { breaks }),
    certified: certificates.filter(({ data }) => data.type === 'compliance').map(intervalOf),
  };
}

function intervalOf(certificate: IssuedCertificate): Interval {
  const withdrawn = withdrawnOn(certificate);
  const ends = [certificate.data.validTo, withdrawn === null ? undefined : dayBefore(withdrawn)];
  const [to] = ends.filter((end) => end !== undefined).sort();
  return { from: issuedOn(certificate), to: to ?? null };
}
