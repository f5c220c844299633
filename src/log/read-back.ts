import type { Database } from '../database/database.js';
import { equalBytes } from '../ledger/bytes.js';
import { edgeRoot, growTree, type TreeEdge } from '../ledger/growth.js';
import { hashLength, leafHash } from '../ledger/hash.js';
import type { TreeHead } from '../ledger/proof.js';
import { logAt, type Lineage } from '../ledger/succession.js';
import { chainName } from './group-writer.js';
import type { IndexedEntry } from './log-tree.store.js';
import { LogDamage, readEntries, readTiles } from './stored-tree.js';
import { loadEdge } from './tree-edges.js';

const entriesAtOnce = 4_096;
const prevCharacters = 43;
const timeCharacters = 24;

/**
 * Recomputes the tree from the stored bytes of its entries before it is signed (ledger.md §4): a Certificate
 * Transparency log was lost to one bit that flipped between hashing and storing.
 *
 * It begins at a head that was signed, whose root the stored tiles must give, and grows from there: what it accepts is
 * an append-only extension of what was signed, whatever the tables say.
 */
export class ReadBack {
  private verified: TreeEdge | null = null;

  constructor(
    private readonly database: Database,
    private readonly lineage: Lineage,
  ) {}

  /**
   * Reads everything between the signed tree and `to`, and compares hashes, tiles and root.
   *
   * @throws LogDamage naming the first index at fault.
   */
  async verify(signed: TreeHead, to: TreeHead): Promise<void> {
    let edge = await this.startAt(signed);
    while (edge.size < to.size) {
      const next = Math.min(edge.size + entriesAtOnce, to.size);
      const grown = growTree(edge, await this.readHashes(edge.size, next));
      await this.compareTiles(grown.tiles);
      edge = grown.edge;
    }
    if (!equalBytes(edgeRoot(edge), to.root)) {
      throw new LogDamage(`the entries do not give the root of the tree of ${to.size} leaves`);
    }
    this.verified = edge;
  }

  private async startAt(signed: TreeHead): Promise<TreeEdge> {
    const { verified } = this;
    const known = verified?.size === signed.size && equalBytes(edgeRoot(verified), signed.root);
    return known ? verified : loadEdge(this.database, signed);
  }

  private async readHashes(from: number, to: number): Promise<Uint8Array[]> {
    const entries = await readEntries(this.database, from, to);
    return entries.map((stored) => {
      if (!isAtPlace(stored, logAt(this.lineage, stored.logIndex))) {
        throw new LogDamage(`the entry at index ${stored.logIndex} is of another place`);
      }
      return leafHash(stored.entry);
    });
  }

  private async compareTiles(
    tiles: readonly { readonly level: number; readonly index: number; readonly bytes: Uint8Array }[],
  ): Promise<void> {
    const wanted = tiles.map(({ level, index, bytes }) => ({
      level,
      index,
      width: bytes.length / hashLength,
    }));
    const stored = await readTiles(this.database, wanted);
    for (const [at, { level, index, bytes }] of tiles.entries()) {
      if (!equalBytes(stored[at] ?? new Uint8Array(0), bytes)) {
        throw new LogDamage(`tile ${level}/${index} is not what its entries give`);
      }
    }
  }
}

/**
 * Whether an entry says that it is where it is stored. An entry is canonical (ledger.md §3), so what it says of its
 * place stands at fixed characters: `chain`, `log`, `prev` of 43, `recordedAt` of 24, `seq`. Its bytes as a whole are
 * what the leaf hash is for.
 */
function isAtPlace({ entry, organizationId, chainId, seq }: IndexedEntry, origin: string): boolean {
  const head = `{"chain":"${chainName({ organizationId, chainId })}","log":"${origin}","prev":"`;
  const seqAt = head.length + prevCharacters + '","recordedAt":"'.length + timeCharacters;
  const tail = `","seq":${seq},"statement":"`;
  const text = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  return (
    text.toString('latin1', 0, head.length) === head &&
    text.toString('latin1', seqAt, seqAt + tail.length) === tail
  );
}
