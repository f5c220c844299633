import type { LabelArtworks } from './artwork.js';
import { DomainError } from '../http/problems.js';
import type { Dpi, LabelLayout } from './layouts.js';
import { drawLabel, type DrawingOptions } from './sheet-label.js';
import { moved } from './sheet-page.js';
import { requirePlace, type SheetPlace } from './sheet-place.js';
import { Rasterizer, type Raster } from './sheet-raster.js';
import { labelFonts } from './text-font.js';

/** From this much ink on a dot is burnt; strokes of small type are thinner than a dot. */
const burntFrom = 96;

/** What a ZPL file is made for: the head's resolution decides the size of a module. */
export interface ZplOptions extends DrawingOptions, Pick<SheetPlace, 'offset'> {
  readonly dpi?: Extract<Dpi, 203 | 300>;
}

/**
 * Labels for thermal printers that speak ZPL II, one `^XA … ^XZ` each.
 *
 * A label is one bitmap (`^GFA`) in dots of the printer: its code has our version and whole dots (`^BQ` would
 * choose another), and Chinese prints without a font in the printer. No text reaches the command stream.
 *
 * @throws DomainError `validation` before the first byte when the layout is not a roll, cannot carry the code,
 *   or the offset is out of bounds.
 */
export async function* sheetZpl(
  artworks: LabelArtworks,
  layout: LabelLayout,
  options: ZplOptions,
): AsyncGenerator<string, void, undefined> {
  if (layout.medium !== 'roll') throw notARoll();
  const { offset } = requirePlace(layout, options);
  const dpi = options.dpi ?? 203;
  const fonts = labelFonts();
  const rasterizer = new Rasterizer(dpi);
  for await (const artwork of artworks) {
    const drawing = drawLabel(fonts, artwork, layout, { ...options, dpi });
    const marks = drawing.marks.map((mark) => moved(mark, offset));
    const raster = rasterizer.draw({ ...drawing, marks });
    yield `^XA^PW${raster.width}^LL${raster.height}^LH0,0^FO0,0${graphicField(raster)}^FS^PQ1^XZ\n`;
  }
}

/** ZPL II `^GF`: hexadecimal, shortened by its own run lengths. */
function graphicField({ height, ink, width }: Raster): string {
  const bytesPerRow = Math.ceil(width / 8);
  const total = bytesPerRow * height;
  let data = '';
  let before = '';
  for (let row = 0; row < height; row += 1) {
    const digits = hexRow(ink.subarray(row * width, (row + 1) * width), bytesPerRow * 2);
    data += digits === before ? ':' : shortened(digits);
    before = digits;
  }
  return `^GFA,${total},${total},${bytesPerRow},${data}`;
}

/** Four dots a digit, the first the highest bit; paper to the end of the last byte. */
function hexRow(ink: Uint8Array, count: number): string {
  let digits = '';
  for (let digit = 0; digit < count; digit += 1) {
    let value = 0;
    for (let dot = digit * 4; dot < digit * 4 + 4; dot += 1)
      value = value * 2 + ((ink[dot] ?? 0) >= burntFrom ? 1 : 0);
    digits += value.toString(16).toUpperCase();
  }
  return digits;
}

/** Run lengths before a digit: G–Y 1 to 19, g–z 20 to 400 in twenties; `,` and `!` fill the row. */
function shortened(digits: string): string {
  const end = /(?:00)+$|(?:FF)+$/.exec(digits);
  const filled = end === null ? '' : end[0].startsWith('0') ? ',' : '!';
  const body = end === null ? digits : digits.slice(0, end.index);
  return body.replace(/(.)\1+/g, (run, digit: string) => runLength(run.length) + digit) + filled;
}

function runLength(count: number): string {
  const most = 'z'.repeat(Math.floor(count / 400));
  const rest = count % 400;
  const twenties = Math.floor(rest / 20);
  const ones = rest % 20;
  return most + letterFrom('g', twenties) + letterFrom('G', ones);
}

function letterFrom(first: string, steps: number): string {
  return steps === 0 ? '' : String.fromCharCode(first.charCodeAt(0) + steps - 1);
}

function notARoll(): DomainError {
  const words = { zh: 'ZPL 用于卷标和箱标打印机', en: 'ZPL is for roll and carton label printers' };
  return new DomainError('validation', words, [
    { pointer: '/query/layout', code: 'not-a-roll', detail: words },
  ]);
}
