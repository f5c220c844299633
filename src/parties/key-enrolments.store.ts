import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { MemberRole } from './scope.js';

/** Where a key lives. */
export const deviceKinds = ['phone', 'back-office', 'hardware'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** A member's device with its key, as far as it came: asked for, approved or refused. */
export interface KeyEnrolment {
  readonly organizationId: string;
  readonly id: string;
  readonly accountId: string;
  readonly kid: string;
  readonly alg: 'Ed25519' | 'ES256';
  readonly publicJwk: Record<string, string>;
  readonly deviceName: string;
  readonly deviceKind: DeviceKind;
  /** The key of the same device in whose place this one comes. */
  readonly replacesKid: string | null;
  readonly requestedAt: Date;
  readonly approved: boolean | null;
  readonly decidedAt: Date | null;
}

/** What a member is to sign. */
export interface KeyChallengeRow {
  readonly organizationId: string;
  readonly accountId: string;
  readonly nonce: string;
  readonly expiresAt: Date;
}

/** Whose device a key is of. */
export interface KeyHolder {
  readonly kid: string;
  readonly accountId: string;
  readonly name: string;
  /** Null for who has left the organization. */
  readonly role: MemberRole | null;
  readonly deviceName: string;
  readonly deviceKind: DeviceKind;
  readonly replacesKid: string | null;
}

const columns = `organization_id as "organizationId", id, account_id as "accountId", kid, alg, public_jwk as "publicJwk",
  device_name as "deviceName", device_kind as "deviceKind", replaces_kid as "replacesKid",
  requested_at as "requestedAt", approved, decided_at as "decidedAt"`;

const challenge = {
  name: 'key-challenge-insert',
  text: `insert into key_challenges (organization_id, account_id, nonce, expires_at) values ($1, $2, $3, $4)
    on conflict (organization_id, account_id) do update set nonce = excluded.nonce, expires_at = excluded.expires_at`,
};
const findNonce = {
  name: 'key-challenge',
  text: 'select nonce from key_challenges where organization_id = $1 and account_id = $2 and expires_at > $3',
};
/** One statement, so that of two requests with the same nonce exactly one has it. */
const useNonce = {
  name: 'key-challenge-use',
  text: `delete from key_challenges where organization_id = $1 and account_id = $2 and nonce = $3 returning nonce`,
};
const insert = {
  name: 'key-enrolment-insert',
  text: `insert into key_enrolments (organization_id, id, account_id, kid, alg, public_jwk, device_name, device_kind,
      replaces_kid, requested_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
};
const byId = {
  name: 'key-enrolment',
  text: `select ${columns} from key_enrolments where organization_id = $1 and id = $2`,
};
const byKid = {
  name: 'key-enrolment-of-key',
  text: `select ${columns} from key_enrolments where organization_id = $1 and kid = $2`,
};
const list = {
  name: 'key-enrolments',
  text: `select ${columns} from key_enrolments where organization_id = $1 and ($2::uuid is null or id > $2)
    order by id limit $3`,
};
const decide = {
  name: 'key-enrolment-decide',
  text: `update key_enrolments set approved = $3, decided_by = $4, decided_at = $5
    where organization_id = $1 and id = $2 and approved is null`,
};
const holders = {
  name: 'key-holders',
  text: `select e.kid, e.account_id as "accountId", a.name, e.device_name as "deviceName",
      e.device_kind as "deviceKind", e.replaces_kid as "replacesKid",
      (select m.role from members m where m.account_id = e.account_id and m.organization_id = e.organization_id
        and m.ended_at is null order by array_position(array['owner', 'recorder', 'viewer'], m.role) limit 1) as role
    from key_enrolments e join accounts a on a.id = e.account_id
    where e.organization_id = $1 and e.kid = any($2)`,
};

/** Queries of devices' keys on their way into the register, and of whose they are. */
@Injectable()
export class KeyEnrolmentsStore {
  constructor(private readonly database: Database) {}

  /** Keeps what an account is to sign, in place of what it was given before. */
  async giveNonce(
    scope: TenantScope,
    { organizationId, accountId, nonce, expiresAt }: KeyChallengeRow,
  ): Promise<void> {
    const values = [organizationId, accountId, nonce, expiresAt];
    await this.database.tenant(scope).write(challenge, values);
  }

  /** What an account was given to sign; null when it has run out or was used. */
  async findNonce(
    scope: TenantScope,
    organizationId: string,
    accountId: string,
    now: Date,
  ): Promise<string | null> {
    const values = [organizationId, accountId, now];
    const [row] = await this.database.tenant(scope).read<{ nonce: string }>(findNonce, values);
    return row?.nonce ?? null;
  }

  /** Takes it away; false when another request did. */
  async useNonce(
    scope: TenantScope,
    organizationId: string,
    accountId: string,
    nonce: string,
  ): Promise<boolean> {
    const rows = await this.database.tenant(scope).write(useNonce, [organizationId, accountId, nonce]);
    return rows.length === 1;
  }

  /** Stores an enrolment that nobody has decided; one of the same key in the organization is left as it is. */
  async insert(scope: TenantScope, enrolment: Omit<KeyEnrolment, 'approved' | 'decidedAt'>): Promise<void> {
    await this.database
      .tenant(scope)
      .write(insert, [
        enrolment.organizationId,
        enrolment.id,
        enrolment.accountId,
        enrolment.kid,
        enrolment.alg,
        JSON.stringify(enrolment.publicJwk),
        enrolment.deviceName,
        enrolment.deviceKind,
        enrolment.replacesKid,
        enrolment.requestedAt,
      ]);
  }

  async find(scope: TenantScope, organizationId: string, id: string): Promise<KeyEnrolment | null> {
    const [row] = await this.database.tenant(scope).read<KeyEnrolment>(byId, [organizationId, id]);
    return row ?? null;
  }

  async findOfKey(scope: TenantScope, organizationId: string, kid: string): Promise<KeyEnrolment | null> {
    const [row] = await this.database.tenant(scope).read<KeyEnrolment>(byKid, [organizationId, kid]);
    return row ?? null;
  }

  /** By id, which is in the order of asking, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<KeyEnrolment[]> {
    return this.database.tenant(scope).read<KeyEnrolment>(list, [organizationId, cursor, limit + 1]);
  }

  /** Decides an enrolment, once; a later call changes nothing. */
  async decide(
    scope: TenantScope,
    { organizationId, id }: Pick<KeyEnrolment, 'organizationId' | 'id'>,
    decision: { readonly approved: boolean; readonly by: string; readonly at: Date },
  ): Promise<void> {
    const { approved, by, at } = decision;
    await this.database.tenant(scope).write(decide, [organizationId, id, approved, by, at]);
  }

  /** Whose devices keys of an organization are of, as far as a device was enrolled for them. */
  async holders(scope: TenantScope, organizationId: string, kids: readonly string[]): Promise<KeyHolder[]> {
    return this.database.tenant(scope).read<KeyHolder>(holders, [organizationId, kids]);
  }
}
