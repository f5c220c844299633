import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../access/actor.js';
import { holdsRole, notFound, organizationsOf, scopeOf } from '../access/authorize.js';
import { checkUscc } from '../gs1/national.js';
import { isFamilyRun } from '../gs1/vocabulary.js';
import { DomainError, type FieldFault } from '../http/problems.js';
import { fault, identifierFaults, refused } from './faults.js';
import { OperatorService } from './operator.service.js';
import { eventConflict } from './organization-chain.js';
import { toOrganizationAnswer, type NewOrganization, type OrganizationAnswer } from './organizations.dto.js';
import type { OrganizationRow } from './organizations.row.js';
import { OrganizationsStore } from './organizations.store.js';
import { Registrar } from './registrar.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import type { PageQuery } from './pages.dto.js';
import { homeOrganization, partyOwners, partyReaders, requireParty } from './scope.js';

/** Organizations: who takes part. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly store: OrganizationsStore,
    private readonly registrar: Registrar,
    private readonly operator: OperatorService,
  ) {}

  /**
   * Registers an organization: its row, the beginning of its chain, its custodial key.
   *
   * For `admin`; the owner of a cooperative registers the farms that belong to it. `key` is the event id of the
   * registration; the same content again under it goes on where the first request stopped, and answers the same.
   *
   * @throws DomainError `validation`, `forbidden`, `event-conflict`, `uscc-taken`, `unavailable`, `ambiguous`.
   */
  async register(actor: Actor, key: string | null, body: NewOrganization): Promise<Made<OrganizationAnswer>> {
    const wanted = await this.admit(actor, body);
    const row = { ...wanted, id: randomUUID(), registrationEventId: key ?? uuidv7(), createdAt: new Date() };
    const inserted = await this.store.insert(row);
    const organization = inserted ? row : await this.earlier(row);
    await this.registrar.complete(organization, await this.operator.id());
    return { entity: toOrganizationAnswer(organization), repeated: !inserted };
  }

  /** @throws DomainError `not-found`, also for an organization the actor may not see. */
  async get(actor: Actor, id: string): Promise<OrganizationAnswer> {
    return toOrganizationAnswer(await this.require(actor, id, partyReaders));
  }

  /** The organizations that the actor may see, by id. */
  async list(actor: Actor, query: PageQuery): Promise<Page<OrganizationAnswer>> {
    const rows = await this.store.list(scopeOf(actor, partyReaders), query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.id, toOrganizationAnswer);
  }

  /**
   * An organization for which the actor holds one of the roles.
   *
   * @throws DomainError `forbidden`, `not-found`.
   */
  async require(actor: Actor, id: string, roles: readonly Role[]): Promise<OrganizationRow> {
    const organization = await this.store.findVisible(scopeOf(actor), id);
    if (organization === null) throw notFound();
    requireParty(actor, organization, roles);
    return organization;
  }

  /**
   * Of which organizations a list is: the one that was named, when the actor may see it, else all that the actor is a
   * member of.
   *
   * @throws DomainError `not-found`, `forbidden`.
   */
  async listed(actor: Actor, named: string | null, roles: readonly Role[]): Promise<readonly string[]> {
    if (named === null) return organizationsOf(actor, roles);
    return [(await this.require(actor, named, roles)).id];
  }

  /** As `require`, for what states something about the organization: its registration is complete afterwards. */
  async requireComplete(actor: Actor, id: string, roles: readonly Role[]): Promise<OrganizationRow> {
    const organization = await this.require(actor, id, roles);
    await this.registrar.complete(organization, await this.operator.id());
    return organization;
  }

  private async admit(
    actor: Actor,
    body: NewOrganization,
  ): Promise<Pick<OrganizationRow, 'kind' | 'name' | 'uscc' | 'region' | 'parentId'>> {
    const { kind, name, region } = body;
    const uscc = body.uscc ?? null;
    const isAdmin = actor.grants.some((grant) => grant.role === 'admin' && grant.organizationId === null);
    if (!isAdmin && !isFamilyRun(kind)) throw onlyFarms();
    const faults = [...usccFaults(kind, uscc), ...parentFaults(kind, body.parent ?? null)];
    if (faults.length > 0) throw refused(...faults);
    const parentId = isAdmin ? (body.parent ?? null) : homeOf(actor, body.parent);
    if (parentId !== null) await this.checkParent(actor, parentId, isAdmin);
    return { kind, name, uscc, region, parentId };
  }

  /** A cooperative that exists and, unless an admin asks, is the actor's own; else one and the same refusal. */
  private async checkParent(actor: Actor, parentId: string, isAdmin: boolean): Promise<void> {
    const parent = await this.store.findVisible(scopeOf(actor, partyOwners), parentId);
    const isOwn = isAdmin || holdsRole(actor, parentId, ['owner']);
    if (parent?.kind === 'cooperative' && isOwn) return;
    throw refused(
      fault(
        '/parent',
        'unknown-cooperative',
        '没有这个合作社，或者不属于你。',
        'There is no such cooperative, or it is not yours.',
      ),
    );
  }

  /** The organization that the same request made before. @throws DomainError `event-conflict`, `uscc-taken`. */
  private async earlier(row: OrganizationRow): Promise<OrganizationRow> {
    const before = await this.store.findByRegistration(row.registrationEventId);
    if (before === null) throw usccTaken();
    const same = (['kind', 'name', 'uscc', 'region', 'parentId'] as const).every(
      (field) => before[field] === row[field],
    );
    if (!same) throw eventConflict();
    return before;
  }
}

function homeOf(actor: Actor, parent: string | null | undefined): string {
  try {
    return homeOrganization(actor, parent, ['owner']);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw refused(
      fault('/parent', 'required', '请说明属于哪个合作社。', 'Say to which cooperative it belongs.'),
    );
  }
}

function usccFaults(kind: NewOrganization['kind'], uscc: string | null): FieldFault[] {
  if (uscc !== null) return identifierFaults('/uscc', checkUscc(uscc));
  if (isFamilyRun(kind)) return [];
  return [
    fault(
      '/uscc',
      'required',
      '请填写统一社会信用代码；只有农户和家庭农场可以没有。',
      'Give the unified social credit code; only households and family farms may have none.',
    ),
  ];
}

function parentFaults(kind: NewOrganization['kind'], parent: string | null): FieldFault[] {
  if (parent === null || isFamilyRun(kind)) return [];
  return [
    fault(
      '/parent',
      'not-applicable',
      '只有农户和家庭农场才属于合作社，请去掉这一项。',
      'Only a household or family farm belongs to a cooperative; leave this out.',
    ),
  ];
}

function onlyFarms(): DomainError {
  return new DomainError('forbidden', {
    zh: '合作社负责人只能登记本社的农户和家庭农场；其他组织请找服务的管理员登记。',
    en: 'The owner of a cooperative registers its households and family farms; an admin of the service registers all others.',
  });
}

function usccTaken(): DomainError {
  const detail = {
    zh: '这个统一社会信用代码已经登记。',
    en: 'An organization with this unified social credit code is registered already.',
  };
  return new DomainError('uscc-taken', detail, [{ pointer: '/uscc', code: 'taken', detail }]);
}
