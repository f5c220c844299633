import type { Database } from '../database/database.js';
import { literal, pack } from '../database/parameters.js';
import type { LedgerTransaction } from '../database/transaction.js';
import type { ChainRef } from './entry.js';

/** A leaf that waits for its index. */
export interface StagedLeaf extends ChainRef {
  readonly seq: number;
  readonly leafHash: Uint8Array;
}

/** An entry at its index of the log: the bytes that were hashed. */
export interface IndexedEntry extends ChainRef {
  readonly logIndex: number;
  readonly seq: number;
  readonly entry: Uint8Array;
}

/** The same, where the entry may be gone. */
export interface IndexedLeaf extends Omit<IndexedEntry, 'entry'> {
  readonly entry: Uint8Array | null;
}

/** The hashes of one tile, as wide as it was stored. */
export interface StoredTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

interface LeafRow {
  organization_id: string;
  chain_id: string;
  seq: number;
  leaf_hash: Buffer;
}

interface IndexedRow {
  log_index: string;
  organization_id: string;
  chain_id: string;
  seq: number;
  entry: Buffer;
}

/**
 * Within a chain `recorded_at_ms` never goes back, so the order of times keeps the order of every chain. Up to the last
 * one in place of a join by key: the table is empty whenever PostgreSQL takes its statistics, and a plan that compares
 * every row with every other would be made for it.
 */
export const takeStaged = {
  name: 'log-take-staged',
  text: `delete from staged_leaves where (recorded_at_ms, organization_id, chain_id, seq) <= (
      select recorded_at_ms, organization_id, chain_id, seq from (
        select recorded_at_ms, organization_id, chain_id, seq from staged_leaves
        order by recorded_at_ms, organization_id, chain_id, seq limit $1::int) as oldest
      order by recorded_at_ms desc, organization_id desc, chain_id desc, seq desc limit 1)
    returning organization_id, chain_id, seq, leaf_hash, recorded_at_ms`,
};
const insertLeaves = {
  name: 'log-leaves-insert',
  text: `insert into log_leaves (log_index, organization_id, chain_id, seq, leaf_hash)
    select $1::bigint + n - 1, o, c, s, substring($5::bytea from (n::int - 1) * 32 + 1 for 32)
    from unnest($2::uuid[], $3::uuid[], $4::int[]) with ordinality as t (o, c, s, n)`,
};
const upsertTiles = {
  name: 'log-tiles-upsert',
  text: `insert into log_tiles (level, tile_index, hashes)
    select l, i, substring($3::bytea from start for size)
    from unnest($1::smallint[], $2::bigint[], $4::int[], $5::int[]) as t (l, i, start, size)
    on conflict (level, tile_index) do update set hashes = excluded.hashes`,
};
const readTiles = {
  name: 'log-tiles',
  text: `select level, tile_index, hashes from log_tiles where (level, tile_index) in
    (select l, i from unnest($1::smallint[], $2::bigint[]) as t (l, i))`,
};
const readLeaves = {
  name: 'log-leaves',
  text: `select l.log_index, l.organization_id, l.chain_id, l.seq, e.entry from log_leaves l
    left join entries e on e.organization_id = l.organization_id and e.chain_id = l.chain_id and e.seq = l.seq
    where l.log_index >= $1::bigint and l.log_index < $2::bigint order by l.log_index`,
};
const readEntries = {
  name: 'log-entries',
  text: `select l.log_index, l.organization_id, l.chain_id, l.seq, e.entry from log_leaves l
    join entries e on e.organization_id = l.organization_id and e.chain_id = l.chain_id and e.seq = l.seq
    where l.log_index >= $1::bigint and l.log_index < $2::bigint order by l.log_index`,
};
const indexByHash = {
  name: 'log-index-by-hash',
  text: 'select log_index from log_leaves where leaf_hash = $1::bytea order by log_index limit 1',
};
const indexesOfChain = {
  name: 'log-indexes-of-chain',
  text: `select seq, log_index from log_leaves where organization_id = $1::uuid and chain_id = $2::uuid order by seq`,
};
const waiting = {
  name: 'log-waiting',
  text: `select count(*)::int as leaves, min(recorded_at_ms) as oldest from
    (select recorded_at_ms from staged_leaves limit $1::int) as t`,
};

