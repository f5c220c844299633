-- Machines (OAuth 2.0 client credentials), identities of other providers (OpenID Connect), passkeys (WebAuthn).
-- Small tables that are read everywhere.

-- Secrets by their SHA-256 alone; after a rotation the one before stays valid until `previous_until`.
create table clients (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  name text not null check (length(name) between 1 and 80),
  scopes text[] not null check (cardinality(scopes) between 1 and 32),
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  previous_hash bytea check (length(previous_hash) = 32),
  previous_until timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz check (expires_at > created_at),
  revoked_at timestamptz,
  check ((previous_hash is null) = (previous_until is null))
);
create index clients_organization on clients (organization_id, id);

-- Whom a provider's word (iss, sub) speaks for.
create table identities (
  id uuid primary key,
  account_id uuid not null references accounts (id),
  issuer text not null check (length(issuer) between 1 and 255),
  subject text not null check (length(subject) between 1 and 255),
  linked_at timestamptz not null,
  unique (issuer, subject)
);
create index identities_account on identities (account_id);

create table passkeys (
  id uuid primary key,
  account_id uuid not null references accounts (id),
  credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
  public_key bytea not null check (length(public_key) between 1 and 2048),
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkeys_account on passkeys (account_id);

-- Challenges by their SHA-256: of an account that registers a passkey, or of nobody yet, who signs in with one.
create table passkey_challenges (
  challenge_hash bytea primary key check (length(challenge_hash) = 32),
  account_id uuid references accounts (id),
  expires_at timestamptz not null
);
create index passkey_challenges_expiry on passkey_challenges (expires_at);

grant select, insert on clients to furrow_service;
grant update (secret_hash, previous_hash, previous_until, revoked_at) on clients to furrow_service;
grant select, insert, delete on identities, passkeys, passkey_challenges to furrow_service;
grant update (counter, name, used_at) on passkeys to furrow_service;
