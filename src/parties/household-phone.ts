import { Injectable } from '@nestjs/common';
import type { TenantScope } from '../database/tenants.js';
import { OrganizationContacts } from './contacts.service.js';

/** A phone number of a household as its cooperative gives it at registration. */
export interface HouseholdPhone {
  readonly phone: string;
  /** That the household agrees to its being shown, masked. */
  readonly shown: boolean;
}

/**
 * What the registration of a household says of its phone: the number a sealed disclosure of the first entry of its
 * chain, the consent to show it masked beside it.
 */
@Injectable()
export class HouseholdPhones {
  constructor(private readonly contacts: OrganizationContacts) {}

  /** The masked number; null without consent, when the number was never told or was erased, and out of scope. */
  async masked(scope: TenantScope, organizationId: string): Promise<string | null> {
    const { contactShown, contact } = await this.contacts.registration(scope, organizationId);
    return contactShown === true && typeof contact === 'string' ? mask(contact) : null;
  }
}

/** `139****9000`: the first three and the last four characters. */
function mask(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
