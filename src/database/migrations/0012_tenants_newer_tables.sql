-- What is asked or written in an actor's name goes through `furrow_tenant` for the newer tables, too (docs/tenancy.md).
-- Rights by column: digests of secrets and sealed keys are written and never read there.

-- The account of the transaction's actor, SET LOCAL like its organizations and regions: for what is a person's own
-- whatever the roles, and for what is said in somebody's name.
create function furrow_account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('furrow.account', true), '')::uuid $$;

-- People: as sites, and the person by the own account, who takes nobody in by it.
alter policy tenant on people using (
  account_id = (select furrow_account())
  or exists (select 1 from organizations o where o.id = people.organization_id));
create policy tenant_adds on people as restrictive for insert to furrow_tenant with check (
  exists (select 1 from organizations o where o.id = people.organization_id)
  and (account_id is null or exists (select 1 from members m
    where m.account_id = people.account_id and m.organization_id = people.organization_id)));
grant select, insert on people to furrow_tenant;
grant update (sealed) on people to furrow_tenant;

-- Erasures: for the organization, the cooperative it belongs to, and the person, who stays in `people` until the end.
alter policy tenant on erasures using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or exists (select 1 from organizations o where o.id = erasures.organization_id
    and o.parent_id = any ((select furrow_tenants())::uuid[]))
  or exists (select 1 from people p where p.organization_id = erasures.organization_id and p.id = erasures.person_id
    and p.account_id = (select furrow_account())));
grant select (organization_id, person_id, event_id, requested_at, destroyed_at, stated_seq) on erasures to furrow_tenant;
grant insert (organization_id, person_id, event_id, requested_at, look_at) on erasures to furrow_tenant;

-- Keys of people: made with the person and restricted, never read. An organization's own key is the service's alone.
alter policy tenant on subject_keys using (
  exists (select 1 from people p where p.organization_id = subject_keys.organization_id and p.id = subject_keys.subject_id))
  with check (subject_id <> organization_id and (
    exists (select 1 from organizations o where o.id = subject_keys.organization_id)
    or exists (select 1 from people p where p.organization_id = subject_keys.organization_id and p.id = subject_keys.subject_id)));
create policy tenant_adds on subject_keys as restrictive for insert to furrow_tenant with check (
  exists (select 1 from organizations o where o.id = subject_keys.organization_id));
create policy tenant_restricts on subject_keys as restrictive for update to furrow_tenant
  using (restricted_at is null) with check (true);
grant select (organization_id, subject_id, restricted_at) on subject_keys to furrow_tenant;
grant insert (organization_id, subject_id, sealed) on subject_keys to furrow_tenant;
grant update (restricted_at) on subject_keys to furrow_tenant;

-- What an organization's own chain says, its keys and the power used over it, is for whoever sees the organization; what
-- the records say of a person is for whoever sees the person. `offset 0` keeps the planner from reading all of a table
-- once in the place of one row by its key.
alter policy tenant on disclosures using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or exists (select 1 from organizations o where o.id = disclosures.organization_id
    and (o.region ^@ any ((select furrow_regions())::text[])
      or (disclosures.chain_id = o.id and disclosures.subject_id = o.id)))
  or exists (select 1 from people p where p.organization_id = disclosures.organization_id and p.id = disclosures.subject_id offset 0));
alter policy tenant on entries using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or exists (select 1 from organizations o where o.id = entries.organization_id
    and (o.region ^@ any ((select furrow_regions())::text[]) or entries.chain_id = o.id))
  or exists (select 1 from disclosures d join people p on p.organization_id = d.organization_id and p.id = d.subject_id
    where d.organization_id = entries.organization_id and d.chain_id = entries.chain_id and d.seq = entries.seq offset 0));

-- Machine clients and links: for the organization, the cooperative it belongs to, and who has the whole service.
alter policy tenant on clients using (
  organization_id = any ((select furrow_tenants())::uuid[])
  or '' = any ((select furrow_regions())::text[])
  or exists (select 1 from organizations o where o.id = clients.organization_id
    and o.parent_id = any ((select furrow_tenants())::uuid[])));
create policy tenant_changes on clients as restrictive for update to furrow_tenant using (revoked_at is null) with check (true);
grant select (id, organization_id, name, scopes, created_at, expires_at, revoked_at) on clients to furrow_tenant;
grant insert (id, organization_id, name, scopes, secret_hash, created_at, expires_at) on clients to furrow_tenant;
grant update (secret_hash, previous_until, revoked_at) on clients to furrow_tenant;

-- So that a secret is replaced by who may read none.
create function keep_previous_secret() returns trigger language plpgsql as $$
begin
  new.previous_hash := old.secret_hash;
  return new;
end $$;
create trigger clients_previous_secret before update of secret_hash on clients
  for each row execute function keep_previous_secret();

