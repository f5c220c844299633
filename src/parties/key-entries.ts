import { Injectable } from '@nestjs/common';
import { Entries } from '../log/entries.service.js';
import type { StoredEntry } from '../log/entry.js';
import { OrganizationsStore } from './organizations.store.js';
import { keyEventId } from './registrar.js';

/** Finds the entries that a key rests on, however long its organization's chain is. */
@Injectable()
export class KeyEntries {
  constructor(
    private readonly organizations: OrganizationsStore,
    private readonly entries: Entries,
  ) {}

  /**
   * The registration of an organization, and that and the revocation of one of its keys, in the order of its chain, as
   * far as they are there.
   */
  async of(organizationId: string, kid: string): Promise<StoredEntry[]> {
    const organization = await this.organizations.find(organizationId);
    if (organization === null) return [];
    return this.entries.events({ organizationId, chainId: organizationId }, [
      organization.registrationEventId,
      keyEventId(organization, 'key-registered', kid),
      keyEventId(organization, 'key-revoked', kid),
    ]);
  }
}
