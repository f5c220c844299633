-- Recalls (docs/recalls.md).

-- One row for each `recall` entry: the batch of the chain is suspect. Rebuilt from the entries. A recall that is neither
-- mock nor withdrawn also counts among the holds of its batch, so that an append sees it under the lock of the chain.
create table recalls (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  recall_id uuid not null,
  issuer_id uuid not null,
  mock boolean not null,
  withdrawn_seq integer,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq),
  check (withdrawn_seq > seq)
);
create index recalls_id on recalls (recall_id);
create index recalls_home on recalls (organization_id, recall_id);
create index recalls_standing on recalls (batch_id) where withdrawn_seq is null and not mock;

-- How far the job is with a recall, by who opened it: when all that it reaches was found first, and when it was looked for
-- last.
create table recall_watches (
  organization_id uuid not null,
  recall_id uuid not null,
  listed_at_ms bigint,
  looked_at_ms bigint not null,
  primary key (organization_id, recall_id)
);

-- What a holder is told. Not said in the ledger: the service notes when it told, and when somebody of the holder read
-- it. `next_at_ms`: when it is sent to the holder's webhook next; null when there is nothing to send.
create table recall_notices (
  organization_id uuid not null,
  id uuid not null,
  recall_id uuid not null,
  issuer_id uuid not null,
  made_at_ms bigint not null,
  acknowledged_at_ms bigint,
  acknowledged_by uuid,
  delivery text not null check (delivery in ('none', 'waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_at_ms bigint,
  tried_at_ms bigint,
  outcome text,
  primary key (organization_id, id),
  check ((acknowledged_at_ms is null) = (acknowledged_by is null)),
  check ((next_at_ms is null) = (delivery <> 'waiting'))
);
create index recall_notices_recall on recall_notices (recall_id);
create index recall_notices_due on recall_notices (next_at_ms) where next_at_ms is not null;

-- Which batches a notice speaks of; of one recall each is told once.
create table recall_notice_batches (
  organization_id uuid not null,
  recall_id uuid not null,
  batch_id uuid not null,
  notice_id uuid not null,
  primary key (organization_id, recall_id, batch_id)
);
create index recall_notice_batches_notice on recall_notice_batches (organization_id, notice_id);

-- Where an organization wants to be told. `sealed_secret` under the master key.
create table webhooks (
  organization_id uuid primary key,
  url text not null check (length(url) between 1 and 500),
  sealed_secret bytea not null,
  registered_at timestamptz not null
);

do $$
declare
  held text;
begin
  foreach held in array array['recalls', 'recall_watches', 'recall_notices', 'recall_notice_batches', 'webhooks'] loop
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

-- A notice is acknowledged once, by somebody of the holder, in the own name.
create policy tenant_acknowledges on recall_notices as restrictive for update to furrow_tenant
  using (acknowledged_at_ms is null and organization_id = any ((select furrow_tenants())::uuid[]))
  with check (acknowledged_by = (select furrow_account()));
-- Where notices are sent is the organization's own affair.
alter policy tenant on webhooks using (organization_id = any ((select furrow_tenants())::uuid[]));

grant select, insert on recalls, recall_notice_batches to furrow_service;
grant update (withdrawn_seq) on recalls to furrow_service;
grant select, insert, update on recall_watches to furrow_service;
grant select, insert on recall_notices to furrow_service;
grant update (delivery, attempts, next_at_ms, tried_at_ms, outcome) on recall_notices to furrow_service;
grant select on webhooks to furrow_service;
grant select on recalls, recall_notices, recall_notice_batches to furrow_tenant;
grant update (acknowledged_at_ms, acknowledged_by) on recall_notices to furrow_tenant;
grant select (organization_id, url, registered_at), insert, update, delete on webhooks to furrow_tenant;
