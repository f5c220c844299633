-- The foundation. Rules of the schema: docs/adr/0003-schema-for-many-machines.md.
-- Reference tables are small and read everywhere; tables that grow with events begin every key with the
-- home organization_id. No sequence or identity column anywhere; ids are made by the service.

-- ---------------------------------------------------------------- reference tables

create table organizations (
  id uuid primary key,
  registration_event_id uuid not null unique,
  kind text not null check (kind in ('cooperative', 'company', 'family-farm', 'household', 'processor', 'carrier', 'retailer', 'laboratory', 'certifier', 'authority', 'operator')),
  name text not null check (length(name) between 1 and 120),
  uscc text unique check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  region text not null check (region ~ '^[0-9]{6}$'),
  parent_id uuid references organizations (id),
  created_at timestamptz not null
);

create table accounts (
  id uuid primary key,
  login text not null unique check (length(login) between 1 and 64),
  password_hash text not null,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null,
  disabled_at timestamptz
);

-- One role of one account: in an organization, over a region (prefix of a GB/T 2260 code), or over the service.
create table members (
  id uuid primary key,
  account_id uuid not null references accounts (id),
  organization_id uuid references organizations (id),
  role text not null check (role in ('owner', 'recorder', 'viewer', 'inspector', 'regulator', 'certifier', 'admin')),
  region text check (region ~ '^[0-9]{0,6}$'),
  created_at timestamptz not null,
  ended_at timestamptz,
  unique nulls not distinct (account_id, organization_id, role, region)
);

create table refresh_tokens (
  token_hash bytea primary key check (length(token_hash) = 32),
  family_id uuid not null,
  account_id uuid not null references accounts (id),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index refresh_tokens_family on refresh_tokens (family_id);
create index refresh_tokens_expiry on refresh_tokens (expires_at);

create table sites (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  name text not null check (length(name) between 1 and 120),
  public_name text not null check (length(public_name) between 1 and 120),
  region text not null check (region ~ '^[0-9]{6}$'),
  area_value text,
  area_unit text,
  polygon jsonb,
  created_at timestamptz not null,
  check ((area_value is null) = (area_unit is null))
);
create index sites_organization on sites (organization_id, id);

create table products (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  name text not null check (length(name) between 1 and 120),
  variety text,
  category text not null check (length(category) between 1 and 16),
  gtin text unique check (gtin ~ '^[0-9]{14}$'),
  unit text not null check (length(unit) between 1 and 8),
  created_at timestamptz not null
);
create index products_organization on products (organization_id, id);

-- Statement and label keys. `sealed_private` is the private key under the master key; absent for keys that participants hold.
create table signing_keys (
  kid text primary key check (length(kid) = 43),
  organization_id uuid not null references organizations (id),
  purpose text not null check (purpose in ('custodial', 'participant', 'label')),
  alg text not null check (alg in ('Ed25519', 'ES256')),
  public_jwk jsonb not null,
  sealed_private bytea,
  valid_from timestamptz not null,
  revoked_from timestamptz,
  check ((purpose = 'participant') = (sealed_private is null))
);
create index signing_keys_organization on signing_keys (organization_id, purpose);

-- ---------------------------------------------------------------- the ledger (grows with events)

-- One row a chain: its head. chain_id = organization_id is the organization's own chain (org/<uuid>), else batch/<uuid>.
-- Moved with every entry: the room left in a page keeps the new version of a row beside the old one (a HOT update).
create table chains (
  organization_id uuid not null,
  chain_id uuid not null,
  seq integer not null check (seq > 0),
  head bytea not null check (length(head) = 32),
  recorded_at_ms bigint not null,
  primary key (organization_id, chain_id)
) with (fillfactor = 60);

-- Entries: the bytes that are hashed (RFC 8785 text). The projections below can be rebuilt from them; accounts, private
-- keys, disclosures, single label codes and scan counts cannot.
create table entries (
  organization_id uuid not null,
  chain_id uuid not null,
  seq integer not null check (seq > 0),
  event_id uuid not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  entry bytea not null check (length(entry) between 1 and 65535),
  primary key (organization_id, chain_id, seq),
  unique (organization_id, chain_id, event_id)
);

-- Leaves that wait for the log's integrator, which consumes these rows.
create table staged_leaves (
  organization_id uuid not null,
  chain_id uuid not null,
  seq integer not null check (seq > 0),
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  primary key (organization_id, chain_id, seq)
);

-- Data keys under the master key, one a subject; destroying one erases what it opens.
create table subject_keys (
  organization_id uuid not null,
  subject_id uuid not null,
  sealed bytea not null,
  primary key (organization_id, subject_id)
);

-- SD-JWT disclosures (RFC 9901), apart from the entries and encrypted under their subject's key.
create table disclosures (
  organization_id uuid not null,
  chain_id uuid not null,
  seq integer not null,
  digest bytea not null check (length(digest) = 32),
  subject_id uuid not null,
  sealed bytea not null,
  primary key (organization_id, chain_id, seq, digest),
  foreign key (organization_id, chain_id, seq) references entries (organization_id, chain_id, seq),
  foreign key (organization_id, subject_id) references subject_keys (organization_id, subject_id)
);

-- ---------------------------------------------------------------- projections (rebuilt from the entries)

create table batches (
  organization_id uuid not null,
  id uuid not null,
  code text not null check (length(code) = 17),
  product_id uuid not null,
  site_id uuid not null,
  lot text,
  unit text not null,
  opened_at_ms bigint not null,
  produced numeric not null default 0,
  available numeric not null default 0,
  frozen numeric not null default 0,
  shipped numeric not null default 0,
  consumed numeric not null default 0,
  lost numeric not null default 0,
  labelled numeric not null default 0,
  holds integer not null default 0 check (holds >= 0),
  primary key (organization_id, id),
  foreign key (organization_id, id) references chains (organization_id, chain_id),
  unique (organization_id, product_id, lot),
  check (produced = available + frozen + shipped + consumed + lost),
  check (available >= 0 and frozen >= 0 and shipped >= 0 and consumed >= 0 and lost >= 0 and labelled >= 0)
);
create index batches_id on batches (id);
create index batches_opened on batches (organization_id, opened_at_ms, id);

-- Holds by the entry that placed them; each is released at most once.
create table holds (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  released_seq integer,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq)
);

