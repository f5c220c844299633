-- Who wants to take part. What of an application is personal, and its documents under DATA_DIR, is sealed under a data key
-- of its own, which is sealed under the master key: destroying the row's key destroys both.
create table applications (
  id uuid primary key,
  secret_hash bytea not null check (length(secret_hash) = 32),
  sealed_key bytea not null,
  kind text not null check (kind in ('cooperative', 'company', 'family-farm', 'household', 'processor', 'carrier', 'retailer', 'laboratory', 'certifier', 'authority')),
  name text not null check (length(name) between 1 and 120),
  uscc text check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  region text not null check (region ~ '^[0-9]{6}$'),
  sealed_contact bytea not null,
  state text not null check (state in ('applied', 'returned', 'approved', 'refused', 'withdrawn')),
  reason text check (length(reason) between 1 and 400),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  decided_by uuid references accounts (id),
  -- The organization that an approval makes, and the account that becomes its owner.
  organization_id uuid,
  owner_id uuid,
  check ((state = 'approved') = (organization_id is not null)),
  check (state <> 'approved' or decided_by is not null),
  check (owner_id is null or state = 'approved')
);
create index applications_region on applications (region, id);

create table application_documents (
  application_id uuid not null references applications (id),
  sha256 bytea not null check (length(sha256) = 32),
  type text not null check (type in ('business-licence', 'qualification', 'authorization', 'other')),
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  size integer not null check (size between 1 and 5242880),
  added_at timestamptz not null,
  primary key (application_id, sha256)
);

-- Looks beyond one's own: asked for by one person, decided by another, over by themselves. What they come to is stated
-- on the chain of the organization before it stands here.
create table break_glass (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  requester_id uuid not null references accounts (id),
  requester_role text not null check (requester_role in ('inspector', 'regulator', 'admin')),
  reason text not null check (length(reason) between 1 and 400),
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  decision text check (decision in ('approved', 'refused')),
  decided_by uuid references accounts (id),
  decided_at timestamptz,
  until timestamptz,
  check ((decision is null) = (decided_by is null)),
  check ((decision is null) = (decided_at is null)),
  check (decided_by <> requester_id),
  check (until is null or decision = 'approved')
);
create index break_glass_requester on break_glass (requester_id, until);

grant select, insert on applications, application_documents, break_glass to furrow_service;
grant update (kind, name, uscc, region, sealed_contact, state, reason, changed_at, decided_by, organization_id, owner_id) on applications to furrow_service;
grant update (decision, decided_by, decided_at, until) on break_glass to furrow_service;
