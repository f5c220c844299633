import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../access/actor.js';
import { holdsRole, notFound, ownScopeOf, requireRole, scopeOf } from '../access/authorize.js';
import { newSecret } from '../access/secret.js';
import { Config } from '../config/config.js';
import type { TenantScope } from '../database/tenants.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { DomainError, refused } from '../http/problems.js';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';
import { derivedEventId } from './event-ids.js';
import { fault } from './faults.js';
import {
  toEnrolmentAnswer,
  type EnrolmentAnswer,
  type KeyChallenge,
  type NewEnrolment,
} from './key-enrolments.dto.js';
import { KeyEnrolmentsStore, type KeyEnrolment } from './key-enrolments.store.js';
import { checkKeyProof, otherChallenge } from './key-proof.js';
import type { OrganizationRow } from './organizations.row.js';
import { OrganizationsService } from './organizations.service.js';
import { keyTaken, ParticipantKeys } from './participant-keys.service.js';
import type { PageQuery } from './pages.dto.js';
import { PowerTraces } from './power-traces.service.js';
import { readPublicKey } from './public-key-field.js';
import { keyHolders, memberRoles, partyOwners } from './scope.js';

/** How long a challenge may be signed, in milliseconds. */
const challengeLifeMs = 300_000;

/** Enrols keys that members make on devices of their own: asked for, then approved by an owner (ledger.md §8). */
@Injectable()
export class KeyEnrolments {
  constructor(
    private readonly store: KeyEnrolmentsStore,
    private readonly organizations: OrganizationsService,
    private readonly keys: ParticipantKeys,
    private readonly config: Config,
    private readonly traces: PowerTraces,
  ) {}

