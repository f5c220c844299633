import { lineOfText, type Mark } from './sheet-drawing.js';
import type { LabelFonts, TextStyle } from './text-font.js';
import { fitText } from './text-line.js';

/** One paragraph of a label before its place is known. Sizes and gap in mm. */
export interface Paragraph {
  readonly text: string;
  readonly style: TextStyle;
  readonly size: number;
  readonly floor: number;
  readonly linesMax: number;
  readonly whole?: boolean;
  readonly framed?: boolean;
  /** Space above. */
  readonly gap: number;
  /** Left out when there is no room at any readable size. */
  readonly optional?: boolean;
}

/** Where paragraphs go, in mm; `x` is the left edge or, aligned to the middle, the middle. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly align: 'left' | 'middle';
}

/** What was laid, and the height it takes in mm. */
export interface Laid {
  readonly marks: readonly Mark[];
  readonly height: number;
}

/** Two groups in one area, one at its top and one at its foot, shrunk together until both fit. */
export function layBoth(
  fonts: LabelFonts,
  top: readonly Paragraph[],
  foot: readonly Paragraph[],
  area: Area,
): Mark[] {
  const all = layShrunk(fonts, [...top, ...foot], area);
  const upper = lay(fonts, all.kept.slice(0, top.length), area, all.scale);
  const lower = lay(fonts, all.kept.slice(top.length), area, all.scale);
  const down = { ...area, y: area.y + area.height - lower.height };
  return [...upper.marks, ...lay(fonts, all.kept.slice(top.length), down, all.scale).marks];
}

const scales = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4];
/** From this scale on, what is optional gives way first. */
const crowded = 0.82;

/** Paragraphs that were shrunk together, and those of them that were kept. */
export interface Shrunk extends Laid {
  readonly scale: number;
  readonly kept: readonly Paragraph[];
}

/** Paragraphs below each other at the largest scale at which they fit; at the smallest one if none does. */
export function layShrunk(fonts: LabelFonts, paragraphList: readonly Paragraph[], area: Area): Shrunk {
  let shrunk: Shrunk | undefined;
  for (const scale of scales) {
    const kept = scale > crowded ? paragraphList : paragraphList.filter(({ optional }) => optional !== true);
    shrunk = { ...lay(fonts, kept, area, scale), scale, kept };
    if (shrunk.height <= area.height) break;
  }
  return shrunk ?? { marks: [], height: 0, scale: 1, kept: [] };
}

function lay(fonts: LabelFonts, list: readonly Paragraph[], area: Area, scale: number): Laid {
  const marks: Mark[] = [];
  let y = area.y;
  for (const [index, paragraph] of list.entries()) {
    if (paragraph.text === '') continue;
    if (index > 0) y += paragraph.gap * scale;
    const laid = layParagraph(fonts, paragraph, { ...area, y }, scale);
    marks.push(...laid.marks);
    y += laid.height;
  }
  return { marks, height: y - area.y };
}

/** One paragraph, in its frame if it has one. */
export function layParagraph(fonts: LabelFonts, paragraph: Paragraph, area: Area, scale: number): Laid {
  const padding = paragraph.framed === true ? paragraph.size * scale * 0.25 : 0;
  const rule = { ...paragraph, size: paragraph.size * scale, floor: paragraph.floor * scale };
  const fitted = fitText(fonts, paragraph.text, rule, area.width - 2 * padding);
  const lead = fitted.size * 1.16;
  const marks = fitted.lines.flatMap((line, index) =>
    lineOfText(fonts, line, {
      x: area.x + padding,
      top: area.y + padding / 2 + index * lead,
      size: fitted.size,
      style: paragraph.style,
      align: area.align,
    }),
  );
  const height = lead * (fitted.lines.length - 1) + fitted.size + padding;
  if (padding === 0) return { marks, height };
  const last = marks.at(-1);
  const end = last?.kind === 'text' ? textEnd(last) : area.x + area.width;
  const frame: Mark = {
    kind: 'box',
    x: area.x,
    y: area.y,
    width: end - area.x + padding,
    height: height + padding * 0.3,
    line: 0.2,
  };
  return { marks: [frame, ...marks], height: height + padding * 0.3 };
}

function textEnd(mark: Extract<Mark, { kind: 'text' }>): number {
  let width = 0;
  for (const character of mark.text) width += mark.face.advance(character.codePointAt(0) ?? 0);
  return mark.x + width * mark.size;
}
