import { Injectable } from '@nestjs/common';
import type { TenantScope } from '../database/tenants.js';
import { open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { parseStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import { Vault } from '../log/vault.js';

/** Who answers for an organization and how to reach it, as its registration says. */
export interface OrganizationContact {
  readonly responsible: string | null;
  readonly contact: string | null;
}

/** What the registration of an organization says under seal: disclosures of the first entry of its chain. */
@Injectable()
export class OrganizationContacts {
  constructor(
    private readonly entries: Entries,
    private readonly vault: Vault,
  ) {}

  /** All that the registration says, sealed fields open; empty when there is none in scope. */
  async registration(scope: TenantScope, organizationId: string): Promise<JsonObject> {
    const chain = { organizationId, chainId: organizationId };
    const [first] = await this.entries.read(chain, 0, 1, scope);
    if (first === undefined) return {};
    const { payload } = parseStatement(parseEntry(first.entry).statement);
    const disclosures = (await this.vault.open(chain, 1, 1, scope)).get(1)?.open ?? [];
    const { data } = open(payload, disclosures);
    return isJsonObject(data) ? data : {};
  }

  /** For whom `Oversight` lets see it; parts that were never told or were erased are null. */
  async of(scope: TenantScope, organizationId: string): Promise<OrganizationContact> {
    const { responsible, contact } = await this.registration(scope, organizationId);
    return { responsible: textOf(responsible), contact: textOf(contact) };
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
