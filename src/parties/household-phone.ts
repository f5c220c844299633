import { Injectable } from '@nestjs/common';
import type { TenantScope } from '../database/tenants.js';
import { open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject } from '../ledger/json.js';
import { parseStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import { Vault } from '../log/vault.js';

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
  constructor(
    private readonly entries: Entries,
    private readonly vault: Vault,
  ) {}

  /** The masked number; null without consent, when the number was never told or was erased, and out of scope. */
  async masked(scope: TenantScope, organizationId: string): Promise<string | null> {
    const chain = { organizationId, chainId: organizationId };
    const [first] = await this.entries.read(chain, 0, 1, scope);
    if (first === undefined) return null;
    const { payload } = parseStatement(parseEntry(first.entry).statement);
    if (payload.data['contactShown'] !== true) return null;
    const disclosures = (await this.vault.open(chain, 1, 1, scope)).get(1)?.open ?? [];
    const { data } = open(payload, disclosures);
    const contact = isJsonObject(data) ? data['contact'] : undefined;
    return typeof contact === 'string' ? mask(contact) : null;
  }
}

/** `139****9000`: the first three and the last four characters. */
function mask(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
