-- Finding batches for a trace (docs/trace.md): by lot over all organizations, by product, by site, and by the code on the
-- package of an input.
create index batches_lot on batches (lot, opened_at_ms, id);
create index batches_site on batches (organization_id, site_id, opened_at_ms, id);
create index batches_product on batches (organization_id, product_id, opened_at_ms, id);

-- Codes of sales units that `input` entries name, as they are looked up by; `seq`: the entry that a correction may have
-- given anew since. Rebuilt from the entries.
create table input_codes (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  code text not null check (length(code) between 1 and 64),
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq)
);
create index input_codes_code on input_codes (code, organization_id, batch_id);

alter table input_codes enable row level security;
alter table input_codes force row level security;
create policy everyone on input_codes using (true) with check (true);
create policy tenant on input_codes as restrictive to furrow_tenant using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or exists (select 1 from organizations o where o.id = input_codes.organization_id
    and o.region ^@ any ((select furrow_regions())::text[])));

-- A correction puts what it says in the place of what the entry said.
grant select, insert, delete on input_codes to furrow_service;
grant select on input_codes to furrow_tenant;
