import type { Database } from '../database/database.js';

export type KeyPurpose = 'custodial' | 'participant' | 'label';

/** A key of the register: public part as JWK, private part under the master key, null where it is not here: keys of participants, and keys in a token. */
export interface KeyRow {
  readonly kid: string;
  readonly organizationId: string;
  readonly purpose: KeyPurpose;
  readonly alg: 'Ed25519' | 'ES256';
  readonly publicJwk: Record<string, string>;
  readonly sealedPrivate: Buffer | null;
  readonly validFrom: Date;
  readonly revokedFrom: Date | null;
}

interface Row {
  kid: string;
  organization_id: string;
  purpose: KeyPurpose;
  alg: 'Ed25519' | 'ES256';
  public_jwk: Record<string, string>;
  sealed_private: Buffer | null;
  valid_from: Date;
  revoked_from: Date | null;
}

const columns = 'kid, organization_id, purpose, alg, public_jwk, sealed_private, valid_from, revoked_from';

const byKid = { name: 'key-by-kid', text: `select ${columns} from signing_keys where kid = $1` };

const byPurpose = {
  name: 'key-by-purpose',
  text: `select ${columns} from signing_keys where organization_id = $1 and purpose = $2 and revoked_from is null
    order by valid_from desc, kid limit 1`,
};

const anyLabelKey = {
  name: 'label-keys',
  text: `select ${columns} from signing_keys where purpose = 'label' order by valid_from desc, kid`,
};

const currentLabelKey = {
  name: 'label-key-current',
  text: `select ${columns} from signing_keys where purpose = 'label' and revoked_from is null
    order by valid_from desc, kid limit 1`,
};

const insert = {
  name: 'key-insert',
  text: `insert into signing_keys (kid, organization_id, purpose, alg, public_jwk, sealed_private, valid_from)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (kid) do nothing`,
};

const findNew = {
  name: 'new-key',
  text: `select kid, organization_id, purpose, 'Ed25519' as alg, public_jwk, sealed_private, made_at as valid_from,
      null as revoked_from from new_keys where organization_id = $1 and event_id = $2`,
};
const insertNew = {
  name: 'new-key-insert',
  text: `insert into new_keys (organization_id, event_id, purpose, kid, public_jwk, sealed_private, made_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
};
const dropNew = {
  name: 'new-key-drop',
  text: 'delete from new_keys where organization_id = $1 and event_id = $2',
};

/** The key that an event id will register, or null. */
export async function findNewKey(
  database: Database,
  organizationId: string,
  eventId: string,
): Promise<KeyRow | null> {
  return first(await database.read<Row>(findNew, [organizationId, eventId]));
}

/** Keeps a key that is not registered yet; one that is kept for the event id is left as it is. */
export async function insertNewKey(
  database: Database,
  eventId: string,
  key: Omit<KeyRow, 'revokedFrom'>,
): Promise<void> {
  const { organizationId, purpose, kid, sealedPrivate, validFrom } = key;
  const jwk = JSON.stringify(key.publicJwk);
  await database.write(insertNew, [organizationId, eventId, purpose, kid, jwk, sealedPrivate, validFrom]);
}

/** Forgets the key that was kept for an event id. */
export async function dropNewKey(database: Database, organizationId: string, eventId: string): Promise<void> {
  await database.write(dropNew, [organizationId, eventId]);
}

export async function findKeyRow(database: Database, kid: string): Promise<KeyRow | null> {
  return first(await database.read<Row>(byKid, [kid]));
}

/** The newest key of a purpose that is not revoked, or null. */
export async function findCurrentKeyRow(
  database: Database,
  organizationId: string,
  purpose: KeyPurpose,
): Promise<KeyRow | null> {
  return first(await database.read<Row>(byPurpose, [organizationId, purpose]));
}

/** Every label key, newest first. */
export async function listLabelKeyRows(database: Database): Promise<KeyRow[]> {
  return (await database.read<Row>(anyLabelKey, [])).map(toKeyRow);
}

/** The newest label key that is not revoked, or null. */
export async function findCurrentLabelKeyRow(database: Database): Promise<KeyRow | null> {
  return first(await database.read<Row>(currentLabelKey, []));
}

/** Stores a key; a key that is already there is left as it is. */
export async function insertKeyRow(database: Database, key: Omit<KeyRow, 'revokedFrom'>): Promise<void> {
  await database.write(insert, [
    key.kid,
    key.organizationId,
    key.purpose,
    key.alg,
    JSON.stringify(key.publicJwk),
    key.sealedPrivate,
    key.validFrom,
  ]);
}

function first(rows: readonly Row[]): KeyRow | null {
  const [row] = rows;
  return row === undefined ? null : toKeyRow(row);
}

function toKeyRow(row: Row): KeyRow {
  return {
    kid: row.kid,
    organizationId: row.organization_id,
    purpose: row.purpose,
    alg: row.alg,
    publicJwk: row.public_jwk,
    sealedPrivate: row.sealed_private,
    validFrom: row.valid_from,
    revokedFrom: row.revoked_from,
  };
}
