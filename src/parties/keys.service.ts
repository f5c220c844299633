import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import { Config } from '../config/config.js';
import { ledgerFaultWords } from '../http/fault-words.js';
import { DomainError } from '../http/problems.js';
import { LedgerError } from '../ledger/errors.js';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';
import { parseTimestamp } from '../ledger/time.js';
import { fault, refused } from './faults.js';
import { checkKeyProof } from './key-proof.js';
import { toKeyAnswer, type KeyAnswer, type KeyPageQuery, type NewKey, type Revocation } from './keys.dto.js';
import { KeysStore, type StoredKey } from './keys.store.js';
import { eventConflict, OrganizationChain } from './organization-chain.js';
import type { OrganizationRow } from './organizations.row.js';
import { OrganizationsService } from './organizations.service.js';
import { keyEventId } from './registrar.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { partyOwners, partyReaders } from './scope.js';

/** How far a client's clock may be ahead, in milliseconds. */
const aheadMsMax = 60_000;

/** Keys that participants hold themselves, and the list of all keys of an organization (ledger.md §8). */
@Injectable()
export class KeysService {
  constructor(
    private readonly store: KeysStore,
    private readonly organizations: OrganizationsService,
    private readonly chain: OrganizationChain,
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
      validFrom: await this.announce(organization, key),
    });
    // Read back: another organization may have registered it meanwhile.
    const stored = await this.store.find(key.kid);
    if (stored === null) throw new Error('a key could not be stored');
    return { entity: toKeyAnswer(ownKey(stored, organizationId)), repeated: false };
  }

  /** Keys of an organization, by kid. @throws DomainError `not-found`. */
  async list(actor: Actor, organizationId: string, query: KeyPageQuery): Promise<Page<KeyAnswer>> {
    await this.organizations.require(actor, organizationId, partyReaders);
    const rows = await this.store.list(organizationId, query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.kid, toKeyAnswer);
  }

  /**
   * Ends the trust in a participant's key from a time on, once: first in the register, so that it is not accepted any
   * more from this moment, then as `key-revoked` on the chain. The same request again completes what a crash left.
   *
   * @throws DomainError `validation`, `key-in-service` for a key that the service holds, `event-conflict` when it was
   * revoked with another time or reason, `forbidden`, `not-found`.
   */
  async revoke(actor: Actor, organizationId: string, kid: string, body: Revocation): Promise<KeyAnswer> {
    const organization = await this.organizations.requireComplete(actor, organizationId, partyOwners);
    const key = await this.store.find(kid);
    if (key?.organizationId !== organizationId) throw notFound();
    if (key.purpose !== 'participant') throw keyInService();
    const from = readFrom(body.from, key);
    await this.store.revoke(organizationId, kid, from);
    const revoked = await this.store.find(kid);
    if (revoked?.revokedFrom?.getTime() !== from.getTime()) throw eventConflict();
    const { payload } = await this.chain.record({
      organizationId,
      issuerId: organizationId,
      eventId: keyEventId(organization, 'key-revoked', kid),
      kind: 'key-revoked',
      occurredAt: new Date(),
      data: { kid, untrustedFrom: from.toISOString(), reason: body.reason },
    });
    if (payload.data['reason'] !== body.reason) throw eventConflict();
    return toKeyAnswer(revoked);
  }

  /** States the key on the chain and answers from when it is valid: the first statement counts when there is one. */
  private async announce(organization: OrganizationRow, key: PublicKey): Promise<Date> {
    const { payload } = await this.chain.record({
      organizationId: organization.id,
      issuerId: organization.id,
      eventId: keyEventId(organization, 'key-registered', key.kid),
      kind: 'key-registered',
      occurredAt: new Date(),
      data: { kid: key.kid, alg: key.alg, jwk: { ...key.jwk }, purpose: 'participant' },
    });
    return new Date(parseTimestamp(payload.occurredAt));
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

function readFrom(text: string, key: StoredKey): Date {
  const from = instant(text);
  if (from === null) {
    throw refused(
      fault(
        '/from',
        'instant',
        '须是带时区的时间，如 2026-11-20T14:05:00+08:00。',
        'Must be a time with its offset, like 2026-11-20T14:05:00+08:00.',
      ),
    );
  }
  if (from > Date.now() + aheadMsMax)
    throw refused(fault('/from', 'future', '不能在将来。', 'May not lie in the future.'));
  if (from < key.validFrom.getTime()) {
    throw refused(
      fault('/from', 'order', '不能早于密钥登记的时间。', 'May not be before the key was registered.'),
    );
  }
  return new Date(from);
}

function instant(text: string): number | null {
  try {
    return parseTimestamp(text);
  } catch {
    return null;
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
    zh: '这把密钥由服务代管，不能在这里撤销。',
    en: 'The service holds this key itself; it is not revoked here.',
  });
}
