-- What is personal of an account lies under a key of the account's own, of which one half is a file outside the database
-- (docs/privacy.md): no copy of the database opens anything of an account whose file was destroyed. The plain columns stay
-- empty; `furrow migrate` and every start seal what is in them from before, and then have these constraints validated.

alter table accounts drop constraint accounts_check;
alter table accounts drop constraint accounts_login_key;
alter table accounts alter column name drop not null;
-- Half of the key, under the master key; login and name; the hash of the password.
alter table accounts add column sealed_key bytea, add column sealed_profile bytea, add column sealed_password bytea;
update accounts set name = null where erased_at is not null;
alter table accounts add constraint accounts_nothing_plain
  check (login is null and name is null and password_hash is null) not valid;
alter table accounts add constraint accounts_sealed check (case when erased_at is null
  then sealed_key is not null and sealed_profile is not null and sealed_password is not null and created_at is not null
  else sealed_profile is null and sealed_password is null and created_at is null and not demo
    and disabled_at = erased_at end) not valid;
-- Of an account that was erased the half stays until the file is destroyed: these are looked after.
create index accounts_to_destroy on accounts (id) where erased_at is not null and sealed_key is not null;

alter table passkeys alter column name drop not null;
alter table passkeys add column sealed_name bytea;
alter table passkeys add constraint passkeys_nothing_plain check (name is null and sealed_name is not null) not valid;

-- Whose an identity is tells a file beside the keys, not the database.
alter table identities drop constraint identities_issuer_subject_key;
alter table identities alter column issuer drop not null;
alter table identities alter column subject drop not null;
alter table identities add column sealed_identity bytea;
alter table identities add constraint identities_nothing_plain
  check (issuer is null and subject is null and sealed_identity is not null) not valid;

alter table key_enrolments alter column device_name drop not null;
alter table key_enrolments add column sealed_device bytea;
update key_enrolments e set device_name = null from accounts a where a.id = e.account_id and a.erased_at is not null;
alter table key_enrolments add constraint key_enrolments_nothing_plain check (device_name is null) not valid;

-- Version 3 is sealed under the account's key, those before under the master key.
alter table second_factors add constraint second_factors_nothing_plain
  check (get_byte(sealed_secret, 0) = 3) not valid;

-- The name of the browser of sessions that go on is forgotten once; so is which login an open invitation is for.
alter table sessions drop column client;
alter table sessions add column sealed_client bytea;
alter table one_time_links drop column login;
alter table one_time_links add column sealed_key bytea, add column sealed_login bytea;
alter table one_time_links add check (purpose <> 'password-reset' or (account_id is not null and role is null));
alter table one_time_links add check ((sealed_key is null) = (sealed_login is null)
  and (sealed_login is null or purpose = 'invitation'));

revoke update (name, password_hash) on accounts from furrow_service;
grant update (sealed_password) on accounts to furrow_service;
revoke update (name) on passkeys from furrow_service;
grant update (sealed_name) on passkeys to furrow_service;
-- What something is called is opened by the service, after it was found in an actor's name.
revoke select (login, name) on accounts from furrow_tenant;
grant insert (sealed_key, sealed_login) on one_time_links to furrow_tenant;
revoke insert (device_name) on key_enrolments from furrow_tenant;
grant insert (sealed_device) on key_enrolments to furrow_tenant;
alter policy tenant on accounts using (exists (select 1 from members m where m.account_id = accounts.id));

-- Destroys what the database has of an account, whoever would be the last after it. For the owner alone: of an account
-- that was erased, and came back with an older copy of the database. `hints`: invitations to its login.
create function destroy_account(account uuid, at timestamptz, hints uuid[] default '{}') returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  delete from sessions where account_id = account;
  delete from second_factors where account_id = account;
  delete from identities where account_id = account;
  delete from passkeys where account_id = account;
  delete from passkey_challenges where account_id = account;
  delete from key_challenges where account_id = account;
  delete from one_time_links where account_id = account or made_by = account;
  -- A hint of whoever invites, without which the link works as before; of another organization it may mean another.
  update one_time_links l set sealed_key = null, sealed_login = null where l.id = any (hints)
    and l.organization_id in (select m.organization_id from members m where m.account_id = account);
  -- The key is the organization's and stays in its register; what the person called the device is the person's.
  delete from key_enrolments where account_id = account and approved is null;
  update key_enrolments set device_name = null, sealed_device = null where account_id = account;
  update people set account_id = null where account_id = account;
  delete from members where account_id = account;
  update accounts set login = null, name = null, password_hash = null, sealed_profile = null, sealed_password = null,
    created_at = null, demo = false, disabled_at = at, erased_at = at where id = account and erased_at is null;
end
$$;

drop function erase_account(uuid, boolean, timestamptz);
-- Destroys everything of an account, or nothing; answers why not, and the sessions that have ended. One function with the
-- rights of the owner, so that the service has no right to change a login, or to delete a role, in any other way. The
-- account's file is destroyed next (account_key_destroyed).
create function erase_account(account uuid, by_holder boolean, at timestamptz, hints uuid[] default '{}',
  out refusal text, out ended uuid[])
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Whoever would be the last after this one is locked with it, in one order: of two at once the second sees the first
  -- gone. The account itself then waits for whatever is being stored for it, and lets nothing more in.
  perform from accounts where id = account or id in (
    select o.account_id from members m join members o
      on o.role = m.role and (o.organization_id = m.organization_id or (o.organization_id is null and m.organization_id is null))
    where m.account_id = account and m.role in ('owner', 'admin') and m.ended_at is null and o.ended_at is null)
    order by id for no key update;
  perform from accounts where id = account for update;
  perform from members o where o.ended_at is null and exists (
    select from members m where m.account_id = account and m.ended_at is null and m.role in ('owner', 'admin')
      and o.role = m.role and (o.organization_id = m.organization_id or (o.organization_id is null and m.organization_id is null)))
    order by o.id for update;
  refusal := erasure_refusal(account, by_holder);
  ended := '{}';
  if refusal is not null then
    return;
  end if;
  ended := array(select id from sessions where account_id = account and ended_at is null);
  perform destroy_account(account, at, hints);
end
$$;

-- Says that the file of an erased account is destroyed: the half that is left opens nothing.
create function account_key_destroyed(account uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update accounts set sealed_key = null where id = account and erased_at is not null
$$;

revoke execute on function destroy_account(uuid, timestamptz, uuid[]), account_key_destroyed(uuid),
  erase_account(uuid, boolean, timestamptz, uuid[]) from public;
grant execute on function account_key_destroyed(uuid), erase_account(uuid, boolean, timestamptz, uuid[]) to furrow_service;
