import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { Config } from '../config/config.js';
import { ledgerFaultWords } from '../http/fault-words.js';
import { DomainError } from '../http/problems.js';
import { LedgerError } from '../ledger/errors.js';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';
import { changeoverMs } from '../log/keyring.js';
import { refused } from './faults.js';
import { HeldKeys } from './held-keys.service.js';
import { checkKeyProof } from './key-proof.js';
import { KeyStatements } from './key-statements.service.js';
import { toKeyAnswer, type KeyAnswer, type KeyPageQuery, type NewKey, type Revocation } from './keys.dto.js';
import { KeysStore, type StoredKey } from './keys.store.js';
import { OrganizationsService } from './organizations.service.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { partyOwners, partyReaders } from './scope.js';

/** Keys of an organization, held by its participants or by the service (ledger.md §8). */
@Injectable()
export class KeysService {
  constructor(
    private readonly store: KeysStore,
    private readonly organizations: OrganizationsService,
    private readonly statements: KeyStatements,
    private readonly held: HeldKeys,
    private readonly config: Config,
  ) {}

  /**
   * Registers a participant's public key: `key-registered` on the organization's chain, signed with its custodial key,
   * then the register. A crash between the two leaves a key that is in the ledger and not yet accepted; the same
   * request again completes it, because the event id follows from the key.
   *
   * @throws DomainError `validation` (low order, RSA, private, not the holder's), `key-taken`, `forbidden`, `not-found`.
   */
  async register(actor: Actor, organizationId: string, body: NewKey): Promise<Made<KeyAnswer>> {
    const organization = await this.organizations.requireComplete(actor, organizationId, partyOwners);
    const key = readKey(body.jwk);
    const terms = { organizationId, audience: this.config.logOrigin, nowMs: Date.now() };
    const unproven = checkKeyProof(body.proof, key, terms);
    if (unproven !== null) throw refused(unproven);
    const known = await this.store.find(key.kid);
    if (known !== null) return { entity: toKeyAnswer(ownKey(known, organizationId)), repeated: true };
    await this.store.insertParticipantKey({
      kid: key.kid,
      organizationId,
      alg: key.alg,
      publicJwk: { ...key.jwk },
      validFrom: await this.statements.announce(organization, key),
    });
    // Read back: another organization may have registered it meanwhile.
    const stored = await this.store.find(key.kid);
    if (stored === null) throw new Error('a key could not be stored');
    return { entity: toKeyAnswer(ownKey(stored, organizationId)), repeated: false };
  }

  /** Keys of an organization, by kid. @throws DomainError `not-found`. */
  async list(actor: Actor, organizationId: string, query: KeyPageQuery): Promise<Page<KeyAnswer>> {
    await this.organizations.require(actor, organizationId, partyReaders);
    const scope = scopeOf(actor, partyReaders);
    const rows = await this.store.list(scope, organizationId, query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.kid, toKeyAnswer);
  }

  /**
   * Makes a new custodial key: from then on the service signs with it for the organization. `key` is the event id of its
   * registration; the same again answers the same key.
   *
   * @throws DomainError `event-conflict`, `forbidden`, `not-found`, `unavailable`, `ambiguous`.
   */
  async rotate(actor: Actor, organizationId: string, key: string | null): Promise<Made<KeyAnswer>> {
    const organization = await this.organizations.requireComplete(actor, organizationId, partyOwners);
    return this.held.make(organization, 'custodial', key);
  }

  /**
   * Ends the trust in a key from a time on, once (KeyStatements.revoke): in a participant's, or in a custodial key that
   * another one has replaced.
   *
   * @throws DomainError `validation`, `key-in-service` for a key that the service signs with, `event-conflict` when it
   * was revoked with another time or reason, `forbidden`, `not-found`.
   */
  async revoke(actor: Actor, organizationId: string, kid: string, body: Revocation): Promise<KeyAnswer> {
    const organization = await this.organizations.requireComplete(actor, organizationId, partyOwners);
    const key = await this.store.find(kid);
    if (key?.organizationId !== organizationId) throw notFound();
    if (key.purpose === 'label') throw keyInService();
    return this.statements.revoke(organization, key, body, await this.earliestEnd(key));
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

function readKey(jwk: Record<string, unknown>): PublicKey {
  try {
    return parsePublicKey(jwk);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw refused({
      pointer: `/jwk${error.pointer ?? ''}`,
      code: error.code,
      detail: ledgerFaultWords(error.code),
    });
  }
}

/** The key, when it is the organization's own participant key. @throws DomainError `key-taken`. */
function ownKey(key: StoredKey, organizationId: string): StoredKey {
  if (key.organizationId === organizationId && key.purpose === 'participant') return key;
  const detail = {
    zh: '这把密钥已经由别的组织登记。请生成一把新的。',
    en: 'Another organization has registered this key. Make a new one.',
  };
  throw new DomainError('key-taken', detail, [{ pointer: '/jwk', code: 'taken', detail }]);
}

function keyInService(): DomainError {
  return new DomainError('key-in-service', {
    zh: '服务正用这把密钥签名，不能撤销；请先换一把新的代管密钥。标签密钥由服务的管理员撤销。',
    en: 'The service signs with this key; make a new custodial key before you revoke it. Label keys are revoked by an admin.',
  });
}
