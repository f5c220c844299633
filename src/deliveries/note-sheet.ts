import { fill, say, type Language } from '../gs1/words.js';
import { grouped } from '../labels/artwork.js';
import { qrMatrix, quietModules, type QrMatrix } from '../labels/qr.js';
import type { Mark } from '../labels/sheet-drawing.js';
import { addPage, drawMarks, openPdf, written } from '../labels/sheet-pdf.js';
import { labelFonts, type LabelFonts } from '../labels/text-font.js';
import { printable } from '../labels/text-line.js';
import { layParagraph, type Paragraph } from '../labels/text-paragraph.js';
import type { DeliveryFacts, DeliveryNoteView } from '../web/delivery-view.js';
import { sayQuantity, sayTime } from '../web/figures.js';
import { deliveryWords, type DeliveryWord } from '../web/words-delivery.js';

/** A4, in mm. */
const page = { width: 210, height: 297 } as const;
const margin = 18;
const captionWidth = 34;
/** Large enough for the till of any shop and a phone at arm's length (faces.md §5.1, §5.4). */
const moduleMm = 0.99;
/** Of all types and numbers of documents, so many characters are printed; the record has the rest. */
const documentsMax = 240;

const line = { style: 'regular', floor: 3, linesMax: 3, gap: 0 } as const;

/** A note of one page: what was sent, what is to be done, the code as a picture and in type. */
export function noteSheet(note: DeliveryNoteView, language: Language, createdAt: Date): Buffer {
  const fonts = labelFonts();
  const pdf = openPdf(say(deliveryWords.noteTitle, language), createdAt);
  addPage(pdf, page);
  drawMarks(pdf, marksOf(fonts, note, language), { x: 0, y: 0 });
  pdf.end();
  return Buffer.concat([...written(pdf)]);
}

/** The code of a note as path data in modules, for the page in place of the paper. */
export function codeOf(note: DeliveryNoteView): QrMatrix {
  return qrMatrix(note.address);
}

function marksOf(fonts: LabelFonts, note: DeliveryNoteView, language: Language): Mark[] {
  const column = new Column(fonts);
  const words = (word: DeliveryWord): string => say(deliveryWords[word], language);
  column.add({ ...line, text: words('noteTitle'), style: 'bold', size: 8 }, 7);
  for (const [word, text] of factsOf(note, language)) column.row(words(word), text);
  column.rule();
  column.add({ ...line, text: words('title'), style: 'bold', size: 5.5 }, 2);
  column.add({ ...line, text: fill(words('noteToDo'), { place: note.typedAt }), size: 4.2 }, 3);
  column.code(codeOf(note));
  column.add({ ...line, text: grouped(note.code), style: 'mono', size: 7, linesMax: 1, whole: true }, 4);
  column.add({ ...line, text: words('noteSecret'), size: 4.2 }, 2);
  column.add({ ...line, text: `${words('noteUntil')} ${sayTime(note.expiresAt)}`, size: 4.2 }, 2);
  return column.marks;
}

function factsOf({ facts, consignee }: DeliveryNoteView, language: Language): [DeliveryWord, string][] {
  const { variety, lot, from, to } = facts;
  const documents = documentsOf(facts);
  return [
    ['product', variety === null ? facts.product : `${facts.product} ${variety}`],
    ...(lot === null ? [] : ([['lot', lot]] as [DeliveryWord, string][])),
    ['quantity', sayQuantity(facts.quantity, language)],
    ['open', sayQuantity(facts.open, language)],
    ['shipper', facts.shipper],
    ...(from === null ? [] : ([['from', from]] as [DeliveryWord, string][])),
    ...(consignee === null ? [] : ([['consignee', consignee]] as [DeliveryWord, string][])),
    ...(to === null ? [] : ([['to', to]] as [DeliveryWord, string][])),
    ['shippedAt', sayTime(facts.shippedAt)],
    ...(documents === '' ? [] : ([['documents', documents]] as [DeliveryWord, string][])),
  ];
}

function documentsOf({ documents }: DeliveryFacts): string {
  const all = documents.map(({ type, number }) => `${type} ${number}`).join('、');
  return all.length > documentsMax ? `${all.slice(0, documentsMax)}…` : all;
}

/** Marks below each other on the page. */
class Column {
  readonly marks: Mark[] = [];
  private y = margin;

  constructor(private readonly fonts: LabelFonts) {}

  /** One paragraph over the width of the page, and the space below it. */
  add(paragraph: Paragraph, below: number): void {
    this.y += this.place(paragraph, margin, page.width - 2 * margin) + below;
  }

  /** A caption, and beside it what somebody typed. */
  row(caption: string, text: string): void {
    const width = page.width - 2 * margin - captionWidth;
    const height = this.place({ ...line, text: printable(text), size: 4.6 }, margin + captionWidth, width);
    this.place({ ...line, text: caption, size: 4.6 }, margin, captionWidth - 2);
    this.y += height + 2.4;
  }

  rule(): void {
    this.marks.push({
      kind: 'box',
      x: margin,
      y: this.y,
      width: page.width - 2 * margin,
      height: 0.2,
      line: null,
    });
    this.y += 5;
  }

  /** The picture of a code with its quiet zone, which no text enters. */
  code(matrix: QrMatrix): void {
    const quiet = quietModules * moduleMm;
    this.marks.push({ kind: 'code', x: margin + quiet, y: this.y + quiet, module: moduleMm, matrix });
    this.y += matrix.size * moduleMm + 2 * quiet + 2;
  }

  private place(paragraph: Paragraph, x: number, width: number): number {
    const area = { x, y: this.y, width, height: page.height - this.y, align: 'left' } as const;
    const laid = layParagraph(this.fonts, paragraph, area, 1);
    this.marks.push(...laid.marks);
    return laid.height;
  }
}
