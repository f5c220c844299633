-- Checks of all chains from the stored bytes again (docs/audit.md). One runs at a time; `seen_at` is when its process
-- was heard of last. `size` and `note`: the signed checkpoint that it checks up to. `fault`: what is wrong with the log
-- itself, beside its chains.
create table audit_runs (
  id uuid primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  state text not null check (state in ('running', 'passed', 'failed', 'interrupted')),
  size bigint not null check (size >= 0),
  note text not null,
  checked bigint not null default 0 check (checked between 0 and size),
  fault jsonb,
  check ((state = 'running') = (ended_at is null)),
  check (fault is null or state = 'failed')
);
create unique index audit_runs_one_at_a_time on audit_runs (state) where state = 'running';
create index audit_runs_started on audit_runs (started_at);

-- What a run counted of an organization, and the first fault of each chain at fault.
create table audit_tallies (
  organization_id uuid not null,
  run_id uuid not null,
  chains integer not null check (chains >= 0),
  entries bigint not null check (entries >= 0),
  failed integer not null check (failed between 0 and chains),
  primary key (organization_id, run_id)
);
create index audit_tallies_run on audit_tallies (run_id);
create table audit_faults (
  organization_id uuid not null,
  chain_id uuid not null,
  run_id uuid not null,
  seq integer not null check (seq > 0),
  log_index bigint,
  reason text not null,
  expected text,
  found text,
  said jsonb,
  primary key (organization_id, chain_id, run_id)
);
create index audit_faults_run on audit_faults (run_id);

-- What the newest run that ended found of a chain: so many of its entries are sound, and whether it has a fault.
create table audit_chains (
  organization_id uuid not null,
  chain_id uuid not null,
  run_id uuid not null,
  checked_at timestamptz not null,
  entries integer not null check (entries >= 0),
  failed boolean not null,
  primary key (organization_id, chain_id)
);

-- What officials take out (docs/exports.md). At home with the body they act for, else with the operator; `regions`
-- what they see, and so what may be in it. The file lies in the data directory and is removed when it expires.
create table exports (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  authority_id uuid,
  role text not null,
  regions text[] not null,
  template text not null check (template in ('regulator-table', 'trace-table', 'evidence')),
  asked jsonb not null,
  asked_at timestamptz not null,
  seen_at timestamptz not null,
  state text not null check (state in ('waiting', 'ready', 'failed', 'expired')),
  reason text,
  bytes bigint check (bytes >= 0),
  sha256 bytea check (length(sha256) = 32),
  rows integer check (rows >= 0),
  complete boolean,
  expires_at timestamptz not null,
  primary key (organization_id, id),
  check ((bytes is null) = (sha256 is null) and (bytes is null) = (rows is null)
    and (bytes is null) = (complete is null)),
  check (state in ('ready', 'expired') or bytes is null),
  check ((reason is null) = (state <> 'failed'))
);
create index exports_id on exports (id);
create index exports_waiting on exports (seen_at) where state = 'waiting';
create index exports_kept on exports (expires_at) where state in ('waiting', 'ready');

-- Who took the file of an export.
create table export_downloads (
  organization_id uuid not null,
  export_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  authority_id uuid,
  role text not null,
  at timestamptz not null,
  primary key (organization_id, export_id, id),
  foreign key (organization_id, export_id) references exports (organization_id, id)
);

do $$
declare
  held text;
begin
  foreach held in array array['audit_tallies', 'audit_faults', 'audit_chains', 'exports', 'export_downloads'] loop
    execute format('alter table %s enable row level security', held);
    execute format('alter table %s force row level security', held);
    execute format('create policy everyone on %s using (true) with check (true)', held);
    execute format(
      'create policy tenant on %1$s as restrictive to furrow_tenant using (
        organization_id = any ((select furrow_tenants())::uuid[])
        or exists (select 1 from organizations o where o.id = %1$s.organization_id
          and o.region ^@ any ((select furrow_regions())::text[])))', held);
  end loop;
end $$;

-- An export is for those who see all that may be in it.
alter policy tenant on exports using (cardinality(regions) > 0
  and not exists (select from unnest(regions) r where not r ^@ any ((select furrow_regions())::text[])));
alter policy tenant on export_downloads using (
  exists (select from exports e where (e.organization_id, e.id) = (export_downloads.organization_id, export_id)));

grant select, insert on audit_runs, audit_faults, audit_tallies to furrow_service;
grant update (seen_at, ended_at, state, checked, fault) on audit_runs to furrow_service;
grant delete on audit_runs, audit_faults, audit_tallies to furrow_service;
grant select, insert, update on audit_chains to furrow_service;
grant select on exports to furrow_service;
grant update (seen_at, state, reason, bytes, sha256, rows, complete) on exports to furrow_service;
grant select on audit_tallies, audit_faults, audit_chains to furrow_tenant;
grant select, insert on exports, export_downloads to furrow_tenant;
