/** Where something is sealed under the master key: a column, the table's primary key, and the label of a row. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
  /** Columns the label is made of, and how. */
  readonly of: readonly string[];
  readonly label: (...values: string[]) => string;
}

/** Private keys the service holds for others, by purpose and RFC 7638 thumbprint. */
export function heldKeyLabel(purpose: string, kid: string): string {
  return `${purpose}-key/${kid}`;
}

/** Data keys of the vault. */
export function subjectKeyLabel(organizationId: string, subjectId: string): string {
  return `subject-key/${organizationId}/${subjectId}`;
}

/** Secrets that outlive the master key they were first derived from. */
export function keptSecretLabel(name: string): string {
  return `kept-secret/${name}`;
}

/** Half of the data key of an account. */
export function accountKeyLabel(accountId: string): string {
  return `account-key/${accountId}`;
}

/** Half of the data key of a one-time link. */
export function linkKeyLabel(id: string): string {
  return `link-key/${id}`;
}

/** A time-based second factor of before accounts had keys, by account. */
export function secondFactorLabel(accountId: string): string {
  return `second-factor/${accountId}`;
}

/** What an organization's webhook is signed with. */
export function webhookSecretLabel(organizationId: string): string {
  return `webhook-secret/${organizationId}`;
}

/** The data key of an application. */
export function applicationKeyLabel(id: string): string {
  return `application-key/${id}`;
}

/** The log's key, in a file. */
export function logKeyLabel(origin: string): string {
  return `log-key/${origin}`;
}

/**
 * Every column that is sealed under the master key: what `furrow rotate-master-key` opens and seals anew. A test holds
 * this list against the columns of the schema.
 */
export const sealedPlaces: readonly SealedPlace[] = [
  {
    table: 'signing_keys',
    column: 'sealed_private',
    key: ['kid'],
    of: ['purpose', 'kid'],
    label: heldKeyLabel,
  },
  {
    table: 'new_keys',
    column: 'sealed_private',
    key: ['organization_id', 'event_id'],
    of: ['purpose', 'kid'],
    label: heldKeyLabel,
  },
  {
    table: 'subject_keys',
    column: 'sealed',
    key: ['organization_id', 'subject_id'],
    of: ['organization_id', 'subject_id'],
    label: subjectKeyLabel,
  },
  { table: 'accounts', column: 'sealed_key', key: ['id'], of: ['id'], label: accountKeyLabel },
  { table: 'one_time_links', column: 'sealed_key', key: ['id'], of: ['id'], label: linkKeyLabel },
  {
    table: 'applications',
    column: 'sealed_key',
    key: ['id'],
    of: ['id'],
    label: applicationKeyLabel,
  },
  {
    table: 'webhooks',
    column: 'sealed_secret',
    key: ['organization_id'],
    of: ['organization_id'],
    label: webhookSecretLabel,
  },
  { table: 'kept_secrets', column: 'sealed', key: ['name'], of: ['name'], label: keptSecretLabel },
];

/** Columns that are encrypted under a key that is sealed itself: a change of the master key leaves them as they are. */
export const underSealedKeys: readonly string[] = [
  'accounts.sealed_password',
  'accounts.sealed_profile',
  'applications.sealed_contact',
  'disclosures.sealed',
  'identities.sealed_identity',
  'key_enrolments.sealed_device',
  'one_time_links.sealed_login',
  'passkeys.sealed_name',
  'people.sealed',
  'second_factors.sealed_secret',
  'sessions.sealed_client',
];
