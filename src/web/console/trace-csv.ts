import type { Trace } from './batch-shapes.js';
import type { Cell } from './csv.js';
import type { Graph } from './graph-model.js';

const columns = [
  'batch',
  'code',
  'lot',
  'product',
  'organization',
  'place',
  'openedAt',
  'quantity',
  'unit',
  'mark',
  'stops',
  'madeFrom',
];

/** The graph of traces as a table: a row a box, with the ids of those that it was made from. */
export function traceRows(traces: readonly Trace[], { boxes, links }: Graph): readonly (readonly Cell[])[] {
  const nodes = new Map(traces.flatMap(({ nodes }) => nodes.map((node) => [node.key, node] as const)));
  const sources = new Map<string, string[]>();
  for (const { from, to } of links) sources.set(to, [...(sources.get(to) ?? []), from]);
  const rows = boxes.map(({ id, batch, product, organization, quantity, mark, openedAt, stops }) => {
    const node = nodes.get(id);
    const named = [batch, node?.code, node?.lot, product, organization.name, node?.place, openedAt];
    const told = [quantity?.value, quantity?.unit, mark, stops?.join(' '), sources.get(id)?.join(' ')];
    return [...named, ...told].map((cell) => cell ?? '');
  });
  return [columns, ...rows];
}
