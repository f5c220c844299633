-- Certifications of organizations (docs/certifications.md). All of it follows from the entries.

-- One row for each `certification` entry on the chain of an organization. `grant_seq`: the grant that it is about, itself
-- where it grants one. A grant says what is certified, from when to when, and how much may be marked in that time.
create table certifications (
  organization_id uuid not null,
  seq integer not null,
  grant_seq integer not null,
  action text not null check (action in ('granted', 'suspended', 'resumed', 'revoked')),
  issuer_id uuid not null,
  type text,
  number text,
  valid_from date,
  valid_to date,
  quantity numeric check (quantity > 0),
  primary key (organization_id, seq),
  foreign key (organization_id, organization_id, seq) references entries (organization_id, chain_id, seq),
  check ((action = 'granted') = (grant_seq = seq)),
  check ((action = 'granted') = (type is not null and number is not null and valid_from is not null and valid_to is not null)),
  check (valid_from <= valid_to)
);
create index certifications_number on certifications (number) where action = 'granted';

-- One row for each entry of a batch that names a certification: a claim, or the label set `set_id` of `units` labels of
-- which each marks `net`, in the unit of the certification. What is voided of it marks nothing any more.
create table certification_uses (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  certification_seq integer not null,
  set_id uuid,
  units integer,
  net numeric check (net > 0),
  voided integer not null default 0,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq),
  check ((set_id is null) = (units is null) and (set_id is null) = (net is null)),
  check (voided between 0 and coalesce(units, 0))
);
create index certification_uses_named on certification_uses (organization_id, certification_seq);

-- Which label bears which organic code (有机码): each code once in all, each label one, void or not. Who looks for a code
-- knows nothing but it.
create table organic_codes (
  code text primary key check (code ~ '^[0-9]{17,18}$'),
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  set_id uuid not null,
  number integer not null
);
create index organic_codes_label on organic_codes (set_id, number);

-- Batches on whose plot something was used that begins the conversion of the plot anew (R59).
create index judgements_breaks on judgements (organization_id) where offers ? 'breaks';

do $$
declare
  held text;
begin
  foreach held in array array['certifications', 'certification_uses', 'organic_codes'] loop
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

grant select, insert on certifications, certification_uses, organic_codes to furrow_service;
grant update (voided) on certification_uses to furrow_service;
