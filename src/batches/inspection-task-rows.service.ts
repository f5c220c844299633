import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import {
  findTask,
  insertTask,
  listTasks,
  listTaskSamples,
  withdrawTask,
  type InspectionTask,
  type TaskSample,
} from './inspection-tasks.store.js';

export type { InspectionTask, TaskSample };

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Tasks of authorities, and which samples fulfil them. */
@Injectable()
export class InspectionTaskRows {
  constructor(private readonly database: Database) {}

  /** A task, in scope where one is given, or null. */
  find(id: string, scope?: TenantScope): Promise<InspectionTask | null> {
    return findTask(this.database.as(scope), id);
  }

  /** Tasks in scope, about one organization or all, newest first. */
  list(
    scope: TenantScope,
    organizationId: string | null,
    before: string | null,
    limit: number,
  ): Promise<InspectionTask[]> {
    return listTasks(this.database.tenant(scope), organizationId, before ?? lastId, limit);
  }

  /** Keeps a task that was ordered; one that is there already stays as it is. */
  insert(scope: TenantScope, task: InspectionTask): Promise<void> {
    return insertTask(this.database.tenant(scope), task);
  }

  /** Marks a task as withdrawn, once. */
  withdraw(scope: TenantScope, task: InspectionTask, at: Date, reason: string): Promise<void> {
    return withdrawTask(this.database.tenant(scope), task, at, reason);
  }

  /** The samples that fulfil these tasks, by task. */
  samplesOf(tasks: readonly string[]): Promise<TaskSample[]> {
    return listTaskSamples(this.database, tasks);
  }
}
