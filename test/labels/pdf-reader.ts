import { inflateSync } from 'node:zlib';
import { Canvas } from './decoder.js';

const pointsPerMm = 72 / 25.4;

/** A page as its marks say, read from the bytes of the file and not from what wrote them. */
export interface ReadPage {
  /** In mm. */
  readonly width: number;
  readonly height: number;
  readonly content: string;
  readonly codes: readonly ReadCode[];
}

/** A code on a page: where its corner is and how large a module, in mm, and its rectangles in modules. */
export interface ReadCode {
  readonly x: number;
  readonly y: number;
  readonly module: number;
  readonly runs: readonly (readonly [number, number, number, number])[];
}

/** Objects of a PDF by number, streams inflated. Knows only what pdfkit writes. */
function objectsOf(pdf: Buffer): Map<number, { dictionary: string; stream: string }> {
  const text = pdf.toString('latin1');
  const objects = new Map<number, { dictionary: string; stream: string }>();
  for (const match of text.matchAll(/^(\d+) 0 obj\n/gm)) {
    const from = match.index + match[0].length;
    const end = text.indexOf('\nendobj', from);
    const stream = text.indexOf('\nstream\n', from);
    const has = stream !== -1 && stream < end;
    const dictionary = text.slice(from, has ? stream : end);
    const raw = has ? text.slice(stream + 8, text.lastIndexOf('\nendstream', end)) : '';
    const bytes = Buffer.from(raw, 'latin1');
    const plain = has && dictionary.includes('FlateDecode') ? inflateSync(bytes) : bytes;
    objects.set(Number(match[1]), { dictionary, stream: plain.toString('latin1') });
  }
  return objects;
}

/** Every page in order, with the codes on it. */
export function pagesOf(pdf: Buffer): ReadPage[] {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary));
  return pages.map(({ dictionary }) => {
    const box = (/\/MediaBox \[([^\]]+)\]/.exec(dictionary)?.[1] ?? '').split(' ').map(Number);
    const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(dictionary)?.[1]))?.stream ?? '';
    return {
      width: (box[2] ?? 0) / pointsPerMm,
      height: (box[3] ?? 0) / pointsPerMm,
      content,
      codes: codesOf(content),
    };
  });
}

function codesOf(content: string): ReadCode[] {
  const drawn = /q\n1 0 0 1 (\S+) (\S+) cm\n(\S+) 0 0 \S+ 0 0 cm\n((?:\d+ \d+ \d+ 1 re\n)+)f\nQ/g;
  return [...content.matchAll(drawn)].map(([, x, y, scale, runs = '']) => ({
    x: Number(x) / pointsPerMm,
    y: Number(y) / pointsPerMm,
    module: Number(scale) / pointsPerMm,
    runs: [...runs.matchAll(/(\d+) (\d+) (\d+) (\d+) re/g)].map(
      ([, a, b, c, d]) => [Number(a), Number(b), Number(c), Number(d)] as const,
    ),
  }));
}

/** A code of a page as PNG, four pixels a module, with its quiet zone. */
export function codePicture(code: ReadCode): Uint8Array {
  const size = Math.max(...code.runs.map(([column, , length]) => column + length));
  const canvas = new Canvas((size + 8) * 4, (size + 8) * 4);
  for (const [column, row, length] of code.runs) canvas.dark((column + 4) * 4, (row + 4) * 4, length * 4, 4);
  return canvas.encode();
}
