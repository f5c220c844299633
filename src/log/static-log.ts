import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from '../database/database.js';
import { utf8Encode } from '../ledger/bytes.js';
import { encodeBundle } from '../ledger/bundle.js';
import { parseCheckpoint } from '../ledger/checkpoint.js';
import { parseNote } from '../ledger/note.js';
import { formatBundlePath, formatTilePath, newTiles, tileWidth, type TileId } from '../ledger/tile.js';
import type { Published } from './log-state.store.js';
import { readEntries, readTiles } from './stored-tree.js';

const tilesAtOnce = 64;

/** Where the files of a log lie, and whether they hold the entries. */
export interface StaticLogPlace {
  readonly directory: string;
  readonly entries: boolean;
}

/**
 * The log as files that any web server can serve (C2SP tlog-tiles): tiles, entry bundles where they are public, and
 * the checkpoint last, so that what it promises is there.
 *
 * The checkpoint file says up to where the files are complete; whatever was missed is written at the next advance.
 */
export class StaticLog {
  constructor(
    private readonly database: Database,
    private readonly place: StaticLogPlace,
  ) {}

  /** Brings the files up to a published checkpoint. A file is whole or not there. */
  async advance(published: Published): Promise<void> {
    const from = await this.sizeOnDisk();
    const tiles = from > published.size ? [] : newTiles(from, published.size);
    for (let at = 0; at < tiles.length; at += tilesAtOnce) {
      await this.writeTiles(tiles.slice(at, at + tilesAtOnce));
    }
    await this.write('checkpoint', utf8Encode(published.note));
  }

  private async writeTiles(tiles: readonly TileId[]): Promise<void> {
    const stored = await readTiles(this.database, tiles);
    for (const [at, tile] of tiles.entries()) {
      await this.write(formatTilePath(tile), stored[at] ?? new Uint8Array(0));
      if (tile.level === 0 && this.place.entries) await this.writeBundle(tile);
      if (tile.width === tileWidth) await this.dropPartial(tile);
    }
  }

  private async writeBundle({ index, width }: TileId): Promise<void> {
    const first = index * tileWidth;
    const entries = await readEntries(this.database, first, first + width);
    await this.write(formatBundlePath(index, width), encodeBundle(entries.map(({ entry }) => entry)));
  }

  /** The partial forms of a tile that is full now: nobody needs them (C2SP tlog-tiles, Partial Tiles). */
  private async dropPartial({ level, index }: TileId): Promise<void> {
    const paths = [formatTilePath({ level, index, width: tileWidth })];
    if (level === 0 && this.place.entries) paths.push(formatBundlePath(index, tileWidth));
    for (const path of paths) {
      await rm(join(this.place.directory, `${path}.p`), { recursive: true, force: true });
    }
  }

  private async sizeOnDisk(): Promise<number> {
    try {
      const bytes = await readFile(join(this.place.directory, 'checkpoint'));
      return parseCheckpoint(parseNote(bytes).text).size;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
      throw error;
    }
  }

  private async write(path: string, bytes: Uint8Array): Promise<void> {
    const target = join(this.place.directory, path);
    await mkdir(dirname(target), { recursive: true });
    const draft = `${target}.new`;
    const file = await open(draft, 'w', 0o644);
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(draft, target);
  }
}
