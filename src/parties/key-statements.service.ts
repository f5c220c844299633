import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { refused } from '../http/problems.js';
import { parseTimestamp } from '../ledger/time.js';
import type { PublicKey } from '../ledger/key.js';
import { Keyring } from '../log/keyring.js';
import { fault } from './faults.js';
import { toKeyAnswer, type KeyAnswer, type Revocation } from './keys.dto.js';
import { KeysStore, type StoredKey } from './keys.store.js';
import { eventConflict, OrganizationChain } from './organization-chain.js';
import type { OrganizationRow } from './organizations.row.js';
import { derivedEventId } from './event-ids.js';
import { PowerTraces } from './power-traces.service.js';
import { keyEventId } from './registrar.js';

/** How far a client's clock may be ahead, in milliseconds. */
const aheadMsMax = 60_000;

/** States on an organization's chain which of its keys count, and until when (ledger.md §8). */
@Injectable()
export class KeyStatements {
  constructor(
    private readonly store: KeysStore,
    private readonly chain: OrganizationChain,
    private readonly keyring: Keyring,
    private readonly traces: PowerTraces,
  ) {}

  /** States a participant's key and answers from when it is valid: the first statement counts when there is one. */
  async announce(organization: OrganizationRow, key: PublicKey): Promise<Date> {
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

  /**
   * Ends the trust in a key from a time on, once: first in the register, so that it is not accepted any more from this
   * moment, then as `key-revoked` on the chain. The same request again completes what a crash left. That `actor` decided
   * it is stated before; null where the holder does, or a rotation of the own device.
   *
   * @throws DomainError `validation`, also for a time before `earliestMs`; `event-conflict` when it was revoked with
   * another time or reason.
   */
  async revoke(
    actor: Actor | null,
    organization: OrganizationRow,
    { kid }: StoredKey,
    body: Revocation,
    earliestMs: number,
  ): Promise<KeyAnswer> {
    const from = readFrom(body.from, earliestMs);
    if (actor !== null) await this.trace(actor, organization, kid);
    await this.store.revoke(organization.id, kid, from);
    this.keyring.forgetFound(kid);
    const revoked = await this.store.find(kid);
    if (revoked?.revokedFrom?.getTime() !== from.getTime()) throw eventConflict();
    const { payload } = await this.chain.record({
      organizationId: organization.id,
      issuerId: organization.id,
      eventId: keyEventId(organization, 'key-revoked', kid),
      kind: 'key-revoked',
      occurredAt: new Date(),
      data: { kid, untrustedFrom: from.toISOString(), reason: body.reason },
    });
    if (payload.data['reason'] !== body.reason) throw eventConflict();
    return toKeyAnswer(revoked);
  }

  private async trace(actor: Actor, { id, createdAt }: OrganizationRow, kid: string): Promise<void> {
    const eventId = derivedEventId(createdAt.getTime(), 'power-used', id, 'key-revoked', kid);
    await this.traces.use(actor, { organizationId: id, act: 'key-revoked', kid, eventId });
  }
}

function readFrom(text: string, earliestMs: number): Date {
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
  if (from < earliestMs) {
    throw refused(
      fault(
        '/from',
        'order',
        `不能早于 ${new Date(earliestMs).toISOString()}：密钥登记之前，或服务还在用它签名。`,
        `May not be before ${new Date(earliestMs).toISOString()}: the key was not registered yet, or still signed for the service.`,
      ),
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
