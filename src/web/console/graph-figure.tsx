import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { graphWords } from '../words-graph.js';
import { boxSize, Drawing } from './graph-drawing.js';
import type { Layout, Place } from './graph-layout.js';
import type { Graph } from './graph-model.js';
import { useView, type View } from './graph-view.js';
import { useWords } from './surroundings.js';

interface FigureProps {
  /** The same object as long as nothing in it changes. */
  readonly graph: Graph;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** What stands where, or null while it is found out, or that it cannot be. Quantities may change without another layout. */
function useLayout(graph: Graph): Layout | 'failed' | null {
  const [found, setFound] = useState<{ readonly key: string; readonly layout: Layout | 'failed' } | null>(
    null,
  );
  const key = useMemo(
    () => JSON.stringify([graph.boxes.map(({ id }) => id), graph.links.map(({ from, to }) => [from, to])]),
    [graph],
  );
  useEffect(() => {
    let isWanted = true;
    const settle = (layout: Layout | 'failed'): void => {
      if (isWanted) setFound({ key, layout });
    };
    import('./graph-layout.js')
      .then(({ layOut }) => layOut(graph, boxSize))
      .then(settle, () => {
        settle('failed');
      });
    return () => {
      isWanted = false;
    };
  }, [key]);
  return found?.key === key ? found.layout : null;
}

/** A graph as a figure that says what its table says. */
export function GraphFigure({ graph, selected, onSelect }: FigureProps): VNode {
  const t = useWords();
  const layout = useLayout(graph);
  return (
    <figure class="stack graph">
      {layout === null || layout === 'failed' ? (
        <p role="status" class="canvas">
          {t(layout === null ? graphWords.drawing : graphWords.failed)}
        </p>
      ) : (
        <Canvas graph={graph} layout={layout} selected={selected} onSelect={onSelect} />
      )}
    </figure>
  );
}

/** The figure itself, moved and zoomed by buttons as well as by dragging. */
function Canvas({ graph, layout, selected, onSelect }: FigureProps & { layout: Layout }): VNode {
  const t = useWords();
  const svg = useRef<SVGSVGElement>(null);
  const view = useView(svg, layout, middleOf(graph, layout));
  useEffect(() => {
    const place = selected === null ? undefined : layout.boxes.get(selected);
    if (place !== undefined) view.show(place.x + boxSize.width / 2, place.y + boxSize.height / 2);
  }, [selected, layout]);
  const said = { boxes: graph.boxes.length, links: graph.links.length };
  return (
    <>
      <svg
        ref={svg}
        class="canvas"
        role="img"
        aria-label={fill(t(graphWords.title), said)}
        {...view.attributes}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="8"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path d="M0 0l8 4-8 4z" />
          </marker>
        </defs>
        <Drawing
          graph={graph}
          layout={layout}
          selected={selected}
          saysAt={view.saysAt}
          onSelect={(id) => {
            if (!view.wasDragged()) onSelect(id);
          }}
        />
      </svg>
      <Controls view={view} />
    </>
  );
}

/** Where the first box stands that was asked for or is recalled. */
function middleOf({ boxes }: Graph, layout: Layout): Place | null {
  const about = boxes.find(({ mark }) => mark === 'asked' || mark === 'suspect');
  const corner = about === undefined ? undefined : layout.boxes.get(about.id);
  return corner === undefined ? null : { x: corner.x + boxSize.width / 2, y: corner.y + boxSize.height / 2 };
}

const controls: readonly (readonly [Words, (view: View) => void])[] = [
  [
    graphWords.closer,
    (view) => {
      view.zoom(1.5);
    },
  ],
  [
    graphWords.farther,
    (view) => {
      view.zoom(1 / 1.5);
    },
  ],
  [
    graphWords.whole,
    (view) => {
      view.whole();
    },
  ],
  [
    graphWords.left,
    (view) => {
      view.move(-1, 0);
    },
  ],
  [
    graphWords.right,
    (view) => {
      view.move(1, 0);
    },
  ],
  [
    graphWords.up,
    (view) => {
      view.move(0, -1);
    },
  ],
  [
    graphWords.down,
    (view) => {
      view.move(0, 1);
    },
  ],
];

function Controls({ view }: { view: View }): VNode {
  const t = useWords();
  return (
    <div class="row controls" role="group" aria-label={t(graphWords.moving)}>
      {controls.map(([words, act]) => (
        <button
          key={words.en}
          type="button"
          class="quiet"
          onClick={() => {
            act(view);
          }}
        >
          {t(words)}
        </button>
      ))}
    </div>
  );
}
