import type { Trace, TraceNode } from './batch-shapes.js';
import {
  joined,
  sumOf,
  type Amount,
  type BoxMark,
  type Graph,
  type GraphBox,
  type GraphLink,
} from './graph-model.js';

/** A batch of a trace with what the walk that found it says. */
interface Found {
  readonly node: TraceNode;
  readonly quantity: Amount | null;
  readonly isOrigin: boolean;
}

/** Traces of the same batches, backward and forward, as one graph: each batch once, goods from the left to the right. */
export function graphOf(traces: readonly Trace[]): Graph {
  const found = new Map<string, Found>();
  for (const trace of traces)
    for (const each of foundIn(trace))
      if (!found.has(each.node.key) || (each.node.level === 0 && each.quantity !== null))
        found.set(each.node.key, each);
  const asked = new Set(traces.map(({ batch }) => batch));
  const joint = jointSources(traces);
  const boxes = [...found.values()].map((each) => boxOf(each, markOf(each, asked, joint)));
  return { boxes, links: joined(boxes, linksIn(traces)) };
}

function markOf(
  { node, isOrigin }: Found,
  asked: ReadonlySet<string>,
  joint: ReadonlySet<string>,
): BoxMark | null {
  if (asked.has(node.batch)) return 'asked';
  if (joint.has(node.key)) return 'common';
  return isOrigin ? 'origin' : null;
}

/** What every batch that was asked for was made from; nothing where one alone was asked for. */
function jointSources(traces: readonly Trace[]): ReadonlySet<string> {
  const [first, ...others] = traces.filter(({ direction }) => direction === 'backward');
  if (first === undefined || others.length === 0) return new Set();
  const behind = others.map(({ nodes }) => new Set(nodes.map(({ key }) => key)));
  return new Set(first.nodes.map(({ key }) => key).filter((key) => behind.every((keys) => keys.has(key))));
}

/**
 * How much of each batch a trace is about: backward what of it went into what was asked for, of an origin its share;
 * forward what came into it.
 */
function foundIn({ direction, nodes, origins, whole }: Trace): readonly Found[] {
  const shares = new Map((origins ?? []).map(({ node, quantity }) => [node, quantity]));
  const made = new Map<string, (Amount | null)[]>();
  for (const node of nodes)
    for (const link of node.links) {
      const amounts = made.get(link.node) ?? [];
      amounts.push(direction === 'backward' ? link.taken : link.made);
      made.set(link.node, amounts);
    }
  return nodes.map((node) => ({
    node,
    isOrigin: shares.has(node.key) && node.level > 0,
    quantity: node.level === 0 ? whole : (shares.get(node.key) ?? sumOf(made.get(node.key) ?? [])),
  }));
}

function boxOf({ node, quantity }: Found, mark: BoxMark | null): GraphBox {
  const { key, batch, lot, code, product, organization, openedAt, stops } = node;
  return {
    id: key,
    batch,
    lots: 1,
    name: lot ?? code,
    product: product.variety === null ? product.name : `${product.name} ${product.variety}`,
    organization,
    quantity: quantity ?? node.available,
    mark,
    openedAt,
    stops,
    outside: 0,
    members: [],
  };
}

/** Each link once, by the entry that says it: the trace of one batch and that of another may walk it either way. */
function linksIn(traces: readonly Trace[]): readonly GraphLink[] {
  const links = new Map<string, GraphLink>();
  for (const { direction, nodes } of traces) {
    const times = new Map<string, number>();
    for (const { key, links: away } of nodes)
      for (const { node, entry, taken, made } of away) {
        const [from, to] = direction === 'backward' ? [node, key] : [key, node];
        const said = `${from} ${to} ${entry.batch} ${entry.seq}`;
        const time = times.get(said) ?? 0;
        times.set(said, time + 1);
        const quantity = taken ?? made ?? links.get(`${said} ${time}`)?.quantity ?? null;
        links.set(`${said} ${time}`, { from, to, quantity });
      }
  }
  return [...links.values()];
}
