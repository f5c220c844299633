/** A cell of a table; a decimal as its text, so that none of its digits is lost. */
export type Cell = string | number;

/**
 * Rows as CSV (RFC 4180) for a spreadsheet, by the same program and in the same way as the service writes it
 * (`src/http/csv.ts`): UTF-8 with a byte order mark, and an apostrophe before what would be taken for a formula. The
 * program is loaded with the first table.
 */
export async function csvOf(rows: readonly (readonly Cell[])[]): Promise<Blob> {
  const { stringify } = await import('csv-stringify/browser/esm/sync');
  const text = stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, quoted_match: /[\r\n]/, record_delimiter: '\r\n', bom: true },
  );
  return new Blob([text], { type: 'text/csv;charset=utf-8' });
}
