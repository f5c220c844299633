import type { Database } from '../database/database.js';
import { equalBytes } from '../ledger/bytes.js';
import { edgeRoot, growTree, type TreeEdge } from '../ledger/growth.js';
import { lockLogState, moveLogTree, type Lease } from './log-state.store.js';
import { insertLogLeaves, storeTiles, takeStagedLeaves } from './log-tree.store.js';
import { loadEdge } from './tree-edges.js';

/** Leaves that one transaction integrates at most. */
const leavesAtOnceMax = 16_384;
const limits = { workMs: 5_000, commitMs: 5_000 };

/** The lease is another's by now. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/**
 * Gives staged leaves their places in the tree: dense indices, each chain in its order (ledger.md §4).
 *
 * One transaction takes the leaves out, writes their index and the tiles that grew, and moves the tree's size and root
 * by compare-and-set. Whatever fails leaves everything as it was, and the same step again does it; when the answer to
 * COMMIT is lost, the next step begins from the tree that is found.
 */
export class Integrator {
  /** The tree after the last transaction; read anew from the tiles when the stored head is another. */
  private edge: TreeEdge | null = null;

  constructor(private readonly database: Database) {}

  /** Integrates what waits, up to a bound; answers how many leaves it took. @throws LeaseLost, LogDamage. */
  async integrate(lease: Lease): Promise<number> {
    const outcome = await this.database.ledger(limits, async (tx) => {
      const state = await lockLogState(tx, lease);
      if (state === null) throw new LeaseLost('another process writes the log');
      const leaves = await takeStagedLeaves(tx, leavesAtOnceMax);
      if (leaves.length === 0) return { edge: null, taken: 0 };
      const edge = await this.edgeAt(state.tree);
      const grown = growTree(
        edge,
        leaves.map((leaf) => leaf.leafHash),
      );
      insertLogLeaves(tx, state.tree.size, leaves);
      storeTiles(
        tx,
        grown.tiles.map(({ level, index, bytes }) => ({ level, index, hashes: bytes })),
      );
      moveLogTree(tx, lease, state.tree, { size: grown.edge.size, root: edgeRoot(grown.edge) });
      return { edge: grown.edge, taken: leaves.length };
    });
    if (outcome.outcome !== 'committed') {
      this.edge = null;
      throw outcome.error;
    }
    const { edge, taken } = outcome.value;
    if (edge !== null) this.edge = edge;
    return taken;
  }

  private async edgeAt(head: { readonly size: number; readonly root: Uint8Array }): Promise<TreeEdge> {
    const { edge } = this;
    if (edge !== null && edge.size === head.size && equalBytes(edgeRoot(edge), head.root)) return edge;
    return loadEdge(this.database, head);
  }
}
