import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { DomainError, refused } from '../http/problems.js';
import { PartyFacts } from './facts.js';
import { fault } from './faults.js';
import { supervisors } from './scope.js';
import { authorityOf } from './standing.js';

/** The bodies in whose name officials act, and who acts for them. */
@Injectable()
export class Authorities {
  constructor(
    private readonly parties: PartyFacts,
    private readonly accounts: AccountsService,
  ) {}

  /** In whose name the actor does what authorities alone do. @throws DomainError `forbidden`. */
  async require(actor: Actor): Promise<string> {
    const id = authorityOf(actor);
    const own = id === null ? null : await this.parties.organization(id);
    if (own?.kind === 'authority') return own.id;
    throw new DomainError('forbidden', {
      zh: '这要以监管机关的名义来做，您还没有加入任何监管机关。请联系服务的管理员。',
      en: 'This is done in the name of an authority, and you belong to none. Ask the admin of the service.',
    });
  }

  /** An official of the region who records for the same authority. @throws DomainError `validation`, at `/assignee`. */
  async requireAssignee(accountId: string, authorityId: string, region: string): Promise<void> {
    const grants = await this.accounts.grantsOf(accountId);
    const isOfficial = grants.some(
      (grant) =>
        supervisors.some((role) => role === grant.role) &&
        grant.region !== null &&
        region.startsWith(grant.region),
    );
    if (isOfficial && grants.some(({ organizationId }) => organizationId === authorityId)) return;
    throw refused(
      fault(
        '/assignee',
        'unknown-inspector',
        '没有这个检查员，或者不属于您的机关和这个地区。',
        'There is no such inspector of your authority and this region.',
      ),
    );
  }
}
