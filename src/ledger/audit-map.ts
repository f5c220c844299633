import type { AuditEntry } from './audit-bundle.js';
import { type AuditFinding, auditFinding } from './audit-report.js';
import { base64urlDecode, base64urlEncode } from './bytes.js';
import { bucketDepth, bucketRoot, emptyChild, joinChildren, type MapChild, mapKey } from './map.js';
import type { TrustedOperator } from './trust.js';

/** An entry that the map as last stated does not have yet. */
export interface MovedHead {
  readonly index: number;
  readonly chain: string;
  readonly seq: number;
  /** base64url. */
  readonly head: string;
}

type Head = Omit<MovedHead, 'index' | 'chain'>;

/** What is to be kept of the map. */
export interface SavedMap {
  /** Size of the tree that the last stated map is of; 0 before the first. */
  readonly size: number;
  readonly stated: number;
  readonly heads: readonly (readonly [string, Head])[];
  readonly moved: readonly MovedHead[];
}

const buckets = 2 ** bucketDepth;

/**
 * The completeness map (ledger.md §7), recomputed for every root of it that the operator states.
 *
 * Keeps the last entry of each chain as of the last stated map, and every entry since: a chain takes about 300 bytes, an
 * entry since the last map 60.
 */
export class StatedMaps {
  private readonly heads = new Map<number, Map<string, Head>>();
  /** The subtrees down to the buckets as a heap: the children of node n are 2n and 2n + 1, bucket b is node 2^16 + b. */
  private readonly nodes = new Map<number, MapChild>();
  private moved: MovedHead[];
  private size: number;
  private stated: number;

  constructor(
    private readonly operator: TrustedOperator,
    saved: SavedMap = { size: 0, stated: 0, heads: [], moved: [] },
  ) {
    this.size = saved.size;
    this.stated = saved.stated;
    this.moved = [...saved.moved];
    this.join(new Set(saved.heads.map(([chain, head]) => this.put(chain, head))));
  }

  get count(): number {
    return this.stated;
  }

  /** Takes an entry in; what is wrong with the root that it states, if it does. */
  take(entry: AuditEntry, index: number, leafHash: string): AuditFinding | null {
    const { chain, seq, telling, issuer } = entry;
    this.moved.push({ index, chain, seq, head: leafHash });
    const isOperators = chain === this.operator.organization && issuer === this.operator.organization;
    if (!isOperators || telling === null) return null;
    const place = { index, chain, seq };
    if (telling.about === 'heads-malformed') return auditFinding('map-malformed', place);
    if (telling.about !== 'heads-stated') return null;
    const { size, root: found } = telling;
    if (size < this.size || size > index) {
      const expected = `${this.size} … ${index}`;
      return auditFinding('map-order', { ...place, expected, found: String(size) });
    }
    const expected = base64urlEncode(this.moveTo(size));
    this.stated += 1;
    return expected === found ? null : auditFinding('map-differs', { ...place, size, expected, found });
  }

  /** What is to be kept of it: the constructor takes it again. */
  saved(): SavedMap {
    const heads = [...this.heads.values()].flatMap((bucket) => [...bucket]);
    return { size: this.size, stated: this.stated, heads, moved: this.moved };
  }

  /** The root of the map of the tree of `size` leaves, which is not smaller than the one before. */
  private moveTo(size: number): Uint8Array {
    const after = this.moved.findIndex(({ index }) => index >= size);
    const moved = this.moved.splice(0, after === -1 ? this.moved.length : after);
    this.join(new Set(moved.map(({ chain, seq, head }) => this.put(chain, { seq, head }))));
    this.size = size;
    return (this.nodes.get(1) ?? emptyChild).hash;
  }

  /** Puts a chain's head into its bucket; answers which that is. */
  private put(chain: string, head: Head): number {
    const [high = 0, low = 0] = mapKey(chain);
    const number = high * 256 + low;
    const bucket = this.heads.get(number) ?? new Map<string, Head>();
    bucket.set(chain, head);
    this.heads.set(number, bucket);
    return number;
  }

  /** Recomputes what lies over some buckets, level by level, each subtree once. */
  private join(changed: ReadonlySet<number>): void {
    for (const number of changed) this.nodes.set(buckets + number, this.bucket(number));
    let level = new Set([...changed].map((number) => buckets + number));
    while (level.size > 0 && !level.has(1)) {
      level = new Set([...level].map((node) => Math.floor(node / 2)));
      for (const node of level) {
        this.nodes.set(
          node,
          joinChildren(this.nodes.get(2 * node) ?? emptyChild, this.nodes.get(2 * node + 1) ?? emptyChild),
        );
      }
    }
  }

  private bucket(number: number): MapChild {
    const leaves = [...(this.heads.get(number) ?? [])].map(([chain, { seq, head }]) => ({
      key: mapKey(chain),
      count: seq,
      head: base64urlDecode(head),
    }));
    return bucketRoot(leaves);
  }
}
