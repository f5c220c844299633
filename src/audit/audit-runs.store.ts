import type { Database } from '../database/database.js';
import type { Reads } from '../database/tenants.js';
import type { AuditFinding } from '../ledger/audit-report.js';

export const runStates = ['running', 'passed', 'failed', 'interrupted'] as const;
export type RunState = (typeof runStates)[number];

/** A check of all chains. */
export interface AuditRun {
  readonly id: string;
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly endedAt: Date | null;
  readonly state: RunState;
  /** Entries up to the checkpoint, and how many of them were read. */
  readonly size: number;
  readonly checked: number;
  /** The checkpoint, as signed. */
  readonly note: string;
  /** What is wrong with the log beside its chains. */
  readonly fault: AuditFinding | null;
}

/** What a run counted of all organizations in scope. */
export interface Tally {
  readonly chains: number;
  readonly entries: number;
  readonly failed: number;
}

interface RunRow {
  id: string;
  started_at: Date;
  ended_at: Date | null;
  state: RunState;
  size: string;
  checked: string;
  note: string;
  fault: AuditFinding | null;
}

interface TallyRow {
  run_id: string;
  chains: string;
  entries: string;
  failed: string;
}

const columns = 'id, started_at, ended_at, state, size, checked, note, fault';
const begin = {
  name: 'audit-begin',
  text: `insert into audit_runs (id, started_at, seen_at, state, size, note)
    values ($1, clock_timestamp(), clock_timestamp(), 'running', $2, $3)
    on conflict (state) where state = 'running' do nothing returning ${columns}`,
};
const running = { name: 'audit-running', text: `select ${columns} from audit_runs where state = 'running'` };
const byId = { name: 'audit-run', text: `select ${columns} from audit_runs where id = $1` };
const page = {
  name: 'audit-runs',
  text: `select ${columns} from audit_runs where id < $1::uuid order by id desc limit $2`,
};
const step = {
  name: 'audit-step',
  text: `update audit_runs set seen_at = clock_timestamp(), checked = $2 where id = $1 and state = 'running' returning id`,
};
const end = {
  name: 'audit-end',
  text: `update audit_runs set ended_at = clock_timestamp(), state = $2, fault = $3 where id = $1 and state = 'running'`,
};
const leave = {
  name: 'audit-leave',
  text: `update audit_runs set ended_at = clock_timestamp(), state = 'interrupted'
    where state = 'running' and seen_at < clock_timestamp() - $1::int * interval '1 millisecond'`,
};
const old = {
  name: 'audit-old',
  text: `select id from audit_runs where state <> 'running' order by id desc offset $1 limit 100`,
};
const forget = [
  { name: 'audit-forget-faults', text: 'delete from audit_faults where run_id = any ($1::uuid[])' },
  { name: 'audit-forget-tallies', text: 'delete from audit_tallies where run_id = any ($1::uuid[])' },
  { name: 'audit-forget-runs', text: 'delete from audit_runs where id = any ($1::uuid[])' },
];
const tallies = {
  name: 'audit-tallies',
  text: `select run_id, sum(chains) as chains, sum(entries) as entries, sum(failed) as failed
    from audit_tallies where run_id = any ($1::uuid[]) group by run_id`,
};

/** Begins a run; null when one runs already. */
export async function beginRun(
  database: Database,
  run: Pick<AuditRun, 'id' | 'size' | 'note'>,
): Promise<AuditRun | null> {
  const rows = await database.write<RunRow>(begin, [run.id, run.size, run.note]);
  const [row] = rows;
  return row === undefined ? null : toRun(row);
}

export async function findRunning(reads: Reads): Promise<AuditRun | null> {
  const [row] = await reads.read<RunRow>(running, []);
  return row === undefined ? null : toRun(row);
}

export async function findRun(reads: Reads, id: string): Promise<AuditRun | null> {
  const [row] = await reads.read<RunRow>(byId, [id]);
  return row === undefined ? null : toRun(row);
}

/** Runs before `before`, newest first: their ids are in the order of time. */
export async function listRuns(reads: Reads, before: string, limit: number): Promise<AuditRun[]> {
  return (await reads.read<RunRow>(page, [before, limit])).map(toRun);
}

/** Notes how far a run is; false when it is not running any more. */
export async function stepRun(database: Database, id: string, checked: number): Promise<boolean> {
  const rows = await database.write(step, [id, checked]);
  return rows.length === 1;
}

export async function endRun(
  database: Database,
  id: string,
  state: Exclude<RunState, 'running'>,
  fault: AuditFinding | null,
): Promise<void> {
  await database.write(end, [id, state, fault === null ? null : JSON.stringify(fault)]);
}

/** Ends runs whose process was not heard of for so long, in milliseconds. */
export async function leaveRuns(database: Database, silentMs: number): Promise<void> {
  await database.write(leave, [silentMs]);
}

/** Forgets all but the newest runs that ended. */
export async function forgetRuns(database: Database, kept: number): Promise<void> {
  const ids = (await database.read<{ id: string }>(old, [kept])).map(({ id }) => id);
  for (const statement of ids.length === 0 ? [] : forget) await database.write(statement, [ids]);
}

/** What runs counted, by run; of organizations in scope. */
export async function sumTallies(reads: Reads, runs: readonly string[]): Promise<Map<string, Tally>> {
  const rows = await reads.read<TallyRow>(tallies, [runs]);
  return new Map(
    rows.map((row) => [
      row.run_id,
      { chains: Number(row.chains), entries: Number(row.entries), failed: Number(row.failed) },
    ]),
  );
}

function toRun(row: RunRow): AuditRun {
  return {
    id: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    state: row.state,
    size: Number(row.size),
    checked: Number(row.checked),
    note: row.note,
    fault: row.fault,
  };
}
