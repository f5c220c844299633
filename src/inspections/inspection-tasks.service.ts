import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import { InspectionTaskRows, type InspectionTask } from '../batches/inspection-task-rows.service.js';
import { civilDate } from '../events/kinds/dates.js';
import { fault } from '../events/kinds/faults.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { DomainError, refused } from '../http/problems.js';
import type { JsonObject } from '../ledger/json.js';
import { Authorities } from '../parties/authorities.service.js';
import { derivedEventId, timeOf } from '../parties/event-ids.js';
import { PartyFacts, type OrganizationFacts } from '../parties/facts.js';
import { fault as partyFault } from '../parties/faults.js';
import { PowerTraces } from '../parties/power-traces.service.js';
import { supervisors } from '../parties/scope.js';
import { highestRole } from '../parties/standing.js';
import type { InspectionTaskDto, InspectionTaskQuery, NewInspectionTask } from './inspection-tasks.dto.js';
import { TaskTeller } from './task-teller.service.js';

/** Who may read tasks: officials of the region, and of the inspected, once a sample was taken. */
export const taskReaders = ['owner', 'recorder', 'viewer', ...supervisors] as const;

/** What is to be inspected. */
interface Target {
  readonly organization: OrganizationFacts;
  readonly batchId: string | null;
  readonly productId: string | null;
  /** As the statement says it. */
  readonly named: string;
}

