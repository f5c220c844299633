import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { DomainError } from '../http/problems.js';
import { changeoverMs } from '../log/keyring.js';
import { HeldKeys } from './held-keys.service.js';
import { KeyHolders } from './key-holders.service.js';
import { KeyStatements } from './key-statements.service.js';
import { toHeldKeyAnswer, type KeyAnswer, type KeyPageQuery, type Revocation } from './keys.dto.js';
import { KeysStore, type StoredKey } from './keys.store.js';
import { OrganizationsService } from './organizations.service.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { isMemberOf, partyOwners, partyReaders } from './scope.js';

/** Keys of an organization, held by its participants or by the service (ledger.md §8). */
@Injectable()
export class KeysService {
  constructor(
    private readonly store: KeysStore,
    private readonly organizations: OrganizationsService,
    private readonly statements: KeyStatements,
    private readonly held: HeldKeys,
    private readonly holders: KeyHolders,
  ) {}

  /** Keys of an organization, by kid. @throws DomainError `not-found`. */
  async list(actor: Actor, organizationId: string, query: KeyPageQuery): Promise<Page<KeyAnswer>> {
    await this.organizations.require(actor, organizationId, partyReaders);
    const scope = scopeOf(actor, partyReaders);
    const rows = await this.store.list(scope, organizationId, query.cursor ?? null, query.limit);
    const kids = rows.map(({ kid }) => kid);
    const holders = await this.holders.of(scope, organizationId, kids);
    const isMember = isMemberOf(actor, organizationId);
    const toItem = (row: StoredKey): KeyAnswer => toHeldKeyAnswer(row, holders.get(row.kid), isMember);
    return pageOf(rows, query.limit, (row) => row.kid, toItem);
  }

  /** One key of an organization. @throws DomainError `not-found`. */
  async get(actor: Actor, organizationId: string, kid: string): Promise<KeyAnswer> {
    await this.organizations.require(actor, organizationId, partyReaders);
    const key = await this.store.find(kid);
    if (key?.organizationId !== organizationId) throw notFound();
    const holders = await this.holders.of(scopeOf(actor, partyReaders), organizationId, [kid]);
    return toHeldKeyAnswer(key, holders.get(kid), isMemberOf(actor, organizationId));
  }

  /**
   * Makes a new custodial key: from then on the service signs with it for the organization. `key` is the event id of its
   * registration; the same again answers the same key.
   *
   * @throws DomainError `event-conflict`, `forbidden`, `not-found`, `unavailable`, `ambiguous`.
   */
  async rotate(actor: Actor, organizationId: string, key: string | null): Promise<Made<KeyAnswer>> {
    const organization = await this.organizations.requireComplete(actor, organizationId, partyOwners);
    return this.held.make(actor, organization, 'custodial', key);
  }

  /**
   * Ends the trust in a key from a time on, once (KeyStatements.revoke): in a participant's, by an owner or by whose
   * device it is, or in a custodial key that another one has replaced.
   *
   * @throws DomainError `validation`, `key-in-service` for a key that the service signs with, `event-conflict` when it
   * was revoked with another time or reason, `forbidden`, `not-found`.
   */
  async revoke(actor: Actor, organizationId: string, kid: string, body: Revocation): Promise<KeyAnswer> {
    const scope = scopeOf(actor, partyReaders);
    const holder = (await this.holders.of(scope, organizationId, [kid])).get(kid);
    const isHolder = holder?.accountId === actor.accountId;
    const roles = isHolder ? partyReaders : partyOwners;
    const organization = await this.organizations.requireComplete(actor, organizationId, roles);
    const key = await this.store.find(kid);
    if (key?.organizationId !== organizationId) throw notFound();
    if (key.purpose === 'label') throw keyInService();
    const earliestMs = await this.earliestEnd(key);
    return this.statements.revoke(isHolder ? null : actor, organization, key, body, earliestMs);
  }

  /**
   * From when a key may be said to be untrusted. A custodial key signed until all processes had the next one, which it
   * registered itself: to end it before would take the trust from that, too.
   *
   * @throws DomainError `key-in-service` for the custodial key that is in use.
   */
  private async earliestEnd(key: StoredKey): Promise<number> {
    if (key.purpose === 'participant') return key.validFrom.getTime();
    const later = await this.store.listLater(key);
    const [next] = later;
    const isReplaced = later.some(({ revokedFrom }) => revokedFrom === null);
    if (next === undefined || !(isReplaced || key.revokedFrom !== null)) throw keyInService();
    return next.validFrom.getTime() + changeoverMs;
  }
}

function keyInService(): DomainError {
  return new DomainError('key-in-service', {
    zh: '服务正用这把密钥签名，不能撤销；请先换一把新的代管密钥。标签密钥由服务的管理员撤销。',
    en: 'The service signs with this key; make a new custodial key before you revoke it. Label keys are revoked by an admin.',
  });
}
