import type { Words } from '../gs1/words.js';
import { DomainError } from '../http/problems.js';
import type { LabelForm } from './artwork.js';

/** A place or a size in mm; y downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How the code and the words share a label. */
export type Arrangement = 'beside' | 'beside-with-foot' | 'round' | 'stacked';

/**
 * One kind of label stock: where its labels lie, and what fits on one (faces.md §5.6). All lengths in mm.
 *
 * A roll is a sheet of one label whose page is the label.
 */
export interface LabelLayout {
  readonly id: string;
  readonly name: Words;
  readonly medium: 'sheet' | 'roll';
  readonly page: Size;
  readonly columns: number;
  readonly rows: number;
  readonly label: Size;
  /** Upper left corner of the first label. */
  readonly origin: Point;
  /** From one label to the next, gap included. */
  readonly pitch: Point;
  readonly arrangement: Arrangement;
  /** Nothing but the quiet zone is printed nearer than this to the label's edge. */
  readonly margin: number;
  /** Largest edge of the code, quiet zone included. */
  readonly codeMax: number;
  readonly forms: readonly LabelForm[];
  /** Sizes of type before anything is shrunk to fit. */
  readonly type: { readonly title: number; readonly detail: number; readonly fine: number };
  /** Of the printers this stock is usually printed on; modules are whole dots. */
  readonly dpi: Dpi;
}

/** Resolutions of printers, in dots per inch. */
export type Dpi = 203 | 300 | 600;

/** Edge of one dot in mm; printers sold as 203 dpi have 8 dots to the mm. */
export function dotMm(dpi: Dpi): number {
  return dpi === 203 ? 0.125 : 25.4 / dpi;
}

const both: readonly LabelForm[] = ['signed', 'compact'];
const a4 = { width: 210, height: 297 };

type SheetRow = Pick<
  LabelLayout,
  'id' | 'name' | 'columns' | 'rows' | 'label' | 'arrangement' | 'margin' | 'codeMax' | 'type' | 'forms'
> & { readonly gap: Point };

/** The grid of every sheet here lies in the middle of the page, as on the makers' templates. */
function sheet(row: SheetRow): LabelLayout {
  const { gap, ...rest } = row;
  const pitch = { x: row.label.width + gap.x, y: row.label.height + gap.y };
  const origin = {
    x: (a4.width - row.columns * pitch.x + gap.x) / 2,
    y: (a4.height - row.rows * pitch.y + gap.y) / 2,
  };
  return { ...rest, medium: 'sheet', page: a4, pitch, origin, dpi: 600 };
}

type RollRow = Pick<LabelLayout, 'id' | 'name' | 'label' | 'arrangement' | 'margin' | 'codeMax' | 'type'>;

function roll(row: RollRow): LabelLayout {
  const pitch = { x: row.label.width, y: row.label.height };
  const place = { page: row.label, columns: 1, rows: 1, pitch, origin: { x: 0, y: 0 } };
  return { ...row, ...place, medium: 'roll', forms: both, dpi: 203 };
}

