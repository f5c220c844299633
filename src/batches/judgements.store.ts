import { column, literal } from '../database/parameters.js';
import type { Database } from '../database/database.js';
import type { Reads } from '../database/tenants.js';
import type { LedgerTransaction } from '../database/transaction.js';
import type { EntryKey } from './handover.store.js';
import type { Judged, Judgement, FindingRelease, Offers, PlotBreak } from './judgement.js';
import type { BatchKey } from './projection.store.js';

/** A batch that waits to be judged; `turn` says what was known of when it was read. */
export interface Due extends BatchKey {
  readonly turn: number;
}

interface DueRow {
  organization_id: string;
  batch_id: string;
  turn: number;
}

interface JudgementRow {
  organization_id: string;
  batch_id: string;
  seq: number;
  findings: readonly Judged[];
}

const again = 'on conflict (organization_id, batch_id) do update set turn = judgements_due.turn + 1';

const insertDue = {
  name: 'judgements-due',
  text: `insert into judgements_due (organization_id, batch_id)
    select distinct o, b from unnest($1::uuid[], $2::uuid[]) as t (o, b) ${again}`,
};
const listDue = {
  name: 'judgements-due-list',
  text: `select organization_id, batch_id, turn from judgements_due
    where (organization_id, batch_id) > ($1::uuid, $2::uuid) order by organization_id, batch_id limit $3`,
};
const dueAmong = {
  name: 'judgements-due-among',
  text: `select organization_id, batch_id, turn from judgements_due
    where (organization_id, batch_id) in (select o, b from unnest($1::uuid[], $2::uuid[]) as t (o, b))`,
};
const settleDue = {
  name: 'judgements-due-settle',
  text: 'delete from judgements_due where organization_id = $1 and batch_id = $2 and turn = $3',
};
/**
 * One statement: what was found, what of it fails, and who waits for it: batches made from it when what it offers them has changed, where
 * that is about plots those of its organization that name a certification, and those of the organization that rest on a
 * test report that it rests on now, or did before; itself as well, so that two that are judged at once find each other.
 * Otherwise it waits no more, unless there is more to judge since it was read.
 */
