import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor, Role } from '../access/actor.js';
import { holdsRole, scopeOf } from '../access/authorize.js';
import type { TenantScope } from '../database/tenants.js';
import type { Page } from '../http/paging.js';
import { open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { operatorKind } from '../ledger/key-register.js';
import { parseStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import { Vault } from '../log/vault.js';
import { toAccessAnswer, type AccessAnswer, type Told } from './accesses.dto.js';
import { OrganizationsService } from './organizations.service.js';
import { isAdmin } from './standing.js';

/** Who may see which power was used over an organization: its members, its authorities, the service. */
const accessReaders = [
  'owner',
  'recorder',
  'viewer',
  'inspector',
  'regulator',
  'admin',
] as const satisfies readonly Role[];

/** Entries of a chain that are read at once, and how often for one page: a page may end before it is full. */
const entriesAtOnce = 200;
const readsMax = 10;

/** Tells an organization which power was used over it (domain.md §8), out of its own chain and nothing else. */
@Injectable()
export class AccessesService {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly accounts: AccountsService,
    private readonly entries: Entries,
    private readonly vault: Vault,
  ) {}

  /**
   * Traces of power after the entry `after` of the organization's chain, oldest first. What a person is called is told to
   * an admin and to those of the body the person acted for.
   *
   * @throws DomainError `not-found`, `forbidden`.
   */
  async list(
    actor: Actor,
    organizationId: string,
    after: number,
    limit: number,
  ): Promise<Page<AccessAnswer>> {
    await this.organizations.require(actor, organizationId, accessReaders);
    const scope = scopeOf(actor, accessReaders);
    const { told, next } = await this.read(scope, organizationId, after, limit);
    const named = told
      .filter(({ data }) => maySeeName(actor, data))
      .flatMap(({ data }) => personOf(data) ?? []);
    const names = await this.accounts.namesOf([...new Set(named)]);
    const nameOf = (data: JsonObject): string | null =>
      maySeeName(actor, data) ? (names.get(personOf(data) ?? '') ?? null) : null;
    return { items: told.map((one) => toAccessAnswer(one, nameOf(one.data))), next };
  }

  private async read(
    scope: TenantScope,
    organizationId: string,
    after: number,
    limit: number,
  ): Promise<{ readonly told: readonly Told[]; readonly next: string | null }> {
    const told: Told[] = [];
    let at = after;
    for (let reads = 0; reads < readsMax && told.length < limit; reads += 1) {
      const page = await this.readTold(scope, organizationId, at);
      const wanted = page.told.slice(0, limit - told.length);
      told.push(...wanted);
      const isCut = wanted.length < page.told.length;
      at = isCut ? (wanted.at(-1)?.seq ?? at) : page.last;
      if (!isCut && page.isEnd) return { told, next: null };
    }
    return { told, next: String(at) };
  }

  private async readTold(
    scope: TenantScope,
    organizationId: string,
    after: number,
  ): Promise<{ readonly told: readonly Told[]; readonly last: number; readonly isEnd: boolean }> {
    const chain = { organizationId, chainId: organizationId };
    const stored = await this.entries.read(chain, after, entriesAtOnce, scope);
    const last = stored.at(-1)?.seq ?? after;
    const disclosures = await this.vault.open(chain, after + 1, last, scope);
    const told = stored.flatMap(({ seq, entry }): Told[] => {
      const { recordedAt, statement } = parseEntry(entry);
      const { payload } = parseStatement(statement);
      const kind = operatorKind(payload.kind);
      if (kind === null || kind === 'organization-registered') return [];
      const { data } = open(payload, disclosures.get(seq)?.open ?? []);
      return [{ seq, recordedAt, kind, data: isJsonObject(data) ? data : {} }];
    });
    return { told, last, isEnd: stored.length < entriesAtOnce };
  }
}

/** The account of the one who used the power. */
function personOf(data: JsonObject): string | null {
  const person = data['actor'] ?? data['person'];
  return typeof person === 'string' ? person : null;
}

function maySeeName(actor: Actor, { authority }: JsonObject): boolean {
  if (isAdmin(actor)) return true;
  return typeof authority === 'string' && holdsRole(actor, authority, ['owner', 'recorder', 'viewer']);
}
