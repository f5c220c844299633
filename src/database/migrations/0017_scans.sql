-- Looks at codes, without anything of who looked (docs/adr/0011-scans-that-warn.md). A scan knows only the code, so the
-- code leads, as in labels.

-- What outlives ageing: plain numbers.
create table scan_counts (
  code text primary key,
  count integer not null check (count > 0),
  first_day date not null
);

-- What a pattern is seen in, for ninety days: a row a code, day and province. `networks` are groups of whole networks,
-- a thousand of 65,536 addresses or more in each, drawn anew for every code.
create table scan_days (
  code text not null,
  day date not null,
  place text not null check (place = 'abroad' or place = '' or place ~ '^[1-8][0-9]$'),
  looks integer not null check (looks > 0),
  networks smallint[] not null check (cardinality(networks) <= 64),
  primary key (code, day, place)
);
create index scan_days_day on scan_days (day);

insert into scan_counts (code, count, first_day) select code, sum(count)::int, min(day) from scans group by code;
drop table scans;

-- What its issuer is told of a label: rule R80, looked at before it was activated; R81, as a copied one would be. An
-- observation of the service, no statement of anybody: it stands in no chain.
create table scan_warnings (
  organization_id uuid not null,
  id uuid not null,
  rule text not null check (rule in ('R80', 'R81')),
  code text not null,
  batch_id uuid not null,
  set_id uuid not null,
  number integer not null check (number > 0),
  since timestamptz not null,
  last_day date not null,
  looks integer not null check (looks > 0),
  networks integer not null check (networks >= 0),
  places integer not null check (places >= 0),
  closed_at timestamptz,
  reason text check (length(reason) between 1 and 400),
  primary key (organization_id, id),
  unique (organization_id, rule, code),
  check ((closed_at is null) = (reason is null))
);
create index scan_warnings_id on scan_warnings (id);

alter table scan_warnings enable row level security;
alter table scan_warnings force row level security;
create policy everyone on scan_warnings using (true) with check (true);
create policy tenant on scan_warnings as restrictive to furrow_tenant using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or exists (select 1 from organizations o where o.id = scan_warnings.organization_id
    and o.region ^@ any ((select furrow_regions())::text[])));
-- Who oversees a region reads what its issuers were told, and closes nothing for them.
create policy tenant_closes on scan_warnings as restrictive for update to furrow_tenant
  using (closed_at is null and organization_id = any ((select furrow_tenants())::uuid[]))
  with check (closed_at is not null);

grant select, insert, update on scan_counts to furrow_service;
grant select, insert, update, delete on scan_days to furrow_service;
grant select, insert on scan_warnings to furrow_service;
grant update (last_day, looks, networks, places) on scan_warnings to furrow_service;
grant select on scan_warnings to furrow_tenant;
grant update (closed_at, reason) on scan_warnings to furrow_tenant;