  /** What the caller's device is to sign, once, within five minutes; a later one takes its place. */
  async challenge(actor: Actor, organizationId: string): Promise<KeyChallenge> {
    await this.requireHolder(actor, organizationId);
    const nonce = newSecret();
    const expiresAt = new Date(Date.now() + challengeLifeMs);
    const asked = { organizationId, accountId: actor.accountId, nonce, expiresAt };
    await this.store.giveNonce(ownScopeOf(actor, keyHolders), asked);
    return { nonce, audience: this.config.logOrigin, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Asks for a key of the caller's own device to count. An owner's counts at once, and so does one that the device's key
   * before it has signed; any other waits for an owner. The same key again answers what became of it.
   *
   * @throws DomainError `validation` (low order, RSA, private, another's challenge, a used one), `key-taken`,
   * `forbidden`, `not-found`.
   */
  async enrol(actor: Actor, organizationId: string, body: NewEnrolment): Promise<Made<EnrolmentAnswer>> {
    const organization = await this.requireHolder(actor, organizationId);
    const key = readPublicKey(body.jwk);
    const scope = ownScopeOf(actor, keyHolders);
    const before = await this.store.findOfKey(scope, organizationId, key.kid);
    if (before !== null) return { entity: await this.repeated(actor, organization, before), repeated: true };
    if ((await this.keys.findOwn(organizationId, key.kid)) !== null) throw keyTaken();
    const vouched = await this.prove(actor, organizationId, key, body);
    await this.store.insert(scope, {
      organizationId,
      id: uuidv7(),
      accountId: actor.accountId,
      kid: key.kid,
      alg: key.alg,
      publicJwk: { ...key.jwk },
      deviceName: body.name,
      deviceKind: body.kind,
      replacesKid: body.replaces ?? null,
      requestedAt: new Date(),
    });
    const made = await this.store.findOfKey(scope, organizationId, key.kid);
    if (made?.accountId !== actor.accountId) throw keyTaken();
    const isOwner = holdsRole(actor, organizationId, ['owner']);
    if (isOwner) await this.trace(actor, made, true);
    const entity =
      vouched || isOwner
        ? await this.decide(scope, actor, organization, made.id, true)
        : await this.answer(scope, made);
    return { entity, repeated: false };
  }

  /** Enrolments of an organization, in the order of asking, for its members. @throws DomainError `not-found`, `forbidden`. */
  async list(actor: Actor, organizationId: string, query: PageQuery): Promise<Page<EnrolmentAnswer>> {
    await this.organizations.require(actor, organizationId, memberRoles);
    const scope = scopeOf(actor, memberRoles);
    const rows = await this.store.list(scope, organizationId, query.cursor ?? null, query.limit);
    const held = await this.store.holders(
      scope,
      organizationId,
      rows.map(({ kid }) => kid),
    );
    const holders = new Map(held.map((holder) => [holder.kid, holder]));
    return pageOf(
      rows,
      query.limit,
      (row) => row.id,
      (row) => toEnrolmentAnswer(row, holders.get(row.kid)),
    );
  }

  /**
   * Approves an enrolment: from here on the key counts, and the one that it replaces does not. Repeating it completes
   * what a crash left.
   *
   * @throws DomainError `enrolment-decided` when it was refused; `key-taken`, `forbidden`, `not-found`.
   */
  async approve(actor: Actor, organizationId: string, id: string): Promise<EnrolmentAnswer> {
    return this.decideById(actor, organizationId, id, true);
  }

  /** Refuses an enrolment, for good. @throws DomainError `enrolment-decided` when it was approved; as `approve`. */
  async refuse(actor: Actor, organizationId: string, id: string): Promise<EnrolmentAnswer> {
    return this.decideById(actor, organizationId, id, false);
  }

  private async decideById(
    actor: Actor,
    organizationId: string,
    id: string,
    approved: boolean,
  ): Promise<EnrolmentAnswer> {
    const organization = await this.organizations.requireComplete(actor, organizationId, partyOwners);
    const scope = ownScopeOf(actor, partyOwners);
    const enrolment = await this.store.find(scope, organizationId, id);
    if (enrolment === null) throw notFound();
    if (enrolment.approved === !approved) throw enrolmentDecided();
    await this.trace(actor, enrolment, approved);
    return this.decide(scope, actor, organization, id, approved);
  }

  /** States who decides; a device whose key before has signed decides for itself, as its key statements say. */
  private async trace(actor: Actor, enrolment: KeyEnrolment, approved: boolean): Promise<void> {
    const { organizationId, id, kid, accountId, requestedAt } = enrolment;
    const act = approved ? 'key-approved' : 'key-refused';
    const eventId = derivedEventId(requestedAt.getTime(), 'power-used', organizationId, id, act);
    await this.traces.use(actor, { organizationId, act, kid, person: accountId, eventId });
  }

  private async decide(
    scope: TenantScope,
    { accountId: by }: Actor,
    organization: OrganizationRow,
    id: string,
    approved: boolean,
  ): Promise<EnrolmentAnswer> {
    const enrolment = { organizationId: organization.id, id };
    await this.store.decide(scope, enrolment, { approved, by, at: new Date() });
    const decided = await this.store.find(scope, organization.id, id);
    if (decided?.approved !== approved) throw enrolmentDecided();
    if (approved) await this.complete(organization, decided);
    return this.answer(scope, decided);
  }

  /** Does what is missing of an approved enrolment. */
  private async complete(organization: OrganizationRow, enrolment: KeyEnrolment): Promise<void> {
    const key = await this.keys.admit(organization, parsePublicKey(enrolment.publicJwk));
    if (enrolment.replacesKid !== null) await this.keys.replace(organization, enrolment.replacesKid, key);
  }

  private async repeated(
    actor: Actor,
    organization: OrganizationRow,
    before: KeyEnrolment,
  ): Promise<EnrolmentAnswer> {
    if (before.accountId !== actor.accountId) throw keyTaken();
    if (before.approved === true) await this.complete(organization, before);
    return this.answer(ownScopeOf(actor, keyHolders), before);
  }

  /** Checks the proofs and uses the challenge up. Answers whether the replaced key has vouched for the new one. */
  private async prove(
    actor: Actor,
    organizationId: string,
    key: PublicKey,
    body: NewEnrolment,
  ): Promise<boolean> {
    const now = new Date();
    const scope = ownScopeOf(actor, keyHolders);
    const nonce = await this.store.findNonce(scope, organizationId, actor.accountId, now);
    if (nonce === null) throw refused(otherChallenge());
    const terms = { organizationId, audience: this.config.logOrigin, nowMs: now.getTime(), nonce };
    const unproven = checkKeyProof(body.proof, key, terms);
    if (unproven !== null) throw refused(unproven);
    const old = await this.replaced(actor, organizationId, body);
    const replacesProof = body.replacesProof ?? null;
    if (old !== null && replacesProof !== null) {
      const forged = checkKeyProof(replacesProof, old, { ...terms, replacedBy: key.kid }, '/replacesProof');
      if (forged !== null) throw refused(forged);
    }
    if (!(await this.store.useNonce(scope, organizationId, actor.accountId, nonce)))
      throw refused(otherChallenge());
    return old !== null && replacesProof !== null;
  }

  /** The valid key of the caller's own device that is to be replaced; null when none is named. */
  private async replaced(
    actor: Actor,
    organizationId: string,
    { replaces, replacesProof }: NewEnrolment,
  ): Promise<PublicKey | null> {
    const kid = replaces ?? null;
    if (kid === null) {
      if ((replacesProof ?? null) === null) return null;
      throw refused(fault('/replaces', 'required', '请说明替换哪把密钥。', 'Say which key is replaced.'));
    }
    const enrolment = await this.store.findOfKey(scopeOf(actor, keyHolders), organizationId, kid);
    const key =
      enrolment?.accountId === actor.accountId ? await this.keys.findValid(organizationId, kid) : null;
    if (key !== null) return key;
    throw refused(
      fault(
        '/replaces',
        'unknown-key',
        '您在这个组织里没有这把有效的设备密钥。',
        'You have no such valid key of a device in this organization.',
      ),
    );
  }

  private async answer(scope: TenantScope, enrolment: KeyEnrolment): Promise<EnrolmentAnswer> {
    const { organizationId, kid } = enrolment;
    const [holder] = await this.store.holders(scope, organizationId, [kid]);
    return toEnrolmentAnswer(enrolment, holder);
  }

  /** Whoever has a key signs for this very organization, and not for a household that it looks after. */
  private async requireHolder(actor: Actor, organizationId: string): Promise<OrganizationRow> {
    const organization = await this.organizations.requireComplete(actor, organizationId, keyHolders);
    requireRole(actor, organizationId, keyHolders);
    return organization;
  }
}

function enrolmentDecided(): DomainError {
  return new DomainError('enrolment-decided', {
    zh: '这个设备密钥的申请已经作出另一决定。',
    en: 'This enrolment was decided the other way.',
  });
}
