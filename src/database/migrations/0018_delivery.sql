-- Two-sided handover: what consignees say of a shipment, by a receipt of their own or by the code of its delivery note.

-- `delivered`: confirmed by codes of delivery notes; `received`: what the consignee's receipts say in all, as far as the
-- shipper has heard of them. Both may tell of the same goods, so that `confirmed` is no more than the greater of them.
alter table shipments add column delivered numeric not null default 0 check (delivered >= 0);
alter table shipments add column received numeric not null default 0 check (received >= 0);
update shipments set received = t.quantity
  from (select source_organization_id, source_batch_id, source_seq, sum(quantity) as quantity
    from receipts where settled group by 1, 2, 3) as t
  where organization_id = t.source_organization_id and batch_id = t.source_batch_id and seq = t.source_seq;

-- What a receipt sends back, in the unit of the source, and what of it the shipper took back.
alter table receipts add column returned numeric not null default 0 check (returned >= 0);
alter table settlements add column returned numeric not null default 0;

-- What waits for a consignee's word.
create index shipments_open on shipments (consignee_id, batch_id, seq) where confirmed + returned < quantity;
alter policy tenant on shipments using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or consignee_id = any ((select furrow_tenants())::uuid[])
  or exists (select 1 from organizations o where o.id = shipments.organization_id
    and o.region ^@ any ((select furrow_regions())::text[])));
grant select on shipments to furrow_tenant;

-- Printed delivery notes of the shipment `seq`. The code is known by its SHA-256 alone; `id` is the event id under which
-- what its holder says is recorded, so that it is recorded once. One note of a shipment counts: the latest.
create table delivery_notes (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  id uuid not null,
  code_digest bytea not null check (length(code_digest) = 32),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  voided_at timestamptz,
  primary key (organization_id, batch_id, seq, id),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq)
);
create unique index delivery_notes_latest on delivery_notes (organization_id, batch_id, seq) where voided_at is null;
create index delivery_notes_code on delivery_notes (code_digest);
create index delivery_notes_expiry on delivery_notes (organization_id, expires_at);

alter table delivery_notes enable row level security;
alter table delivery_notes force row level security;
create policy everyone on delivery_notes using (true) with check (true);
create policy tenant on delivery_notes as restrictive to furrow_tenant using (
  organization_id = any ((select furrow_tenants())::uuid[]));
grant select (organization_id, batch_id, seq, id, made_at, expires_at, voided_at) on delivery_notes to furrow_tenant;
grant insert (organization_id, batch_id, seq, id, code_digest, made_at, expires_at) on delivery_notes to furrow_tenant;
grant update (voided_at) on delivery_notes to furrow_tenant;
grant delete on delivery_notes to furrow_tenant;
grant select on delivery_notes to furrow_service;
