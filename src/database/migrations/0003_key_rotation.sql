-- Keys that are made and not yet in the register: the private part is kept before anything names the key, and the event
-- id that registers it finds the same key again. A row goes when its key is in signing_keys.
create table new_keys (
  organization_id uuid not null,
  event_id uuid not null,
  purpose text not null check (purpose in ('custodial', 'label')),
  kid text not null check (length(kid) = 43),
  public_jwk jsonb not null,
  sealed_private bytea not null,
  made_at timestamptz not null,
  primary key (organization_id, event_id)
);

grant select, insert, delete on new_keys to furrow_service;
