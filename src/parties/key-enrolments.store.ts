import { Injectable } from '@nestjs/common';
import { AccountKeys } from '../access/account-keys.js';
import { erasedName, lostProfile } from '../access/account-profile.js';
import { partOf } from '../access/account-parts.js';
import { AccountsService } from '../access/accounts.service.js';
import { Database } from '../database/database.js';
import type { NamedStatement } from '../database/transaction.js';
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

/** What leads to the name of a device. */
type Named = Pick<KeyEnrolment, 'id' | 'accountId'>;

const columns = `organization_id as "organizationId", id, account_id as "accountId", kid, alg, public_jwk as "publicJwk",
  sealed_device as "sealedDevice", device_kind as "deviceKind", replaces_kid as "replacesKid",
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
  text: `insert into key_enrolments (organization_id, id, account_id, kid, alg, public_jwk, sealed_device, device_kind,
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
  text: `select e.id, e.kid, e.account_id as "accountId",
      e.sealed_device as "sealedDevice", e.device_kind as "deviceKind", e.replaces_kid as "replacesKid",
      (select m.role from members m where m.account_id = e.account_id and m.organization_id = e.organization_id
        and m.ended_at is null order by array_position(array['owner', 'recorder', 'viewer'], m.role) limit 1) as role
    from key_enrolments e
    where e.organization_id = $1 and e.kid = any($2)`,
};

/** Queries of devices' keys on their way into the register, and of whose they are. */
@Injectable()
export class KeyEnrolmentsStore {
  constructor(
    private readonly database: Database,
    private readonly keys: AccountKeys,
    private readonly accounts: AccountsService,
  ) {}

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
    const { accountId, deviceName } = enrolment;
    const sealedDevice = await this.keys.seal(accountId, partOf('device', enrolment.id), deviceName);
    await this.database
      .tenant(scope)
      .write(insert, [
        enrolment.organizationId,
        enrolment.id,
        enrolment.accountId,
        enrolment.kid,
        enrolment.alg,
        JSON.stringify(enrolment.publicJwk),
        sealedDevice,
        enrolment.deviceKind,
        enrolment.replacesKid,
        enrolment.requestedAt,
      ]);
  }

  async find(scope: TenantScope, organizationId: string, id: string): Promise<KeyEnrolment | null> {
    const [row] = await this.opened<KeyEnrolment>(scope, byId, [organizationId, id]);
    return row ?? null;
  }

  async findOfKey(scope: TenantScope, organizationId: string, kid: string): Promise<KeyEnrolment | null> {
    const [row] = await this.opened<KeyEnrolment>(scope, byKid, [organizationId, kid]);
    return row ?? null;
  }

  /** By id, which is in the order of asking, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<KeyEnrolment[]> {
    return this.opened<KeyEnrolment>(scope, list, [organizationId, cursor, limit + 1]);
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
    type Row = Omit<KeyHolder, 'name'> & Pick<KeyEnrolment, 'id'>;
    return this.accounts.named(await this.opened<Row>(scope, holders, [organizationId, kids]));
  }

  /** What devices are called is opened by the service, after the rows were found in an actor's name. */
  private async opened<Row extends Named>(
    scope: TenantScope,
    statement: NamedStatement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    type Stored = Omit<Row, 'deviceName'> & Named & { readonly sealedDevice: Buffer | null };
    const rows = await this.database.tenant(scope).read<Stored>(statement, values);
    const parts = rows.map((row) => ({
      accountId: row.accountId,
      what: partOf('device', row.id),
      sealed: row.sealedDevice,
    }));
    const names = await this.keys.open(parts);
    return rows.map(({ sealedDevice, ...row }, index) => {
      const words = sealedDevice === null ? erasedName : lostProfile.name;
      return { ...row, deviceName: names[index]?.toString('utf8') ?? words } as unknown as Row;
    });
  }
}
