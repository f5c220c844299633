import { stringify } from 'csv-stringify/sync';
import type { LabelArtworks } from './artwork.js';
import { printable } from './text-line.js';

const columns = ['number', 'code', 'uri', 'gtin', 'lot', 'product', 'net', 'producer'] as const;

/** Spreadsheets take a BOM as the sign of UTF-8; a cell that looks like a formula gets an apostrophe before it. */
const format = { escape_formulas: true, record_delimiter: '\r\n' } as const;

/** A set as CSV (RFC 4180) for print shops with their own templates: one row a label, read as they are asked for. */
export async function* sheetCsv(artworks: LabelArtworks): AsyncGenerator<string, void, undefined> {
  yield stringify([columns], { ...format, bom: true });
  for await (const artwork of artworks) {
    const texts = columns.slice(1).map((column) => printable(String(artwork[column] ?? '')));
    yield stringify([[artwork.number, ...texts]], format);
  }
}
