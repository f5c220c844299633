import { stringify } from 'csv-stringify/sync';

/** A cell of a table. */
type Cell = string | number | boolean | null;

/**
 * Rows as CSV (RFC 4180) under the names of their columns. A cell that a spreadsheet would take for a formula gets an
 * apostrophe before it; the byte order mark is how spreadsheets know UTF-8.
 */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): string {
  const cells = rows.map((row) => columns.map((column) => row[column] ?? ''));
  return stringify([columns, ...cells], { escape_formulas: true, record_delimiter: '\r\n', bom: true });
}
