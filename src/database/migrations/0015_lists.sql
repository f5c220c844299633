-- Reference lists (docs/lists.md): the exact bytes of each version (`packed`: by gzip, so that a long list is stored in
-- the time that a write has; `sha256`: of the bytes), beside the statement that publishes it. A row whose statement is
-- not in the ledger yet is no version: it is stated by the next start or the next attempt.
create table list_versions (
  name text not null check (name ~ '^[a-z]+(-[a-z]+)*$'),
  version integer not null check (version >= 1),
  packed bytea not null check (length(packed) <= 16777216),
  sha256 bytea not null check (length(sha256) = 32),
  row_count integer not null check (row_count between 1 and 100000),
  source text not null check (length(source) between 1 and 400),
  issuer_id uuid references organizations (id),
  signature text,
  published_by uuid not null references accounts (id),
  stored_at timestamptz not null,
  primary key (name, version),
  check ((issuer_id is null) = (signature is null))
);
alter table list_versions alter column packed set storage external;

create trigger list_versions_append_only before update or delete on list_versions for each row execute function refuse_change();
create trigger list_versions_no_truncate before truncate on list_versions for each statement execute function refuse_change();

grant select, insert on list_versions to furrow_service;
