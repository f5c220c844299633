import type { Language, Words } from '../gs1/words.js';
import { say } from '../gs1/words.js';
import { grouped, type LabelArtwork, type LabelForm } from './artwork.js';
import { requireFit } from './layout-fit.js';
import { dotMm, type Dpi, type LabelLayout } from './layouts.js';
import { qrMatrix, quietModules } from './qr.js';
import type { LabelDrawing, Mark } from './sheet-drawing.js';
import type { LabelFonts } from './text-font.js';
import { printable } from './text-line.js';
import { layBoth, layParagraph, layShrunk, type Paragraph } from './text-paragraph.js';

const words = {
  net: { zh: '净含量', en: 'Net' },
  lot: { zh: '批号', en: 'Lot' },
  producer: { zh: '生产者', en: 'Producer' },
  number: { zh: '编号', en: 'No.' },
  hint: { zh: '扫码查看记录 Scan for the record', en: 'Scan for the record 扫码查看记录' },
} as const satisfies Record<string, Words>;

/** What a label is drawn for. */
export interface DrawingOptions {
  readonly form: LabelForm;
  /** Modules are whole dots of it; the layout's own when absent. */
  readonly dpi?: Dpi;
  readonly language?: Language;
}

/**
 * One label with everything in its place (faces.md §5.6): the code with its full quiet zone, which no text
 * enters, and the words around it, shrunk to fit.
 *
 * The code's corner lies on whole dots of `dpi` and its modules are whole dots.
 *
 * @throws DomainError `validation` when the layout cannot carry the code (`requireFit`).
 */
export function drawLabel(
  fonts: LabelFonts,
  artwork: LabelArtwork,
  layout: LabelLayout,
  options: DrawingOptions,
): LabelDrawing {
  const dpi = options.dpi ?? layout.dpi;
  const matrix = qrMatrix(artwork.uri);
  const { moduleMm: module, codeMm: edge } = requireFit(layout, options.form, matrix, dpi);
  const text = paragraphs(artwork, layout, options.language ?? 'zh-CN');
  const placed = arrangements[layout.arrangement](
    fonts,
    layout,
    { edge, quiet: quietModules * module },
    text,
  );
  const onDot = (mm: number): number => Math.floor(mm / dotMm(dpi) + 1e-9) * dotMm(dpi);
  const x = onDot(placed.x) + quietModules * module;
  const y = onDot(placed.y) + quietModules * module;
  return {
    ...layout.label,
    marks: [{ kind: 'code', x, y, module, matrix }, ...placed.marks],
    title: `${printable(artwork.product)} ${grouped(artwork.code)}`,
    description: artwork.uri,
  };
}

interface LabelText {
  readonly tags: readonly Paragraph[];
  readonly product: Paragraph;
  readonly net: Paragraph;
  readonly details: readonly Paragraph[];
  readonly hint: Paragraph;
  /** The label's place in its set, by which labels are put on and voided. */
  readonly number: Paragraph;
  readonly code: Paragraph;
  readonly readable: Paragraph;
  readonly lot: Paragraph;
}

function paragraphs(artwork: LabelArtwork, layout: LabelLayout, language: Language): LabelText {
  const { title, detail, fine } = layout.type;
  const line = { style: 'regular', floor: fine * 0.9, linesMax: 2, gap: detail * 0.3 } as const;
  const small = { ...line, size: fine, floor: fine * 0.8, optional: true };
  const captioned = (caption: Words, value: string): string =>
    `${say(caption, language)} ${printable(value)}`;
  const lot = { ...line, text: captioned(words.lot, artwork.lot), size: detail, linesMax: 1, whole: true };
  const producer = { ...line, text: captioned(words.producer, artwork.producer), size: detail };
  return {
    tags: (artwork.words ?? []).map((tag) => ({
      ...line,
      text: printable(tag),
      style: 'bold',
      size: detail * 1.1,
      linesMax: 1,
      whole: true,
      framed: true,
    })),
    product: {
      ...line,
      text: printable(artwork.product),
      style: 'bold',
      size: title,
      floor: detail * 1.15,
      gap: 0,
    },
    net: {
      ...line,
      text: captioned(words.net, artwork.net),
      style: 'bold',
      size: detail * 1.1,
      gap: detail * 0.35,
    },
    details: [lot, producer],
    lot,
    number: { ...small, text: captioned(words.number, String(artwork.number)) },
    hint: { ...small, text: say(words.hint, language) },
    code: {
      ...line,
      text: grouped(artwork.code),
      style: 'mono',
      size: detail * 1.1,
      linesMax: 3,
      whole: true,
    },
    readable: {
      ...line,
      text: apart(artwork.readable),
      style: 'mono',
      size: fine,
      floor: fine * 0.85,
      linesMax: 3,
      whole: true,
    },
  };
}

