import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { Config } from '../config/config.js';
import { seal } from '../config/master-key.js';
import { webhookSecretLabel } from '../database/sealed-places.js';
import { refused } from '../http/problems.js';
import { OrganizationsService } from '../parties/organizations.service.js';
import { PowerTraces } from '../parties/power-traces.service.js';
import type { RegisteredWebhookDto, WebhookDto } from './webhooks.dto.js';
import { newWebhookSecret } from './webhook-signature.js';
import { webhookUrlFault } from './webhook-url.js';
import { WebhooksStore, type Webhook } from './webhooks.store.js';

const owners = ['owner'] as const;

/** Where organizations want to be told of recalls: one address each, chosen by an owner. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly store: WebhooksStore,
    private readonly organizations: OrganizationsService,
    private readonly traces: PowerTraces,
    private readonly config: Config,
  ) {}

  /**
   * Registers an address in the place of the one before; its secret is answered this once.
   *
   * @throws DomainError `validation`, `forbidden`, `not-found`, `unavailable`, `ambiguous`.
   */
  async register(actor: Actor, organizationId: string, url: string): Promise<RegisteredWebhookDto> {
    await this.organizations.requireComplete(actor, organizationId, owners);
    const wrong = await webhookUrlFault(url, this.config.webhookNetworks);
    if (wrong !== null) throw refused({ pointer: '/url', code: wrong.code, detail: wrong.words });
    await this.traces.use(actor, { organizationId, act: 'webhook-registered' });
    const secret = newWebhookSecret();
    const webhook = { organizationId, url, registeredAt: new Date() };
    const sealed = seal(this.config.masterKey, webhookSecretLabel(organizationId), Buffer.from(secret));
    await this.store.save(scopeOf(actor, owners), webhook, sealed);
    return { ...toDto(webhook), secret };
  }

  /** The address in use, without its secret. @throws DomainError `forbidden`, `not-found`. */
  async get(actor: Actor, organizationId: string): Promise<WebhookDto> {
    await this.organizations.require(actor, organizationId, owners);
    const webhook = await this.store.find(scopeOf(actor, owners), organizationId);
    if (webhook === null) throw notFound();
    return toDto(webhook);
  }

  /** Ends it: nothing is sent any more. @throws DomainError `forbidden`, `not-found`, `unavailable`, `ambiguous`. */
  async remove(actor: Actor, organizationId: string): Promise<void> {
    await this.organizations.require(actor, organizationId, owners);
    const scope = scopeOf(actor, owners);
    if ((await this.store.find(scope, organizationId)) === null) throw notFound();
    await this.traces.use(actor, { organizationId, act: 'webhook-removed' });
    await this.store.remove(scope, organizationId);
  }
}

function toDto({ organizationId, url, registeredAt }: Webhook): Pick<WebhookDto, keyof WebhookDto> {
  return { organization: organizationId, url, registeredAt: registeredAt.toISOString() };
}
