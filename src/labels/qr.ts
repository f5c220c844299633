import { create, type QRCodeSegment } from 'qrcode';

/**
 * QR codes of our URIs; the one place that knows `qrcode`.
 *
 * Only its encoder is used. Its renderers put the `margin` option raw into the markup (promises.md F15); ours
 * take numbers and a matrix, and no text reaches the output.
 */

/** Light modules that ISO/IEC 18004 §9.1 asks for on each side of a code. */
export const quietModules = 4;

/** Longest URI that is drawn; a signed label with the longest lot and a host of 60 characters has 300. */
export const uriLengthMax = 512;

/** A QR code as squares. */
export interface QrMatrix {
  /** 1 to 40 (ISO/IEC 18004 §5.3.1). */
  readonly version: number;
  /** Modules of a side without the quiet zone: 17 + 4 × version. */
  readonly size: number;
  /** 1 is dark, row by row, size² of them. */
  readonly modules: Uint8Array;
}

/**
 * The code of a URI, error correction level M.
 *
 * Our own forms (faces.md §5.3) are cut where the alphabet changes, so two URIs of one set always have the
 * same version, and the 155 digits of the signature go in numeric mode at 10 bits for three. Any other URI is
 * cut by the library.
 *
 * @throws RangeError when the URI is empty, longer than `uriLengthMax`, or not printable ASCII.
 */
export function qrMatrix(uri: string): QrMatrix {
  if (uri.length === 0 || uri.length > uriLengthMax || !/^[!-~]+$/.test(uri)) {
    throw new RangeError('a code holds a URI of 1 to 512 printable ASCII characters');
  }
  const { version, modules } = create(segmentsOf(uri) ?? uri, { errorCorrectionLevel: 'M' });
  return { version, size: modules.size, modules: modules.data };
}

/** Segments by place, not by content (ISO/IEC 18004 §7.4): null when the URI is not one of ours. */
function segmentsOf(uri: string): QRCodeSegment[] | null {
  const query = uri.includes('?') ? uri.indexOf('?') : uri.length;
  const path = pathSegments(uri.slice(0, query));
  const tail = signatureSegments(uri.slice(query));
  return path === null || tail === null ? null : [...path, ...tail];
}

function pathSegments(link: string): QRCodeSegment[] | null {
  const plain = /^(.*\/[td])(\/[0-9A-Z]+)$/.exec(link);
  if (plain !== null) return [bytes(plain[1] ?? ''), capitals(plain[2] ?? '')];
  const identified = /^(.*\/01\/)(\d{14})(\/10\/[^/#]+)(\/21\/[0-9A-Z]+)?$/.exec(link);
  if (identified === null) return null;
  const [, start = '', gtin = '', lot = '', serial = ''] = identified;
  const front = [bytes(start), numeric(gtin)];
  if (/^[0-9A-Z $%*+\-./:]*$/.test(lot)) return [...front, capitals(lot + serial)];
  return serial === '' ? [...front, bytes(lot)] : [...front, bytes(lot), capitals(serial)];
}

function signatureSegments(query: string): QRCodeSegment[] | null {
  if (query === '') return [];
  const signed = /^(\?s=[0-9A-Z]{3})(\d{155})$/.exec(query);
  return signed === null ? null : [bytes(signed[1] ?? ''), numeric(signed[2] ?? '')];
}

const bytes = (text: string): QRCodeSegment => ({ data: new TextEncoder().encode(text), mode: 'byte' });
const numeric = (text: string): QRCodeSegment => ({ data: text, mode: 'numeric' });
const capitals = (text: string): QRCodeSegment => ({ data: text, mode: 'alphanumeric' });

/** Whether a module is dark; outside the code everything is light. */
export function isDark(matrix: QrMatrix, column: number, row: number): boolean {
  if (column < 0 || row < 0 || column >= matrix.size || row >= matrix.size) return false;
  return matrix.modules[row * matrix.size + column] === 1;
}

/** A stretch of dark modules in one row. */
export interface DarkRun {
  readonly column: number;
  readonly row: number;
  readonly length: number;
}

/** All dark modules as runs, row by row: as rectangles of one path they are the code, without seams. */
export function darkRuns(matrix: QrMatrix): DarkRun[] {
  const { size, modules } = matrix;
  const runs: DarkRun[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (modules[row * size + column] !== 1) continue;
      let length = 1;
      while (column + length < size && modules[row * size + column + length] === 1) length += 1;
      runs.push({ column, row, length });
      column += length;
    }
  }
  return runs;
}

/** The code as SVG path data in modules, moved by (dx, dy) modules. */
export function svgPathOf(matrix: QrMatrix, dx = 0, dy = 0): string {
  return darkRuns(matrix)
    .map(({ column, row, length }) => `M${column + dx} ${row + dy}h${length}v1h-${length}z`)
    .join('');
}

/**
 * The code alone as SVG, with its quiet zone, for people who place it in artwork of their own.
 *
 * @param moduleMm printed edge of one module in mm, over 0 and at most 10.
 * @throws RangeError when `moduleMm` is not such a number.
 */
export function codeSvg(uri: string, moduleMm = 0.5): string {
  if (typeof moduleMm !== 'number' || !(moduleMm > 0 && moduleMm <= 10)) {
    throw new RangeError('a module is over 0 and at most 10 mm');
  }
  const matrix = qrMatrix(uri);
  const side = matrix.size + 2 * quietModules;
  const edge = Number((side * moduleMm).toFixed(4));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}mm" height="${edge}mm" viewBox="0 0 ${side} ${side}">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/>` +
    `<path d="${svgPathOf(matrix, quietModules, quietModules)}"/></svg>\n`
  );
}

/**
 * The code for a terminal, two rows of modules a line in half blocks, quiet zone included.
 *
 * Plain, the blocks are the light modules, right for a dark background. With `color` it sets black and white
 * itself and is right on any background.
 */
export function renderTerminal(uri: string, options: { readonly color?: boolean } = {}): string {
  const matrix = qrMatrix(uri);
  const lines: string[] = [];
  for (let row = -quietModules; row < matrix.size + quietModules; row += 2) {
    let line = '';
    for (let column = -quietModules; column < matrix.size + quietModules; column += 1) {
      const upper = isDark(matrix, column, row);
      const lower = isDark(matrix, column, row + 1);
      if (upper) line += lower ? ' ' : '▄';
      else line += lower ? '▀' : '█';
    }
    lines.push(options.color === true ? `\u001b[97;40m${line}\u001b[0m` : line);
  }
  return `${lines.join('\n')}\n`;
}
