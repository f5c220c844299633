import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';

/** Where an organization is told. */
export interface Webhook {
  readonly organizationId: string;
  readonly url: string;
  readonly registeredAt: Date;
}

const columns = 'organization_id as "organizationId", url, registered_at as "registeredAt"';
const find = { name: 'webhook', text: `select ${columns} from webhooks where organization_id = $1` };
const save = {
  name: 'webhook-save',
  text: `insert into webhooks (organization_id, url, sealed_secret, registered_at) values ($1, $2, $3, $4)
    on conflict (organization_id) do update set url = $2, sealed_secret = $3, registered_at = $4`,
};
const remove = {
  name: 'webhook-remove',
  text: 'delete from webhooks where organization_id = $1 returning organization_id',
};
const sealed = {
  name: 'webhook-sealed',
  text: `select ${columns}, sealed_secret as "sealedSecret" from webhooks where organization_id = $1`,
};

/** The only code that queries webhooks. */
@Injectable()
export class WebhooksStore {
  constructor(private readonly database: Database) {}

  async find(scope: TenantScope, organizationId: string): Promise<Webhook | null> {
    return (await this.database.tenant(scope).read<Webhook>(find, [organizationId]))[0] ?? null;
  }

  /** Puts it in the place of the one before. */
  async save(
    scope: TenantScope,
    { organizationId, url, registeredAt }: Webhook,
    sealedSecret: Buffer,
  ): Promise<void> {
    await this.database.tenant(scope).write(save, [organizationId, url, sealedSecret, registeredAt]);
  }

  /** Answers whether there was one. */
  async remove(scope: TenantScope, organizationId: string): Promise<boolean> {
    return (await this.database.tenant(scope).write(remove, [organizationId])).length === 1;
  }

  /** With its secret, for the job. */
  async findSealed(organizationId: string): Promise<(Webhook & { readonly sealedSecret: Buffer }) | null> {
    const rows = await this.database.read<Webhook & { sealedSecret: Buffer }>(sealed, [organizationId]);
    return rows[0] ?? null;
  }
}
