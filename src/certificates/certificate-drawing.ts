import { say, type Language, type Words } from '../gs1/words.js';
import { grouped } from '../labels/artwork.js';
import type { Size } from '../labels/layouts.js';
import { qrMatrix, quietModules } from '../labels/qr.js';
import { lineOfText, type LabelDrawing, type Mark } from '../labels/sheet-drawing.js';
import type { LabelFonts } from '../labels/text-font.js';
import { printable } from '../labels/text-line.js';
import { layShrunk, type Area, type Paragraph } from '../labels/text-paragraph.js';
import { certificateFormWords, type PrintedCertificate } from '../web/certificate-page.js';

/** Sizes it is printed in; `label` is a small form for packages. */
export const certificateSizes = ['a4', 'a5', 'label'] as const;
export type CertificateSize = (typeof certificateSizes)[number];

interface Form {
  readonly page: Size;
  readonly margin: number;
  /** Sizes of type, and edge of the code with its quiet zone, in mm. */
  readonly title: number;
  readonly text: number;
  readonly code: number;
  /** Whether the code stands beside the text, for want of height. */
  readonly beside: boolean;
}

/** ISO 216 A4 and A5, and a label of 100 × 70 mm. */
const forms: Readonly<Record<CertificateSize, Form>> = {
  a4: { page: { width: 210, height: 297 }, margin: 20, title: 11, text: 5.6, code: 50, beside: false },
  a5: { page: { width: 148, height: 210 }, margin: 13, title: 8.5, text: 4.1, code: 38, beside: false },
  label: { page: { width: 100, height: 70 }, margin: 3, title: 5.4, text: 2.7, code: 27, beside: true },
};

/**
 * A compliance certificate on paper, in mm: the words of the form, everything it must say, never cut, and the code that
 * leads to the page of this batch (农业农村部令 2025-4).
 */
export function drawCertificate(
  fonts: LabelFonts,
  certificate: PrintedCertificate,
  size: CertificateSize,
  language: Language,
): LabelDrawing {
  const form = forms[size];
  const { page, margin, code: edge, beside } = form;
  const head = lineOfText(fonts, certificate.title.zh, {
    x: page.width / 2,
    top: margin,
    size: form.title,
    style: 'bold',
    align: 'middle',
  });
  const top = margin + form.title * 1.5;
  const room = page.height - margin - top;
  const area: Area = {
    x: margin,
    y: top,
    width: page.width - 2 * margin - (beside ? edge + 1 : 0),
    height: beside ? room : room - edge - form.text,
    align: 'left',
  };
  const text = layShrunk(fonts, paragraphs(certificate, form, language), area);
  const corner = { x: page.width - margin - edge, y: page.height - margin - edge };
  return {
    ...page,
    marks: [...head, ...text.marks, ...codeMarks(fonts, certificate, form, corner, language)],
    title: certificate.title.zh,
    description: certificate.uri,
  };
}

/** The code, and beside or below it what it is for and the number that a person can type. */
function codeMarks(
  fonts: LabelFonts,
  { uri, code, seq }: PrintedCertificate,
  form: Form,
  corner: { readonly x: number; readonly y: number },
  language: Language,
): Mark[] {
  const { margin, text, code: edge, beside, page } = form;
  const matrix = qrMatrix(uri);
  const module = edge / (matrix.size + 2 * quietModules);
  const at = { x: corner.x + quietModules * module, y: corner.y + quietModules * module };
  const own: Paragraph = { text: '', style: 'regular', size: text, floor: 1, linesMax: 3, gap: text * 0.4 };
  const lines: Paragraph[] = [
    { ...own, text: both(certificateFormWords.scan, language) },
    { ...own, text: `${grouped(code)} #${seq}`, style: 'mono', whole: true },
  ];
  const area: Area = beside
    ? {
        x: corner.x,
        y: margin + form.title * 1.5,
        width: edge,
        height: corner.y - margin - form.title * 1.5,
        align: 'left',
      }
    : {
        x: margin,
        y: corner.y + edge / 3,
        width: page.width - 2 * margin - edge - text,
        height: edge,
        align: 'left',
      };
  return [{ kind: 'code', ...at, module, matrix }, ...layShrunk(fonts, lines, area).marks];
}

function paragraphs(
  { rows, promise, bases }: PrintedCertificate,
  { text: size }: Form,
  language: Language,
): Paragraph[] {
  const line: Paragraph = {
    text: '',
    style: 'regular',
    size,
    floor: size * 0.8,
    linesMax: 4,
    whole: true,
    gap: size * 0.45,
  };
  const wide = { ...line, linesMax: 8 };
  return [
    ...rows.map(({ caption, value }) => ({
      ...line,
      text: `${both(caption, language)}：${printable(value)}`,
    })),
    { ...wide, text: `${both(certificateFormWords.promise, language)}：`, gap: size * 0.9 },
    { ...wide, text: promise.zh, style: 'bold' },
    ...(language === 'en' ? [{ ...wide, text: promise.en }] : []),
    { ...line, text: `${both(certificateFormWords.basis, language)}：`, gap: size * 0.9 },
    ...bases.map(({ words, ticked }) => ({
      ...line,
      text: `${ticked ? '[√]' : '[　]'} ${both(words, language)}`,
    })),
  ];
}

function both(words: Words, language: Language): string {
  return language === 'en' ? `${words.zh} ${say(words, 'en')}` : words.zh;
}
