import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';

/** A person of an organization as stored: all that tells who it is stands in `sealed`. */
export interface StoredPerson {
  readonly organizationId: string;
  readonly id: string;
  /** The person's own account, if they have one here. */
  readonly accountId: string | null;
  readonly sealed: Buffer;
  readonly createdAt: Date;
}

const columns = `organization_id as "organizationId", id, account_id as "accountId", sealed, created_at as "createdAt"`;

const byId = {
  name: 'person',
  text: `select ${columns} from people where organization_id = $1 and id = $2`,
};
const ofOrganization = {
  name: 'people',
  text: `select ${columns} from people where organization_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
};
const insertOne = {
  name: 'person-insert',
  text: `insert into people (organization_id, id, account_id, sealed, created_at) values ($1, $2, $3, $4, $5)
    on conflict do nothing returning id`,
};
const replaceSealed = {
  name: 'person-replace',
  text: 'update people set sealed = $3 where organization_id = $1 and id = $2',
};
const deleteOne = {
  name: 'person-delete',
  text: 'delete from people where organization_id = $1 and id = $2',
};

/** The only code that queries people. */
@Injectable()
export class PeopleStore {
  constructor(private readonly database: Database) {}

  /** A person in scope; without one, of any organization. */
  async find(
    scope: TenantScope | undefined,
    organizationId: string,
    id: string,
  ): Promise<StoredPerson | null> {
    const [person] = await this.database.as(scope).read<StoredPerson>(byId, [organizationId, id]);
    return person ?? null;
  }

  /** By id, after `cursor`; one more than `limit` when there are more. */
  list(
    scope: TenantScope,
    organizationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<StoredPerson[]> {
    const values = [organizationId, cursor, limit + 1];
    return this.database.tenant(scope).read<StoredPerson>(ofOrganization, values);
  }

  /** Answers false when the id is taken. */
  async insert(scope: TenantScope, person: StoredPerson): Promise<boolean> {
    const { organizationId, id, accountId, sealed, createdAt } = person;
    const values = [organizationId, id, accountId, sealed, createdAt];
    return (await this.database.tenant(scope).write(insertOne, values)).length === 1;
  }

  /** Puts new content in the place of the old, of which nothing stays. */
  async replace(scope: TenantScope, organizationId: string, id: string, sealed: Buffer): Promise<void> {
    await this.database.tenant(scope).write(replaceSealed, [organizationId, id, sealed]);
  }

  /** For those whose key is destroyed. */
  async delete(organizationId: string, id: string): Promise<void> {
    await this.database.write(deleteOne, [organizationId, id]);
  }
}
