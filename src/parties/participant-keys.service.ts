import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Config } from '../config/config.js';
import type { Made } from '../http/entity-tag.js';
import { DomainError, refused } from '../http/problems.js';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';
import { checkKeyProof } from './key-proof.js';
import { KeyStatements } from './key-statements.service.js';
import { toKeyAnswer, type KeyAnswer, type NewKey } from './keys.dto.js';
import { KeysStore, type StoredKey } from './keys.store.js';
import type { OrganizationRow } from './organizations.row.js';
import { OrganizationsService } from './organizations.service.js';
import { derivedEventId } from './event-ids.js';
import { PowerTraces } from './power-traces.service.js';
import { readPublicKey } from './public-key-field.js';
import { partyOwners } from './scope.js';

/** The reason of a revocation that a rotation makes, public like any other. */
const replacedReason = '同一设备换用新密钥';

/** Puts keys that participants hold into the register (ledger.md §8). */
@Injectable()
export class ParticipantKeys {
  constructor(
    private readonly store: KeysStore,
    private readonly organizations: OrganizationsService,
    private readonly statements: KeyStatements,
    private readonly config: Config,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Registers a public key that an owner vouches for, without a device: `key-registered` on the organization's chain,
   * then the register.
   *
   * @throws DomainError `validation` (low order, RSA, private, not the holder's), `key-taken`, `forbidden`, `not-found`.
   */
  async register(actor: Actor, organizationId: string, body: NewKey): Promise<Made<KeyAnswer>> {
    const organization = await this.organizations.requireComplete(actor, organizationId, partyOwners);
    const key = readPublicKey(body.jwk);
    const terms = { organizationId, audience: this.config.logOrigin, nowMs: Date.now(), nonce: null };
    const unproven = checkKeyProof(body.proof, key, terms);
    if (unproven !== null) throw refused(unproven);
    const known = await this.findOwn(organizationId, key.kid);
    if (known !== null) return { entity: toKeyAnswer(known), repeated: true };
    const eventId = derivedEventId(organization.createdAt.getTime(), 'power-used', organizationId, key.kid);
    await this.traces.use(actor, { organizationId, act: 'key-registered', kid: key.kid, eventId });
    return { entity: toKeyAnswer(await this.admit(organization, key)), repeated: false };
  }

  /** A key of the organization's participants. @throws DomainError `key-taken` for anybody else's. */
  async findOwn(organizationId: string, kid: string): Promise<StoredKey | null> {
    const key = await this.store.find(kid);
    if (key === null || (key.organizationId === organizationId && key.purpose === 'participant')) return key;
    throw keyTaken();
  }

  /**
   * States a key on the chain, then takes it into the register. A crash between the two leaves a key that is in the
   * ledger and not yet accepted; the same again completes it, because the event id follows from the key.
   *
   * @throws DomainError `key-taken` when another organization registered it meanwhile; `unavailable`, `ambiguous`.
   */
  async admit(organization: OrganizationRow, key: PublicKey): Promise<StoredKey> {
    await this.store.insertParticipantKey({
      kid: key.kid,
      organizationId: organization.id,
      alg: key.alg,
      publicJwk: { ...key.jwk },
      validFrom: await this.statements.announce(organization, key),
    });
    const stored = await this.findOwn(organization.id, key.kid);
    if (stored === null) throw new Error('a key could not be stored');
    return stored;
  }

  /** Ends the trust in a key from the moment on from which another of its device counts; a revoked one stays as it is. */
  async replace(organization: OrganizationRow, kid: string, by: StoredKey): Promise<void> {
    const old = await this.findOwn(organization.id, kid);
    const fromMs = by.validFrom.getTime();
    if (old === null || (old.revokedFrom !== null && old.revokedFrom.getTime() !== fromMs)) return;
    const body = { from: by.validFrom.toISOString(), reason: replacedReason };
    await this.statements.revoke(null, organization, old, body, old.validFrom.getTime());
  }

  /** A key that signs for the organization now; null for every other. */
  async findValid(organizationId: string, kid: string): Promise<PublicKey | null> {
    const key = await this.store.find(kid);
    const isOwn = key?.organizationId === organizationId && key.purpose === 'participant';
    return isOwn && key.revokedFrom === null ? parsePublicKey(key.publicJwk) : null;
  }
}

export function keyTaken(): DomainError {
  const detail = {
    zh: '这把密钥已经登记，或正由别人登记。请生成一把新的。',
    en: 'This key is registered already, or somebody else asked for it. Make a new one.',
  };
  return new DomainError('key-taken', detail, [{ pointer: '/jwk', code: 'taken', detail }]);
}
