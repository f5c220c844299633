import { certificatesOf, type CertificateStanding } from '../certificates/certificate-standing.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import { inForce } from '../findings/record-reader.js';
import type { RecordEntry } from '../findings/record.js';
import { base64urlEncode } from '../ledger/bytes.js';
import type { Warnings } from './warnings.js';

/** Entries in the form in which rules look at them, corrected ones with the data in force. */
export function recordEntries(entries: readonly TimelineEntry[]): RecordEntry[] {
  return inForce(
    entries.map(({ seq, leafHash, kind, recordedAt, statement: { payload }, data }) => ({
      seq,
      leafHash: base64urlEncode(leafHash),
      kind,
      issuer: payload.iss,
      occurredAt: payload.occurredAt,
      recordedAt,
      data,
      concealed: false,
      inForce: seq,
    })),
  );
}

/**
 * How the certificates of this very chain stand today: those of another batch, of the same product or of the same
 * organization, are on other chains and never looked at (rule R52).
 */
export function standingCertificates(
  entries: readonly TimelineEntry[],
  { batchId, findings, stops, correctedAbove }: Warnings,
  today: string,
): ReadonlyMap<number, CertificateStanding> {
  const originStopped = stops.some(({ batch }) => batch !== batchId);
  const around = { findings, originStopped, correctedAbove };
  const standings = certificatesOf(recordEntries(entries), around, today);
  return new Map(standings.map((standing) => [standing.entry.seq, standing]));
}
