-- What the rules find in a batch's record (domain.md §4). Nothing here is truth: it follows from the entries and the
-- reference lists, is made anew whenever they grow, and may be dropped at any time.

-- What was found last, up to the entry `seq`, by which edition of the rules and which lists. `subjects`: what of the
-- lists the record rests on (actives, analytes, categories …), so that a new list is judged where it matters alone.
-- `offers`: what the rules of batches made from it look at; when it changes those are judged anew.
create table judgements (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null check (seq > 0),
  edition text not null,
  lists text not null,
  findings jsonb not null,
  stopped boolean not null,
  subjects text[] not null,
  offers jsonb not null,
  judged_at_ms bigint not null,
  primary key (organization_id, batch_id)
);
create index judgements_stopped on judgements (batch_id) where stopped;
create index judgements_subjects on judgements using gin (subjects);

-- Batches to be judged: written by the append itself when a record grows, and when a list or what the batch was made
-- from changes. `turn` is counted up each time, so that whoever judged takes out only what it knew of.
create table judgements_due (
  organization_id uuid not null,
  batch_id uuid not null,
  turn integer not null default 1,
  primary key (organization_id, batch_id)
);

-- Findings that an authority has lifted, by the entry `seq` that says so. It lifts the finding that rests on these
-- entries: once it rests on others, too, it is another finding.
create table finding_releases (
  organization_id uuid not null,
  batch_id uuid not null,
  seq integer not null,
  rule text not null,
  entries integer[] not null,
  primary key (organization_id, batch_id, seq),
  foreign key (organization_id, batch_id, seq) references entries (organization_id, chain_id, seq)
);

create index batches_held on batches (id) where holds > 0;

do $$
declare
  held text;
begin
  foreach held in array array['judgements', 'judgements_due', 'finding_releases'] loop
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

grant select, insert, update, delete on judgements, judgements_due to furrow_service;
grant select, insert on finding_releases to furrow_service;
grant select on judgements to furrow_tenant;
