import type { ReadBundle } from './audit-bundle.js';
import { type ChainEnd, ChainEnds } from './audit-chains.js';
import { EventIds } from './audit-events.js';
import { LogKeys, type SavedKeys } from './audit-keys.js';
import { type SavedMap, StatedMaps } from './audit-map.js';
import { type AuditCounts, type AuditFinding, auditFinding } from './audit-report.js';
import { base64Encode, base64urlEncode, equalBytes } from './bytes.js';
import { edgeRoot, emptyEdge, growTree, type GrownTile, type TreeEdge } from './growth.js';
import { hashLength } from './hash.js';
import { formatTilePath, tileWidth } from './tile.js';
import type { TreeHead } from './proof.js';
import { LogEnds } from './audit-ends.js';
import type { Succession } from './succession.js';
import type { TrustedOperator } from './trust.js';

/** Everything that an auditor has to remember of the log up to where it has read. */
export interface AuditState {
  readonly edge: TreeEdge;
  readonly chains: readonly (readonly [string, ChainEnd])[];
  readonly events: Uint8Array;
  readonly keys: SavedKeys;
  readonly map: SavedMap;
}

/** What came of a bundle. */
export interface AuditStep {
  readonly finding: AuditFinding | null;
  /** Tiles above level 0 that are full now: what is served must be equal. */
  readonly tiles: readonly GrownTile[];
}

/**
 * Follows a log from its beginning, or from a saved state, entry by entry in the order of the log: rebuilds its tree, its
 * chains, its register of keys and every root of the completeness map that it states, and believes nothing of what is
 * served but the bytes of the entries.
 *
 * What it finds is the first thing that is wrong; after that it is of no more use. The caller reads bundles (readBundle)
 * and hands them over in order, and compares the tiles that come of them with those that are served (compareTile).
 */
export class LogAuditor {
  private edge: TreeEdge;
  private readonly chains: ChainEnds;
  private readonly keys: LogKeys;
  private readonly maps: StatedMaps;
  private readonly ends: LogEnds;

  /** `led`: how the log came to its tree (successionsTo), where other logs had it before. */
  constructor(operator: TrustedOperator, state?: AuditState, led: readonly Succession[] = []) {
    this.edge = state?.edge ?? emptyEdge;
    this.chains = new ChainEnds(new Map(state?.chains), new EventIds(state?.events));
    this.keys = new LogKeys(operator, state?.keys);
    this.maps = new StatedMaps(operator, state?.map);
    this.ends = new LogEnds(operator, led);
  }

  /** How many entries it has read. */
  get size(): number {
    return this.edge.size;
  }

  get counts(): AuditCounts {
    const { own, custodial, doubted } = this.keys.signers;
    const [chains, keys, maps] = [this.chains.count, this.keys.count, this.maps.count];
    return { entries: this.size, chains, keys, own, custodial, doubted, maps };
  }

  /**
   * Takes the next bundle, or the rest of one that was read in part: `tile` is what is served as the tile of level 0 beside
   * it, as wide as the bundle.
   */
  take(read: ReadBundle, tile: Uint8Array): AuditStep {
    const first = Math.floor(this.size / tileWidth) * tileWidth;
    const known = this.size - first;
    const { hashes } = read;
    if (hashes.length === 0) return { finding: read.fault, tiles: [] };
    const remembered = this.edge.tiles[0] ?? new Uint8Array(0);
    const differing = [
      differsAt(hashes.subarray(0, remembered.length), remembered),
      differsAt(hashes, tile),
    ].filter((at) => at >= 0);
    const wrongAt = differing.length === 0 ? Infinity : Math.min(...differing);
    const fault = this.readEntries(read, { first, known, until: wrongAt });
    if (fault !== null) return { finding: fault, tiles: [] };
    if (wrongAt !== Infinity)
      return { finding: leafFinding(first, wrongAt, hashes, wrongAt < known ? remembered : tile), tiles: [] };
    const leaves = hashesOf(hashes.subarray(known * hashLength));
    const otherEnd = this.ends.compareRoots(this.edge, leaves);
    if (otherEnd !== null) return { finding: otherEnd, tiles: [] };
    const { edge, tiles } = growTree(this.edge, leaves);
    this.edge = edge;
    return {
      finding: null,
      tiles: tiles.filter(({ level, bytes }) => level > 0 && bytes.length === tileWidth * hashLength),
    };
  }

  /** The tiles above level 0 that are not full: what is served for the tree of this size must be equal. */
  edgeTiles(): GrownTile[] {
    return this.edge.tiles.flatMap((bytes, level) =>
      level === 0 || bytes.length === 0
        ? []
        : [{ level, index: Math.floor(this.size / tileWidth ** (level + 1)), bytes }],
    );
  }

  /** What is wrong with a checkpoint over all entries that were read, null when it is of this tree. */
  finish(checkpoint: TreeHead): AuditFinding | null {
    const root = edgeRoot(this.edge);
    if (!equalBytes(root, checkpoint.root)) {
      return auditFinding('root-differs', {
        size: checkpoint.size,
        expected: base64Encode(root),
        found: base64Encode(checkpoint.root),
      });
    }
    return this.keys.finish();
  }

  /** What is to be kept to go on from here: the constructor takes it again. */
  saved(): AuditState {
    const { ends, events } = this.chains.saved();
    return { edge: this.edge, chains: ends, events, keys: this.keys.saved(), map: this.maps.saved() };
  }

  /** Holds the new entries before `until` against what came before; the first that is wrong. */
  private readEntries(
    { entries, hashes, fault }: ReadBundle,
    { first, known, until }: { readonly first: number; readonly known: number; readonly until: number },
  ): AuditFinding | null {
    for (const [offset, entry] of entries.entries()) {
      const at = known + offset;
      if (at >= until) return null;
      const hash = base64urlEncode(hashes.subarray(at * hashLength, (at + 1) * hashLength));
      const wrong =
        this.chains.take(entry, first + at, hash) ??
        this.keys.take(entry, first + at) ??
        this.maps.take(entry, first + at, hash) ??
        this.ends.take(entry, first + at);
      if (wrong !== null) return wrong;
    }
    return known + entries.length < until ? fault : null;
  }
}

/** What is wrong with a served tile, null when it is the one that the entries give. */
export function compareTile(grown: GrownTile, served: Uint8Array): AuditFinding | null {
  const at = differsAt(grown.bytes, served);
  if (at < 0) return null;
  const { level, index, bytes } = grown;
  return auditFinding('tile-differs', {
    path: formatTilePath({ level, index, width: bytes.length / hashLength }),
    index: (index * tileWidth + at) * tileWidth ** level,
    expected: hashText(bytes, at),
    found: hashText(served, at),
  });
}

function leafFinding(first: number, at: number, hashes: Uint8Array, promised: Uint8Array): AuditFinding {
  return auditFinding('leaf-differs', {
    index: first + at,
    expected: hashText(promised, at),
    found: hashText(hashes, at),
  });
}

/** Which hash is the first that two rows of hashes have not in common; −1 when they are equal. */
function differsAt(own: Uint8Array, other: Uint8Array): number {
  const bytes = Math.max(own.length, other.length);
  for (let at = 0; at < bytes; at += 1) {
    if (own[at] !== other[at]) return Math.floor(at / hashLength);
  }
  return -1;
}

function hashesOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / hashLength }, (_, at) =>
    bytes.subarray(at * hashLength, (at + 1) * hashLength),
  );
}

function hashText(bytes: Uint8Array, at: number): string {
  return base64Encode(bytes.slice(at * hashLength, (at + 1) * hashLength));
}
