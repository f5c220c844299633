import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { boxMarkWords, graphWords } from '../words-graph.js';
import type { Graph, GraphBox, GraphLink } from './graph-model.js';
import { Foreign, Table, type Column } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Rows listed at once; the row that is marked is always among them. */
const rowsAtOnce = 100;

interface TableProps {
  readonly graph: Graph;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Columns of the screen's own, after those that every graph has. */
  readonly more?: readonly Column<GraphBox>[];
}

/** All that a figure says, as a table: a row marks its box, and a box its row. */
export function GraphTable({ graph, selected, onSelect, more = [] }: TableProps): VNode {
  const t = useWords();
  const columns = useColumns(graph, selected, onSelect);
  const [asked, setAsked] = useState(rowsAtOnce);
  const root = useRef<HTMLDivElement>(null);
  const marked = graph.boxes.findIndex(({ id }) => id === selected);
  const shown = Math.max(asked, marked + 1);
  const left = graph.boxes.length - shown;
  useEffect(() => {
    if (selected !== null)
      root.current?.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div class="stack" ref={root}>
      <Table
        caption={t(graphWords.table)}
        isCaptionShown
        rows={graph.boxes.slice(0, shown)}
        keyOf={({ id }) => id}
        columns={[...columns, ...more]}
      />
      {left <= 0 ? null : (
        <div class="row">
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setAsked(shown + rowsAtOnce);
            }}
          >
            {fill(t(graphWords.rows), { count: Math.min(left, rowsAtOnce) })}
          </button>
        </div>
      )}
    </div>
  );
}

function useColumns(
  graph: Graph,
  selected: string | null,
  onSelect: (id: string) => void,
): readonly Column<GraphBox>[] {
  const { language } = useSurroundings();
  const t = useWords();
  const names = useMemo(() => new Map(graph.boxes.map((box) => [box.id, box.name])), [graph]);
  const into = useMemo(() => sourcesIn(graph.links), [graph]);
  const nameOf = (id: string): string => names.get(id) ?? t(graphWords.unnamed);
  return [
    {
      words: graphWords.batch,
      cell: ({ id }) => (
        <button
          type="button"
          class="bare"
          aria-pressed={id === selected}
          onClick={() => {
            onSelect(id);
          }}
        >
          <Foreign text={nameOf(id)} />
        </button>
      ),
    },
    {
      words: graphWords.product,
      cell: ({ product }) => (product === null ? '' : <Foreign text={product} />),
    },
    { words: graphWords.organization, cell: ({ organization }) => <Foreign text={organization.name} /> },
    {
      words: graphWords.quantity,
      isNumber: true,
      cell: ({ quantity }) => (quantity === null ? t(graphWords.untold) : sayQuantity(quantity, language)),
    },
    {
      words: graphWords.sources,
      cell: ({ id }) => (
        <ul>
          {(into.get(id) ?? []).map(({ from, quantity }) => (
            <li key={from}>
              <Foreign text={nameOf(from)} />{' '}
              <span class="quiet">
                {quantity === null ? t(graphWords.untold) : sayQuantity(quantity, language)}
              </span>
            </li>
          ))}
        </ul>
      ),
    },
    { words: graphWords.standing, cell: ({ mark }) => (mark === null ? '' : t(boxMarkWords[mark])) },
  ];
}

function sourcesIn(links: readonly GraphLink[]): ReadonlyMap<string, readonly GraphLink[]> {
  const into = new Map<string, GraphLink[]>();
  for (const link of links) {
    const before = into.get(link.to);
    if (before === undefined) into.set(link.to, [link]);
    else before.push(link);
  }
  return into;
}
