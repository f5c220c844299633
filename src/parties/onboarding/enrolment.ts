import { Injectable } from '@nestjs/common';
import { derivedEventId } from '../event-ids.js';
import { OrganizationsService } from '../organizations.service.js';
import type { ApplicationRow } from './applications.store.js';
import { applicationClosed } from './closed.js';

/** Registers the organization of an approved application, as every other is registered. */
@Injectable()
export class Enrolment {
  constructor(private readonly organizations: OrganizationsService) {}

  /** @throws DomainError `uscc-taken` while it is not this application's own. */
  async requireFree({ state, uscc }: ApplicationRow): Promise<void> {
    if (state === 'applied' && uscc !== null) await this.organizations.requireFree(uscc);
  }

  /**
   * Does what is missing of the registration and answers the organization's id; as often as it is asked.
   *
   * @throws DomainError `uscc-taken`, `application-closed` when it is not approved, `unavailable`, `ambiguous`.
   */
  async complete({ kind, name, uscc, region, organizationId, changedAt }: ApplicationRow): Promise<string> {
    if (organizationId === null) throw applicationClosed();
    await this.organizations.enrol({
      id: organizationId,
      registrationEventId: derivedEventId(changedAt.getTime(), 'organization-registered', organizationId),
      kind,
      name,
      uscc,
      region,
      parentId: null,
      createdAt: changedAt,
    });
    return organizationId;
  }
}
