import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import type { LabelSet } from './batch.js';
import { entryColumns, type EntryKey } from './handover.store.js';
import { type BatchKey } from './projection.store.js';

/** Label states as stored. */
export const labelStates = { issued: 0, activated: 1, voided: 2 } as const;

/** A label set about to be stored, with its codes in order. */
export interface NewLabelSet extends LabelSet {
  readonly codes: readonly string[];
}

/** Labels `first`…`last` of a set, counted by state. */
export interface LabelRange extends BatchKey {
  readonly set: string;
  readonly first: number;
  readonly last: number;
}

const loadHolds = {
  name: 'holds-load',
  text: `select organization_id, batch_id, seq from holds
    where (organization_id, batch_id, seq) in (select o, b, s from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (o, b, s))
      and released_seq is null`,
};
const insertHolds = {
  name: 'holds-insert',
  text: 'insert into holds (organization_id, batch_id, seq) select * from unnest($1::uuid[], $2::uuid[], $3::int[])',
};
const releaseHolds = {
  name: 'holds-release',
  text: `update holds set released_seq = t.r
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as t (o, b, s, r)
    where organization_id = t.o and batch_id = t.b and seq = t.s and released_seq is null`,
};
const loadCorrections = {
  name: 'corrections-load',
  text: `select batch_id, seq, latest_seq from corrections
    where (organization_id, batch_id, seq) in (select o, b, s from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (o, b, s))`,
};
const saveCorrections = {
  name: 'corrections-save',
  text: `insert into corrections (organization_id, batch_id, seq, latest_seq)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[])
    on conflict (organization_id, batch_id, seq) do update set latest_seq = excluded.latest_seq`,
};
const insertSet = {
  name: 'label-set-insert',
  text: `insert into label_sets (organization_id, batch_id, id, seq, units, net_value, net_unit, form, key_kid, root)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};
const insertLabels = {
  name: 'labels-insert',
  text: `insert into labels (code, organization_id, batch_id, set_id, number, state)
    select code, $2, $3, $4, n, 0 from unnest($1::text[]) with ordinality as t (code, n)`,
};
const firstVoid = {
  name: 'labels-first-void',
  text: `select min(number) as number from labels
    where organization_id = $1 and batch_id = $2 and set_id = $3 and number between $4 and $5 and state = 2`,
};
const changeState = {
  name: 'labels-change-state',
  text: `update labels set state = $6
    where organization_id = $1 and batch_id = $2 and set_id = $3 and number between $4 and $5 and state <> 2`,
};

/** Of these hold entries, the ones that still hold, as `<batch> <seq>`. */
export async function loadOpenHolds(tx: LedgerTransaction, holds: readonly EntryKey[]): Promise<Set<string>> {
  const rows = await tx.query<{ batch_id: string; seq: number }>(loadHolds, entryColumns(holds));
  return new Set(rows.map((row) => `${row.batch_id} ${row.seq}`));
}

export function insertHoldRows(tx: LedgerTransaction, holds: readonly EntryKey[]): void {
  tx.send(insertHolds, entryColumns(holds));
}

/** Marks holds as released by the entries `releasedSeq` of the same chains. */
export function releaseHoldRows(
  tx: LedgerTransaction,
  holds: readonly (EntryKey & { readonly releasedSeq: number })[],
): void {
  tx.send(releaseHolds, [...entryColumns(holds), column(holds, 'releasedSeq')]);
}

/** The latest correction of each of these entries that has one, by `<batch> <seq>`. */
export async function loadLatestCorrections(
  tx: LedgerTransaction,
  corrected: readonly EntryKey[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ batch_id: string; seq: number; latest_seq: number }>(
    loadCorrections,
    entryColumns(corrected),
  );
  return new Map(rows.map((row) => [`${row.batch_id} ${row.seq}`, row.latest_seq]));
}

/** Notes that the entries `latestSeq` of the same chains correct these. */
export function saveCorrectionRows(
  tx: LedgerTransaction,
  corrected: readonly (EntryKey & { readonly latestSeq: number })[],
): void {
  tx.send(saveCorrections, [...entryColumns(corrected), column(corrected, 'latestSeq')]);
}

/** Inserts a label set and one row for each of its codes. */
export function insertLabelSet(tx: LedgerTransaction, set: NewLabelSet): void {
  tx.send(insertSet, [
    set.organizationId,
    set.batchId,
    set.id,
    set.seq,
    set.units,
    set.net,
    set.unit,
    set.form,
    set.kid,
    Buffer.from(set.root),
  ]);
  tx.send(insertLabels, [literal(set.codes), set.organizationId, set.batchId, set.id]);
}

/** Number of the first label of a range that is void already, or null. */
export async function findFirstVoid(tx: LedgerTransaction, range: LabelRange): Promise<number | null> {
  const [row] = await tx.query<{ number: number | null }>(firstVoid, rangeValues(range));
  return row?.number ?? null;
}

/** Moves the labels of a range to a state; a void label stays void. */
export function changeLabelStates(tx: LedgerTransaction, range: LabelRange, state: 1 | 2): void {
  tx.send(changeState, [...rangeValues(range), state]);
}

function rangeValues(range: LabelRange): (string | number)[] {
  return [range.organizationId, range.batchId, range.set, range.first, range.last];
}
