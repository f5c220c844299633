import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import type { ReceiptEffect } from './effect.js';

/**
 * Names what one addressee may take of one entry, on the side of the organization that takes: a shipment is addressed
 * to the organization, whichever of its batches receive, an output of a processing to one batch.
 */
export interface IntakeKey {
  readonly organizationId: string;
  readonly addresseeId: string;
  readonly sourceBatchId: string;
  readonly sourceSeq: number;
}

/** How much was taken of what was given, both in the source's unit; `stored` is `taken` as the database has it, 0 for no row. */
export interface Intake extends IntakeKey {
  readonly stored: Decimal;
  readonly taken: Decimal;
  readonly given: Decimal;
}

interface Row {
  organization_id: string;
  addressee_id: string;
  source_batch_id: string;
  source_seq: number;
  taken: string;
  given: string;
}

const load = {
  name: 'intakes-load',
  text: `select organization_id, addressee_id, source_batch_id, source_seq, taken, given from intakes
    where (organization_id, addressee_id, source_batch_id, source_seq) in
      (select o, a, b, s from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as t (o, a, b, s))
    order by organization_id, addressee_id, source_batch_id, source_seq for update`,
};

const insert = {
  name: 'intakes-insert',
  text: `insert into intakes (organization_id, addressee_id, source_batch_id, source_seq, taken, given)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::numeric[], $6::numeric[])`,
};

const update = {
  name: 'intakes-update',
  text: `with moved as (
      update intakes set taken = t.taken, given = t.given
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::numeric[], $6::numeric[], $7::numeric[])
        as t (o, a, b, s, taken, given, old)
      where organization_id = t.o and addressee_id = t.a and source_batch_id = t.b and source_seq = t.s
        and intakes.taken = t.old
      returning 1
    ) select case when (select count(*) from moved) <> $8::int then refuse_lost_race() end`,
};

/** What a receipt by a batch of `organizationId` takes from. */
export function intakeOf(
  organizationId: string,
  receipt: Pick<ReceiptEffect, 'batch' | 'source' | 'sourceKind'>,
): IntakeKey {
  return {
    organizationId,
    addresseeId: receipt.sourceKind === 'shipment' ? organizationId : receipt.batch,
    sourceBatchId: receipt.source.batch,
    sourceSeq: receipt.source.seq,
  };
}

/** Names an intake within a group of drafts. */
export function intakeName(key: IntakeKey): string {
  return `${key.addresseeId} ${key.sourceBatchId} ${key.sourceSeq}`;
}

/** Reads what was taken so far and locks it: receipts of one source on different batches have no head in common. */
export async function loadIntakes(tx: LedgerTransaction, keys: readonly IntakeKey[]): Promise<Intake[]> {
  const rows = await tx.query<Row>(load, keyColumns(keys));
  return rows.map((row) => ({
    organizationId: row.organization_id,
    addresseeId: row.addressee_id,
    sourceBatchId: row.source_batch_id,
    sourceSeq: row.source_seq,
    stored: parseDecimal(row.taken),
    taken: parseDecimal(row.taken),
    given: parseDecimal(row.given),
  }));
}

/**
 * Writes what is taken now, by compare-and-set on what was stored: when somebody else took in between the transaction
 * fails as a lost race. The primary key refuses a second first row.
 */
export function saveIntakes(tx: LedgerTransaction, intakes: readonly Intake[]): void {
  const fresh = intakes.filter((intake) => intake.stored === 0n);
  const known = intakes.filter((intake) => intake.stored > 0n);
  if (fresh.length > 0) tx.send(insert, amountColumns(fresh));
  if (known.length === 0) return;
  const stored = literal(known.map((intake) => formatDecimal(intake.stored)));
  tx.send(update, [...amountColumns(known), stored, known.length]);
}

function keyColumns(keys: readonly IntakeKey[]): string[] {
  return [
    column(keys, 'organizationId'),
    column(keys, 'addresseeId'),
    column(keys, 'sourceBatchId'),
    column(keys, 'sourceSeq'),
  ];
}

function amountColumns(intakes: readonly Intake[]): string[] {
  return [
    ...keyColumns(intakes),
    literal(intakes.map((intake) => formatDecimal(intake.taken))),
    literal(intakes.map((intake) => formatDecimal(intake.given))),
  ];
}
