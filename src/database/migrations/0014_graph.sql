-- The graph of batches (docs/adr/0011-graph.md). An edge says that something of `parent` became part of `child`; it
-- belongs to the chain whose entry says so (home organization first, docs/adr/0003): a processing on one of its batches,
-- or a receipt of a shipment on the receiving batch. `taken` of the parent's unit went in, `made` of the child's came of
-- it; null where units of different dimensions cannot be compared.
create table edges (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  parent_organization_id uuid not null,
  parent_id uuid not null,
  parent_seq integer not null,
  child_organization_id uuid not null,
  child_id uuid not null,
  taken numeric check (taken >= 0),
  made numeric check (made >= 0),
  primary key (organization_id, batch_id, seq, parent_id, child_id),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq),
  check (parent_id <> child_id)
);
-- Led by the neighbour that is asked for, then in the order in which a walk that is cut short takes them.
create index edges_parent on edges (parent_id, child_id);
create index edges_child on edges (child_id, parent_id);

-- How a mixed lot (a bin, a tank) is drawn from; null for every other batch.
alter table batches add column mixing text check (mixing in ('proportional', 'first-in-first-out'));

-- What the entries of a mixed lot's chain add to it and draw from it, in its unit, corrections applied. `from_…`: the
-- entry that a receipt names, or the shipment that came back.
create table lot_changes (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  change text not null check (change in ('in', 'out', 'back')),
  quantity numeric not null check (quantity > 0),
  from_batch_id uuid,
  from_seq integer,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq),
  check ((from_batch_id is null) = (from_seq is null))
);

-- A correction puts what it says in the place of what the entry said.
grant select, insert, delete on edges, lot_changes to furrow_service;

-- Where goods went is asked for in the name of whoever traces them (docs/tenancy.md).
grant select on shipments to furrow_tenant;

do $$
declare
  held record;
begin
  for held in select unnest(array['edges', 'lot_changes']) as name loop
    execute format('alter table %I enable row level security', held.name);
    execute format('alter table %I force row level security', held.name);
    execute format('create policy everyone on %I using (true) with check (true)', held.name);
    execute format(
      'create policy tenant on %1$I as restrictive to furrow_tenant using (
        organization_id = any ((select furrow_tenants())::uuid[])
        or exists (select 1 from organizations o where o.id = %1$I.organization_id
          and o.region ^@ any ((select furrow_regions())::text[])))', held.name);
  end loop;
end $$;