const save = {
  name: 'judgement-save',
  text: `with before as (
      select offers, subjects from judgements where organization_id = $1 and batch_id = $2
    ), reports as (
      select array(select one from unnest($8::text[]) as t (one) where one like 'report:%'
          and one <> all (coalesce((select subjects from before), '{}'))
        union select one from before, unnest(subjects) as t (one) where one like 'report:%'
          and one <> all ($8::text[])) as changed
    ), saved as (
      insert into judgements (organization_id, batch_id, seq, edition, lists, findings, stopped, subjects, offers, judged_at_ms)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      on conflict (organization_id, batch_id) do update set seq = excluded.seq, edition = excluded.edition,
        lists = excluded.lists, findings = excluded.findings, stopped = excluded.stopped, subjects = excluded.subjects,
        offers = excluded.offers, judged_at_ms = excluded.judged_at_ms
      where judgements.seq <= excluded.seq
      returning batch_id
    ), gone as (
      delete from anomalies where organization_id = $1 and batch_id = $2 and id <> all ($12::uuid[])
        and exists (select from saved)
    ), found as (
      insert into anomalies (organization_id, id, batch_id, region, rule, gravity, since_ms, entries)
      select $1, t.id, $2, o.region, rule, gravity, since, entries::int[]
      from unnest($12::uuid[], $13::text[], $14::smallint[], $15::bigint[], $16::text[])
        as t (id, rule, gravity, since, entries), organizations o where o.id = $1 and exists (select from saved)
      on conflict (organization_id, id) do update set gravity = excluded.gravity
      where anomalies.gravity <> excluded.gravity
    ), settled as (
      delete from judgements_due where organization_id = $1 and batch_id = $2 and turn = $11
        and (select cardinality(changed) from reports) = 0
    )
    insert into judgements_due (organization_id, batch_id)
    select child_organization_id, child_id from edges
      where parent_id = $2 and (select offers from before) is distinct from $9::jsonb
    union select organization_id, batch_id from certification_uses where organization_id = $1 and batch_id <> $2
      and (select offers -> 'breaks' from before) is distinct from $9::jsonb -> 'breaks'
    union select organization_id, batch_id from judgements
      where organization_id = $1 and subjects && (select changed from reports)
    union select $1::uuid, $2::uuid from reports where cardinality(changed) > 0 ${again}`,
};
const offersOf = {
  name: 'judgements-offers',
  text: 'select batch_id, offers from judgements where batch_id = any ($1::uuid[])',
};
const breaksIn = {
  name: 'judgements-breaks',
  text: `select jsonb_array_elements(offers -> 'breaks') as found from judgements
    where organization_id = $1 and batch_id <> $2 and offers ? 'breaks'`,
};
const byBatches = {
  name: 'judgements-of-batches',
  text: 'select organization_id, batch_id, seq, findings from judgements where batch_id = any ($1::uuid[])',
};
const sharing = {
  name: 'judgements-sharing',
  text: `select batch_id as "batchId", subjects from judgements
    where organization_id = $1 and batch_id <> $2 and subjects && $3::text[] order by batch_id limit $4`,
};
const releasesOf = {
  name: 'finding-releases',
  text: 'select seq, rule, entries from finding_releases where organization_id = $1 and batch_id = $2 order by seq',
};
const insertReleases = {
  name: 'finding-releases-insert',
  text: `insert into finding_releases (organization_id, batch_id, seq, rule, entries)
    values ($1, $2, $3, $4, $5)`,
};
/** Of a page of batches, those that other rules judged, or none: theirs is made anew. Answers where the page ends. */
const outdated = {
  name: 'judgements-outdated',
  text: `with page as (
      select organization_id, id from batches where (organization_id, id) > ($1::uuid, $2::uuid)
      order by organization_id, id limit $4
    ), queued as (
      insert into judgements_due (organization_id, batch_id)
      select p.organization_id, p.id from page p
        left join judgements j on j.organization_id = p.organization_id and j.batch_id = p.id
      where j.edition is distinct from $3 ${again}
    ) select organization_id, id as batch_id from page order by organization_id desc, id desc limit 1`,
};
const judgedWith = {
  name: 'judgements-lists',
  text: 'select distinct lists from judgements',
};
const touched = {
  name: 'judgements-touched',
  text: `insert into judgements_due (organization_id, batch_id)
    select organization_id, batch_id from judgements where subjects && $1::text[] and lists <> $2 ${again}`,
};

/** Notes that records grew; in the appending transaction. */
export function insertDueRows(tx: LedgerTransaction, due: readonly BatchKey[]): void {
  tx.send(insertDue, [column(due, 'organizationId'), column(due, 'batchId')]);
}

/** Batches that wait to be judged, by their key, those after `after`, at most `limit`. */
export async function listDueBatches(database: Database, after: BatchKey, limit: number): Promise<Due[]> {
  return (await database.read<DueRow>(listDue, [after.organizationId, after.batchId, limit])).map(toDue);
}

/** Of these batches those that wait. */
export async function findDueAmong(database: Database, batches: readonly BatchKey[]): Promise<Due[]> {
  const keys = [column(batches, 'organizationId'), column(batches, 'batchId')];
  return (await database.read<DueRow>(dueAmong, keys)).map(toDue);
}

function toDue(row: DueRow): Due {
  return { organizationId: row.organization_id, batchId: row.batch_id, turn: row.turn };
}

/** Takes a batch out of those that wait without a judgement, unless there is more to judge since. */
export async function settleDueBatch(
  database: Database,
  { organizationId, batchId, turn }: Due,
): Promise<void> {
  await database.write(settleDue, [organizationId, batchId, turn]);
}

