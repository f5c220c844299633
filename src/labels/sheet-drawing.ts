import type { QrMatrix } from './qr.js';
import type { Face, LabelFonts, TextStyle } from './text-font.js';
import { runsOf, widthOf } from './text-line.js';

/**
 * One thing on a label, in mm from the label's upper left corner, y downwards, black on white.
 *
 * Every output (PDF, SVG, PNG, ZPL) draws these three and nothing else, so a label looks the same in all.
 */
export type Mark =
  | {
      readonly kind: 'code';
      /** Corner of the first module; the quiet zone lies outside. */
      readonly x: number;
      readonly y: number;
      readonly module: number;
      readonly matrix: QrMatrix;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly baseline: number;
      readonly size: number;
      readonly face: Face;
      readonly text: string;
    }
  | {
      /** A rectangle; `line` is the width of its border, which lies inside, or null when it is filled. */
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly line: number | null;
    };

/** A drawn label: its marks, and what a reader that cannot see it is told. */
export interface LabelDrawing {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly title: string;
  readonly description: string;
}

/** Where Noto's Han characters reach above the baseline, in em: a line of size s is s high. */
const ascent = 0.88;

export interface TextPlace {
  /** Left edge, middle or right edge, as `align` says. */
  readonly x: number;
  /** Upper edge of the line. */
  readonly top: number;
  readonly size: number;
  readonly style: TextStyle;
  readonly align?: 'left' | 'middle' | 'right';
}

/** One line of printable text as marks; a character that no font has is an open box. */
export function lineOfText(fonts: LabelFonts, text: string, place: TextPlace): Mark[] {
  const { size, top } = place;
  const shift = { left: 0, middle: 0.5, right: 1 }[place.align ?? 'left'];
  const left = place.x - (shift === 0 ? 0 : shift * size * widthOf(fonts, place.style, text));
  const marks: Mark[] = [];
  for (const { face, text: part, offset, width } of runsOf(fonts, place.style, text)) {
    const x = left + offset * size;
    if (face !== null) {
      if (part.trim() !== '')
        marks.push({ kind: 'text', x, baseline: top + ascent * size, size, face, text: part });
      continue;
    }
    const boxes = Math.round(width);
    for (let index = 0; index < boxes; index += 1) {
      const edge = 0.8 * size;
      const line = Math.max(size / 14, 0.1);
      marks.push({
        kind: 'box',
        x: x + (index + 0.1) * size,
        y: top + 0.12 * size,
        width: edge,
        height: edge,
        line,
      });
    }
  }
  return marks;
}
