-- Accounts that are erased (docs/privacy.md): of the row stays the random id, which statements and decisions name, when it
-- was erased, and words in the place of the name. The login is free again.
alter table accounts add column erased_at timestamptz;
alter table accounts alter column login drop not null;
alter table accounts alter column password_hash drop not null;
alter table accounts alter column created_at drop not null;
alter table accounts add check (case when erased_at is null
  then login is not null and password_hash is not null and created_at is not null
  else login is null and password_hash is null and created_at is null and not demo
    and disabled_at = erased_at and name = '账号已删除 account erased' end);

-- What an account has a part in is found by the account, and who else has a role by the role.
create index members_roles on members (role, organization_id) where ended_at is null;
create index people_accounts on people (account_id) where account_id is not null;
create index key_enrolments_accounts on key_enrolments (account_id);
create index key_challenges_accounts on key_challenges (account_id);
create index one_time_links_accounts on one_time_links (account_id) where account_id is not null;
create index one_time_links_makers on one_time_links (made_by);

-- Why an account is not erased now; null when nothing stands against it. `by_holder`: asked for by who signs in with it,
-- else by an admin, for an account that has ended.
create function erasure_refusal(account uuid, by_holder boolean) returns text language sql stable as $$
  select case
    when a.id is null or a.erased_at is not null or (by_holder and a.disabled_at is not null) then 'gone'
    when a.disabled_at is not null then null
    when not by_holder and exists (select from members m where m.account_id = a.id and m.ended_at is null) then 'in-use'
    else (
      select 'last-' || m.role from members m
      where m.account_id = a.id and m.ended_at is null and m.role in ('owner', 'admin')
        and not exists (
          select from members o join accounts b on b.id = o.account_id
          where o.role = m.role and (o.organization_id = m.organization_id or (o.organization_id is null and m.organization_id is null))
            and o.account_id <> a.id and o.ended_at is null and b.disabled_at is null)
      order by m.role desc limit 1) end
  from (values (account)) as asked (id) left join accounts a using (id)
$$;

-- Destroys everything of an account, or nothing; answers why not, and the sessions that have ended. One function with the
-- rights of the owner, so that the service has no right to change a login, or to delete a role, in any other way.
create function erase_account(account uuid, by_holder boolean, at timestamptz, out refusal text, out ended uuid[])
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
  delete from sessions where account_id = account;
  delete from second_factors where account_id = account;
  delete from identities where account_id = account;
  delete from passkeys where account_id = account;
  delete from passkey_challenges where account_id = account;
  delete from key_challenges where account_id = account;
  delete from one_time_links where account_id = account or made_by = account;
  -- A hint of whoever invites, without which the link works as before; of another organization it may mean another.
  update one_time_links l set login = null from accounts a
    where a.id = account and lower(btrim(normalize(l.login, nfkc))) = lower(a.login)
      and l.organization_id in (select m.organization_id from members m where m.account_id = account);
  -- The key is the organization's and stays in its register; what the person called the device is the person's.
  delete from key_enrolments where account_id = account and approved is null;
  update key_enrolments set device_name = '账号已删除 account erased' where account_id = account;
  update people set account_id = null where account_id = account;
  delete from members where account_id = account;
  update accounts set login = null, password_hash = null, created_at = null, name = '账号已删除 account erased', demo = false,
    disabled_at = at, erased_at = at where id = account;
end
$$;

-- What was on its way while an account was erased is not stored: a session, a role, a passkey. The column that names the
-- account is the argument.
create function leave_erased_out() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone timestamptz;
begin
  select erased_at into gone from accounts where id = (to_jsonb(new) ->> tg_argv[0])::uuid for key share;
  if gone is null then
    return new;
  end if;
  return null;
end
$$;

-- A person stays, and is nobody's account any more.
create function untie_erased() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from accounts where id = new.account_id and erased_at is null for key share;
  if not found then
    new.account_id := null;
  end if;
  return new;
end
$$;

create trigger members_of_nobody before insert on members for each row execute function leave_erased_out('account_id');
create trigger sessions_of_nobody before insert on sessions for each row execute function leave_erased_out('account_id');
create trigger second_factors_of_nobody before insert on second_factors for each row execute function leave_erased_out('account_id');
create trigger identities_of_nobody before insert on identities for each row execute function leave_erased_out('account_id');
create trigger passkeys_of_nobody before insert on passkeys for each row execute function leave_erased_out('account_id');
create trigger passkey_challenges_of_nobody before insert on passkey_challenges for each row execute function leave_erased_out('account_id');
create trigger key_challenges_of_nobody before insert on key_challenges for each row execute function leave_erased_out('account_id');
create trigger key_enrolments_of_nobody before insert on key_enrolments for each row execute function leave_erased_out('account_id');
create trigger one_time_links_for_nobody before insert on one_time_links for each row execute function leave_erased_out('account_id');
create trigger one_time_links_by_nobody before insert on one_time_links for each row execute function leave_erased_out('made_by');
create trigger people_of_nobody before insert on people for each row execute function untie_erased();

revoke execute on function erase_account(uuid, boolean, timestamptz), erasure_refusal(uuid, boolean) from public;
grant execute on function erase_account(uuid, boolean, timestamptz), erasure_refusal(uuid, boolean) to furrow_service;
