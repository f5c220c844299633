import type { Database } from '../database/database.js';
import { hashLength } from '../ledger/hash.js';
import { formatTilePath, type TileId } from '../ledger/tile.js';
import { readLogEntries, readLogTiles, type IndexedEntry } from './log-tree.store.js';

/** What is stored is not what was committed to: nothing may be signed until a person has looked. */
export class LogDamage extends Error {
  override readonly name = 'LogDamage';
}

/**
 * The hashes of tiles, in the order asked for, out of one query. Tiles only grow, so a narrower one is the beginning of
 * what is stored now.
 *
 * @throws LogDamage naming a tile that is not there, or not as wide.
 */
export async function readTiles(database: Database, tiles: readonly TileId[]): Promise<Uint8Array[]> {
  const stored = new Map(
    (await readLogTiles(database, tiles)).map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]),
  );
  return tiles.map((tile) => {
    const hashes = stored.get(`${tile.level}/${tile.index}`);
    if (hashes === undefined || hashes.length < tile.width * hashLength) {
      throw new LogDamage(`${formatTilePath(tile)} is missing or too short`);
    }
    return hashes.subarray(0, tile.width * hashLength);
  });
}

/** The entries from index `from` up to, not including, `to`. @throws LogDamage naming the first that is missing. */
export async function readEntries(database: Database, from: number, to: number): Promise<IndexedEntry[]> {
  const entries = await readLogEntries(database, from, to);
  if (entries.length === to - from) return entries;
  const gap = entries.findIndex((entry, at) => entry.logIndex !== from + at);
  throw new LogDamage(`there is no entry at index ${from + (gap === -1 ? entries.length : gap)}`);
}
