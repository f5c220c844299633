-- People whose data statements carry (ledger.md §9): who they are, what is hidden, what is destroyed.

-- A person's key is made of `sealed` and of a half that lies in a file outside the database: what is here opens nothing
-- without that file. A restricted key opens nothing for readers. Erased: the file is gone and `sealed` holds a random
-- value in the place of its half; the row stays, so that what was on its way when it went still has something to name.
alter table subject_keys add column restricted_at timestamptz;
alter table subject_keys add column erased_at timestamptz;
alter table subject_keys add check (erased_at is null or restricted_at is not null);

-- What is known of a person beside the statements, sealed under the person's key; the account is the person's own.
create table people (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid references accounts (id),
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, id) references subject_keys (organization_id, subject_id)
);

-- Erasures asked for: to be looked at again at `look_at`, when their records may go. `stated_seq` is the entry on the organization's chain that says it was done.
create table erasures (
  organization_id uuid not null,
  person_id uuid not null,
  event_id uuid not null,
  requested_at timestamptz not null,
  look_at timestamptz not null,
  destroyed_at timestamptz,
  stated_seq integer,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references subject_keys (organization_id, subject_id),
  check (stated_seq is null or destroyed_at is not null)
);
create index erasures_open on erasures (look_at) where stated_seq is null;

-- The kind of the records a disclosure belongs to: for how long they are kept hangs on it. Null where nobody asks.
alter table disclosures add column record_kind text;

-- Finds what names a person. Most disclosures are under their organization's own key and stay out of it.
create index disclosures_person on disclosures (organization_id, subject_id, chain_id, seq)
  where subject_id <> organization_id;

grant update (sealed, restricted_at, erased_at) on subject_keys to furrow_service;
grant select, insert, delete on people to furrow_service;
grant update (sealed) on people to furrow_service;
grant select, insert on erasures to furrow_service;
grant update (look_at, destroyed_at, stated_seq) on erasures to furrow_service;
