import type { Database } from '../database/database.js';
import { mapKey } from '../ledger/map.js';
import { parseMapTile } from '../ledger/map-tile.js';
import { proveMap, type MapProof } from '../ledger/map-proof.js';
import { chainName } from './group-writer.js';
import type { ChainRef } from './entry.js';
import type { Inclusion, LogReader } from './log-reader.js';
import { bucketOf } from './map-keeper.js';
import { readMapPath, type StatedMap } from './map.store.js';

/** Proofs that chains have no more entries than shown, as of one stated map. */
export interface CompletenessProof {
  readonly size: number;
  readonly root: Uint8Array;
  /** The entry that states the map: its leaf hash, and where the published log has it. */
  readonly leaf: Uint8Array;
  readonly inclusion: Inclusion;
  readonly heads: readonly { readonly chain: string; readonly proof: MapProof }[];
}

const triesMax = 3;

/** Reads proofs out of the completeness map (ledger.md §7). */
export class CompletenessReader {
  constructor(
    private readonly database: Database,
    private readonly log: LogReader,
  ) {}

  /**
   * Proofs for chains against the map as last stated; null while there is none whose statement is under the published
   * checkpoint, or when a chain is not in it yet. The map may move on while it is read: then it is read again.
   */
  async prove(chains: readonly ChainRef[]): Promise<CompletenessProof | null> {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const paths = await Promise.all(chains.map((chain) => this.path(chain)));
      const [first] = paths;
      if (first === undefined) return null;
      const { size, root, leaf } = first.stated;
      if (root === null || leaf === null) return null;
      if (paths.some(({ stated }) => stated.size !== size)) continue;
      const inclusion = await this.log.inclusion(leaf);
      if (inclusion === null) return null;
      const heads = paths.flatMap(({ chain, proof }) => (proof === null ? [] : [{ chain, proof }]));
      return heads.length === chains.length ? { size, root, leaf, inclusion, heads } : null;
    }
    return null;
  }

  private async path(
    ref: ChainRef,
  ): Promise<{ readonly chain: string; readonly stated: StatedMap; readonly proof: MapProof | null }> {
    const chain = chainName(ref);
    const key = mapKey(chain);
    const { stated, top, tile, heads } = await readMapPath(this.database, bucketOf(key));
    const leaves = heads.map((head) => ({ key: head.key, count: head.seq, head: head.leafHash }));
    const isMapped = leaves.some((leaf) => Buffer.compare(leaf.key, key) === 0);
    if (top === null || tile === null || !isMapped) return { chain, stated, proof: null };
    return { chain, stated, proof: proveMap(key, parseMapTile(top), parseMapTile(tile), leaves) };
  }
}
