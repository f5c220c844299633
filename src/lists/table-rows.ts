import { fault } from '../events/kinds/faults.js';
import { refused } from '../http/problems.js';
import { CsvBody, type TableBody } from '../http/table-body.js';
import { formatPointer, isJsonObject, type JsonValue } from '../ledger/json.js';
import { readCsv } from './csv-rows.js';
import type { ListName } from './rows.js';

/** The rows of a request, none of them looked at; undefined when there are none. @throws as readCsv, `validation`. */
export function rowsOf(name: ListName, table: TableBody): JsonValue | undefined {
  if (table instanceof CsvBody) return readCsv(name, table.bytes);
  const { value } = table;
  if (!isJsonObject(value)) throw refused(fault('', 'object'));
  const { rows, ...others } = value;
  const unknown = Object.keys(others).map((member) => fault(formatPointer([member]), 'unknown-field'));
  if (unknown.length > 0) throw refused(...unknown);
  return rows;
}
