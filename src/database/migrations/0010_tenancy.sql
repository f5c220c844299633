-- Row-level security (docs/tenancy.md): what is asked or written in an actor's name
-- goes through a login of `furrow_tenant`, which sees the organizations of its transaction and no others.

-- The scope of a transaction: SET LOCAL furrow.tenants = '{<organization id>,…}', furrow.regions = '{<code prefix>,…}'.
-- Not set is null, and null sees nothing. A setting that a transaction had is the empty text after it, not null again.
create function furrow_tenants() returns uuid[] language sql stable parallel safe
  as $$ select nullif(current_setting('furrow.tenants', true), '')::uuid[] $$;
create function furrow_regions() returns text[] language sql stable parallel safe
  as $$ select nullif(current_setting('furrow.regions', true), '')::text[] $$;

-- Every table with an organization's rows: `everyone` leaves rights to the grants, as before, and costs nothing (a
-- constant); `tenant` narrows what furrow_tenant may see and write, and being restrictive no later policy widens it.
do $$
declare
  held record;
begin
  for held in
    select c.oid::regclass as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.attname = 'organization_id' and not a.attisdropped
  loop
    execute format('alter table %s enable row level security', held.name);
    execute format('alter table %s force row level security', held.name);
    execute format('create policy everyone on %s using (true) with check (true)', held.name);
    execute format(
      'create policy tenant on %1$s as restrictive to furrow_tenant using (
        organization_id = any ((select furrow_tenants())::uuid[])
        or exists (select 1 from organizations o where o.id = %1$s.organization_id
          and o.region ^@ any ((select furrow_regions())::text[])))', held.name);
  end loop;
end $$;

alter table organizations enable row level security;
alter table organizations force row level security;
create policy everyone on organizations using (true) with check (true);
-- A cooperative sees the farms that belong to it.
create policy tenant on organizations as restrictive to furrow_tenant using (
  id = any ((select furrow_tenants())::uuid[])
  or parent_id = any ((select furrow_tenants())::uuid[])
  or region ^@ any ((select furrow_regions())::text[]));

-- And looks after their master data, members and keys.
alter policy tenant on sites using (exists (select 1 from organizations o where o.id = sites.organization_id));
alter policy tenant on products using (exists (select 1 from organizations o where o.id = products.organization_id));
alter policy tenant on members using (exists (select 1 from organizations o where o.id = members.organization_id));
alter policy tenant on signing_keys using (exists (select 1 from organizations o where o.id = signing_keys.organization_id));

-- An account is seen by those who see one of its memberships.
alter table accounts enable row level security;
alter table accounts force row level security;
create policy everyone on accounts using (true) with check (true);
create policy tenant on accounts as restrictive to furrow_tenant using (
  exists (select 1 from members m where m.account_id = accounts.id));

grant usage on schema public to furrow_tenant;
grant select on organizations, sites, products, members, chains, entries, disclosures, batches, label_sets, labels to furrow_tenant;
grant select (id, login, name, disabled_at) on accounts to furrow_tenant;
grant select (kid, organization_id, purpose, alg, public_jwk, valid_from, revoked_from) on signing_keys to furrow_tenant;
grant insert on sites, products to furrow_tenant;
