import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { holdsRole } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import { InspectionTaskRows, type InspectionTask } from '../batches/inspection-task-rows.service.js';
import { Config } from '../config/config.js';
import { inTurn } from '../events/in-turn.js';
import type { InspectionData } from '../events/kinds/inspection.js';
import { RecordReader } from '../findings/record-reader.js';
import { PartyFacts } from '../parties/facts.js';
import { supervisors } from '../parties/scope.js';
import type { InspectionTaskDto, TaskPartyDto, TaskSampleDto } from './inspection-tasks.dto.js';
import { isOverdue, reportsOf, stateOf, type TakenSample } from './task-state.js';

/** Tells how far tasks are, by what the chains of the batches say. */
@Injectable()
export class TaskTeller {
  constructor(
    private readonly rows: InspectionTaskRows,
    private readonly batches: BatchesService,
    private readonly records: RecordReader,
    private readonly parties: PartyFacts,
    private readonly config: Config,
  ) {}

  /** The tasks as the actor may read them, in their order. */
  async tell(actor: Actor, tasks: readonly InspectionTask[]): Promise<InspectionTaskDto[]> {
    const samples = await this.samplesOf(tasks);
    return inTurn(tasks, (task) => this.one(actor, task, samples.get(task.id) ?? []));
  }

  /** Samples that fulfil these tasks, each with its chain. */
  private async samplesOf(tasks: readonly InspectionTask[]): Promise<Map<string, TakenSample[]>> {
    const taken = new Map<string, TakenSample[]>();
    for (const { taskId, batchId, seq } of await this.rows.samplesOf(tasks.map(({ id }) => id))) {
      const batch = await this.batches.find(batchId);
      if (batch === null) throw new Error('a sample of a batch that is not there');
      const { entries } = await this.records.read(batch);
      taken.set(taskId, [...(taken.get(taskId) ?? []), { batch: batchId, seq, entries }]);
    }
    return taken;
  }

  private async one(
    actor: Actor,
    task: InspectionTask,
    samples: readonly TakenSample[],
  ): Promise<InspectionTaskDto> {
    const { id, organizationId, authorityId, batchId, productId, analytes, dueOn, reason } = task;
    const clock = { now: new Date().toISOString(), holidays: this.config.holidays };
    const state = stateOf(task.withdrawnAt !== null, samples, clock);
    const region = (await this.parties.organization(organizationId))?.region;
    return {
      ...{ id, product: productId, batch: batchId, analytes, dueOn, reason, state },
      authority: await this.party(authorityId),
      organization: await this.party(organizationId),
      assignee: holdsRole(actor, organizationId, supervisors, region) ? task.assigneeId : null,
      orderedAt: task.orderedAt.toISOString(),
      overdue: isOverdue(state, dueOn, clock),
      withdrawnReason: task.withdrawnReason,
      samples: samples.map(toSample),
    };
  }

  private async party(id: string): Promise<TaskPartyDto> {
    return { id, name: (await this.parties.organization(id))?.name ?? id };
  }
}

function toSample(sample: TakenSample): TaskSampleDto {
  const { batch, seq, entries } = sample;
  const reports = reportsOf(sample).map((report) => ({
    seq: report.seq,
    leafHash: report.leafHash,
    verdict: (report.data as unknown as InspectionData).verdict,
  }));
  return { batch, seq, leafHash: entries[seq - 1]?.leafHash ?? '', reports };
}
