import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { TenantScope } from '../../database/tenants.js';
import type { Scope } from '../scopes.js';

/** A program that acts for an organization. */
export interface Client {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** A client with what its secrets are checked against. */
export interface ClientSecrets extends Client {
  readonly secretHash: Buffer;
  readonly previousHash: Buffer | null;
  readonly previousUntil: Date | null;
}

const columns = `id, organization_id as "organizationId", name, scopes, created_at as "createdAt", expires_at as "expiresAt"`;
const inUse = 'revoked_at is null and (expires_at is null or expires_at > $2)';

const insert = {
  name: 'client-insert',
  text: `insert into clients (id, organization_id, name, scopes, secret_hash, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7)`,
};
const secretsOf = {
  name: 'client-secrets',
  text: `select ${columns}, secret_hash as "secretHash", previous_hash as "previousHash", previous_until as "previousUntil"
    from clients where id = $1 and ${inUse}`,
};
const byId = { name: 'client', text: `select ${columns} from clients where id = $1 and ${inUse}` };
const kept = {
  name: 'client-kept',
  text: 'select id from clients where id = $1 and organization_id = $2 and revoked_at is null',
};
const ofOrganization = {
  name: 'clients',
  text: `select ${columns} from clients
    where organization_id = $1 and ${inUse} and ($3::uuid is null or id > $3) order by id limit $4`,
};
/** The digest before stays as `previous_hash` by a trigger: nobody here may read it. */
const rotate = {
  name: 'client-rotate',
  text: `update clients set secret_hash = $4, previous_until = $5
    where id = $1 and organization_id = $3 and ${inUse} returning id`,
};
const revoke = {
  name: 'client-revoke',
  text: `update clients set revoked_at = $2 where id = $1 and organization_id = $3 and revoked_at is null returning id`,
};

/** The only code that queries clients. All but `insert`, `isKept` and `revoke` see those alone that are neither revoked nor expired. */
@Injectable()
export class ClientsStore {
  constructor(private readonly database: Database) {}

  async insert(scope: TenantScope, client: Client, secretHash: Buffer): Promise<void> {
    const { id, organizationId, name, scopes, createdAt, expiresAt } = client;
    const values = [id, organizationId, name, scopes, secretHash, createdAt, expiresAt];
    await this.database.tenant(scope).write(insert, values);
  }

  /** Of any organization: for whom a machine's token speaks. */
  async find(id: string, now: Date): Promise<Client | null> {
    return (await this.database.read<Client>(byId, [id, now]))[0] ?? null;
  }

  /** Whether the organization has such a client that was not revoked; it may have expired. */
  async isKept(scope: TenantScope, id: string, organizationId: string): Promise<boolean> {
    return (await this.database.tenant(scope).read(kept, [id, organizationId])).length === 1;
  }

  /** Of any organization, before the machine is signed in. */
  async findSecrets(id: string, now: Date): Promise<ClientSecrets | null> {
    return (await this.database.read<ClientSecrets>(secretsOf, [id, now]))[0] ?? null;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationId: string,
    now: Date,
    cursor: string | null,
    limit: number,
  ): Promise<Client[]> {
    const values = [organizationId, now, cursor, limit + 1];
    return this.database.tenant(scope).read<Client>(ofOrganization, values);
  }

  /** Puts a new secret in place; the one before is taken until `previousUntil`. Answers whether there is such a client. */
  async rotate(
    scope: TenantScope,
    id: string,
    organizationId: string,
    secretHash: Buffer,
    now: Date,
    previousUntil: Date,
  ): Promise<boolean> {
    const values = [id, now, organizationId, secretHash, previousUntil];
    return (await this.database.tenant(scope).write(rotate, values)).length === 1;
  }

  /** Answers whether there was such a client. */
  async revoke(scope: TenantScope, id: string, organizationId: string, now: Date): Promise<boolean> {
    const values = [id, now, organizationId];
    return (await this.database.tenant(scope).write(revoke, values)).length === 1;
  }
}
