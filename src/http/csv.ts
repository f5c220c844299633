import { stringify } from 'csv-stringify/sync';

/** A cell of a table. */
type Cell = string | number | boolean | null;

/**
 * Rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it; a whole file,
 * or the first part of one, begins with the byte order mark by which spreadsheets know UTF-8. A cell with half of a line
 * end in it is quoted, too, which the program does for a whole one alone.
 */
export function csvText(rows: readonly (readonly unknown[])[], part: 'whole' | 'first' | 'further'): string {
  const bom = part !== 'further';
  return stringify(rows as unknown[][], {
    escape_formulas: true,
    quoted_match: /[\r\n]/,
    record_delimiter: '\r\n',
    bom,
  });
}

/** Rows under the names of their columns, as a whole file. */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): string {
  return csvText([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))], 'whole');
}
