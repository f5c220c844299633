-- Signing in: sessions of their own, second factors, one-time links. All of it small and of the accounts, none of the
-- ledger. Whoever was signed in signs in once more.

-- Accounts of the demo, whose passwords are printed: exempt from the second factor. No route sets it.
alter table accounts add column demo boolean not null default false;

-- One sign-in. `client` is as coarse as "Chrome · Android"; never an address.
create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts (id),
  way text not null check (way in ('password', 'passkey', 'oidc')),
  -- A second factor, or a passkey that verified its user, was shown.
  strong boolean not null,
  client text check (length(client) between 1 and 64),
  began_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_account on sessions (account_id);
create index sessions_expiry on sessions (expires_at);

alter table refresh_tokens drop column account_id, drop column revoked_at;
alter table refresh_tokens rename column family_id to session_id;
alter index refresh_tokens_family rename to refresh_tokens_session;
-- Tokens from before have no session, work no more, and are swept away when they run out.
alter table refresh_tokens add foreign key (session_id) references sessions (id) on delete cascade not valid;

-- TOTP (RFC 6238): the secret under the master key. In force once a code has been shown; `last_step` is the last time
-- step that was accepted, and only a later one is.
create table second_factors (
  account_id uuid primary key references accounts (id),
  sealed_secret bytea not null,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint,
  check ((confirmed_at is null) = (last_step is null))
);

-- Codes for who has lost the authenticator, by their SHA-256; one is deleted when it is used.
create table recovery_codes (
  account_id uuid not null references second_factors (account_id) on delete cascade,
  code_hash bytea not null check (length(code_hash) = 32),
  primary key (account_id, code_hash)
);

-- Links that are handed over by hand: an invitation to an organization, or a new password for an account. The token is
-- known by its SHA-256. `organization_id`: for which organization, or in whose name; null: an admin's.
create table one_time_links (
  id uuid primary key,
  purpose text not null check (purpose in ('invitation', 'password-reset')),
  token_hash bytea not null unique check (length(token_hash) = 32),
  organization_id uuid references organizations (id),
  role text check (role in ('owner', 'recorder', 'viewer')),
  login text check (length(login) between 1 and 64),
  account_id uuid references accounts (id),
  made_by uuid not null references accounts (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check (purpose <> 'invitation' or (role is not null and organization_id is not null and account_id is null)),
  check (purpose <> 'password-reset' or (account_id is not null and role is null and login is null))
);
create index one_time_links_organization on one_time_links (organization_id, id);
create index one_time_links_expiry on one_time_links (expires_at);

revoke update on refresh_tokens from furrow_service;
grant update (used_at) on refresh_tokens to furrow_service;
grant select, insert, delete on sessions, second_factors, recovery_codes, one_time_links to furrow_service;
grant update (strong, used_at, expires_at, ended_at) on sessions to furrow_service;
grant update (sealed_secret, made_at, confirmed_at, last_step) on second_factors to furrow_service;
grant update (used_at) on one_time_links to furrow_service;
