import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { uuidv7 } from 'uuidv7';
import type { Actor, Grant, Role } from '../access/actor.js';
import type { SignInChange } from '../access/sign-in-changes.js';
import { Config } from '../config/config.js';
import { deriveSecret } from '../config/master-key.js';
import type { JsonObject } from '../ledger/json.js';
import type { OperatorKind } from '../ledger/key-register.js';
import { derivedEventId } from './event-ids.js';
import { OperatorService } from './operator.service.js';
import { OrganizationChain, type StatedOnChain } from './organization-chain.js';
import { highestRole, isAdmin, type Standing } from './standing.js';

const hourMs = 3_600_000;
const rememberedMax = 50_000;

/** Persons, reasons and whose goods are to be inspected are disclosures, sealed apart from the entry. */
const privateFields = ['/client', '/person', '/actor', '/reason', '/target'];

/** A look at what is not public. */
export interface Look {
  /** On whose chain it is stated; null for the operator's. */
  readonly organizationId: string | null;
  readonly what: 'batch' | 'recall' | 'members' | 'sites' | 'application' | 'log';
  /** The id of the batch, recall or application. */
  readonly object: string | null;
}

/** An act that gives somebody a way in, or takes one away, or takes data out. */
export interface PowerUse {
  /** On whose chain it is stated; null for the operator's, of what concerns no organization. */
  readonly organizationId: string | null;
  readonly act:
    | SignInChange
    | 'client-registered'
    | 'client-rotated'
    | 'client-revoked'
    | 'key-registered'
    | 'key-approved'
    | 'key-refused'
    | 'key-revoked'
    | 'password-reset'
    | 'factor-reset'
    | 'webhook-registered'
    | 'webhook-removed'
    | 'person-exported'
    | 'account-erased'
    | 'data-exported';
  /** Thumbprint of the key. */
  readonly kid?: string;
  /** Id of the machine client. */
  readonly client?: string;
  /** Account that it is about, or `person/` and the id of the person. */
  readonly person?: string;
  /** The same for an act that is repeated until it is done, so that it is stated once. */
  readonly eventId?: string;
}

/** What is stated of a use of power, and where. */
export interface PowerStatement {
  /** On whose chain; null for the operator's. */
  readonly organizationId: string | null;
  readonly kind: Exclude<OperatorKind, 'organization-registered'>;
  readonly eventId: string;
  readonly data: JsonObject;
}

/**
 * Traces of power: each is stated in the ledger by the operator before the power is used or the answer given. So a
 * crash can leave a statement whose act did not follow, and never an act without its statement.
 */
@Injectable()
export class PowerTraces {
  private readonly stated = new LRUCache<string, true>({ max: rememberedMax });
  private readonly secret: Buffer;

  constructor(
    private readonly chain: OrganizationChain,
    private readonly operator: OperatorService,
    config: Config,
  ) {
    this.secret = deriveSecret(config.masterKey, 'power-traces/v1');
  }

  /**
   * States a look of somebody who is no member, once for an account, an object and an hour.
   *
   * @throws DomainError `unavailable`, `ambiguous`, `log-behind`: nothing may be shown then.
   */
  async look(
    { accountId }: Actor,
    standing: Standing | null,
    { organizationId, what, object }: Look,
  ): Promise<void> {
    if (standing?.as !== 'official') return;
    const { role, purpose, authority } = standing;
    const eventId = this.hourlyEventId('access', accountId, organizationId, what, object, purpose);
    if (this.stated.has(eventId)) return;
    const named = object === null ? {} : { [what]: object };
    const data = { what, ...named, role, purpose, ...(authority === null ? {} : { authority }) };
    await this.state({ organizationId, kind: 'access', eventId, data: { ...data, person: accountId } });
    this.stated.set(eventId, true);
  }

  /**
   * An event id that is the same for the same arguments within an hour, for what is stated once however often it is tried.
   * It follows from them through a secret, so that nobody can try account ids against it.
   */
  hourlyEventId(kind: OperatorKind, ...about: readonly (string | null)[]): string {
    const nowMs = Date.now();
    const veiled = createHmac('sha256', this.secret).update(JSON.stringify(about)).digest('hex');
    return derivedEventId(nowMs - (nowMs % hourMs), kind, veiled);
  }

  /** States that an account gives a role of its own up, once within an hour. */
  async giveUpRole({ accountId }: Actor, { role, organizationId, region }: Grant): Promise<void> {
    const eventId = this.hourlyEventId('role-ended', accountId, organizationId, role, region);
    const whose = { by: role, actor: accountId, person: accountId };
    const data = { role, ...(region === null ? {} : { region }), ...whose };
    await this.state({ organizationId, kind: 'role-ended', eventId, data });
  }

  /** States that a role is given to or taken from an account; `actor` null: by the machine itself, once within an hour. */
  async changeRole(
    actor: Actor | null,
    kind: 'role-granted' | 'role-ended' | 'account-ended',
    accountId: string,
    { role, organizationId, region }: Grant,
  ): Promise<void> {
    const by = actor === null ? {} : { by: decidingRole(actor), actor: actor.accountId };
    const data = { role, ...(region === null ? {} : { region }), ...by, person: accountId };
    const eventId =
      actor === null ? this.hourlyEventId(kind, accountId, organizationId, role, region) : uuidv7();
    await this.state({ organizationId, kind, eventId, data });
  }

  /**
   * States an act of an owner or an admin about an organization, or of an official on the operator's chain.
   *
   * @throws DomainError `unavailable`, `ambiguous`, `log-behind`: nothing may be done then.
   */
  async use(actor: Actor, { organizationId, eventId = uuidv7(), ...about }: PowerUse): Promise<void> {
    const role = organizationId === null ? highestRole(actor) : decidingRole(actor);
    const data = { ...about, role, actor: actor.accountId };
    await this.state({ organizationId, kind: 'power-used', eventId, data });
  }

  /**
   * States a use of power, and answers what stands under its event id: this, or what was stated there before.
   *
   * @throws DomainError `unavailable`, `ambiguous`, `log-behind`.
   */
  async state({ organizationId, kind, eventId, data }: PowerStatement): Promise<StatedOnChain> {
    const issuerId = await this.operator.id();
    return this.chain.record({
      organizationId: organizationId ?? issuerId,
      issuerId,
      eventId,
      kind,
      occurredAt: new Date(),
      data,
      privateFields: privateFields.filter((pointer) => pointer.slice(1) in data),
    });
  }
}

/** In which role somebody decides about an organization. */
function decidingRole(actor: Actor): Role {
  return isAdmin(actor) ? 'admin' : 'owner';
}
