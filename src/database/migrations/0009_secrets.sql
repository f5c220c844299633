-- Secrets that must not change with the master key, sealed under it: what was once derived from them stays findable.
create table kept_secrets (
  name text primary key check (length(name) between 1 and 32),
  sealed bytea not null
);

grant select, insert on kept_secrets to furrow_service;

-- A label key may lie in a token (PKCS#11), found there by its thumbprint: then nothing of it is sealed here.
alter table signing_keys drop constraint signing_keys_check;
alter table signing_keys add constraint signing_keys_check check (case purpose
  when 'participant' then sealed_private is null
  when 'custodial' then sealed_private is not null
  else true end);
alter table new_keys alter column sealed_private drop not null;
alter table new_keys add check (purpose = 'label' or sealed_private is not null);