/** Takes up to `limit` leaves out of the waiting ones: oldest first, each chain in its order. */
export async function takeStagedLeaves(tx: LedgerTransaction, limit: number): Promise<StagedLeaf[]> {
  const rows = await tx.query<LeafRow & { recorded_at_ms: string }>(takeStaged, [limit]);
  const leaves = rows.map((row) => ({ ...toLeaf(row), atMs: Number(row.recorded_at_ms) }));
  // DELETE answers in no order.
  return leaves.sort((a, b) => a.atMs - b.atMs || compare(a.chainId, b.chainId) || a.seq - b.seq);
}

/** Gives leaves their indices from `firstIndex` on. */
export function insertLogLeaves(
  tx: LedgerTransaction,
  firstIndex: number,
  leaves: readonly StagedLeaf[],
): void {
  tx.send(insertLeaves, [
    firstIndex,
    literal(leaves.map((leaf) => leaf.organizationId)),
    literal(leaves.map((leaf) => leaf.chainId)),
    literal(leaves.map((leaf) => leaf.seq)),
    Buffer.concat(leaves.map((leaf) => leaf.leafHash)),
  ]);
}

/** Stores tiles that are new or wider than before. */
export function storeTiles(tx: LedgerTransaction, tiles: readonly StoredTile[]): void {
  const hashes = pack(tiles.map((tile) => tile.hashes));
  tx.send(upsertTiles, [
    literal(tiles.map((tile) => tile.level)),
    literal(tiles.map((tile) => tile.index)),
    hashes.blob,
    hashes.starts,
    hashes.sizes,
  ]);
}

/** The stored tiles among those asked for, in no order, each as wide as it is by now. */
export async function readLogTiles(
  database: Database,
  tiles: readonly { readonly level: number; readonly index: number }[],
): Promise<StoredTile[]> {
  if (tiles.length === 0) return [];
  const rows = await database.read<{ level: number; tile_index: string; hashes: Buffer }>(readTiles, [
    literal(tiles.map((tile) => tile.level)),
    literal(tiles.map((tile) => tile.index)),
  ]);
  return rows.map((row) => ({ level: row.level, index: Number(row.tile_index), hashes: row.hashes }));
}

/** The entries at the indices from `from` up to, not including, `to`; shorter where one is missing. */
export async function readLogEntries(database: Database, from: number, to: number): Promise<IndexedEntry[]> {
  const rows = await database.read<IndexedRow>(readEntries, [from, to]);
  return rows.map((row) => ({
    logIndex: Number(row.log_index),
    organizationId: row.organization_id,
    chainId: row.chain_id,
    seq: row.seq,
    entry: row.entry,
  }));
}

/** The leaves at the indices from `from` up to, not including, `to`, also those whose entry is gone. */
export async function readLogLeaves(database: Database, from: number, to: number): Promise<IndexedLeaf[]> {
  const rows = await database.read<Omit<IndexedRow, 'entry'> & { entry: Buffer | null }>(readLeaves, [
    from,
    to,
  ]);
  return rows.map((row) => ({
    logIndex: Number(row.log_index),
    organizationId: row.organization_id,
    chainId: row.chain_id,
    seq: row.seq,
    entry: row.entry,
  }));
}

/** The first index at which a leaf hash stands, or null. */
export async function findLogIndex(database: Database, leafHash: Uint8Array): Promise<number | null> {
  const [row] = await database.read<{ log_index: string }>(indexByHash, [leafHash]);
  return row === undefined ? null : Number(row.log_index);
}

/** The indices of a chain's entries, by sequence number; those that wait for theirs are absent. */
export async function readChainIndexes(database: Database, chain: ChainRef): Promise<Map<number, number>> {
  const rows = await database.read<{ seq: number; log_index: string }>(indexesOfChain, [
    chain.organizationId,
    chain.chainId,
  ]);
  return new Map(rows.map((row) => [row.seq, Number(row.log_index)]));
}

/** How many leaves wait (counted up to `limit`), and since when the oldest of those. */
export async function countWaitingLeaves(
  database: Database,
  limit: number,
): Promise<{ leaves: number; oldestMs: number | null }> {
  const [row] = await database.read<{ leaves: number; oldest: string | null }>(waiting, [limit]);
  return { leaves: row?.leaves ?? 0, oldestMs: row?.oldest == null ? null : Number(row.oldest) };
}

function toLeaf(row: LeafRow): StagedLeaf {
  return {
    organizationId: row.organization_id,
    chainId: row.chain_id,
    seq: row.seq,
    leafHash: row.leaf_hash,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
