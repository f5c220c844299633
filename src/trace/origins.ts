import type { Decimal } from '../ledger/quantity.js';
import { apportion } from '../ledger/shares.js';
import type { BatchFacts, Credit } from './facts.store.js';
import { entryKey } from './opened-lot.js';
import type { WalkLink, Walked, WalkNode } from './walk.js';

/** How much of the batch that was asked for comes from one node that nothing is known, or followed, behind. */
export interface OriginShare {
  readonly node: string;
  /** In the unit of the batch that was asked for. */
  readonly quantity: Decimal;
}

/** The whole, and what it is made of: shares and the unknown sum to exactly the whole. */
export interface Origins {
  readonly whole: Decimal;
  readonly shares: readonly OriginShare[];
  /** What cannot be told: quantities that cannot be compared, or nodes that were left out. */
  readonly unknown: Decimal;
}

/** What a walk backward needs to be weighed. */
export interface Weighed {
  readonly facts: ReadonlyMap<string, BatchFacts>;
  readonly credits: readonly Credit[];
}

/** What one node is made of: weights of its links, of what grew in it, and of what cannot be told. */
interface Weights {
  readonly links: readonly Decimal[];
  readonly own: Decimal;
  readonly unknown: Decimal;
}

/**
 * How much of a batch comes from each origin, largest remainder first at every step, so that the shares sum to exactly
 * the whole: all that was produced in the batch, or, as long as nothing of it is credited, all that was made of it.
 *
 * An origin is a batch with a harvest, or with nothing before it; where the walk was cut short, also the batch where it
 * stopped. The amounts of a diamond meet before they are split again.
 */
export function originsOf(walked: Walked, weighed: Weighed): Origins {
  const [root] = walked.nodes.values();
  if (root === undefined) return { whole: 0n, shares: [], unknown: 0n };
  const weigher = new Weigher(walked, weighed);
  const weights = weigher.of(root);
  const whole = sum(weights.links) + weights.own + weights.unknown;
  const amounts = new Map<string, Decimal>([[root.key, whole]]);
  const shares: OriginShare[] = [];
  let unknown = 0n;
  for (const node of inOrder(walked)) {
    const amount = amounts.get(node.key) ?? 0n;
    amounts.delete(node.key);
    if (amount === 0n) continue;
    const split = weigher.split(node, amount);
    if (split.own > 0n) shares.push({ node: node.key, quantity: split.own });
    unknown += split.unknown;
    for (const [at, { to }] of node.links.entries())
      amounts.set(to, (amounts.get(to) ?? 0n) + (split.links[at] ?? 0n));
  }
  // What runs in a circle, which only several organizations at once can record, comes from nowhere.
  for (const left of amounts.values()) unknown += left;
  return { whole, shares, unknown };
}

/** Nodes so that each comes after all that lead to it; those on a circle, and behind one, are left out. */
function inOrder({ nodes }: Walked): WalkNode[] {
  const waiting = new Map<string, number>();
  for (const { links } of nodes.values())
    for (const { to } of links) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const ready = [...nodes.values()].filter(({ key }) => !waiting.has(key));
  for (const node of ready) {
    for (const { to } of node.links) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      const next = nodes.get(to);
      if (left === 0 && next !== undefined) ready.push(next);
    }
  }
  return ready;
}

class Weigher {
  private readonly credited: ReadonlyMap<string, Decimal>;

  constructor(
    private readonly walked: Walked,
    private readonly weighed: Weighed,
  ) {
    this.credited = new Map(
      weighed.credits.map(({ batch, source, quantity }) => [`${batch} ${source}`, quantity]),
    );
  }

  /** An amount split by what the node is made of. What is not known to be anything is the node's own. */
  split(node: WalkNode, amount: Decimal): Weights {
    const weights = this.of(node);
    const all = [...weights.links, weights.own, weights.unknown];
    if (sum(all) === 0n) return { links: [], own: amount, unknown: 0n };
    const parts = apportion(amount, all);
    const count = weights.links.length;
    return { links: parts.slice(0, count), own: parts[count] ?? 0n, unknown: parts[count + 1] ?? 0n };
  }

  of(node: WalkNode): Weights {
    const groups = groupsOf(node.links);
    const lot = this.walked.lots.get(node.id);
    if (node.seq !== null && lot !== undefined) {
      const { brought, own } = ofDraw(lot.sourcesOf(node.seq), groups, node);
      return weigh(node, groups, { brought, own, unknown: lot.unknownOf(node.seq) });
    }
    const produced = this.weighed.facts.get(node.id)?.produced ?? 0n;
    if (produced === 0n) {
      // Nothing is credited yet: what was made of it is all that is known.
      return { links: node.links.map(({ edge }) => edge.made ?? 0n), own: 0n, unknown: 0n };
    }
    const brought = new Map<string, Decimal>();
    let isKnown = true;
    for (const [key, group] of groups) {
      const made = madeIn(group);
      const isOwn = group[0]?.link.edge.entry.batch === node.id;
      if (!isOwn) brought.set(key, this.credited.get(`${node.id} ${key}`) ?? 0n);
      else if (made === null) isKnown = false;
      else brought.set(key, sum(made));
    }
    const rest = produced - sum([...brought.values()]);
    const left = rest > 0n ? rest : 0n;
    return weigh(node, groups, { brought, own: isKnown ? left : 0n, unknown: isKnown ? 0n : left });
  }
}

type Group = readonly { readonly at: number; readonly link: WalkLink }[];

/** Links by the entry that they stand on. */
function groupsOf(links: readonly WalkLink[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, { at: number; link: WalkLink }[]>();
  for (const [at, link] of links.entries()) {
    const key = entryKey(link.edge);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ at, link }]);
    else group.push({ at, link });
  }
  return groups;
}

/** What was made by one entry, by link; null when it cannot be told. */
function madeIn(group: Group): Decimal[] | null {
  const made = group.flatMap(({ link }) => link.edge.made ?? []);
  return made.length < group.length || sum(made) === 0n ? null : made;
}

/** What a draw took that came by entries without edges was grown in the lot; unless the walk left edges out. */
function ofDraw(
  sources: ReadonlyMap<string, Decimal>,
  groups: ReadonlyMap<string, Group>,
  { state }: WalkNode,
): { readonly brought: ReadonlyMap<string, Decimal>; readonly own: Decimal } {
  if (state !== 'open') return { brought: sources, own: 0n };
  const isGrown = ([by]: readonly [string, Decimal]): boolean => !groups.has(by);
  const grown = [...sources].filter(isGrown).map(([, amount]) => amount);
  return { brought: new Map([...sources].filter((source) => !isGrown(source))), own: sum(grown) };
}

/** Splits what each entry brought over its links. */
function weigh(
  node: WalkNode,
  groups: ReadonlyMap<string, Group>,
  { brought, own, unknown }: { brought: ReadonlyMap<string, Decimal>; own: Decimal; unknown: Decimal },
): Weights {
  const links = node.links.map(() => 0n);
  const lost = [unknown];
  for (const [key, amount] of brought) {
    const group = groups.get(key) ?? [];
    const made = madeIn(group);
    if (made === null) lost.push(amount);
    else for (const [place, part] of apportion(amount, made).entries()) links[group[place]?.at ?? 0] = part;
  }
  return { links, own, unknown: sum(lost) };
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((all, amount) => all + amount, 0n);
}
