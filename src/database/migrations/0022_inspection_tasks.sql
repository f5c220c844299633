-- Tasks of authorities to inspect (docs/inspections.md). Ordered and withdrawn by statements on the chain of the
-- authority, each before the row is written; the organization is whose goods are to be inspected. How far a task is
-- follows from the entries of the batches.
create table inspection_tasks (
  organization_id uuid not null,
  id uuid not null,
  authority_id uuid not null,
  batch_id uuid,
  product_id uuid,
  analytes text[] not null,
  due_on text not null check (due_on ~ '^\d{4}-\d\d-\d\d$'),
  reason text not null check (length(reason) between 1 and 300),
  assignee_id uuid not null,
  ordered_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 300),
  primary key (organization_id, id),
  check (batch_id is null or product_id is null),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index inspection_tasks_id on inspection_tasks (id);

-- One row for each `sample` entry that fulfils a task. Rebuilt from the entries.
create table task_samples (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  task_id uuid not null,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq)
);
create index task_samples_task on task_samples (task_id);

do $$
declare
  held text;
begin
  foreach held in array array['inspection_tasks', 'task_samples'] loop
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

-- Inspections are not announced: the organization sees a task once a sample was taken for it. Authorities of its region
-- see it from the beginning; they alone write, and withdraw each once.
create policy tenant_unannounced on inspection_tasks as restrictive for select to furrow_tenant using (
  exists (select 1 from organizations o where o.id = inspection_tasks.organization_id
    and o.region ^@ any ((select furrow_regions())::text[]))
  or exists (select 1 from task_samples s where s.task_id = inspection_tasks.id));
create policy tenant_orders on inspection_tasks as restrictive for insert to furrow_tenant with check (
  exists (select 1 from organizations o where o.id = inspection_tasks.organization_id
    and o.region ^@ any ((select furrow_regions())::text[])));
create policy tenant_withdraws on inspection_tasks as restrictive for update to furrow_tenant using (
  withdrawn_at is null and exists (select 1 from organizations o where o.id = inspection_tasks.organization_id
    and o.region ^@ any ((select furrow_regions())::text[])))
  with check (withdrawn_at is not null);

grant select on inspection_tasks to furrow_service;
grant select, insert on inspection_tasks to furrow_tenant;
grant update (withdrawn_at, withdrawn_reason) on inspection_tasks to furrow_tenant;
grant select, insert on task_samples to furrow_service;
grant select on task_samples to furrow_tenant;
