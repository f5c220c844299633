-- The public log (docs/adr/0007-one-writer.md). These tables are local to one node: one writer, the log as it was
-- committed only grows, and readers see it through its published checkpoint.

alter table staged_leaves add column recorded_at_ms bigint not null default 0;
alter table staged_leaves alter column recorded_at_ms drop default;
-- Every leaf passes through once: what was deleted is swept away before it slows the search for what waits.
alter table staged_leaves set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- One row: the tree as integrated, who may write it, and what was last published of it. `epoch` grows with each holder
-- of the lease: a writer that was paused past its lease finds another one.
create table log_state (
  only_one boolean primary key default true check (only_one),
  origin text not null,
  size bigint not null check (size >= 0),
  root bytea not null check (length(root) = 32),
  epoch bigint not null,
  holder uuid,
  lease_until timestamptz not null,
  published_size bigint check (published_size <= size),
  published_note text,
  published_at timestamptz,
  witnessed_size bigint check (witnessed_size <= published_size),
  witnessed_note text,
  -- The map of chain heads (below) as last stated: up to which tree size, its root, the leaf hash of the entry that states it.
  map_size bigint not null default 0 check (map_size >= 0),
  map_root bytea check (length(map_root) = 32),
  map_leaf bytea check (length(map_leaf) = 32),
  -- Why the writer refuses to sign, in plain words; null while all is well.
  refusal text,
  check ((published_size is null) = (published_note is null) and (published_size is null) = (published_at is null)),
  check ((witnessed_size is null) = (witnessed_note is null))
);

-- Which entry stands at which index. The unique place makes repeating an integration harmless.
create table log_leaves (
  log_index bigint primary key check (log_index >= 0),
  organization_id uuid not null,
  chain_id uuid not null,
  seq integer not null check (seq > 0),
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  unique (organization_id, chain_id, seq)
);
create index log_leaves_hash on log_leaves using hash (leaf_hash);

-- Hash tiles (C2SP tlog-tiles), the last of each level as wide as it is by now. A tile only grows.
create table log_tiles (
  level smallint not null check (level between 0 and 63),
  tile_index bigint not null check (tile_index >= 0),
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (level, tile_index)
);
alter table log_tiles alter column hashes set storage external;

-- The completeness map (ledger.md §7) as of map_size: each chain's last entry, and the nodes over them in two tiers.
-- `bucket` is the first two bytes of the key; tile -1 is the root's, tile n lies over the buckets that begin with byte n.
create table map_heads (
  bucket integer not null check (bucket between 0 and 65535),
  map_key bytea not null check (length(map_key) = 32),
  seq integer not null check (seq > 0),
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  primary key (bucket, map_key)
);
create table map_tiles (
  tile integer primary key check (tile between -1 and 255),
  children bytea not null check (length(children) = 8448)
);
alter table map_tiles alter column children set storage external;

create function refuse_rewrite() returns trigger language plpgsql as $$
begin
  if substring(new.hashes for length(old.hashes)) is distinct from old.hashes
    or new.level <> old.level or new.tile_index <> old.tile_index then
    raise exception 'a tile only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

create trigger log_leaves_append_only before update or delete on log_leaves for each row execute function refuse_change();
create trigger log_leaves_no_truncate before truncate on log_leaves for each statement execute function refuse_change();
create trigger log_tiles_only_grow before update on log_tiles for each row execute function refuse_rewrite();
create trigger log_tiles_no_delete before delete on log_tiles for each row execute function refuse_change();
create trigger log_tiles_no_truncate before truncate on log_tiles for each statement execute function refuse_change();
create trigger log_state_no_delete before delete on log_state for each row execute function refuse_change();
create trigger log_state_no_truncate before truncate on log_state for each statement execute function refuse_change();

grant select, insert on log_leaves to furrow_service;
grant select, insert on log_tiles, log_state to furrow_service;
grant update (hashes) on log_tiles to furrow_service;
grant update on log_state to furrow_service;
grant select, insert, update on map_heads, map_tiles to furrow_service;
