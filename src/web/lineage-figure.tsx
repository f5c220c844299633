import type { VNode } from 'preact';
import { fill, say, type Language } from '../gs1/words.js';
import { plainText } from './safe-text.js';
import type { ScanView } from './scan-view.js';
import { scanWords } from './words-scan.js';

/** Most boxes of the figure, that of the batch itself and that of what is left out included. */
const boxesMax = 9;
/** Longest text of a line in a box, in ems: most lot numbers fit. What is drawn wider is clipped. */
const lineEms = 10.4;
/** Lengths in rem, so that the figure grows with the reader's text. A deeper level stands no further in than the last. */
const box = { width: 10.6, height: 2.75, gap: 0.5, indent: 0.6, levelsMax: 2 } as const;

interface Box {
  readonly level: number;
  readonly name: string;
  /** The line below the name; null for the box of what is left out. */
  readonly detail: string | null;
  /** Row of the box of what was made from it, null for the first. */
  readonly above: number | null;
}

/** The boxes from top to bottom: the batch, below each batch what it was made from. */
function boxesOf({ product, batch, origins }: ScanView, language: Language): Box[] {
  const room = origins.length < boxesMax ? origins.length : boxesMax - 2;
  const name = say(scanWords.thisBatch, language);
  const boxes: Box[] = [
    { level: 0, name: `${name} ${product?.name ?? ''}`, detail: batch?.lot ?? '', above: null },
  ];
  const hang = (into: number | null, above: number): void => {
    for (const [at, origin] of origins.slice(0, room).entries()) {
      if (origin.flows[0]?.into !== into) continue;
      boxes.push({ level: origin.level, name: origin.product, detail: origin.lot ?? origin.place, above });
      hang(at, boxes.length - 1);
    }
  };
  hang(null, 0);
  if (room < origins.length) {
    const more = fill(say(scanWords.originsMore, language), { count: origins.length - room });
    boxes.push({ level: 1, name: more, detail: null, above: 0 });
  }
  return boxes;
}

/** The beginning of a typed text that fits a line: Chinese an em a character, other letters a little over half. */
function lineOf(text: string): string {
  const shown = plainText(text);
  let ems = 0;
  let kept = '';
  for (const character of shown) {
    ems += character >= '\u2E80' ? 1 : 0.56;
    if (ems > lineEms) return `${kept.slice(0, -1)}…`;
    kept += character;
  }
  return kept;
}

const rem = (length: number): string => `${String(Number(length.toFixed(4)))}rem`;
const left = (level: number): number => Math.min(level, box.levelsMax) * box.indent;
const top = (row: number): number => row * (box.height + box.gap);

/** The line from a box to the one above that was made from it. */
function Link({
  from,
  to,
  boxes,
}: {
  readonly from: number;
  readonly to: number;
  readonly boxes: readonly Box[];
}): VNode {
  const above = left(boxes[to]?.level ?? 0) + box.indent / 2;
  const beside = left(boxes[from]?.level ?? 0);
  const x = rem(above);
  // A box that stands no further in than the one above hangs by its upper edge.
  const y = rem(top(from) + (beside > above ? box.height / 2 : 0));
  return (
    <>
      <line x1={x} y1={rem(top(to) + box.height)} x2={x} y2={y} />
      {beside > above ? <line x1={x} y1={y} x2={rem(beside)} y2={y} /> : null}
    </>
  );
}

/**
 * What a batch was made from as a tree of at most nine boxes, drawn in rem without a scale: it reflows with the text
 * size and needs no style of its own. Texts in it are cut; the list beside it has them whole.
 */
export function LineageFigure({
  view,
  language,
}: {
  readonly view: ScanView;
  readonly language: Language;
}): VNode {
  const boxes = boxesOf(view, language);
  return (
    <svg
      class="lineage"
      role="img"
      aria-label={say(scanWords.lineageAlt, language)}
      width={rem(box.width + box.levelsMax * box.indent)}
      height={rem(top(boxes.length) - box.gap)}
    >
      {boxes.map(({ level, name, detail, above }, row) => (
        <>
          {above === null ? null : <Link from={row} to={above} boxes={boxes} />}
          <svg x={rem(left(level))} y={rem(top(row))} width={rem(box.width)} height={rem(box.height)}>
            <rect class={row === 0 ? 'self' : undefined} width="100%" height="100%" />
            <text x=".375rem" y={detail === null ? '1.7rem' : '1.15rem'}>
              {lineOf(name)}
            </text>
            {detail === null ? null : (
              <text x=".375rem" y="2.3rem">
                {lineOf(detail)}
              </text>
            )}
          </svg>
        </>
      ))}
    </svg>
  );
}
