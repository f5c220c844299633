import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { RegisteredKey } from '../log/keyring.js';

export type KeyPurpose = RegisteredKey['purpose'];

/** A key of the register, without what is secret. */
export interface StoredKey {
  readonly kid: string;
  readonly organizationId: string;
  readonly purpose: KeyPurpose;
  readonly alg: 'Ed25519' | 'ES256';
  readonly publicJwk: Record<string, string>;
  readonly validFrom: Date;
  readonly revokedFrom: Date | null;
}

const columns = `kid, organization_id as "organizationId", purpose, alg, public_jwk as "publicJwk",
  valid_from as "validFrom", revoked_from as "revokedFrom"`;

const first = {
  name: 'party-key-first',
  text: `select ${columns} from signing_keys where organization_id = $1 and purpose = $2 order by valid_from, kid limit 1`,
};
const byKid = { name: 'party-key', text: `select ${columns} from signing_keys where kid = $1` };
const ofOrganization = {
  name: 'party-keys',
  text: `select ${columns} from signing_keys where organization_id = $1 and ($2::text is null or kid > $2)
    order by kid limit $3`,
};
const published = {
  name: 'party-keys-published',
  text: `select ${columns} from signing_keys order by purpose = 'label' desc, valid_from desc, kid limit $1`,
};
const insertParticipant = {
  name: 'party-key-insert',
  text: `insert into signing_keys (kid, organization_id, purpose, alg, public_jwk, valid_from)
    values ($1, $2, 'participant', $3, $4, $5) on conflict (kid) do nothing`,
};
const revoke = {
  name: 'party-key-revoke',
  text: `update signing_keys set revoked_from = $3
    where kid = $1 and organization_id = $2 and revoked_from is null`,
};
const laterOnes = {
  name: 'party-keys-later',
  text: `select ${columns} from signing_keys where organization_id = $1 and purpose = $2 and valid_from > $3
    order by valid_from, kid`,
};
const labelKeys = {
  name: 'party-label-keys',
  text: `select ${columns} from signing_keys where purpose = 'label' and ($1::text is null or kid > $1) order by kid limit $2`,
};

/** Queries of the register of keys that are about organizations; signing has its own in log/. */
@Injectable()
export class KeysStore {
  constructor(private readonly database: Database) {}

  /** The oldest key of a purpose: the one an organization was registered with. */
  async findFirst(organizationId: string, purpose: KeyPurpose): Promise<StoredKey | null> {
    const [key] = await this.database.read<StoredKey>(first, [organizationId, purpose]);
    return key ?? null;
  }

  async find(kid: string): Promise<StoredKey | null> {
    const [key] = await this.database.read<StoredKey>(byKid, [kid]);
    return key ?? null;
  }

  /** An organization's keys by kid, after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<StoredKey[]> {
    return this.database.tenant(scope).read<StoredKey>(ofOrganization, [organizationId, cursor, limit + 1]);
  }

  /** Every key ever registered, label keys first, then the newest; at most `limit`. */
  async listAll(limit: number): Promise<StoredKey[]> {
    return this.database.read<StoredKey>(published, [limit]);
  }

  /** Stores a key that its participant holds; a kid that is there already is left as it is. */
  async insertParticipantKey(key: Omit<StoredKey, 'purpose' | 'revokedFrom'>): Promise<void> {
    await this.database.write(insertParticipant, [
      key.kid,
      key.organizationId,
      key.alg,
      JSON.stringify(key.publicJwk),
      key.validFrom,
    ]);
  }

  /** Keys of an organization and a purpose that came after one, oldest first. */
  async listLater({ organizationId, purpose, validFrom }: StoredKey): Promise<StoredKey[]> {
    return this.database.read<StoredKey>(laterOnes, [organizationId, purpose, validFrom]);
  }

  /** Label keys by kid, after `cursor`; one more than `limit` when there are more. */
  async listLabelKeys(cursor: string | null, limit: number): Promise<StoredKey[]> {
    return this.database.read<StoredKey>(labelKeys, [cursor, limit + 1]);
  }

  /** Sets the time from which a key is not trusted, once; a later call changes nothing. */
  async revoke(organizationId: string, kid: string, from: Date): Promise<void> {
    await this.database.write(revoke, [kid, organizationId, from]);
  }
}
