import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../access/actor.js';
import { holdsRole, notFound, organizationsOf, scopeOf } from '../access/authorize.js';
import { isFamilyRun } from '../gs1/vocabulary.js';
import { DomainError, refused, type FieldFault } from '../http/problems.js';
import { fault, usccFaults } from './faults.js';
import { HouseholdPhones } from './household-phone.js';
import { OperatorService } from './operator.service.js';
import { eventConflict } from './organization-chain.js';
import {
  toOrganizationAnswer,
  type NewOrganization,
  type OrganizationAnswer,
  type OrganizationDetail,
} from './organizations.dto.js';
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
    private readonly phones: HouseholdPhones,
  ) {}

  /**
   * Registers an organization: its row, the beginning of its chain, its custodial key.
   *
   * For `admin`; the owner of a cooperative registers the farms that belong to it. `key` is the event id of the
   * registration; the same content again under it goes on where the first request stopped, and answers the same.
   *
   * @throws DomainError `validation`, `forbidden`, `event-conflict`, `uscc-taken`, `unavailable`, `ambiguous`.
   */
  async register(actor: Actor, key: string | null, body: NewOrganization): Promise<Made<OrganizationDetail>> {
    const wanted = await this.admit(actor, body);
    const row = { ...wanted, id: randomUUID(), registrationEventId: key ?? uuidv7(), createdAt: new Date() };
    const inserted = await this.store.insert(row);
    const organization = inserted ? row : await this.earlier(row);
    const phone = body.phone == null ? null : { phone: body.phone, shown: body.phoneShown === true };
    await this.registrar.complete(organization, await this.operator.id(), phone);
    return { entity: await this.detail(actor, organization), repeated: !inserted };
  }

  /**
   * Registers the organization of an approved application, as often as it is asked with the same content.
   *
   * @throws DomainError `uscc-taken`, `event-conflict`, `unavailable`, `ambiguous`.
   */
  async enrol(wanted: OrganizationRow): Promise<void> {
    const row = (await this.store.insert(wanted)) ? wanted : await this.earlier(wanted);
    await this.registrar.complete(row, await this.operator.id());
  }

  /** @throws DomainError `uscc-taken`. */
  async requireFree(uscc: string): Promise<void> {
    if ((await this.store.findByUscc(uscc)) !== null) throw usccTaken();
  }

  /** @throws DomainError `not-found`, also for an organization the actor may not see. */
  async get(actor: Actor, id: string): Promise<OrganizationDetail> {
    return this.detail(actor, await this.require(actor, id, partyReaders));
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

  private async detail(actor: Actor, organization: OrganizationRow): Promise<OrganizationDetail> {
    const scope = scopeOf(actor);
    const phone = isFamilyRun(organization.kind) ? await this.phones.masked(scope, organization.id) : null;
    return { ...toOrganizationAnswer(organization), phone };
  }

  private async admit(
    actor: Actor,
    body: NewOrganization,
  ): Promise<Pick<OrganizationRow, 'kind' | 'name' | 'uscc' | 'region' | 'parentId'>> {
    const { kind, name, region } = body;
    const uscc = body.uscc ?? null;
    const isAdmin = actor.grants.some((grant) => grant.role === 'admin' && grant.organizationId === null);
    if (!isAdmin && !isFamilyRun(kind)) throw onlyFarms();
    const faults = [
      ...usccFaults(kind, uscc),
      ...parentFaults(kind, body.parent ?? null),
      ...phoneFaults(body),
    ];
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
        '没有这个合作社，或者不属于您。',
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

function phoneFaults({ kind, phone, phoneShown }: NewOrganization): FieldFault[] {
  if (phone == null) {
    return phoneShown === true
      ? [fault('/phone', 'required', '请填写电话号码。', 'Give the phone number.')]
      : [];
  }
  if (isFamilyRun(kind)) return [];
  return [
    fault(
      '/phone',
      'not-applicable',
      '只有农户和家庭农场在这里登记电话，请去掉这一项。',
      'Only households and family farms have their phone registered here; leave this out.',
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