create table shipments (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  consignee_id uuid,
  quantity numeric not null check (quantity > 0),
  confirmed numeric not null default 0 check (confirmed >= 0),
  returned numeric not null default 0 check (returned >= 0),
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq),
  check (confirmed + returned <= quantity)
);

-- What a batch received, by the entry it builds on. A receipt of another organization's shipment is a message to
-- that organization until `settled`.
create table receipts (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  source_organization_id uuid not null,
  source_batch_id uuid not null,
  source_seq integer not null,
  quantity numeric not null check (quantity > 0),
  settled boolean not null,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq)
);
create index receipts_unsettled on receipts (organization_id, batch_id, seq) where not settled;

-- How much an addressee took of what an entry gave, in the unit of the source: a shipment is addressed to the
-- organization, whichever of its batches receive; an output of a processing to one batch.
create table intakes (
  organization_id uuid not null,
  addressee_id uuid not null,
  source_batch_id uuid not null,
  source_seq integer not null,
  taken numeric not null check (taken > 0),
  given numeric not null,
  primary key (organization_id, addressee_id, source_batch_id, source_seq),
  check (taken <= given)
);

-- Receipts whose confirmation has moved the shipper's frozen quantity: makes the message idempotent.
create table settlements (
  organization_id uuid not null,
  receipt_organization_id uuid not null,
  receipt_batch_id uuid not null,
  receipt_seq integer not null,
  quantity numeric not null,
  primary key (organization_id, receipt_organization_id, receipt_batch_id, receipt_seq)
);

-- Corrected entries, with the latest correction of each: the data now in force.
create table corrections (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  latest_seq integer not null check (latest_seq > seq),
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq),
  foreign key (organization_id, batch_id, latest_seq) references entries (organization_id, chain_id, seq)
);

create table label_sets (
  organization_id uuid not null,
  batch_id uuid not null,
  id uuid not null,
  seq integer not null,
  units integer not null check (units between 1 and 10000),
  net_value text not null,
  net_unit text not null,
  form text not null check (form in ('signed', 'compact')),
  key_kid text references signing_keys (kid),
  root bytea not null check (length(root) = 32),
  primary key (organization_id, batch_id, id),
  foreign key (organization_id, batch_id) references batches (organization_id, id),
  check ((form = 'signed') = (key_kid is not null))
);

-- Public codes, with scans the exception of the schema rules: a scan knows only the code, so the code leads.
-- A batch's own code has no set. States: 0 issued, 1 activated, 2 void.
create table labels (
  code text primary key check (length(code) = 17),
  organization_id uuid not null,
  batch_id uuid not null,
  set_id uuid,
  number integer,
  state smallint not null check (state in (0, 1, 2)),
  check ((set_id is null) = (number is null))
);
create index labels_set on labels (organization_id, batch_id, set_id, number);

-- Counted scans of a code: numbers and days only, nothing of the person who scanned.
create table scans (
  code text not null,
  day date not null,
  count integer not null check (count > 0),
  primary key (code, day)
);

-- ---------------------------------------------------------------- append-only by trigger (and by grant, below)

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

-- What a compare-and-set that found another value answers: the writer lost a race and starts over.
create function refuse_lost_race() returns integer language plpgsql as $$
begin
  raise exception 'a value is not what it was' using errcode = 'serialization_failure';
end
$$;

create trigger entries_append_only before update or delete on entries for each row execute function refuse_change();
create trigger entries_no_truncate before truncate on entries for each statement execute function refuse_change();
create trigger chains_no_delete before delete on chains for each row execute function refuse_change();
create trigger chains_no_truncate before truncate on chains for each statement execute function refuse_change();

-- ---------------------------------------------------------------- grants: the service owns nothing

revoke all on all tables in schema public from public;
revoke create on schema public from public;
grant usage on schema public to furrow_service;

grant select, insert on entries to furrow_service;
grant select, insert, update on chains to furrow_service;
grant select, insert, delete on staged_leaves, disclosures, subject_keys, refresh_tokens to furrow_service;
grant update (used_at, revoked_at) on refresh_tokens to furrow_service;
grant select, insert on organizations, sites, products, accounts, members, signing_keys to furrow_service;
grant update (password_hash, name, disabled_at) on accounts to furrow_service;
grant update (ended_at) on members to furrow_service;
grant update (revoked_from) on signing_keys to furrow_service;
grant select, insert, update on batches, holds, shipments, intakes, corrections, labels, scans to furrow_service;
grant select, insert on label_sets, settlements, receipts to furrow_service;
grant update (settled) on receipts to furrow_service;
