import { column, literal } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';
import type { LedgerTransaction } from '../database/transaction.js';

/** How an inquiry stands: it goes on, the finding is explained, or a case is filed. */
export type CaseState = 'assigned' | 'explained' | 'filed';

/** What entries say of an inquiry into a finding; the last of them gives its state and authority. */
export interface CaseStep {
  readonly organizationId: string;
  /** `anomalyId` of the finding. */
  readonly id: string;
  readonly batchId: string;
  readonly rule: string;
  readonly gravity: number;
  readonly sinceMs: number;
  readonly entries: readonly number[];
  readonly state: CaseState;
  readonly authorityId: string;
  /** Numbers of the entries in the batch's chain, ascending. */
  readonly seqs: readonly number[];
}

/** A finding that fails, with the inquiry into it, where there is one. */
export interface Anomaly {
  readonly organizationId: string;
  readonly id: string;
  readonly batchId: string;
  readonly rule: string;
  readonly gravity: number;
  readonly sinceMs: number;
  readonly entries: readonly number[];
  readonly inquiry: {
    readonly state: CaseState;
    readonly authorityId: string;
    readonly steps: readonly number[];
  } | null;
}

/** Which anomalies a list covers; null: whatever it is. */
export interface AnomalyChoice {
  /** `new`: in force, and nobody has taken it up. Null: all that are in force. */
  readonly state: 'new' | CaseState | null;
  readonly gravity: number | null;
  readonly rule: string | null;
  readonly organizationId: string | null;
}

/** A place in the order of the list: after it come less grave ones, and among equally grave ones older ones. */
export interface AnomalyPlace {
  readonly gravity: number;
  readonly sinceMs: number;
  readonly id: string;
}

/** Before every anomaly. */
export const firstPlace: AnomalyPlace = {
  gravity: 4,
  sinceMs: Number.MAX_SAFE_INTEGER,
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};

interface AnomalyRow {
  organization_id: string;
  id: string;
  batch_id: string;
  rule: string;
  gravity: number;
  since_ms: string;
  entries: number[];
  state: CaseState | null;
  authority_id: string | null;
  steps: number[] | null;
}

const loadStates = {
  name: 'cases-load',
  text: `select id, state from cases
    where (organization_id, id) in (select o, i from unnest($1::uuid[], $2::uuid[]) as t (o, i))`,
};
const saveSteps = {
  name: 'cases-save',
  text: `insert into cases (organization_id, id, batch_id, region, rule, gravity, since_ms, entries, state, authority_id, steps)
    select o.id, i, b, o.region, rule, gravity, since, entries::int[], state, authority, steps::int[]
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $6::bigint[], $7::text[], $8::text[],
      $9::uuid[], $10::text[]) as t (home, i, b, rule, gravity, since, entries, state, authority, steps)
      join organizations o on o.id = t.home
    on conflict (organization_id, id) do update set state = excluded.state, authority_id = excluded.authority_id,
      steps = cases.steps || excluded.steps`,
};

/** A list of one order: led by the regions, by the regions for one rule, or by one organization. */
type Led = 'region' | 'rule' | 'organization';

/** $1 least gravity, $2 the place before, $3, $4, $5 limit, $6 rule, $7 organization, $8 state. */
const after = `t.gravity >= $1::smallint and (t.gravity, t.since_ms, t.id) < ($2::smallint, $3::bigint, $4::uuid)`;
const order = 'order by t.gravity desc, t.since_ms desc, t.id desc limit $5';
const given: Readonly<Record<Led, string>> = {
  region: '$6::text is null and $7::uuid is null',
  rule: 't.rule = $6::text and $7::uuid is null',
  organization: 't.organization_id = $7::uuid and ($6::text is null or t.rule = $6)',
};
const taken = 'select from cases c where c.organization_id = t.organization_id and c.id = t.id';
const chosen: Readonly<Record<Source, string>> = {
  'in-force': '$8::text is null',
  new: `$8::text = 'new' and not exists (${taken})`,
  state: 't.state = $8::text',
};

/** Where a list is read: all findings in force, those that nobody took up, or inquiries of one state. */
type Source = 'in-force' | 'new' | 'state';

/**
 * The regions that the reader watches over and of which there is something, one step of the index each: of each the
 * first of the page are read, and the first of all these are the page.
 */
