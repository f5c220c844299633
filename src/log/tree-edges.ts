import type { Database } from '../database/database.js';
import { hashLength } from '../ledger/hash.js';
import { edgeRoot, type TreeEdge } from '../ledger/growth.js';
import { equalBytes } from '../ledger/bytes.js';
import type { TreeHead } from '../ledger/proof.js';
import { tileWidth } from '../ledger/tile.js';
import { readLogTiles } from './log-tree.store.js';

/** What is stored is not what was committed to: nothing may be signed until a person has looked. */
export class LogDamage extends Error {
  override readonly name = 'LogDamage';
}

/**
 * The right edge of the tree with the head `head`, out of the stored tiles.
 *
 * Tiles only grow, so those of a smaller tree are prefixes of what is stored now. The edge is accepted only when its
 * root is the head's.
 *
 * @throws LogDamage when tiles are missing or their root is another.
 */
export async function loadEdge(database: Database, head: TreeHead): Promise<TreeEdge> {
  const widths = edgeWidths(head.size);
  const wanted = widths.flatMap(({ index, width }, level) => (width === 0 ? [] : [{ level, index }]));
  const stored = await readLogTiles(database, wanted);
  const tiles = widths.map(({ index, width }, level) => {
    const hashes = stored.find((tile) => tile.level === level && tile.index === index)?.hashes;
    if (width > 0 && (hashes?.length ?? 0) < width * hashLength) {
      throw new LogDamage(
        `tile ${level}/${index} of the tree of ${head.size} leaves is missing or too short`,
      );
    }
    return (hashes ?? new Uint8Array(0)).slice(0, width * hashLength);
  });
  const edge = { size: head.size, tiles };
  if (!equalBytes(edgeRoot(edge), head.root)) {
    throw new LogDamage(`the stored tiles do not give the root of the tree of ${head.size} leaves`);
  }
  return edge;
}

/** The tile of each level that is not full: its index and how many hashes it has. */
function edgeWidths(size: number): { index: number; width: number }[] {
  const widths = [];
  for (let nodes = size; nodes > 0; nodes = Math.floor(nodes / tileWidth)) {
    widths.push({ index: Math.floor(nodes / tileWidth), width: nodes % tileWidth });
  }
  return widths;
}
