import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { JsonObject } from '../ledger/json.js';
import { Entries } from '../log/entries.service.js';
import { Keyring } from '../log/keyring.js';
import { derivedEventId } from './event-ids.js';
import type { HouseholdPhone } from './household-phone.js';
import { KeysStore, type StoredKey } from './keys.store.js';
import { OrganizationChain, type OrganizationStatement } from './organization-chain.js';
import type { OrganizationRow } from './organizations.row.js';
import { OrganizationsStore } from './organizations.store.js';

const rememberedMax = 20_000;

/**
 * Brings an organization's row, its chain and its first keys together, in steps that can each be repeated:
 *
 *  1. the custodial key, sealed, in the register of keys — before anything names it, so that no crash can leave a key
 *     in the ledger whose private part is gone;
 *  2. `organization-registered`, the first entry of its chain, under the event id of its row;
 *  3. `key-registered`, under an event id that follows from the key.
 *
 * Whatever was done before a crash is found and left; nothing is done twice, and where nothing is missing nothing is
 * recorded: a service starts and reads while the log takes in nothing. The organization cannot act before all is
 * done, because members and keys are only added after `complete`.
 */
@Injectable()
export class Registrar {
  private readonly completed = new LRUCache<string, true>({ max: rememberedMax });
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly organizations: OrganizationsStore,
    private readonly keys: KeysStore,
    private readonly keyring: Keyring,
    private readonly chain: OrganizationChain,
    private readonly entries: Entries,
  ) {}

  /**
   * Does what is missing of an organization's registration; `phone` is stated with its first entry. `issuerId` is the operator's, which registers all others
   * and itself.
   *
   * @throws DomainError `unavailable`, `ambiguous`: repeating it goes on where it stopped.
   */
  async complete(
    organization: OrganizationRow,
    issuerId: string,
    phone: HouseholdPhone | null = null,
  ): Promise<void> {
    if (this.completed.has(organization.id)) return;
    await (this.underWay.get(organization.id) ?? this.start(organization, issuerId, phone));
  }

  /** One run at a time in this process, so that those who wait for the same organization hold one connection. */
  private async start(
    organization: OrganizationRow,
    issuerId: string,
    phone: HouseholdPhone | null,
  ): Promise<void> {
    const run = this.organizations.locked(organization.id, () => this.steps(organization, issuerId, phone));
    this.underWay.set(organization.id, run);
    try {
      await run;
      this.completed.set(organization.id, true);
    } finally {
      this.underWay.delete(organization.id);
    }
  }

  private async steps(
    organization: OrganizationRow,
    issuerId: string,
    phone: HouseholdPhone | null,
  ): Promise<void> {
    const custodial = await this.heldKey(organization, 'custodial');
    await this.recordOnce({
      organizationId: organization.id,
      issuerId,
      eventId: organization.registrationEventId,
      kind: 'organization-registered',
      occurredAt: organization.createdAt,
      data: registrationData(organization, phone),
      privateFields: phone === null ? [] : ['/contact'],
      opens: true,
    });
    await this.registerKey(organization, custodial, issuerId);
    if (organization.kind === 'operator') {
      await this.registerKey(organization, await this.heldKey(organization, 'label'), issuerId);
    }
  }

  /** The organization's first key of a purpose; made when there is none. The caller holds the organization's lock. */
  private async heldKey(organization: OrganizationRow, purpose: 'custodial' | 'label'): Promise<StoredKey> {
    const first = await this.keys.findFirst(organization.id, purpose);
    if (first !== null) return first;
    const created = await this.keyring.make(organization.id, purpose, new Date());
    await this.keyring.insert(created);
    return { ...created, revokedFrom: null };
  }

  private async registerKey(organization: OrganizationRow, key: StoredKey, issuerId: string): Promise<void> {
    await this.recordOnce({
      organizationId: organization.id,
      issuerId,
      eventId: keyEventId(organization, 'key-registered', key.kid),
      kind: 'key-registered',
      occurredAt: key.validFrom,
      data: { kid: key.kid, alg: key.alg, jwk: key.publicJwk, purpose: key.purpose },
    });
  }

  private async recordOnce(statement: OrganizationStatement): Promise<void> {
    const { organizationId, eventId } = statement;
    const standing = await this.entries.events({ organizationId, chainId: organizationId }, [eventId]);
    if (standing.length === 0) await this.chain.record(statement);
  }
}

/** The event id of what is stated once about a key. */
export function keyEventId(
  organization: OrganizationRow,
  kind: 'key-registered' | 'key-revoked',
  kid: string,
): string {
  return derivedEventId(organization.createdAt.getTime(), kind, organization.id, kid);
}

/** The data of `organization-registered` (its kind has the shape). What is not known is absent. */
function registrationData(organization: OrganizationRow, phone: HouseholdPhone | null): JsonObject {
  const { kind, name, region, uscc } = organization;
  const consent = phone?.shown === true ? { contactShown: true } : {};
  const contact = phone === null ? {} : { contact: phone.phone, ...consent };
  return { name, type: kind, region, ...(uscc === null ? {} : { uscc }), ...contact };
}
