import { civilDate } from '../events/kinds/dates.js';
import { parseTimestamp } from '../ledger/time.js';
import { entriesOf, type Told } from './entries.js';
import type { BatchRecord, RecordEntry } from './record.js';

/** A certificate of the batch, and what ended or suspended it, earliest first. */
export interface IssuedCertificate extends Told<'certificate'> {
  readonly withdrawals: readonly Told<'certificate'>[];
}

/** The certificates that were issued for the batch, each with its withdrawals. */
export function issuedCertificates(record: BatchRecord): IssuedCertificate[] {
  const all = entriesOf(record, 'certificate');
  const byTime = (left: Told<'certificate'>, right: Told<'certificate'>): number =>
    parseTimestamp(left.entry.occurredAt) - parseTimestamp(right.entry.occurredAt);
  return all
    .filter(({ data }) => data.action === 'issue')
    .map((issued) => ({
      ...issued,
      withdrawals: all.filter(({ data }) => data.certificate?.seq === issued.entry.seq).sort(byTime),
    }));
}

/** The civil date on which a certificate was withdrawn first; null when it stands. */
export function withdrawnOn({ withdrawals }: IssuedCertificate): string | null {
  const [first] = withdrawals;
  return first === undefined ? null : civilDate(first.entry.occurredAt);
}

/** The day a certificate counts from. */
export function issuedOn({ entry, data }: Told<'certificate'>): string {
  return data.validFrom ?? data.issuedOn ?? civilDate(entry.occurredAt);
}

/** True for a compliance certificate in force on a day. */
export function isInForce(certificate: IssuedCertificate, day: string): boolean {
  const withdrawn = withdrawnOn(certificate);
  const { validTo } = certificate.data;
  return (
    issuedOn(certificate) <= day &&
    (validTo === undefined || day <= validTo) &&
    (withdrawn === null || day < withdrawn)
  );
}

/** The civil date on which a shipment left. */
export function leftOn(entry: RecordEntry, departedAt: string | undefined): string {
  return civilDate(departedAt ?? entry.occurredAt);
}
