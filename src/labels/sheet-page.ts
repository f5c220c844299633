import { say } from '../gs1/words.js';
import type { LabelArtworks } from './artwork.js';
import { cornerOf, labelsPerPage, type LabelLayout, type Point } from './layouts.js';
import type { LabelDrawing, Mark } from './sheet-drawing.js';
import { drawLabel, type DrawingOptions } from './sheet-label.js';
import { requirePlace, type SheetPlace } from './sheet-place.js';
import { labelFonts } from './text-font.js';

/** A mark at another place. */
export function moved(mark: Mark, by: Point): Mark {
  if (mark.kind === 'text') return { ...mark, x: mark.x + by.x, baseline: mark.baseline + by.y };
  return { ...mark, x: mark.x + by.x, y: mark.y + by.y };
}

/**
 * The first page of a set as one drawing; it reads no more labels than fit on the page.
 *
 * @throws DomainError `validation` as `drawLabel` and `requirePlace`.
 */
export async function drawPage(
  artworks: LabelArtworks,
  layout: LabelLayout,
  options: DrawingOptions & SheetPlace,
): Promise<LabelDrawing> {
  const { offset, start } = requirePlace(layout, options);
  const fonts = labelFonts();
  const marks: Mark[] = [];
  const titles: string[] = [];
  let position = start - 1;
  for await (const artwork of artworks) {
    const corner = cornerOf(layout, position);
    const drawing = drawLabel(fonts, artwork, layout, options);
    const by = { x: corner.x + offset.x, y: corner.y + offset.y };
    marks.push(...drawing.marks.map((mark) => moved(mark, by)));
    titles.push(drawing.title);
    position += 1;
    if (position === labelsPerPage(layout)) break;
  }
  const title = say(layout.name, options.language ?? 'zh-CN');
  return { ...layout.page, marks, title, description: titles.join('\n') };
}