-- Links to a new password are made here, and read by whoever has their token alone: an owner's for a member of the
-- organization, an admin's, in no organization's name, for anybody.
alter policy tenant on one_time_links using (
  purpose = 'invitation' and (
    organization_id = any ((select furrow_tenants())::uuid[])
    or '' = any ((select furrow_regions())::text[])
    or exists (select 1 from organizations o where o.id = one_time_links.organization_id
      and o.parent_id = any ((select furrow_tenants())::uuid[]))))
  with check (
    '' = any ((select furrow_regions())::text[])
    or exists (select 1 from organizations o where o.id = one_time_links.organization_id
        and (o.id = any ((select furrow_tenants())::uuid[]) or o.parent_id = any ((select furrow_tenants())::uuid[])))
      and (purpose = 'invitation' or exists (select 1 from members m
        where m.organization_id = one_time_links.organization_id and m.account_id = one_time_links.account_id
          and m.ended_at is null)));
create policy tenant_adds on one_time_links as restrictive for insert to furrow_tenant with check (
  made_by = (select furrow_account()));
grant select (id, purpose, organization_id, role, login, account_id, made_by, made_at, expires_at, used_at)
  on one_time_links to furrow_tenant;
grant insert (id, purpose, organization_id, role, login, account_id, made_by, made_at, expires_at, token_hash)
  on one_time_links to furrow_tenant;
grant delete on one_time_links to furrow_tenant;

-- Applications: for those who decide in their region, each in the own name; members of what came of one have no part in it.
alter policy tenant on applications using (region ^@ any ((select furrow_regions())::text[]));
create policy tenant_decides on applications as restrictive for update to furrow_tenant
  using (state = 'applied' or decided_by = (select furrow_account()))
  with check (state = 'applied' or decided_by = (select furrow_account()));
grant select (id, kind, name, uscc, region, sealed_contact, state, reason, created_at, changed_at, decided_by,
  organization_id, owner_id) on applications to furrow_tenant;
grant update (state, reason, changed_at, decided_by, organization_id) on applications to furrow_tenant;

alter table application_documents enable row level security;
alter table application_documents force row level security;
create policy everyone on application_documents using (true) with check (true);
create policy tenant on application_documents as restrictive to furrow_tenant using (
  exists (select 1 from applications a where a.id = application_documents.application_id));
grant select on application_documents to furrow_tenant;

-- Break-glass: for who asked, and for who decides in the region, who is another; its organization reads of it on its
-- chain.
alter policy tenant on break_glass using (
  requester_id = (select furrow_account())
  or exists (select 1 from organizations o where o.id = break_glass.organization_id
    and o.region ^@ any ((select furrow_regions())::text[])));
create policy tenant_adds on break_glass as restrictive for insert to furrow_tenant with check (
  requester_id = (select furrow_account()));
create policy tenant_decides on break_glass as restrictive for update to furrow_tenant
  using (requester_id <> (select furrow_account())) with check (decided_by = (select furrow_account()));
grant select on break_glass to furrow_tenant;
grant insert (id, organization_id, requester_id, requester_role, reason, requested_at, expires_at) on break_glass to furrow_tenant;
grant update (decision, decided_by, decided_at, until) on break_glass to furrow_tenant;

-- Keys of members' devices: challenges are the members' own, enrolments are seen as keys are. Each asks for the own
-- device and decides in the own name.
alter policy tenant on key_challenges using (
  organization_id = any ((select furrow_tenants())::uuid[]) and account_id = (select furrow_account()));
grant select, insert, delete on key_challenges to furrow_tenant;
grant update (nonce, expires_at) on key_challenges to furrow_tenant;
alter policy tenant on key_enrolments using (
  exists (select 1 from organizations o where o.id = key_enrolments.organization_id));
create policy tenant_adds on key_enrolments as restrictive for insert to furrow_tenant with check (
  account_id = (select furrow_account()));
create policy tenant_decides on key_enrolments as restrictive for update to furrow_tenant
  using (approved is null) with check (decided_by = (select furrow_account()));
grant select on key_enrolments to furrow_tenant;
grant insert (organization_id, id, account_id, kid, alg, public_jwk, device_name, device_kind, replaces_kid, requested_at)
  on key_enrolments to furrow_tenant;
grant update (approved, decided_by, decided_at) on key_enrolments to furrow_tenant;

-- An account that was erased has no membership left; whoever sees that a key was of its device reads that it was erased.
alter policy tenant on accounts using (
  exists (select 1 from members m where m.account_id = accounts.id)
  or (erased_at is not null and exists (select 1 from key_enrolments e where e.account_id = accounts.id)));

-- What is written in an actor's name alone is no longer the service's to write.
revoke insert on clients, people, erasures, break_glass, one_time_links, key_challenges, key_enrolments from furrow_service;
revoke update (secret_hash, previous_hash, previous_until, revoked_at) on clients from furrow_service;
revoke update (sealed) on people from furrow_service;
revoke update (decision, decided_by, decided_at, until) on break_glass from furrow_service;
revoke update (nonce, expires_at) on key_challenges from furrow_service;
revoke update (approved, decided_by, decided_at) on key_enrolments from furrow_service;
revoke update (organization_id) on applications from furrow_service;
