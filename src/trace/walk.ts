import type { Mixing } from '../batches/mixed-lot.js';
import type { BatchAt, Direction, Edge, Lot } from './graph.store.js';
import { drawOf, entryKey, foldingWork, OpenedLot } from './opened-lot.js';

/** How far a walk goes. */
export interface WalkLimits {
  /** Levels away from the batch. */
  readonly depth: number;
  /** Nodes in all. */
  readonly nodes: number;
}

/** What a walk reads, and where it may not go on. */
export interface Surroundings {
  edges(direction: Direction, batches: readonly string[], limit: number): Promise<readonly Edge[]>;
  lots(
    batches: readonly BatchAt[],
    limit: number,
  ): Promise<{ readonly lots: ReadonlyMap<string, Lot>; readonly rows: number }>;
  /** Whether what lies behind batches of this organization is for whoever asks. */
  mayPass(organizationId: string): boolean;
}

/**
 * A batch on the way. A mixed lot has a node for each draw that is followed backward, and for each parcel that is followed
 * forward: the graph goes through a lot as the goods did (docs/adr/0011).
 */
export interface WalkNode extends BatchAt {
  /** `<batch>` or, within a mixed lot, `<batch>/<seq>`. */
  readonly key: string;
  readonly level: number;
  readonly mixing: Mixing | null;
  /** The entry of a mixed lot's chain that drew (backward) or added (forward) what is followed; null for all of it. */
  readonly seq: number | null;
  /** `open`: all next to it was looked at; else why what lies behind is not here. */
  state: 'open' | 'not-followed' | 'not-told';
  /** Links away from the batch that was asked for. */
  readonly links: WalkLink[];
  /** Edges behind it that are not among the links, since the walk was cut short. */
  missing: number;
}

/** One edge as it was followed, to the node `to`. */
export interface WalkLink {
  readonly to: string;
  readonly edge: Edge;
}

/** What was found, nearest first; the first node is the batch that was asked for. */
export interface Walked {
  readonly nodes: ReadonlyMap<string, WalkNode>;
  readonly lots: ReadonlyMap<string, OpenedLot>;
  /** False when there is more than was followed. That something is not told does not count. */
  readonly complete: boolean;
}

/** Links a walk follows for each node it may have. */
const linksPerNode = 5;
const lotChangesMax = 20_000;
/** Parcels looked at by all draws of all lots: a second of work at most. */
const foldingMax = 1_000_000;

/**
 * Walks the graph from one batch, level by level, one query of edges a level (scale.md rule 5). Never asks for a node
 * twice, so it ends on every graph, also one with a circle in it.
 */
export async function walk(
  around: Surroundings,
  from: BatchAt,
  direction: Direction,
  limits: WalkLimits,
): Promise<Walked> {
  return new Walk(around, direction, limits).run(from);
}

class Walk {
  private readonly nodes = new Map<string, WalkNode>();
  private readonly lots = new Map<string, OpenedLot>();
  private readonly mixings = new Map<string, Mixing>();
  private readonly asked = new Set<string>();
  /** Mixed lots, or what may be one, that are too much to go into. */
  private readonly closed = new Set<string>();
  private links = 0;
  private folded = 0;
  private changes = 0;
  private complete = true;
  private next: WalkNode[] = [];

  constructor(
    private readonly around: Surroundings,
    private readonly direction: Direction,
    private readonly limits: WalkLimits,
  ) {}

  async run(from: BatchAt): Promise<Walked> {
    await this.openLots([from]);
    this.add(from, null, 0);
    for (let level = 1; this.next.length > 0; level += 1) await this.step(level);
    return { nodes: this.nodes, lots: this.lots, complete: this.complete };
  }

  private async step(level: number): Promise<void> {
    const here = this.next.filter((node) => this.mayGoOn(node));
    this.next = [];
    if (here.length === 0) return;
    const room = this.limits.nodes * linksPerNode - this.links;
    const ids = [...new Set(here.map(({ id }) => id))];
    const found = await this.around.edges(this.direction, ids, room + 1);
    const edges = found.slice(0, room);
    await this.openLots(edges.map((edge) => this.farEnd(edge)));
    const beside = groupBy(edges, (edge) => (this.direction === 'backward' ? edge.child.id : edge.parent.id));
    // Edges come in the order of the batches: those after the cut have been looked at in part, or not at all.
    const cutFrom = found.length > room ? this.nearEnd(found.at(-1)) : null;
    const isLast = level > this.limits.depth;
    for (const node of here) {
      const isCut = cutFrom !== null && node.id >= cutFrom;
      this.follow(node, beside.get(node.id) ?? [], { level, isLast, isCut });
    }
  }

