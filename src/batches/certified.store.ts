import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import { entryColumns, type EntryKey } from './handover.store.js';
import type { BatchKey } from './projection.store.js';

/** What a compliance certificate covers, in the batch's unit. */
export interface NewCertified extends EntryKey {
  readonly quantity: Decimal;
}

const loadCovered = {
  name: 'certified-load',
  text: `select batch_id, sum(quantity)::text as quantity from certified
    where (organization_id, batch_id) in (select o, b from unnest($1::uuid[], $2::uuid[]) as t (o, b))
      and revoked_seq is null group by batch_id`,
};
const loadRevoked = {
  name: 'certified-revoked',
  text: `select batch_id, seq, quantity::text as quantity, revoked_seq from certified
    where (organization_id, batch_id, seq) in (select o, b, s from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (o, b, s))`,
};
const insert = {
  name: 'certified-insert',
  text: `insert into certified (organization_id, batch_id, seq, quantity)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::numeric[])`,
};
const revoke = {
  name: 'certified-revoke',
  text: `update certified set revoked_seq = t.r
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as t (o, b, s, r)
    where organization_id = t.o and batch_id = t.b and seq = t.s and revoked_seq is null`,
};

/** What standing certificates of these batches cover, by batch; the caller holds the locks of their chains. */
export async function loadCertified(
  tx: LedgerTransaction,
  batches: readonly BatchKey[],
): Promise<Map<string, Decimal>> {
  const rows = await tx.query<{ batch_id: string; quantity: string }>(loadCovered, [
    column(batches, 'organizationId'),
    column(batches, 'batchId'),
  ]);
  return new Map(rows.map((row) => [row.batch_id, parseDecimal(row.quantity)]));
}

/** Of these certificates those that there are: what each covers, and whether it was revoked. By `<batch> <seq>`. */
export async function loadCertificates(
  tx: LedgerTransaction,
  certificates: readonly EntryKey[],
): Promise<Map<string, { readonly quantity: Decimal; readonly revoked: boolean }>> {
  const rows = await tx.query<{
    batch_id: string;
    seq: number;
    quantity: string;
    revoked_seq: number | null;
  }>(loadRevoked, entryColumns(certificates));
  return new Map(
    rows.map((row) => [
      `${row.batch_id} ${row.seq}`,
      { quantity: parseDecimal(row.quantity), revoked: row.revoked_seq !== null },
    ]),
  );
}

export function insertCertified(tx: LedgerTransaction, certified: readonly NewCertified[]): void {
  tx.send(insert, [
    ...entryColumns(certified),
    literal(certified.map(({ quantity }) => formatDecimal(quantity))),
  ]);
}

/** Marks certificates as revoked by the entries `revokedSeq` of the same chains. */
export function revokeCertified(
  tx: LedgerTransaction,
  revoked: readonly (EntryKey & { readonly revokedSeq: number })[],
): void {
  tx.send(revoke, [...entryColumns(revoked), column(revoked, 'revokedSeq')]);
}
