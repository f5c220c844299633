import { column, literal } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';
import type { LedgerTransaction } from '../database/transaction.js';

/** How an inquiry stands: it goes on, the finding is explained, or a case is filed. */
export const caseStates = ['assigned', 'explained', 'filed'] as const;
export type CaseState = (typeof caseStates)[number];

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
  text: `insert into cases (organization_id, id, batch_id, rule, gravity, since_ms, entries, state, authority_id, steps)
    select o, i, b, rule, gravity, since, entries::int[], state, authority, steps::int[]
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $6::bigint[], $7::text[], $8::text[],
      $9::uuid[], $10::text[]) as t (o, i, b, rule, gravity, since, entries, state, authority, steps)
    on conflict (organization_id, id) do update set state = excluded.state, authority_id = excluded.authority_id,
      steps = cases.steps || excluded.steps`,
};

const wanted = (of: string): string => `($1::smallint is null or ${of}.gravity = $1)
  and ($2::text is null or ${of}.rule = $2) and ($3::uuid is null or ${of}.organization_id = $3)
  and (${of}.gravity, ${of}.since_ms, ${of}.id) < ($4::smallint, $5::bigint, $6::uuid)
  order by ${of}.gravity desc, ${of}.since_ms desc, ${of}.id desc limit $7`;
const found = 'a.organization_id, a.id, a.batch_id, a.rule, a.gravity, a.since_ms, a.entries';
const inForce = {
  name: 'anomalies',
  text: `select ${found}, c.state, c.authority_id, c.steps
    from anomalies a left join cases c on c.organization_id = a.organization_id and c.id = a.id where ${wanted('a')}`,
};
const untaken = {
  name: 'anomalies-new',
  text: `select ${found}, null as state, null as authority_id, null as steps from anomalies a
    where not exists (select from cases c where c.organization_id = a.organization_id and c.id = a.id)
      and ${wanted('a')}`,
};
const ofState = {
  name: 'cases-of-state',
  text: `select c.* from cases c where c.state = $8 and ${wanted('c')}`,
};
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
  after: AnomalyPlace,
  limit: number,
): Promise<Anomaly[]> {
  const values = [gravity, rule, organizationId, after.gravity, after.sinceMs, after.id, limit];
  const statement = state === null ? inForce : state === 'new' ? untaken : ofState;
  const rows = await reads.read<AnomalyRow>(statement, statement === ofState ? [...values, state] : values);
  return rows.map(toAnomaly);
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
