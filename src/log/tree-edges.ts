import type { Database } from '../database/database.js';
import { edgeRoot, type TreeEdge } from '../ledger/growth.js';
import { equalBytes } from '../ledger/bytes.js';
import type { TreeHead } from '../ledger/proof.js';
import { tileWidth, type TileId } from '../ledger/tile.js';
import { LogDamage, readTiles } from './stored-tree.js';

const none = new Uint8Array(0);

/**
 * The right edge of the tree with the head `head`, out of the stored tiles.
 *
 * Accepted only when its root is the head's.
 *
 * @throws LogDamage when tiles are missing or their root is another.
 */
export async function loadEdge(database: Database, head: TreeHead): Promise<TreeEdge> {
  const wanted = edgeTiles(head.size);
  const partial = await readTiles(
    database,
    wanted.filter(({ width }) => width > 0),
  );
  const stored = partial.values();
  const tiles = wanted.map(({ width }) => (width === 0 ? none : (stored.next().value ?? none)));
  const edge = { size: head.size, tiles };
  if (!equalBytes(edgeRoot(edge), head.root)) {
    throw new LogDamage(`the stored tiles do not give the root of the tree of ${head.size} leaves`);
  }
  return edge;
}

/** The tile of each level that is not full; of width 0 where the last one is. */
function edgeTiles(size: number): TileId[] {
  const tiles = [];
  for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / tileWidth)) {
    tiles.push({ level, index: Math.floor(nodes / tileWidth), width: nodes % tileWidth });
  }
  return tiles;
}
