import PDFDocument from 'pdfkit';
import { say } from '../gs1/words.js';
import type { LabelArtworks } from './artwork.js';
import { cornerOf, labelsPerPage, type LabelLayout, type Point, type Size } from './layouts.js';
import { darkRuns, type QrMatrix } from './qr.js';
import type { Mark } from './sheet-drawing.js';
import { drawLabel, type DrawingOptions } from './sheet-label.js';
import { requirePlace, type SheetPlace } from './sheet-place.js';
import { labelFonts } from './text-font.js';

const pointsPerMm = 72 / 25.4;

/** What a PDF of labels is made with. Offset and start as `SheetPlace`. */
export interface PdfOptions extends SheetPlace, DrawingOptions {
  /** Written as the creation date: the same labels with the same date are the same bytes. */
  readonly createdAt: Date;
}

/**
 * Labels as a PDF, page by page: vector codes, embedded subset fonts, pages of the stock's true size.
 *
 * The next page is drawn when the reader has taken the one before, so the set is never held as a whole; what
 * stays is about 1.5 kB a page for the document's index.
 *
 * @throws DomainError `validation` before the first byte when the layout cannot carry the code, or when start
 *   or offset are out of bounds.
 */
export async function* sheetPdf(
  artworks: LabelArtworks,
  layout: LabelLayout,
  options: PdfOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const { offset, start } = requirePlace(layout, options);
  const pdf = openPdf(say(layout.name, options.language ?? 'zh-CN'), options.createdAt);
  const fonts = labelFonts();
  let position = start - 1;
  let drawn = 0;
  for await (const artwork of artworks) {
    const drawing = drawLabel(fonts, artwork, layout, options);
    if (drawn === 0 || position === labelsPerPage(layout)) {
      if (drawn > 0) position = 0;
      addPage(pdf, layout.page);
      yield* written(pdf);
    }
    const corner = cornerOf(layout, position);
    drawMarks(pdf, drawing.marks, { x: corner.x + offset.x, y: corner.y + offset.y });
    position += 1;
    drawn += 1;
  }
  if (drawn === 0) addPage(pdf, layout.page);
  pdf.end();
  yield* written(pdf);
}

/** A document without pages whose bytes depend on nothing but what is drawn and the date given. */
export function openPdf(title: string, createdAt: Date): PDFKit.PDFDocument {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title, Producer: 'furrow', Creator: 'furrow', CreationDate: createdAt },
  });
  neverScaled(pdf);
  return pdf;
}

/** Asks the print dialogue for 100 % (ISO 32000-1 Table 150, PrintScaling); pdfkit has no option for it. */
function neverScaled(pdf: PDFKit.PDFDocument): void {
  const { _root: root } = pdf as unknown as {
    _root: { data: { ViewerPreferences: { data: Record<string, unknown> } } };
  };
  Object.assign(root.data.ViewerPreferences.data, { PrintScaling: 'None', PickTrayByPDFSize: true });
}

/** A new page of a size in mm. */
export function addPage(pdf: PDFKit.PDFDocument, page: Size): void {
  pdf.addPage({ size: [page.width * pointsPerMm, page.height * pointsPerMm], margin: 0 });
}

/** Takes what pdfkit has written so far; it writes a page when the next one begins. */
export function* written(pdf: PDFKit.PDFDocument): Generator<Buffer, void, undefined> {
  for (let chunk = pdf.read() as Buffer | null; chunk !== null; chunk = pdf.read() as Buffer | null)
    yield chunk;
}

/**
 * pdfkit remembers the layout of every word it is given without features, for ever. Names are the same on every
 * label and may be remembered; codes, which are in mono, never come again.
 */
const unremembered = { features: [] };

/** Draws marks with their origin at a place of the page, in mm. */
export function drawMarks(pdf: PDFKit.PDFDocument, marks: readonly Mark[], at: Point): void {
  for (const mark of marks) {
    if (mark.kind === 'code') drawCode(pdf, mark.matrix, mark.module, { x: at.x + mark.x, y: at.y + mark.y });
    else if (mark.kind === 'box') drawBox(pdf, mark, at);
    else {
      pdf.font(fontOf(pdf, mark.face.name, mark.face.bytes)).fontSize(mark.size * pointsPerMm);
      const x = (at.x + mark.x) * pointsPerMm;
      pdf.text(mark.text, x, (at.y + mark.baseline) * pointsPerMm, {
        lineBreak: false,
        baseline: 'alphabetic',
        ...(mark.face.name === 'mono' ? unremembered : {}),
      });
    }
  }
}

/** The whole code as one path in units of modules. */
function drawCode(pdf: PDFKit.PDFDocument, matrix: QrMatrix, module: number, at: Point): void {
  pdf.save();
  pdf.translate(at.x * pointsPerMm, at.y * pointsPerMm).scale(module * pointsPerMm);
  const path = darkRuns(matrix).map(({ column, row, length }) => `${column} ${row} ${length} 1 re`);
  pdf.addContent(path.join('\n')).addContent('f');
  pdf.restore();
}

function drawBox(pdf: PDFKit.PDFDocument, box: Extract<Mark, { kind: 'box' }>, at: Point): void {
  const inset = (box.line ?? 0) / 2;
  const x = (at.x + box.x + inset) * pointsPerMm;
  const y = (at.y + box.y + inset) * pointsPerMm;
  pdf.rect(x, y, (box.width - 2 * inset) * pointsPerMm, (box.height - 2 * inset) * pointsPerMm);
  if (box.line === null) pdf.fill();
  else pdf.lineWidth(box.line * pointsPerMm).stroke();
}

const registered = new WeakMap<PDFKit.PDFDocument, Set<string>>();

function fontOf(pdf: PDFKit.PDFDocument, name: string, bytes: Buffer): string {
  let names = registered.get(pdf);
  if (names === undefined) registered.set(pdf, (names = new Set()));
  if (!names.has(name)) {
    pdf.registerFont(name, bytes);
    names.add(name);
  }
  return name;
}
