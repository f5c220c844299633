/** That something of `parent` became part of `child`, and the entry it stands on, as `<batch> <seq>`. */
export interface KnownEdge {
  readonly entry: string;
  readonly parent: string;
  readonly child: string;
}

/** Reads the edges next to some batches. */
type Read = (batches: readonly string[]) => Promise<readonly KnownEdge[]>;

/**
 * Edges among which lies every path that leads from one of `children` to one of `parents`: with them a new edge from
 * parent to child is known to close a circle or not.
 *
 * Walks down from the children and up from the parents, always on the side with fewer batches to ask for, and ends when
 * one side is at its end: what hangs below a fresh batch is nothing, and above a harvested one neither, so that most
 * edges cost one look.
 */
export async function findPaths(
  parents: Iterable<string>,
  children: Iterable<string>,
  readAbove: Read,
  readBelow: Read,
): Promise<readonly KnownEdge[]> {
  const up = new Side(parents, ({ parent }) => parent, readAbove);
  const down = new Side(children, ({ child }) => child, readBelow);
  await Promise.all([down.step(), up.step()]);
  while (!up.isAtEnd && !down.isAtEnd) await (up.width < down.width ? up : down).step();
  return down.isAtEnd ? down.edges : up.edges;
}

/** One direction of the walk: every batch is asked for once. */
class Side {
  readonly edges: KnownEdge[] = [];
  private readonly seen: Set<string>;
  private next: string[];

  constructor(
    start: Iterable<string>,
    private readonly end: (edge: KnownEdge) => string,
    private readonly read: Read,
  ) {
    this.seen = new Set(start);
    this.next = [...this.seen];
  }

  get width(): number {
    return this.next.length;
  }

  get isAtEnd(): boolean {
    return this.next.length === 0;
  }

  async step(): Promise<void> {
    const found = await this.read(this.next);
    this.next = [];
    for (const edge of found) {
      this.edges.push(edge);
      const batch = this.end(edge);
      if (this.seen.has(batch)) continue;
      this.seen.add(batch);
      this.next.push(batch);
    }
  }
}

/** Known edges in memory, to which entries add and in which corrections replace. */
export class Paths {
  private readonly said = new Map<string, KnownEdge[]>();
  private readonly below = new Map<string, Set<KnownEdge>>();

  constructor(edges: Iterable<KnownEdge>) {
    for (const edge of edges) this.add(edge);
  }

  /**
   * The first of these edges, which are all that `entry` says, that would close a circle (R46), or null: then they are
   * known from here on, in the place of what the entry said before.
   */
  admit<Edge extends KnownEdge>(entry: string, edges: readonly Edge[]): Edge | null {
    const before = this.said.get(entry) ?? [];
    this.remove(entry);
    for (const edge of edges) this.add(edge);
    const circle = this.findCircle(edges);
    if (circle === null) return null;
    this.remove(entry);
    for (const edge of before) this.add(edge);
    return circle;
  }

  private findCircle<Edge extends KnownEdge>(edges: readonly Edge[]): Edge | null {
    for (const child of new Set(edges.map((edge) => edge.child))) {
      const reached = this.descendantsOf(child);
      const circle = edges.find((edge) => edge.child === child && reached.has(edge.parent));
      if (circle !== undefined) return circle;
    }
    return null;
  }

  /** The batch itself and all that was made of it, as far as is known. */
  private descendantsOf(batch: string): ReadonlySet<string> {
    const reached = new Set([batch]);
    for (const at of reached) for (const { child } of this.below.get(at) ?? []) reached.add(child);
    return reached;
  }

  private add(edge: KnownEdge): void {
    const said = this.said.get(edge.entry);
    if (said === undefined) this.said.set(edge.entry, [edge]);
    else said.push(edge);
    const below = this.below.get(edge.parent) ?? new Set();
    this.below.set(edge.parent, below.add(edge));
  }

  private remove(entry: string): void {
    for (const edge of this.said.get(entry) ?? []) this.below.get(edge.parent)?.delete(edge);
    this.said.delete(entry);
  }
}
