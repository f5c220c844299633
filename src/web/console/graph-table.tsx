import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { sayQuantity, sayTime } from '../figures.js';
import { boxMarkWords, graphWords } from '../words-graph.js';
import { quantityOf, type Graph, type GraphBox, type GraphLink } from './graph-model.js';
import { useStanding, useSums } from './graph-words.js';
import { holdAddress } from './hold-address.js';
import { Chip, Foreign, Table, type Column } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** Rows listed at once; the row that is marked is always among them. */
const rowsAtOnce = 100;

interface TableProps {
  readonly graph: Graph;
  /** Where the table stands, to come back to it. */
  readonly here: string;
  /** Each row is an organization with its batches. */
  readonly isGrouped: boolean;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Columns of the screen's own, after those that every graph has. */
  readonly more?: readonly Column<GraphBox>[] | undefined;
}

/** All that a figure says, as a table: a row marks its box, and a box its row. */
export function GraphTable(props: TableProps): VNode {
  const { graph, isGrouped, selected, more = [] } = props;
  const t = useWords();
  const columns = useColumns(props);
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
        caption={t(isGrouped ? graphWords.groupTable : graphWords.table)}
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

function useColumns(props: TableProps): readonly Column<GraphBox>[] {
  const { graph, isGrouped, selected, onSelect } = props;
  const t = useWords();
  const names = useMemo(() => new Map(graph.boxes.map((box) => [box.id, nameOf(box)])), [graph]);
  const nameAt = (id: string): string => names.get(id) ?? t(graphWords.unnamed);
  const named: Column<GraphBox> = {
    words: isGrouped ? graphWords.group : graphWords.batch,
    cell: ({ id }) => (
      <button
        type="button"
        class="bare"
        aria-pressed={id === selected}
        onClick={() => {
          onSelect(id);
        }}
      >
        <Foreign text={nameAt(id)} />
      </button>
    ),
  };
  const counted: Column<GraphBox> = {
    words: graphWords.batches,
    isNumber: true,
    cell: ({ lots }) => fill(t(graphWords.lotCount), { count: lots }),
  };
  const ofBatches = useBatchColumns(props.here);
  const [quantity, sources, standing] = useBoxColumns(graph, nameAt);
  return isGrouped
    ? [named, counted, quantity, sources, standing]
    : [named, ...ofBatches.before, quantity, sources, standing, ...ofBatches.after];
}

/** How people call what a box stands for; null where the reader is not told. */
function nameOf({ batch, name, organization }: GraphBox): string | null {
  return batch === null ? organization.name : name;
}

/** Columns that a box has whether it is one batch or many. */
function useBoxColumns(
  graph: Graph,
  nameAt: (id: string) => string,
): readonly [Column<GraphBox>, Column<GraphBox>, Column<GraphBox>] {
  const { language } = useSurroundings();
  const t = useWords();
  const saySums = useSums();
  const standing = useStanding();
  const into = useMemo(() => sourcesIn(graph.links), [graph]);
  return [
    { words: graphWords.quantity, isNumber: true, cell: (box) => saySums(quantityOf(box)) },
    {
      words: graphWords.sources,
      cell: ({ id }) => (
        <ul>
          {(into.get(id) ?? []).map(({ from, quantity }) => (
            <li key={from}>
              <Foreign text={nameAt(from)} />{' '}
              <span class="quiet">
                {quantity === null ? t(graphWords.untold) : sayQuantity(quantity, language)}
              </span>
            </li>
          ))}
        </ul>
      ),
    },
    {
      words: graphWords.standing,
      cell: (box) => (
        <ul class="stack">
          {box.mark === null ? null : <li>{t(boxMarkWords[box.mark])}</li>}
          {standing(box).map(({ text, tone }) => (
            <li key={text}>{tone === null ? text : <Chip tone={tone}>{text}</Chip>}</li>
          ))}
        </ul>
      ),
    },
  ];
}

/** Columns of single batches, before and after those that all boxes have. */
function useBatchColumns(here: string): {
  readonly before: readonly Column<GraphBox>[];
  readonly after: readonly Column<GraphBox>[];
} {
  const around = useSurroundings();
  const t = useWords();
  const mayHold = holds(around, 'owner', 'recorder', 'inspector', 'regulator');
  const act: Column<GraphBox> = {
    words: graphWords.act,
    cell: ({ batch, name, stops }) =>
      batch === null || stops === null || stops.includes('hold') ? (
        ''
      ) : (
        <a
          class="target whole"
          href={holdAddress(batch, here)}
          aria-label={`${t(graphWords.hold)} ${name ?? ''}`}
        >
          {t(graphWords.hold)}
        </a>
      ),
  };
  return {
    before: [
      {
        words: graphWords.product,
        cell: ({ product }) => (product === null ? '' : <Foreign text={product} />),
      },
      { words: graphWords.organization, cell: ({ organization }) => <Foreign text={organization.name} /> },
      {
        words: graphWords.opened,
        cell: ({ openedAt }) =>
          openedAt === null ? '' : <span class="whole">{sayTime(openedAt).slice(0, 10)}</span>,
      },
    ],
    after: mayHold ? [act] : [],
  };
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