  /** Links a node with what lies behind it. On the last level only says whether there is anything. */
  private follow(
    node: WalkNode,
    beside: readonly Edge[],
    { level, isLast, isCut }: { readonly level: number; readonly isLast: boolean; readonly isCut: boolean },
  ): void {
    const followed = this.lots.has(node.id) && node.seq !== null ? this.throughLot(node, beside) : beside;
    if (isCut || (isLast && followed.length > 0)) this.cutAt(node, Math.max(1, isLast ? followed.length : 0));
    if (isLast) return;
    for (const edge of followed) {
      for (const seq of this.entriesInto(edge)) {
        const to = this.reach(this.farEnd(edge), seq, level);
        if (to === null) this.cutAt(node, 1);
        else {
          node.links.push({ to, edge });
          this.links += 1;
        }
      }
    }
  }

  private cutAt(node: WalkNode, missing: number): void {
    node.state = 'not-followed';
    node.missing += missing;
    this.complete = false;
  }

  /** Of the edges beside a mixed lot those that the draw, or the parcel, of the node has to do with. */
  private throughLot(node: WalkNode, beside: readonly Edge[]): readonly Edge[] {
    const lot = this.lots.get(node.id);
    const seq = node.seq ?? 0;
    if (lot === undefined) return [];
    if (this.direction === 'forward') return beside.filter((edge) => lot.holds(seq, drawOf(edge)));
    const incoming = groupBy(beside, entryKey);
    return [...lot.sourcesOf(seq).keys()].flatMap((by) => incoming.get(by) ?? []);
  }

  /** The draws or parcels of the far end by which an edge is followed; `null` for an end that is no mixed lot. */
  private entriesInto(edge: Edge): readonly (number | null)[] {
    const lot = this.lots.get(this.farEnd(edge).id);
    if (lot === undefined) return [null];
    if (this.direction === 'backward') return [drawOf(edge)];
    const parcels = lot.parcelsOf(edge);
    // Made, and not yet credited to the lot: it goes no further.
    return parcels.length === 0 ? [0] : parcels;
  }

  /** The key of a node, which is added when there is room; null when there is none. */
  private reach(batch: BatchAt, seq: number | null, level: number): string | null {
    const key = seq === null ? batch.id : `${batch.id}/${seq}`;
    if (this.nodes.has(key)) return key;
    if (this.nodes.size >= this.limits.nodes) return null;
    this.add(batch, seq, level);
    return key;
  }

  private add({ organizationId, id }: BatchAt, seq: number | null, level: number): void {
    const key = seq === null ? id : `${id}/${seq}`;
    const mixing = this.mixings.get(id) ?? null;
    const node: WalkNode = {
      key,
      organizationId,
      id,
      level,
      mixing,
      seq,
      state: 'open',
      links: [],
      missing: 0,
    };
    this.nodes.set(key, node);
    this.next.push(node);
  }

  private mayGoOn(node: WalkNode): boolean {
    if (!this.around.mayPass(node.organizationId)) node.state = 'not-told';
    else if (this.closed.has(node.id)) this.cutAt(node, 1);
    return node.state === 'open';
  }

  /** Opens those of the batches that are mixed lots; one that is too much to fold is not gone into. */
  private async openLots(batches: readonly BatchAt[]): Promise<void> {
    const fresh = new Map(batches.filter(({ id }) => !this.asked.has(id)).map((batch) => [batch.id, batch]));
    if (fresh.size === 0) return;
    for (const id of fresh.keys()) this.asked.add(id);
    const room = lotChangesMax - this.changes;
    const { lots, rows } = await this.around.lots([...fresh.values()], room + 1);
    this.changes += Math.min(rows, room);
    // Rows come in the order of the lots: the last one may not be all here, and none after it is.
    const cutFrom = rows > room ? [...lots.keys()].at(-1) : undefined;
    for (const id of fresh.keys()) if (cutFrom !== undefined && id >= cutFrom) this.closed.add(id);
    for (const [id, lot] of lots) {
      this.mixings.set(id, lot.mixing);
      const folded = this.folded + foldingWork(lot);
      if (this.closed.has(id) || folded > foldingMax) {
        this.closed.add(id);
        continue;
      }
      this.folded = folded;
      this.lots.set(id, new OpenedLot(id, lot));
    }
  }

  private farEnd({ parent, child }: Edge): BatchAt {
    return this.direction === 'backward' ? parent : child;
  }

  private nearEnd(edge: Edge | undefined): string {
    if (edge === undefined) return '';
    return this.direction === 'backward' ? edge.child.id : edge.parent.id;
  }
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
