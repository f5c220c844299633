import { writeXlsxStream } from 'hucre/xlsx';
import { csvText } from '../http/csv.js';
import type { Made, Parts } from './export-files.js';

/** Rows of one sheet (ECMA-376, as Excel takes it), the row of names among them. */
const sheetRowsMax = 1_048_576;

/** A column: its name, and whether what is in it is a number. */
export interface Column {
  readonly name: string;
  readonly isNumber: boolean;
}

/** A table whose rows come in pages, each cell as text; in the end how many there were. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly pages: AsyncGenerator<readonly (readonly string[])[], Made, undefined>;
}

/** There are more rows than one sheet holds. */
export class SheetFull extends Error {
  override readonly name = 'SheetFull';
}

/** As CSV (RFC 4180). */
export async function* csvParts({ columns, pages }: Table): Parts {
  yield csvText([columns.map(({ name }) => name)], 'first');
  for (;;) {
    const step = await pages.next();
    if (step.done === true) return step.value;
    yield csvText(step.value, 'further');
  }
}

/**
 * As a workbook of one sheet (ECMA-376, XLSX). Numbers are numbers as long as a spreadsheet, which counts in binary64,
 * writes them as they were told; others stay texts. No text is a formula.
 *
 * @throws SheetFull
 */
export async function* xlsxParts({ title, columns, pages }: Table): Parts {
  let made: Made = { rows: 0, complete: false };
  async function* rows(): AsyncGenerator<(string | number)[], void, undefined> {
    for (let count = 1; ;) {
      const step = await pages.next();
      if (step.done === true) {
        made = step.value;
        return;
      }
      count += step.value.length;
      if (count > sheetRowsMax) throw new SheetFull(`more than ${sheetRowsMax} rows`);
      for (const row of step.value)
        yield row.map((text, at) => (columns[at]?.isNumber === true ? numberOf(text) : text));
    }
  }
  yield* writeXlsxStream(rows(), {
    name: title,
    columns: columns.map(({ name }) => ({ header: name })),
    freezePane: { rows: 1 },
  });
  return made;
}

function numberOf(text: string): string | number {
  const number = Number(text);
  return text !== '' && String(number) === text ? number : text;
}