/** Orders inspections and takes orders back; what comes of them is told by entries on the chains of batches. */
@Injectable()
export class InspectionTasksService {
  constructor(
    private readonly rows: InspectionTaskRows,
    private readonly teller: TaskTeller,
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
    private readonly authorities: Authorities,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Orders an inspection of goods of the actor's region, in the name of the authority that the actor records for. It is
   * stated on the authority's chain first; `key` makes the id, so that a repetition orders nothing twice.
   *
   * @throws DomainError `not-found`, `forbidden`, `validation`, `event-conflict`, `unavailable`, `ambiguous`.
   */
  async order(actor: Actor, body: NewInspectionTask, key: string): Promise<Made<InspectionTaskDto>> {
    const authorityId = await this.authorities.require(actor);
    const target = await this.target(actor, body);
    const { analytes, dueOn, reason, assignee: assigneeId = actor.accountId } = body;
    if (dueOn < today()) throw refused(fault('/dueOn', 'order', [today()]));
    await this.authorities.requireAssignee(assigneeId, authorityId, target.organization.region);
    const id = derivedEventId(timeOf(key), 'inspection-task', authorityId, key);
    const task: InspectionTask = {
      ...{ id, authorityId, analytes, dueOn, reason, assigneeId, organizationId: target.organization.id },
      ...{ batchId: target.batchId, productId: target.productId, orderedAt: new Date() },
      ...{ withdrawnAt: null, withdrawnReason: null },
    };
    const before = await this.rows.find(id);
    if (before !== null && !isSame(before, task)) throw otherTask();
    if (before === null) {
      const said = { analytes: [...analytes], dueOn, target: target.named, reason, person: assigneeId };
      await this.state(actor, task, id, { step: 'ordered', ...said });
      await this.rows.insert(scopeOf(actor, supervisors), task);
    }
    return { entity: await this.get(actor, id), repeated: before !== null };
  }

  /**
   * Takes an order back, by the authority that gave it and before a sample was taken for it.
   *
   * @throws DomainError `not-found`, `forbidden`, `inspection-task-closed`, `unavailable`, `ambiguous`.
   */
  async withdraw(actor: Actor, id: string, reason: string): Promise<InspectionTaskDto> {
    const scope = scopeOf(actor, supervisors);
    const task = await this.rows.find(id, scope);
    if (task === null) throw notFound();
    if (task.authorityId !== (await this.authorities.require(actor))) throw notOrderer();
    const samples = await this.rows.samplesOf([id]);
    if (task.withdrawnAt !== null || samples.length > 0) throw closed();
    const eventId = derivedEventId(task.orderedAt.getTime(), 'inspection-task', id, 'withdrawn');
    await this.state(actor, task, eventId, { step: 'withdrawn', reason });
    await this.rows.withdraw(scope, task, new Date(), reason);
    return this.get(actor, id);
  }

  /** @throws DomainError `not-found`, also for the inspected before a sample was taken. */
  async get(actor: Actor, id: string): Promise<InspectionTaskDto> {
    const task = await this.rows.find(id, scopeOf(actor, taskReaders));
    const [told] = task === null ? [] : await this.teller.tell(actor, [task]);
    if (told === undefined) throw notFound();
    return told;
  }

  /** Tasks about one organization, or all that the actor may see, newest first. @throws DomainError `not-found`. */
  async list(actor: Actor, query: InspectionTaskQuery): Promise<Page<InspectionTaskDto>> {
    const { organization = null, cursor = null, limit } = query;
    const scope = scopeOf(actor, taskReaders);
    if (organization !== null) {
      const party = await this.parties.organizationIn(scope, organization);
      if (party === null) throw notFound();
      requireRole(actor, organization, taskReaders, party.region);
    }
    const rows = await this.rows.list(scope, organization, cursor, limit + 1);
    const page = pageOf(rows, limit, ({ id }) => id, (row) => row); // prettier-ignore
    return { ...page, items: await this.teller.tell(actor, page.items) };
  }

  private async target(actor: Actor, body: NewInspectionTask): Promise<Target> {
    const { organization = null, product = null, batch = null } = body;
    if ([organization, product, batch].filter((one) => one !== null).length !== 1) throw notOne();
    if (batch !== null) {
      const { organizationId } = await this.batches.require(actor, batch, supervisors);
      const party = await this.party(actor, organizationId);
      return { organization: party, batchId: batch, productId: null, named: `batch/${batch}` };
    }
    if (product !== null) {
      const found = await this.parties.productIn(scopeOf(actor, supervisors), product);
      if (found === null) throw notFound();
      const party = await this.party(actor, found.organizationId);
      return { organization: party, batchId: null, productId: product, named: `product/${product}` };
    }
    const party = await this.party(actor, organization ?? '');
    return { organization: party, batchId: null, productId: null, named: `organization/${party.id}` };
  }

  /** An organization of the actor's region. @throws DomainError `not-found`, `forbidden`. */
  private async party(actor: Actor, id: string): Promise<OrganizationFacts> {
    const party = await this.parties.organizationIn(scopeOf(actor, supervisors), id);
    if (party === null) throw notFound();
    requireRole(actor, id, supervisors, party.region);
    return party;
  }

  private async state(actor: Actor, task: InspectionTask, eventId: string, said: JsonObject): Promise<void> {
    const { id, authorityId } = task;
    const data = {
      task: id,
      authority: authorityId,
      role: highestRole(actor),
      actor: actor.accountId,
      ...said,
    };
    await this.traces.state({ organizationId: authorityId, kind: 'inspection-task', eventId, data });
  }
}

function today(): string {
  return civilDate(new Date().toISOString());
}

function isSame(left: InspectionTask, right: InspectionTask): boolean {
  const said = ({
    organizationId,
    batchId,
    productId,
    analytes,
    dueOn,
    reason,
    assigneeId,
  }: InspectionTask) =>
    JSON.stringify([organizationId, batchId, productId, analytes, dueOn, reason, assigneeId]);
  return said(left) === said(right);
}

function notOne(): DomainError {
  const zh = '请说明检查什么：填写 organization、product、batch 其中一项。';
  const en = 'Say what is to be inspected: one of organization, product and batch.';
  return refused(partyFault('/organization', 'one-of', zh, en));
}

function otherTask(): DomainError {
  return new DomainError('event-conflict', {
    zh: '这个事件号已经用于另一个任务。新的任务请用新的事件号。',
    en: 'This event id was used for another task. Use a new one for a new task.',
  });
}

function notOrderer(): DomainError {
  return new DomainError('forbidden', {
    zh: '抽检任务只能由下达它的机关撤回。',
    en: 'A task is withdrawn by the authority that ordered it.',
  });
}

function closed(): DomainError {
  return new DomainError('inspection-task-closed', {
    zh: '这个任务已经抽样或已经撤回，不能再撤回。',
    en: 'A sample was taken for this task, or it was withdrawn before: it cannot be withdrawn any more.',
  });
}
