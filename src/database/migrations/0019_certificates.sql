-- What compliance certificates of a batch cover (农业农村部令 2025-4): one row for each that was issued, in the batch's
-- own unit, and the entry that revoked it. All of it follows from the entries; no more is covered than there is.
create table certified (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  quantity numeric not null check (quantity > 0),
  revoked_seq integer,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq)
);

alter table certified enable row level security;
alter table certified force row level security;
create policy everyone on certified using (true) with check (true);
create policy tenant on certified as restrictive to furrow_tenant using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or exists (select 1 from organizations o where o.id = certified.organization_id
    and o.region ^@ any ((select furrow_regions())::text[])));

grant select, insert, update on certified to furrow_service;
