-- Findings over all batches, and what authorities make of them (docs/cases.md).

-- One row for each finding that fails, kept with the judgement that found it, so that they can be listed by how grave and
-- how new they are. `since_ms`: when the last of the entries was recorded that it rests on. `region`: of the organization,
-- which never changes; it leads the order, so that who watches over a county reads what is of the county alone.
create table anomalies (
  organization_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  region text not null check (region ~ '^[0-9]{6}$'),
  rule text not null,
  gravity smallint not null check (gravity between 0 and 4),
  since_ms bigint not null,
  entries integer[] not null,
  primary key (organization_id, id)
);
create index anomalies_order on anomalies (region, gravity, since_ms, id);
create index anomalies_rule on anomalies (region, rule, gravity, since_ms, id);
create index anomalies_organization on anomalies (organization_id, gravity, since_ms, id);
create index anomalies_batch on anomalies (organization_id, batch_id);
create index anomalies_id on anomalies (id);
insert into judgements_due (organization_id, batch_id) select organization_id, batch_id from judgements
  on conflict (organization_id, batch_id) do update set turn = judgements_due.turn + 1;

-- Inquiries of authorities into findings: one row for each finding that `case` entries name, `steps` their numbers.
-- Rebuilt from the entries. It stays when the finding is gone.
create table cases (
  organization_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  region text not null check (region ~ '^[0-9]{6}$'),
  rule text not null,
  gravity smallint not null check (gravity between 0 and 4),
  since_ms bigint not null,
  entries integer[] not null,
  state text not null check (state in ('assigned', 'explained', 'filed')),
  authority_id uuid not null,
  steps integer[] not null,
  primary key (organization_id, id)
);
create index cases_order on cases (region, state, gravity, since_ms, id);
create index cases_id on cases (id);

do $$
declare
  held text;
begin
  foreach held in array array['anomalies', 'cases'] loop
    execute format('alter table %s enable row level security', held);
    execute format('alter table %s force row level security', held);
    execute format('create policy everyone on %s using (true) with check (true)', held);
    execute format(
      'create policy tenant on %s as restrictive to furrow_tenant using (
        organization_id = any ((select furrow_tenants())::uuid[])
        or region ^@ any ((select furrow_regions())::text[]))', held);
  end loop;
end $$;

grant select, insert, update, delete on anomalies to furrow_service;
grant select, insert, update on cases to furrow_service;
grant select on anomalies, cases to furrow_tenant;
