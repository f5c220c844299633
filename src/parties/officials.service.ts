import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor, Grant } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import { SecondFactorsService } from '../access/second-factors.service.js';
import type { OrganizationType } from '../gs1/vocabulary.js';
import { DomainError, refused, type FieldFault } from '../http/problems.js';
import { requireUntoldPassword } from '../access/new-password.js';
import { fault } from './faults.js';
import {
  toOfficialAnswer,
  type NewOfficial,
  type OfficialAnswer,
  type OfficialPageQuery,
} from './officials.dto.js';
import { OfficialsStore, type Official, type OfficialState } from './officials.store.js';
import { OrganizationsService } from './organizations.service.js';
import { pageOf, type Page } from '../http/paging.js';
import { PowerTraces } from './power-traces.service.js';
import { partyOwners } from './scope.js';

/** Bodies in whose name officials state something about the batches of others. */
const statingTypes: readonly OrganizationType[] = ['authority', 'laboratory', 'certifier'];

/** Accounts of those who inspect, regulate, certify or run the service; admins alone decide about them. */
@Injectable()
export class OfficialsService {
  constructor(
    private readonly store: OfficialsStore,
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationsService,
    private readonly factors: SecondFactorsService,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Makes an account with a role over a region or the service and, when an organization is named, as its recorder.
   *
   * @throws DomainError `validation`, `login-taken`.
   */
  async add(actor: Actor, body: NewOfficial): Promise<OfficialAnswer> {
    const region = body.region ?? null;
    const organizationId = body.organization ?? null;
    const faults = [...regionFaults(body), ...(await this.organizationFaults(actor, body))];
    if (faults.length > 0) throw refused(...faults);
    const { login, name, password, role } = body;
    requireUntoldPassword(login, password);
    const grants: Grant[] = [{ role, organizationId: null, region }];
    if (organizationId !== null) grants.push({ role: 'recorder', organizationId, region: null });
    await this.accounts.requireFree(login);
    const id = randomUUID();
    for (const grant of grants) await this.traces.changeRole(actor, 'role-granted', id, grant);
    await this.accounts.create({ id, login, name, password, grants });
    return toOfficialAnswer(await this.require(id));
  }

  /** @throws DomainError `not-found`. */
  async get(id: string): Promise<OfficialAnswer> {
    return toOfficialAnswer(await this.require(id));
  }

  /** All of them by id, those in use or those that were ended. */
  async list(query: OfficialPageQuery): Promise<Page<OfficialAnswer>> {
    const rows = await this.store.list(query.state, query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.id, toOfficialAnswer);
  }

  /**
   * Ends an account. Nobody ends the own one, and of admins who end each other at once one stays.
   *
   * @throws DomainError `forbidden`, `last-admin`, `not-found`.
   */
  async end(actor: Actor, id: string): Promise<void> {
    const { role, region } = await this.require(id);
    if (id === actor.accountId) throw ownAccount();
    await this.traces.changeRole(actor, 'account-ended', id, { role, region, organizationId: null });
    if (await this.accounts.disable(id)) return;
    await this.require(id);
    throw lastAdmin();
  }

  /** Takes an ended account into use again, with the roles it had. @throws DomainError `not-found`, also for one in use. */
  async reactivate(actor: Actor, id: string): Promise<OfficialAnswer> {
    const { role, region } = await this.require(id, 'ended');
    await this.traces.changeRole(actor, 'role-granted', id, { role, region, organizationId: null });
    if (!(await this.accounts.enable(id))) throw notFound();
    return toOfficialAnswer(await this.require(id));
  }

  /** Takes away the second factor of somebody who has lost it. @throws DomainError `not-found`. */
  async resetFactor(actor: Actor, id: string): Promise<void> {
    await this.require(id);
    if ((await this.factors.find(id)) === null) throw notFound();
    await this.traces.use(actor, { organizationId: null, act: 'factor-reset', person: id });
    await this.factors.reset(id);
  }

  /** An official's account, in use or ended. @throws DomainError `not-found`. */
  async require(id: string, state: OfficialState = 'active'): Promise<Official> {
    const official = await this.store.find(id, state);
    if (official === null) throw notFound();
    return official;
  }

  /** The organization is registered completely afterwards, so that the person can record in its name. */
  private async organizationFaults(actor: Actor, { role, organization }: NewOfficial): Promise<FieldFault[]> {
    if (organization === undefined || organization === null) return [];
    if (role === 'admin') {
      return [fault('/organization', 'not-applicable', '管理员不代表任何组织，请去掉这一项。', 'An admin records for no organization; leave this out.')];
    } // prettier-ignore
    try {
      const { kind } = await this.organizations.requireComplete(actor, organization, partyOwners);
      if (statingTypes.includes(kind)) return [];
    } catch (error) {
      if (!(error instanceof DomainError && error.slug === 'not-found')) throw error;
    }
    return [
      fault(
        '/organization',
        'unknown-body',
        '没有这个监管机关、检测机构或认证机构。',
        'There is no such authority, laboratory or certification body.',
      ),
    ];
  }
}

function regionFaults({ role, region }: NewOfficial): FieldFault[] {
  const isRegional = role === 'inspector' || role === 'regulator';
  const isGiven = region !== undefined && region !== null;
  if (isRegional === isGiven) return [];
  return isRegional
    ? [
        fault(
          '/region',
          'required',
          '请填写管辖的地区：行政区划代码的前几位，全国为 ""。',
          'Say for which region: the first digits of its code, "" for the whole country.',
        ),
      ]
    : [
        fault(
          '/region',
          'not-applicable',
          '这个角色不分地区，请去掉这一项。',
          'This role has no region; leave this out.',
        ),
      ];
}

function ownAccount(): DomainError {
  return new DomainError('forbidden', {
    zh: '不能停用自己的账号；请让另一位管理员来做。',
    en: 'You cannot end your own account; another admin can.',
  });
}

/** The service keeps an admin. */
export function lastAdmin(): DomainError {
  return new DomainError('last-admin', {
    zh: '这是服务唯一的管理员，请先增加另一位管理员。',
    en: 'This is the only admin of the service; add another one first.',
  });
}
