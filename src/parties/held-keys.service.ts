import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { uuidv7 } from 'uuidv7';
import { parseTimestamp } from '../ledger/time.js';
import { Keyring } from '../log/keyring.js';
import type { Made } from '../http/entity-tag.js';
import { toKeyAnswer, type KeyAnswer } from './keys.dto.js';
import { KeysStore } from './keys.store.js';
import { eventConflict, OrganizationChain } from './organization-chain.js';
import type { OrganizationRow } from './organizations.row.js';
import { OrganizationsStore } from './organizations.store.js';
import { derivedEventId } from './event-ids.js';
import { PowerTraces } from './power-traces.service.js';

/** Makes keys that the service holds for an organization, in place of earlier ones (ledger.md §8). */
@Injectable()
export class HeldKeys {
  constructor(
    private readonly organizations: OrganizationsStore,
    private readonly keys: KeysStore,
    private readonly keyring: Keyring,
    private readonly chain: OrganizationChain,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Makes a key in steps that can each be repeated under the same event id:
   *
   *  1. the key, sealed, beside the register — before anything names it, so that no crash can leave a key in the ledger
   *     whose private part is gone;
   *  2. `power-used`, then `key-registered` on the organization's chain, signed with the key in use;
   *  3. the register: from here on the service signs with it.
   *
   * @throws DomainError `event-conflict` when the event id stands for something else; `unavailable`, `ambiguous`:
   * repeating it with the same event id is safe.
   */
  make(
    actor: Actor,
    organization: OrganizationRow,
    purpose: 'custodial' | 'label',
    key: string | null,
  ): Promise<Made<KeyAnswer>> {
    const eventId = key ?? uuidv7();
    return this.organizations.locked(organization.id, () =>
      this.steps(actor, organization, purpose, eventId),
    );
  }

  private async steps(
    actor: Actor,
    { id: organizationId, createdAt }: OrganizationRow,
    purpose: 'custodial' | 'label',
    eventId: string,
  ): Promise<Made<KeyAnswer>> {
    const prepared = await this.keyring.prepare(organizationId, purpose, eventId);
    const act = 'key-registered';
    const traceId = derivedEventId(createdAt.getTime(), 'power-used', organizationId, act, eventId);
    await this.traces.use(actor, { organizationId, act, kid: prepared.kid, eventId: traceId });
    const { payload } = await this.chain.record({
      organizationId,
      issuerId: organizationId,
      eventId,
      kind: 'key-registered',
      occurredAt: prepared.validFrom,
      data: { kid: prepared.kid, alg: prepared.alg, jwk: prepared.publicJwk, purpose: prepared.purpose },
    });
    const isNew = payload.kind === 'key-registered' && payload.data['kid'] === prepared.kid;
    const validFrom = new Date(parseTimestamp(payload.occurredAt));
    if (isNew) await this.keyring.insert({ ...prepared, validFrom });
    await this.keyring.forget(organizationId, eventId);
    const kid = payload.data['kid'];
    const stored = typeof kid === 'string' ? await this.keys.find(kid) : null;
    if (payload.kind !== 'key-registered' || stored?.purpose !== purpose) throw eventConflict();
    return { entity: toKeyAnswer(stored), repeated: !isNew };
  }
}
