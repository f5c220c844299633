import type { Database } from '../database/database.js';
import { foldPlan, planConsistency, planInclusion, type NodeId, type ProofPlan } from '../ledger/proof.js';
import { formatTilePath, nodeOfTile, tileOf, type TileId } from '../ledger/tile.js';
import { readTiles } from './stored-tree.js';

/**
 * The inclusion proofs of indices in the tree of `size` leaves (RFC 6962 §2.1.1), in their order, out of one query.
 * Requires each index < size ≤ the log's.
 */
export async function proveInclusions(
  database: Database,
  indices: readonly number[],
  size: number,
): Promise<Uint8Array[][]> {
  const plans = indices.map((index) => planInclusion(index, size));
  const hashes = await fold(database, plans.flat(), size);
  let at = 0;
  return plans.map((plan) => hashes.slice(at, (at += plan.length)));
}

/** The consistency proof between two trees of the log (RFC 6962 §2.1.2). Requires 0 < size1 ≤ size2 ≤ the log's. */
export function proveConsistency(database: Database, size1: number, size2: number): Promise<Uint8Array[]> {
  return fold(database, planConsistency(size1, size2), size2);
}

/** Arithmetic says which nodes are needed, one query reads their tiles, arithmetic folds them. */
async function fold(database: Database, plan: ProofPlan, size: number): Promise<Uint8Array[]> {
  const wanted = new Map<string, TileId>();
  for (const node of plan.flat()) {
    const tile = tileOf(node, size);
    wanted.set(formatTilePath(tile), tile);
  }
  const stored = await readTiles(database, [...wanted.values()]);
  const hashes = new Map([...wanted.keys()].map((path, at) => [path, stored[at]]));
  return foldPlan(plan, (node: NodeId) => {
    const tile = tileOf(node, size);
    return nodeOfTile(tile, hashes.get(formatTilePath(tile)) ?? new Uint8Array(0), node);
  });
}