/** Every stock that is offered, the sheets first. Ids stay what they are: they are in bookmarks and scripts. */
export const layouts: readonly LabelLayout[] = [
  sheet({
    id: 'a4-70x37',
    name: { zh: 'A4 24 枚 70×37 毫米（Avery 3474）', en: 'A4, 24 labels of 70 × 37 mm (Avery 3474)' },
    columns: 3,
    rows: 8,
    label: { width: 70, height: 37 },
    gap: { x: 0, y: 0 },
    arrangement: 'beside',
    margin: 4,
    codeMax: 31,
    forms: both,
    type: { title: 4.6, detail: 2.5, fine: 1.8 },
  }),
  sheet({
    id: 'a4-63x38',
    name: {
      zh: 'A4 21 枚 63.5×38.1 毫米（Avery L7160）',
      en: 'A4, 21 labels of 63.5 × 38.1 mm (Avery L7160)',
    },
    columns: 3,
    rows: 7,
    label: { width: 63.5, height: 38.1 },
    gap: { x: 2.54, y: 0 },
    arrangement: 'beside-with-foot',
    margin: 2.4,
    codeMax: 29.4,
    forms: both,
    type: { title: 4.4, detail: 2.4, fine: 1.8 },
  }),
  sheet({
    id: 'a4-99x38',
    name: {
      zh: 'A4 14 枚 99.1×38.1 毫米（Avery L7163）',
      en: 'A4, 14 labels of 99.1 × 38.1 mm (Avery L7163)',
    },
    columns: 2,
    rows: 7,
    label: { width: 99.1, height: 38.1 },
    gap: { x: 2.54, y: 0 },
    arrangement: 'beside',
    margin: 2.6,
    codeMax: 36.6,
    forms: both,
    type: { title: 6, detail: 2.9, fine: 2 },
  }),
  sheet({
    id: 'a4-38x21',
    name: {
      zh: 'A4 65 枚 38.1×21.2 毫米（Avery L7651）',
      en: 'A4, 65 labels of 38.1 × 21.2 mm (Avery L7651)',
    },
    columns: 5,
    rows: 13,
    label: { width: 38.1, height: 21.2 },
    gap: { x: 2.54, y: 0 },
    arrangement: 'beside',
    margin: 1.3,
    codeMax: 19.2,
    forms: ['compact'],
    type: { title: 2.8, detail: 1.8, fine: 1.4 },
  }),
  sheet({
    id: 'a4-round30',
    name: { zh: 'A4 48 枚 直径 30 毫米圆贴', en: 'A4, 48 round stickers of 30 mm' },
    columns: 6,
    rows: 8,
    label: { width: 30, height: 30 },
    gap: { x: 2, y: 2 },
    arrangement: 'round',
    margin: 0.9,
    codeMax: 19.4,
    forms: both,
    type: { title: 2.6, detail: 1.7, fine: 1.4 },
  }),
  roll({
    id: 'roll-40x30',
    name: { zh: '卷标 40×30 毫米', en: 'Roll, 40 × 30 mm' },
    label: { width: 40, height: 30 },
    arrangement: 'beside-with-foot',
    margin: 1.2,
    codeMax: 24.2,
    type: { title: 3, detail: 2, fine: 1.5 },
  }),
  roll({
    id: 'roll-50x30',
    name: { zh: '卷标 50×30 毫米', en: 'Roll, 50 × 30 mm' },
    label: { width: 50, height: 30 },
    arrangement: 'beside',
    margin: 1.2,
    codeMax: 28.6,
    type: { title: 3.2, detail: 2.1, fine: 1.6 },
  }),
  roll({
    id: 'roll-60x40',
    name: { zh: '卷标 60×40 毫米', en: 'Roll, 60 × 40 mm' },
    label: { width: 60, height: 40 },
    arrangement: 'beside-with-foot',
    margin: 1.6,
    codeMax: 31,
    type: { title: 4.4, detail: 2.5, fine: 1.9 },
  }),
  roll({
    id: 'roll-70x50',
    name: { zh: '卷标 70×50 毫米', en: 'Roll, 70 × 50 mm' },
    label: { width: 70, height: 50 },
    arrangement: 'beside-with-foot',
    margin: 2,
    codeMax: 36,
    type: { title: 5.4, detail: 3.1, fine: 2.3 },
  }),
  roll({
    id: 'carton-100x150',
    name: { zh: '箱标 100×150 毫米', en: 'Carton label, 100 × 150 mm' },
    label: { width: 100, height: 150 },
    arrangement: 'stacked',
    margin: 5,
    codeMax: 64,
    type: { title: 12, detail: 5.4, fine: 3.8 },
  }),
];

/** Labels on one page. */
export function labelsPerPage(layout: LabelLayout): number {
  return layout.columns * layout.rows;
}

/** Upper left corner of the label at a position of the page, from 0, row by row. */
export function cornerOf(layout: LabelLayout, position: number): Point {
  const column = position % layout.columns;
  const row = Math.floor(position / layout.columns);
  return { x: layout.origin.x + column * layout.pitch.x, y: layout.origin.y + row * layout.pitch.y };
}

/** @throws DomainError `validation` naming the layouts there are. */
export function getLayout(id: string): LabelLayout {
  const found = layouts.find((layout) => layout.id === id);
  if (found !== undefined) return found;
  const known = layouts.map((layout) => layout.id).join(', ');
  throw layoutRefusal('unknown-layout', {
    zh: `没有这种标签版式，可用：${known}`,
    en: `There is no such label layout; there are: ${known}`,
  });
}

/** A refusal of the layout that was asked for. */
export function layoutRefusal(code: string, words: Words): DomainError {
  return new DomainError('validation', words, [{ pointer: '/query/layout', code, detail: words }]);
}
