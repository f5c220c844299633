-- The graph of batches. An edge says that something of `parent` became part of `child`; it belongs to the chain whose
-- entry says so (home organization first, docs/adr/0003): a processing on one of its batches, or a receipt of a shipment
-- on the receiving batch. Quantities: what the parent gave in the parent's unit, what came of it in the child's.
create table edges (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  parent_organization_id uuid not null,
  parent_id uuid not null,
  parent_seq integer not null,
  child_organization_id uuid not null,
  child_id uuid not null,
  taken numeric not null check (taken >= 0),
  made numeric not null check (made >= 0),
  primary key (organization_id, batch_id, seq, parent_id, child_id),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq),
  check (parent_id <> child_id)
);
create index edges_parent on edges (parent_id);
create index edges_child on edges (child_id);
alter table edges enable row level security;
alter table edges force row level security;
create policy everyone on edges using (true) with check (true);
grant select, insert, delete on edges to furrow_service;
