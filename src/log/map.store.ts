import type { Database } from '../database/database.js';
import { literal } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import type { ChainRef } from './entry.js';
import type { Lease } from './log-state.store.js';

/** The number of the tile over all others. */
export const rootTile = -1;

/** The last entry of a chain within a tree. */
export interface LoggedHead extends ChainRef {
  readonly seq: number;
  readonly leafHash: Uint8Array;
}

/** A chain in the map: where it lies, and its last entry. */
export interface MapHead {
  readonly bucket: number;
  readonly key: Uint8Array;
  readonly seq: number;
  readonly leafHash: Uint8Array;
}

/** The map as it was last stated in the log. */
export interface StatedMap {
  /** Size of the tree whose chain heads it holds; 0 before the first. */
  readonly size: number;
  readonly root: Uint8Array | null;
  /** Leaf hash of the entry that states it; null until that is recorded. */
  readonly leaf: Uint8Array | null;
}

interface HeadRow {
  bucket: number;
  map_key: Buffer;
  seq: number;
  leaf_hash: Buffer;
}

interface MapRow {
  map_size: string;
  map_root: Buffer | null;
  map_leaf: Buffer | null;
}

const readMap = { name: 'map-state', text: 'select map_size, map_root, map_leaf from log_state' };
const changedHeads = {
  name: 'map-changed-heads',
  text: `select distinct on (organization_id, chain_id) organization_id, chain_id, seq, leaf_hash from log_leaves
    where log_index >= $1::bigint and log_index < $2::bigint order by organization_id, chain_id, seq desc`,
};
const readHeads = {
  name: 'map-heads',
  text: 'select bucket, map_key, seq, leaf_hash from map_heads where bucket = any($1::int[]) order by bucket, map_key',
};
const readTiles = {
  name: 'map-tiles',
  text: 'select tile, children from map_tiles where tile = any($1::int[])',
};
/** One statement, so one snapshot: the state, the two tiles and the bucket on the way to a key. */
const readPath = {
  name: 'map-path',
  text: `select map_size, map_root, map_leaf,
      (select children from map_tiles where tile = -1) as top,
      (select children from map_tiles where tile = $1::int / 256) as tile,
      array(select map_key from map_heads where bucket = $1::int order by map_key) as keys,
      array(select seq from map_heads where bucket = $1::int order by map_key) as seqs,
      array(select leaf_hash from map_heads where bucket = $1::int order by map_key) as hashes
    from log_state`,
};
const saveHeads = {
  name: 'map-heads-save',
  text: `insert into map_heads (bucket, map_key, seq, leaf_hash)
    select b, substring($2::bytea from (n::int - 1) * 32 + 1 for 32), s, substring($4::bytea from (n::int - 1) * 32 + 1 for 32)
    from unnest($1::int[], $3::int[]) with ordinality as t (b, s, n)
    on conflict (bucket, map_key) do update set seq = excluded.seq, leaf_hash = excluded.leaf_hash`,
};
const saveTiles = {
  name: 'map-tiles-save',
  text: `insert into map_tiles (tile, children)
    select t, substring($2::bytea from (n::int - 1) * 8448 + 1 for 8448) from unnest($1::int[]) with ordinality as x (t, n)
    on conflict (tile) do update set children = excluded.children`,
};
const moveMap = {
  name: 'map-move',
  text: `with moved as (
      update log_state set map_size = $4::bigint, map_root = $5::bytea, map_leaf = null
      where holder = $1::uuid and epoch = $2::bigint and map_size = $3::bigint returning 1
    ) select case when (select count(*) from moved) <> 1 then refuse_lost_race() end`,
};
const nameMap = {
  name: 'map-named',
  text: 'update log_state set map_leaf = $2::bytea where map_size = $1::bigint',
};

/** The map as last stated. */
export async function readStatedMap(database: Database): Promise<StatedMap> {
  const [row] = await database.read<MapRow>(readMap, []);
  return row === undefined ? { size: 0, root: null, leaf: null } : toStated(row);
}

/** The last entry of every chain that has one at an index from `from` up to, not including, `to`. */
export async function readChangedHeads(
  tx: LedgerTransaction,
  from: number,
  to: number,
): Promise<LoggedHead[]> {
  const rows = await tx.query<{ organization_id: string; chain_id: string; seq: number; leaf_hash: Buffer }>(
    changedHeads,
    [from, to],
  );
  return rows.map((row) => ({
    organizationId: row.organization_id,
    chainId: row.chain_id,
    seq: row.seq,
    leafHash: row.leaf_hash,
  }));
}

/** The heads in some buckets, by key. */
export async function readMapHeads(tx: LedgerTransaction, buckets: readonly number[]): Promise<MapHead[]> {
  return (await tx.query<HeadRow>(readHeads, [literal(buckets)])).map((row) => ({
    bucket: row.bucket,
    key: row.map_key,
    seq: row.seq,
    leafHash: row.leaf_hash,
  }));
}

/** Some tiles, by number; those that nothing lies under yet are absent. */
export async function readMapTiles(
  tx: LedgerTransaction,
  tiles: readonly number[],
): Promise<Map<number, Uint8Array>> {
  const rows = await tx.query<{ tile: number; children: Buffer }>(readTiles, [literal(tiles)]);
  return new Map(rows.map((row) => [row.tile, row.children]));
}

/** Everything on the way from the map's root to a bucket, as of one moment. */
export async function readMapPath(
  database: Database,
  bucket: number,
): Promise<{
  readonly stated: StatedMap;
  readonly top: Uint8Array | null;
  readonly tile: Uint8Array | null;
  readonly heads: readonly MapHead[];
}> {
  const [row] = await database.read<
    MapRow & { top: Buffer | null; tile: Buffer | null; keys: Buffer[]; seqs: number[]; hashes: Buffer[] }
  >(readPath, [bucket]);
  if (row === undefined) throw new Error('the log was not begun');
  const heads = row.keys.map((key, at) => ({
    bucket,
    key,
    seq: row.seqs[at] ?? 0,
    leafHash: row.hashes[at] ?? new Uint8Array(0),
  }));
  return { stated: toStated(row), top: row.top, tile: row.tile, heads };
}

/** Stores heads and tiles that changed, and moves the map's state on; fails as a lost race when the lease was lost. */
export function saveMap(
  tx: LedgerTransaction,
  lease: Lease,
  from: StatedMap,
  to: { readonly size: number; readonly root: Uint8Array },
  changed: { readonly heads: readonly MapHead[]; readonly tiles: ReadonlyMap<number, Uint8Array> },
): void {
  const { heads, tiles } = changed;
  tx.send(saveHeads, [
    literal(heads.map((head) => head.bucket)),
    Buffer.concat(heads.map((head) => head.key)),
    literal(heads.map((head) => head.seq)),
    Buffer.concat(heads.map((head) => head.leafHash)),
  ]);
  tx.send(saveTiles, [literal([...tiles.keys()]), Buffer.concat([...tiles.values()])]);
  tx.send(moveMap, [lease.holder, lease.epoch, from.size, to.size, to.root]);
}

/** Notes which entry states the map of a size. */
export async function nameStatedMap(database: Database, size: number, leafHash: Uint8Array): Promise<void> {
  await database.write(nameMap, [size, leafHash]);
}

function toStated(row: MapRow): StatedMap {
  return { size: Number(row.map_size), root: row.map_root, leaf: row.map_leaf };
}
