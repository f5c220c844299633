import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { graphWords as words } from '../words-graph.js';
import { GraphFigure } from './graph-figure.js';
import { boxesAtOnceMax, byOrganization, drawnAs, within, type Graph, type GraphBox, type Span } from './graph-model.js'; // prettier-ignore
import { GraphTable } from './graph-table.js';
import type { Column } from './parts.js';
import { useWords } from './surroundings.js';
import { TimeWindow } from './time-window.js';

interface PaneProps {
  /** The same object as long as nothing in it changes. */
  readonly graph: Graph;
  /** Where this stands, to come back to it. */
  readonly here: string;
  /** Columns of the screen's own in the table. */
  readonly more?: readonly Column<GraphBox>[];
}

/**
 * A graph as a figure and a table that say the same: of each batch, or of each organization with its batches together,
 * which above many batches is so at first; and with the batches faint that were opened outside of a span of days.
 */
export function GraphPane({ graph, here, more }: PaneProps): VNode {
  const t = useWords();
  const isMany = graph.boxes.length > boxesAtOnceMax;
  const [isGrouped, setGrouped] = useState(isMany);
  const [span, setSpan] = useState<Span | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const looked = useMemo(() => within(graph, span), [graph, span]);
  const drawn = useMemo(() => (isGrouped ? byOrganization(looked) : looked), [looked, isGrouped]);
  const marked = { selected: drawnAs(looked, drawn, selected), onSelect: setSelected };
  const times = useMemo(
    () => graph.boxes.flatMap(({ openedAt }) => (openedAt === null ? [] : [Date.parse(openedAt)])),
    [graph],
  );
  return (
    <>
      <TimeWindow times={times} onChange={setSpan} />
      <Outside graph={looked} isAsked={span !== null} />
      {isMany ? <p class="small quiet">{fill(t(words.many), { max: boxesAtOnceMax })}</p> : null}
      <Grouping isGrouped={isGrouped} boxes={graph.boxes.length} onChange={setGrouped} />
      <GraphFigure graph={drawn} {...marked} />
      <GraphTable graph={drawn} here={here} isGrouped={isGrouped} more={more} {...marked} />
    </>
  );
}

/** How many batches are outside of the chosen days, in words. */
function Outside({ graph: { boxes }, isAsked }: { graph: Graph; isAsked: boolean }): VNode {
  const t = useWords();
  const outside = boxes.filter((box) => box.outside > 0).length;
  return (
    <p role="status">{isAsked ? fill(t(words.windowed), { inside: boxes.length - outside, outside }) : ''}</p>
  );
}

interface GroupingProps {
  readonly isGrouped: boolean;
  readonly boxes: number;
  readonly onChange: (isGrouped: boolean) => void;
}

function Grouping({ isGrouped, boxes, onChange }: GroupingProps): VNode {
  const t = useWords();
  return (
    <>
      <div class="row" role="group" aria-label={t(words.grouping)}>
        {[true, false].map((grouped) => (
          <button
            key={String(grouped)}
            type="button"
            class="quiet"
            aria-pressed={grouped === isGrouped}
            onClick={() => {
              onChange(grouped);
            }}
          >
            {grouped ? t(words.grouped) : fill(t(words.each), { boxes })}
          </button>
        ))}
      </div>
      {isGrouped ? <p class="small quiet">{t(words.groupedHint)}</p> : null}
    </>
  );
}
