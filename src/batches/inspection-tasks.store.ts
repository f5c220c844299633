import { column } from '../database/parameters.js';
import type { Door, Reads } from '../database/tenants.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { entryColumns, type EntryKey } from './handover.store.js';

/** A task to inspect goods of an organization: one batch, all of a product, or any. */
export interface InspectionTask {
  readonly id: string;
  readonly organizationId: string;
  readonly authorityId: string;
  readonly batchId: string | null;
  readonly productId: string | null;
  readonly analytes: readonly string[];
  /** Civil date. */
  readonly dueOn: string;
  readonly reason: string;
  /** The account of the inspector. */
  readonly assigneeId: string;
  readonly orderedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly withdrawnReason: string | null;
}

/** A `sample` entry that fulfils a task. */
export interface TaskSample extends EntryKey {
  readonly taskId: string;
}

const columns = `id, organization_id as "organizationId", authority_id as "authorityId", batch_id as "batchId",
  product_id as "productId", analytes, due_on as "dueOn", reason, assignee_id as "assigneeId",
  ordered_at as "orderedAt", withdrawn_at as "withdrawnAt", withdrawn_reason as "withdrawnReason"`;
const byId = {
  name: 'inspection-task',
  text: `select ${columns} from inspection_tasks where id = $1`,
};
const page = {
  name: 'inspection-tasks',
  text: `select ${columns} from inspection_tasks
    where ($1::uuid is null or organization_id = $1) and id < $2::uuid order by id desc limit $3`,
};
const insert = {
  name: 'inspection-task-insert',
  text: `insert into inspection_tasks (organization_id, id, authority_id, batch_id, product_id, analytes, due_on, reason,
      assignee_id, ordered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
};
const withdraw = {
  name: 'inspection-task-withdraw',
  text: `update inspection_tasks set withdrawn_at = $3, withdrawn_reason = $4
    where organization_id = $1 and id = $2 and withdrawn_at is null`,
};
const samplesOf = {
  name: 'task-samples',
  text: `select organization_id as "organizationId", batch_id as "batchId", seq, task_id as "taskId" from task_samples
    where task_id = any ($1::uuid[]) order by task_id, batch_id, seq`,
};
const insertSamples = {
  name: 'task-samples-insert',
  text: `insert into task_samples (organization_id, batch_id, seq, task_id)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[])`,
};

export async function findTask(reads: Reads, id: string): Promise<InspectionTask | null> {
  const [found] = await reads.read<InspectionTask>(byId, [id]);
  return found ?? null;
}

/** Tasks about one organization or all, newest first, those before `before`. */
export function listTasks(
  reads: Reads,
  organizationId: string | null,
  before: string,
  limit: number,
): Promise<InspectionTask[]> {
  return reads.read<InspectionTask>(page, [organizationId, before, limit]);
}

/** Keeps a task that was ordered; one that is there already stays as it is. */
export async function insertTask(door: Door, task: InspectionTask): Promise<void> {
  const { organizationId, id, authorityId, batchId, productId, analytes } = task;
  const { dueOn, reason, assigneeId, orderedAt } = task;
  const target = [organizationId, id, authorityId, batchId, productId];
  await door.write(insert, [...target, [...analytes], dueOn, reason, assigneeId, orderedAt]);
}

/** Marks a task as withdrawn, once. */
export async function withdrawTask(
  door: Door,
  { organizationId, id }: InspectionTask,
  at: Date,
  reason: string,
): Promise<void> {
  await door.write(withdraw, [organizationId, id, at, reason]);
}

/** The samples that fulfil these tasks, by task. */
export function listTaskSamples(reads: Reads, tasks: readonly string[]): Promise<TaskSample[]> {
  return reads.read<TaskSample>(samplesOf, [tasks]);
}

export function insertTaskSamples(tx: LedgerTransaction, samples: readonly TaskSample[]): void {
  tx.send(insertSamples, [...entryColumns(samples), column(samples, 'taskId')]);
}
