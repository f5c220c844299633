import { CsvError, parse } from 'csv-parse/sync';
import { fault } from '../events/kinds/faults.js';
import { DomainError, refused, type FieldFault } from '../http/problems.js';
import { utf8Decode } from '../ledger/bytes.js';
import type { JsonObject, JsonValue } from '../ledger/json.js';
import { listRowsMax } from './check-rows.js';
import type { ListName } from './rows.js';
import { listShapes, type Cell } from './shapes.js';

/** Characters of one line of a file. */
const lineLengthMax = 16_384;

/**
 * The rows of a CSV file (RFC 4180, UTF-8, with or without byte order mark), its first line the names of the columns in
 * any order; each cell as the value of its column, not yet checked.
 *
 * @throws LedgerError `bytes-utf8`; DomainError `malformed` for what is no CSV, `validation` for its columns.
 */
export function readCsv(name: ListName, bytes: Uint8Array): readonly JsonValue[] {
  const [header = [], ...lines] = parseCsv(utf8Decode(bytes));
  const columns: Readonly<Record<string, Cell>> = listShapes[name].columns;
  const faults = headerFaults(name, header);
  if (faults.length > 0) throw refused(...faults);
  const cells = header.map((column) => columns[column] ?? 'text');
  return lines.map((line): JsonObject => {
    const row: Record<string, JsonValue> = {};
    for (const [at, text] of line.entries()) {
      const [column, cell] = [header[at], cells[at]];
      if (column !== undefined && cell !== undefined && text !== '') row[column] = readers[cell](text);
    }
    return row;
  });
}

function parseCsv(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      record_delimiter: ['\r\n', '\n'],
      max_record_size: lineLengthMax,
      // One more than may be, so that too many are told as such.
      to: listRowsMax + 2,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw notCsv(error);
  }
}

/** What is wrong with the names of the columns: unknown, twice, or one missing that every row must have. */
function headerFaults(name: ListName, header: readonly string[]): FieldFault[] {
  const { columns, optional } = listShapes[name];
  const missing = Object.keys(columns).filter(
    (column) => !header.includes(column) && !(optional as readonly string[]).includes(column),
  );
  return [
    ...header.flatMap((column, at) => {
      if (!Object.hasOwn(columns, column)) return [fault(`/columns/${at}`, 'unknown-field')];
      return header.indexOf(column) === at ? [] : [columnTwice(at)];
    }),
    ...missing.map((column) => fault(`/columns/${column}`, 'required')),
  ];
}

/** A cell as the value of its column; what is not of that form is left as its text, for the check of the row to name. */
const readers: Readonly<Record<Cell, (text: string) => JsonValue>> = {
  text: (text) => text,
  number: (text) => (/^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text),
  'yes-no': (text) => (text === 'yes' ? true : text === 'no' ? false : text),
  texts: (text) => text.split('|'),
  parts: (text) =>
    text.split('|').map((part) => {
      const at = part.lastIndexOf('=');
      return at === -1 ? part : { analyte: part.slice(0, at), factor: part.slice(at + 1) };
    }),
};

function columnTwice(at: number): FieldFault {
  const detail = { zh: '这一列出现了两次。', en: 'This column stands twice.' };
  return { pointer: `/columns/${at}`, code: 'repeated', detail };
}

function notCsv({ code, lines }: CsvError & { readonly lines?: number }): DomainError {
  const place = lines ?? 1;
  const detail = {
    zh: `内容不是正确的 CSV，见第 ${place} 行：各行列数须相同，含逗号、引号的单元格须加引号（${code}）。`,
    en: `Not correct CSV, at line ${place}: lines have the same number of cells, and cells with commas or quotes are quoted (${code}).`,
  };
  return new DomainError('malformed', detail, [{ pointer: '', code: 'csv', detail }]);
}