const watched = (table: string): string => `with recursive watched as (
    select p as prefix, (select t.region from ${table} t where t.region between rpad(p, 6, '0') and rpad(p, 6, '9')
      order by t.region limit 1) as region from unnest((select furrow_regions())) as p
    union all select prefix, (select t.region from ${table} t where t.region > w.region and t.region <= rpad(prefix, 6, '9')
      order by t.region limit 1) from watched w where w.region is not null
  ), regions as (select distinct region from watched where region is not null)`;

function listing(source: Source, led: Led): { readonly name: string; readonly text: string } {
  const table = source === 'state' ? 'cases' : 'anomalies';
  const where = `${given[led]} and ${chosen[source]} and ${after}`;
  const page =
    led === 'organization'
      ? `select t.* from ${table} t where ${where} ${order}`
      : `${watched(table)} select t.* from regions r cross join lateral
          (select t.* from ${table} t where t.region = r.region and ${where} ${order}) t ${order}`;
  const text =
    source === 'state'
      ? page
      : `select t.*, c.state, c.authority_id, c.steps from (${page}) t
          left join cases c on c.organization_id = t.organization_id and c.id = t.id
          order by t.gravity desc, t.since_ms desc, t.id desc`;
  return { name: `anomalies-${source}-${led}`, text };
}

const byId = {
  name: 'anomaly',
  text: `select coalesce(a.organization_id, c.organization_id) as organization_id, id,
      coalesce(a.batch_id, c.batch_id) as batch_id, coalesce(a.rule, c.rule) as rule,
      coalesce(a.gravity, c.gravity) as gravity, coalesce(a.since_ms, c.since_ms) as since_ms,
      coalesce(a.entries, c.entries) as entries, c.state, c.authority_id, c.steps
    from (select * from anomalies where id = $1) a full join (select * from cases where id = $1) c using (id)`,
};

/** How these inquiries stand, by id; those that there are. The caller holds the locks of their chains. */
export async function loadCaseStates(
  tx: LedgerTransaction,
  keys: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<Map<string, CaseState>> {
  if (keys.length === 0) return new Map();
  const values = [column(keys, 'organizationId'), column(keys, 'id')];
  const rows = await tx.query<{ id: string; state: CaseState }>(loadStates, values);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Keeps what entries say of inquiries, each named once. */
export function saveCaseSteps(tx: LedgerTransaction, steps: readonly CaseStep[]): void {
  tx.send(saveSteps, [
    column(steps, 'organizationId'),
    column(steps, 'id'),
    column(steps, 'batchId'),
    column(steps, 'rule'),
    column(steps, 'gravity'),
    column(steps, 'sinceMs'),
    steps.map(({ entries }) => literal(entries)),
    column(steps, 'state'),
    column(steps, 'authorityId'),
    steps.map(({ seqs }) => literal(seqs)),
  ]);
}

/** Anomalies in scope after a place, gravest first, then newest; at most `limit`. */
export async function listAnomalies(
  reads: Reads,
  { state, gravity, rule, organizationId }: AnomalyChoice,
  place: AnomalyPlace,
  limit: number,
): Promise<Anomaly[]> {
  const from = gravity === null || place.gravity <= gravity ? place : { ...firstPlace, gravity };
  const led: Led = organizationId !== null ? 'organization' : rule !== null ? 'rule' : 'region';
  const source: Source = state === null ? 'in-force' : state === 'new' ? 'new' : 'state';
  const values = [gravity ?? 0, from.gravity, from.sinceMs, from.id, limit, rule, organizationId, state];
  return (await reads.read<AnomalyRow>(listing(source, led), values)).map(toAnomaly);
}

/** An anomaly in scope that is in force, or whose inquiry is on record; or null. */
export async function findAnomaly(reads: Reads, id: string): Promise<Anomaly | null> {
  const [row] = await reads.read<AnomalyRow>(byId, [id]);
  return row === undefined ? null : toAnomaly(row);
}

function toAnomaly(row: AnomalyRow): Anomaly {
  const { id, rule, gravity, entries, state, authority_id: authorityId, steps } = row;
  return {
    ...{ id, rule, gravity, entries, sinceMs: Number(row.since_ms) },
    organizationId: row.organization_id,
    batchId: row.batch_id,
    inquiry: state === null || authorityId === null || steps === null ? null : { state, authorityId, steps },
  };
}
