-- What a member's device proves the possession of its key with: one at a time for an account in an organization, used
-- once.
create table key_challenges (
  organization_id uuid not null references organizations (id),
  account_id uuid not null references accounts (id),
  nonce text not null check (length(nonce) = 43),
  expires_at timestamptz not null,
  primary key (organization_id, account_id)
);

-- Keys of members' devices: asked for, then approved or refused. A key is trusted once it is in signing_keys; what is
-- known of its device and holder stays here.
create table key_enrolments (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  account_id uuid not null references accounts (id),
  kid text not null check (length(kid) = 43),
  alg text not null check (alg in ('Ed25519', 'ES256')),
  public_jwk jsonb not null,
  device_name text not null check (length(device_name) between 1 and 60),
  device_kind text not null check (device_kind in ('phone', 'back-office', 'hardware')),
  replaces_kid text check (length(replaces_kid) = 43),
  requested_at timestamptz not null,
  approved boolean,
  decided_by uuid references accounts (id),
  decided_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, kid),
  check ((approved is null) = (decided_at is null) and (approved is null) = (decided_by is null))
);

grant select, insert, delete on key_challenges to furrow_service;
grant update (nonce, expires_at) on key_challenges to furrow_service;
grant select, insert on key_enrolments to furrow_service;
grant update (approved, decided_by, decided_at) on key_enrolments to furrow_service;