/**
 * Keeps the judgement of a batch that waited, unless one of more entries is there; what was made from the batch waits
 * where it concerns it.
 */
export async function saveJudgement(database: Database, judgement: Judgement, turn: number): Promise<void> {
  const { organizationId, batchId, seq, anomalies } = judgement;
  await database.write(save, [
    organizationId,
    batchId,
    seq,
    judgement.edition,
    judgement.lists,
    JSON.stringify(judgement.findings),
    judgement.stopped,
    judgement.subjects,
    JSON.stringify(judgement.offers),
    judgement.judgedAtMs,
    turn,
    column(anomalies, 'id'),
    column(anomalies, 'rule'),
    column(anomalies, 'gravity'),
    column(anomalies, 'sinceMs'),
    anomalies.map(({ entries }) => literal(entries)),
  ]);
}

/** What these batches offer to what is made from them, by id, those that were judged. */
export async function findOffers(reads: Reads, batches: readonly string[]): Promise<Map<string, Offers>> {
  const rows = await reads.read<{ batch_id: string; offers: Offers }>(offersOf, [batches]);
  return new Map(rows.map((row) => [row.batch_id, row.offers]));
}

/** Uses that begin the conversion of plots anew, on the other batches of an organization. */
export async function findBreaks(reads: Reads, { organizationId, batchId }: BatchKey): Promise<PlotBreak[]> {
  const rows = await reads.read<{ found: PlotBreak }>(breaksIn, [organizationId, batchId]);
  return rows.map(({ found }) => found);
}

/** What was found last in each of these batches that was judged, by its id. */
export async function findJudgements(
  reads: Reads,
  batches: readonly string[],
): Promise<Map<string, readonly Judged[]>> {
  const rows = await reads.read<JudgementRow>(byBatches, [batches]);
  return new Map(rows.map((row) => [row.batch_id, row.findings]));
}

/** Other batches of the organization that rest on one of the subjects, with all that they rest on; at most `limit`. */
export function listSharing(
  reads: Reads,
  { organizationId, batchId }: BatchKey,
  subjects: readonly string[],
  limit: number,
): Promise<{ readonly batchId: string; readonly subjects: readonly string[] }[]> {
  return reads.read(sharing, [organizationId, batchId, subjects, limit]);
}

/** Findings of a batch that were lifted, in order. */
export async function listFindingReleases(
  database: Database,
  { organizationId, batchId }: BatchKey,
): Promise<FindingRelease[]> {
  return database.read<FindingRelease>(releasesOf, [organizationId, batchId]);
}

export function insertFindingRelease(
  tx: LedgerTransaction,
  at: EntryKey,
  { rule, entries }: Omit<FindingRelease, 'seq'>,
): void {
  tx.send(insertReleases, [at.organizationId, at.batchId, at.seq, rule, literal(entries)]);
}

const outdatedPage = 5_000;

/** Looks at the batches of one page after `after`; answers the last of them, null when there was none. */
export async function queueOutdated(
  database: Database,
  edition: string,
  after: BatchKey,
): Promise<BatchKey | null> {
  const values = [after.organizationId, after.batchId, edition, outdatedPage];
  const [last] = await database.read<Pick<JudgementRow, 'organization_id' | 'batch_id'>>(outdated, values);
  return last === undefined ? null : { organizationId: last.organization_id, batchId: last.batch_id };
}

/** Which versions of lists batches were judged with: each combination once. */
export async function listJudgedWith(database: Database): Promise<string[]> {
  return (await database.read<{ lists: string }>(judgedWith, [])).map((row) => row.lists);
}

/** Every batch that rests on one of the subjects, and was not judged with these lists, waits from now on. */
export async function queueTouched(
  database: Database,
  subjects: readonly string[],
  lists: string,
): Promise<void> {
  await database.write(touched, [subjects, lists]);
}