/** Element strings with a space between them, where a line may be broken. */
function apart(readable: readonly string[]): string {
  return readable
    .map(printable)
    .join(' ')
    .replace(/(?<=\S)(?=\(\d{2,4}\))/gu, ' ');
}

interface Placed {
  /** Corner of the code's quiet zone. */
  readonly x: number;
  readonly y: number;
  readonly marks: readonly Mark[];
}

/** The code's square in mm: its edge with the quiet zone, and the quiet zone's width. */
interface CodeSquare {
  readonly edge: number;
  readonly quiet: number;
}

type Arrange = (fonts: LabelFonts, layout: LabelLayout, code: CodeSquare, text: LabelText) => Placed;

/** Code left, words right; the quiet zone may reach into the label's margin, never over its edge. */
const beside: Arrange = (fonts, { label, margin }, { edge, quiet }, text) => {
  const y = (label.height - edge) / 2;
  const x = Math.max(0, Math.min(y, margin - quiet / 2));
  const left = x + edge;
  const area = { x: left, y: margin, width: label.width - margin - left, height: label.height - 2 * margin };
  const top = [...text.tags, text.product, text.net, ...text.details];
  const marks = layBoth(fonts, top, [text.number, text.hint, text.code, text.readable], {
    ...area,
    align: 'left',
  });
  return { x, y, marks };
};

/** Code left, words right, and the code's characters across the foot. */
const besideWithFoot: Arrange = (fonts, { label, margin }, { edge, quiet }, text) => {
  const corner = Math.max(0, margin - quiet);
  const below = corner + edge;
  const foot = layShrunk(fonts, [text.code, text.readable], {
    x: corner + quiet,
    y: below - quiet * 0.2,
    width: label.width - margin - corner - quiet,
    height: label.height - margin - below + quiet * 0.2,
    align: 'left',
  });
  const left = corner + edge;
  const area = { x: left, y: margin, width: label.width - margin - left, height: below - quiet - margin };
  const top = [...text.tags, text.product, text.net, ...text.details];
  const marks = [...layBoth(fonts, top, [text.number, text.hint], { ...area, align: 'left' }), ...foot.marks];
  return { x: corner, y: corner, marks };
};

/** Code in the middle, a line of words above and two below, each within its chord of the circle. */
const round: Arrange = (fonts, { label, margin, type }, { edge }, text) => {
  const radius = label.width / 2 - margin;
  const middle = label.width / 2;
  const marks: Mark[] = [];
  const chord = (top: number, size: number): number => {
    const far = Math.max(Math.abs(middle - top), Math.abs(top + size - middle));
    return 2 * Math.sqrt(Math.max(radius * radius - far * far, 0));
  };
  const lay = (paragraph: Paragraph, top: number, size: number): void => {
    const one = { ...paragraph, size, linesMax: 1 };
    const area = { x: middle, y: top, width: chord(top, size), height: size, align: 'middle' as const };
    marks.push(...layParagraph(fonts, { ...one, gap: 0, framed: false }, area, 1).marks);
  };
  const above = (label.height - edge) / 2 - type.title;
  const below = (label.height + edge) / 2;
  lay({ ...text.product, floor: type.fine }, above, type.title);
  lay(text.code, below, type.detail);
  lay({ ...text.lot, floor: 0.9 }, below + type.detail * 1.15, type.fine);
  return { x: (label.width - edge) / 2, y: (label.height - edge) / 2, marks };
};

/** Words, then the code in the middle, then the rest: for cartons. */
const stacked: Arrange = (fonts, { label, margin }, { edge }, text) => {
  const width = label.width - 2 * margin;
  const area = { x: margin, y: margin, width, align: 'left' as const };
  const hintHeight = text.hint.size;
  /** Between the hint and the rule. */
  const aboveRule = 3;
  const height = (label.height - 2 * margin - edge - hintHeight - aboveRule) / 2;
  const head = layShrunk(fonts, [...text.tags, text.product, text.net], { ...area, height });
  const below = [...text.details, text.number, { ...text.code, gap: text.code.size * 0.5 }, text.readable];
  const foot = layShrunk(fonts, below, { ...area, height });
  const top = label.height - margin - foot.height;
  const lower = layShrunk(fonts, below, { ...area, y: top, height });
  const rule: Mark = { kind: 'box', x: margin, y: top - aboveRule, width, height: 0.4, line: null };
  const y = (margin + head.height + top - aboveRule - edge - hintHeight) / 2;
  const hintArea = { x: label.width / 2, y: y + edge, width, height: hintHeight, align: 'middle' as const };
  const hint = layShrunk(fonts, [text.hint], hintArea);
  return { x: (label.width - edge) / 2, y, marks: [...head.marks, ...hint.marks, rule, ...lower.marks] };
};

const arrangements = { beside, 'beside-with-foot': besideWithFoot, round, stacked };
