import { column } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { entryColumns, type EntryKey } from './handover.store.js';

/** A `recall` entry: the recall it belongs to, and who said it. */
export interface NewRecall extends EntryKey {
  readonly recallId: string;
  readonly issuerId: string;
  readonly mock: boolean;
}

/** A recall entry as it stands now. */
export interface RecallRow extends NewRecall {
  /** The entry that withdrew it, or null. */
  readonly withdrawnSeq: number | null;
}

const keys = 'select o, b, s from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (o, b, s)';
const loadRecalls = {
  name: 'recalls-load',
  text: `select batch_id, seq from recalls where (organization_id, batch_id, seq) in (${keys}) and withdrawn_seq is null`,
};
const insertRecalls = {
  name: 'recalls-insert',
  text: `insert into recalls (organization_id, batch_id, seq, recall_id, issuer_id, mock)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::boolean[])`,
};
const withdrawRecalls = {
  name: 'recalls-withdraw',
  text: `update recalls set withdrawn_seq = t.w
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as t (o, b, s, w)
    where organization_id = t.o and batch_id = t.b and seq = t.s and withdrawn_seq is null`,
};
const columns = `organization_id as "organizationId", batch_id as "batchId", seq, recall_id as "recallId",
  issuer_id as "issuerId", mock, withdrawn_seq as "withdrawnSeq"`;
const ofRecalls = {
  name: 'recalls-of',
  text: `select ${columns} from recalls where recall_id = any ($1::uuid[]) order by recall_id, batch_id`,
};
const standing = {
  name: 'recalls-standing',
  text: `select ${columns} from recalls where batch_id = any ($1::uuid[]) and withdrawn_seq is null and not mock
    order by recall_id, batch_id`,
};

const page = {
  name: 'recalls-page',
  text: `select distinct recall_id as id from recalls
    where ($1::uuid is null or organization_id = $1) and recall_id < $2::uuid order by recall_id desc limit $3`,
};
const standingPage = {
  name: 'recalls-standing-page',
  text: `select distinct recall_id as id from recalls where withdrawn_seq is null and recall_id > $1::uuid
    order by recall_id limit $2`,
};

/** Of these recall entries, the ones that are not withdrawn, as `<batch> <seq>`. */
export async function loadOpenRecalls(
  tx: LedgerTransaction,
  recalls: readonly EntryKey[],
): Promise<Set<string>> {
  const rows = await tx.query<{ batch_id: string; seq: number }>(loadRecalls, entryColumns(recalls));
  return new Set(rows.map((row) => `${row.batch_id} ${row.seq}`));
}

export function insertRecallRows(tx: LedgerTransaction, recalls: readonly NewRecall[]): void {
  tx.send(insertRecalls, [
    ...entryColumns(recalls),
    column(recalls, 'recallId'),
    column(recalls, 'issuerId'),
    recalls.map(({ mock }) => mock),
  ]);
}

/** Marks recalls as withdrawn by the entries `withdrawnSeq` of the same chains. */
export function withdrawRecallRows(
  tx: LedgerTransaction,
  recalls: readonly (EntryKey & { readonly withdrawnSeq: number })[],
): void {
  tx.send(withdrawRecalls, [...entryColumns(recalls), column(recalls, 'withdrawnSeq')]);
}

/** The entries of these recalls. */
export function listRecallRows(reads: Reads, recalls: readonly string[]): Promise<RecallRow[]> {
  return reads.read<RecallRow>(ofRecalls, [recalls]);
}

/** Recalls in force that suspect these very batches, earliest first. */
export function listStandingRecalls(reads: Reads, batches: readonly string[]): Promise<RecallRow[]> {
  return reads.read<RecallRow>(standing, [batches]);
}

/** Recalls of batches of one organization or of all, newest first, those before `before`. */
export async function listRecallIds(
  reads: Reads,
  organizationId: string | null,
  before: string,
  limit: number,
): Promise<string[]> {
  return (await reads.read<{ id: string }>(page, [organizationId, before, limit])).map(({ id }) => id);
}

/** Recalls, rehearsals among them, that are not withdrawn for every batch, in their order, those after `after`. */
export async function listStandingIds(reads: Reads, after: string, limit: number): Promise<string[]> {
  return (await reads.read<{ id: string }>(standingPage, [after, limit])).map(({ id }) => id);
}
