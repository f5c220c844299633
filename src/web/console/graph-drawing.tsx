import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { plainText } from '../safe-text.js';
import { boxMarkWords, graphWords } from '../words-graph.js';
import type { Layout, Place } from './graph-layout.js';
import { quantityOf, type Graph, type GraphBox, type GraphLink } from './graph-model.js';
import { useStanding, useSums } from './graph-words.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Of a box, in the figure's lengths. */
export const boxSize = { width: 190, height: 108 } as const;
/** Longest text of a line in a box, in ems of it. */
const lineEms = 12.8;

/** The beginning of a text that fits a line: Chinese an em a character, other letters a little over half. */
function fitting(text: string): string {
  let ems = 0;
  let kept = '';
  for (const character of plainText(text)) {
    ems += character >= '\u2E80' ? 1 : 0.58;
    if (ems > lineEms) return `${kept.slice(0, -1)}…`;
    kept += character;
  }
  return kept;
}

/** What a box says, a line each. */
function useLines(): (box: GraphBox) => string[] {
  const t = useWords();
  const saySums = useSums();
  const standing = useStanding();
  return (box) => {
    const { batch, lots, name, product, organization, mark } = box;
    const quantity = quantityOf(box);
    const sums = quantity.amounts.length === 0 ? '' : saySums(quantity);
    const marked = mark === null ? '' : t(boxMarkWords[mark]);
    const states = standing(box)
      .map(({ text }) => text)
      .join(' · ');
    const last = [sums, marked].filter((text) => text !== '').join(' · ');
    return batch === null
      ? [organization.name, fill(t(graphWords.lots), { count: lots }), sums, marked, states]
      : [name ?? t(graphWords.unnamed), product ?? '', organization.name, last, states];
  };
}

interface DrawingProps {
  readonly graph: Graph;
  readonly layout: Layout;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Whether words at a point are worth writing. */
  readonly saysAt: (x: number, y: number) => boolean;
}

/** Boxes and links where the layout puts them. */
export function Drawing({ graph, layout, selected, onSelect, saysAt }: DrawingProps): VNode {
  const lines = useLines();
  return (
    <>
      {graph.links.map((link, at) => (
        <Line
          key={`${link.from} ${link.to}`}
          link={link}
          line={layout.lines[at] ?? []}
          selected={selected}
          saysAt={saysAt}
        />
      ))}
      {graph.boxes.map((box) => {
        const place = layout.boxes.get(box.id);
        return place === undefined ? null : (
          <g
            key={box.id}
            class={classOf(box, selected)}
            transform={`translate(${place.x} ${place.y})`}
            onClick={() => {
              onSelect(box.id);
            }}
          >
            <rect {...boxSize} rx="4" />
            {(saysAt(place.x, place.y) ? lines(box) : []).map((line, row) => (
              <text key={row} x="10" y={21 + row * 18} class={row === 0 ? 'name' : undefined}>
                {fitting(line)}
              </text>
            ))}
          </g>
        );
      })}
    </>
  );
}

/** How a box is drawn beside its words. */
function classOf({ id, mark, stops, outside, lots }: GraphBox, selected: string | null): string {
  const marks = [
    mark,
    (stops ?? []).length > 0 ? 'stopped' : null,
    outside === lots ? 'outside' : null,
    id === selected ? 'picked' : null,
  ];
  return ['box', ...marks.filter((name) => name !== null)].join(' ');
}

interface LineProps {
  readonly link: GraphLink;
  readonly line: readonly Place[];
  readonly selected: string | null;
  readonly saysAt: DrawingProps['saysAt'];
}

function Line({ link, line, selected, saysAt }: LineProps): VNode {
  const { language } = useSurroundings();
  const isPicked = selected === link.from || selected === link.to;
  const { x, y } = middleOf(line);
  return (
    <g class={isPicked ? 'link picked' : 'link'}>
      <polyline points={line.map((point) => `${point.x},${point.y}`).join(' ')} marker-end="url(#arrow)" />
      {link.quantity === null || !saysAt(x, y) ? null : (
        <text x={x} y={y - 5} text-anchor="middle">
          {sayQuantity(link.quantity, language)}
        </text>
      )}
    </g>
  );
}

/** Half way along the longest piece of a line, where there is most room for words. */
function middleOf(line: readonly Place[]): Place {
  let longest = -1;
  let middle: Place = { x: 0, y: 0 };
  for (const [at, to] of line.entries()) {
    const from = line[at - 1];
    if (from === undefined) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length <= longest) continue;
    longest = length;
    middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  }
  return middle;
}
