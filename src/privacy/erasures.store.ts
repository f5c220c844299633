import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { PersonRef } from '../parties/people.service.js';

/** An erasure that was asked for. */
export interface Erasure extends PersonRef {
  /** Of the statement that says it was done. */
  readonly eventId: string;
  readonly requestedAt: Date;
  readonly destroyedAt: Date | null;
  /** Of that statement, on the organization's chain; null until it is recorded. */
  readonly statedSeq: number | null;
}

const columns = `organization_id as "organizationId", person_id as "personId", event_id as "eventId",
  requested_at as "requestedAt", destroyed_at as "destroyedAt", stated_seq as "statedSeq"`;

const byPerson = {
  name: 'erasure',
  text: `select ${columns} from erasures where organization_id = $1 and person_id = $2`,
};
const insertOne = {
  name: 'erasure-insert',
  text: `insert into erasures (organization_id, person_id, event_id, requested_at, look_at) values ($1, $2, $3, $4, $5)
    on conflict do nothing`,
};
const waiting = {
  name: 'erasures-waiting',
  text: `select ${columns} from erasures where stated_seq is null and look_at <= $1
    and (organization_id, person_id) > ($2::uuid, $3::uuid) order by organization_id, person_id limit $4`,
};
const postpone = {
  name: 'erasure-postpone',
  text: 'update erasures set look_at = $3 where organization_id = $1 and person_id = $2',
};
const markDestroyed = {
  name: 'erasure-destroyed',
  text: `update erasures set destroyed_at = coalesce(destroyed_at, now()) where organization_id = $1 and person_id = $2`,
};
const markStated = {
  name: 'erasure-stated',
  text: 'update erasures set stated_seq = $3 where organization_id = $1 and person_id = $2',
};

/** The only code that queries erasures. */
@Injectable()
export class ErasuresStore {
  constructor(private readonly database: Database) {}

  async find(scope: TenantScope, { organizationId, personId }: PersonRef): Promise<Erasure | null> {
    const values = [organizationId, personId];
    const [erasure] = await this.database.tenant(scope).read<Erasure>(byPerson, values);
    return erasure ?? null;
  }

  /** Stores a request, to be looked at from `lookAt`; one that is there stays. */
  async insert(
    scope: TenantScope,
    { organizationId, personId }: PersonRef,
    eventId: string,
    requestedAt: Date,
    lookAt: Date,
  ): Promise<void> {
    const values = [organizationId, personId, eventId, requestedAt, lookAt];
    await this.database.tenant(scope).write(insertOne, values);
  }

  /** Erasures that are not finished and to be looked at by `now`, after one, at most `limit`. */
  waiting(now: Date, after: PersonRef, limit: number): Promise<Erasure[]> {
    return this.database.read<Erasure>(waiting, [now, after.organizationId, after.personId, limit]);
  }

  async postpone({ organizationId, personId }: PersonRef, until: Date): Promise<void> {
    await this.database.write(postpone, [organizationId, personId, until]);
  }

  async markDestroyed({ organizationId, personId }: PersonRef): Promise<void> {
    await this.database.write(markDestroyed, [organizationId, personId]);
  }

  async markStated({ organizationId, personId }: PersonRef, seq: number): Promise<void> {
    await this.database.write(markStated, [organizationId, personId, seq]);
  }
}
