import { setImmediate } from 'node:timers/promises';
import { fault } from '../events/kinds/faults.js';
import { isFaults, validateData } from '../events/kinds/validate.js';
import { refused, type FieldFault } from '../http/problems.js';
import { utf8Encode } from '../ledger/bytes.js';
import { canonicalize } from '../ledger/canonical.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../ledger/json.js';
import { overlapFaults, rowFaults } from './row-rules.js';
import type { ListName, ListRow, ListRows } from './rows.js';
import { listShapes, type ListShape } from './shapes.js';

/** Rows of one version of a list. */
export const listRowsMax = 100_000;
/** Faults in one answer; further ones are found when these are put right. */
const faultsMax = 50;
/** Rows that are looked at in one turn of the event loop, so that other requests are answered meanwhile. */
const rowsAtOnce = 2_000;

/**
 * The rows of a list with all their columns, in the order of the shape; what was left out is null.
 *
 * Faults name row and column from 0: `/rows/12/effectiveFrom`.
 *
 * @throws DomainError `validation`.
 */
export async function checkRows<Name extends ListName>(
  name: Name,
  given: JsonValue | undefined,
): Promise<readonly ListRows[Name][]> {
  if (given === undefined) throw refused(fault('/rows', 'required'));
  if (!Array.isArray(given)) throw refused(fault('/rows', 'list'));
  const values = given as readonly JsonValue[];
  if (values.length === 0) throw refused(fault('/rows', 'too-few', [1]));
  if (values.length > listRowsMax) throw refused(fault('/rows', 'too-many', [listRowsMax]));
  const shape: ListShape<ListRows[Name]> = listShapes[name];
  const rows: ListRows[Name][] = [];
  const faults: FieldFault[] = [];
  for (const [index, value] of values.entries()) {
    if (faults.length >= faultsMax) break;
    if (index % rowsAtOnce === rowsAtOnce - 1) await setImmediate();
    const checked = checkRow(shape, value, `/rows/${index}`);
    if (isFaults(checked)) faults.push(...checked);
    else rows.push(checked);
  }
  if (faults.length > 0) throw refused(...faults);
  const overlaps = overlapFaults(rows, shape.keys as (row: ListRow) => string[][], faultsMax);
  if (overlaps.length > 0) throw refused(...overlaps);
  return rows;
}

function checkRow<Row extends ListRows[ListName]>(
  shape: ListShape<Row>,
  value: JsonValue,
  pointer: string,
): Row | readonly FieldFault[] {
  const told = isJsonObject(value) ? withoutEmpty(shape, value) : value;
  const checked = validateData(shape.row, told, pointer);
  if (isFaults(checked)) return checked;
  const row = completed(shape, checked as JsonObject);
  const faults = rowFaults(row, pointer);
  return faults.length === 0 ? row : faults;
}

/** Null, and a list without items, say what a column that is left out says. */
function withoutEmpty<Row extends object>({ optional }: ListShape<Row>, row: JsonObject): JsonObject {
  const isEmpty = (name: string): boolean =>
    (optional as readonly string[]).includes(name) &&
    (row[name] === null || (Array.isArray(row[name]) && row[name].length === 0));
  return Object.fromEntries(Object.entries(row).filter(([name]) => !isEmpty(name)));
}

function completed<Row extends object>({ columns }: ListShape<Row>, row: JsonObject): Row {
  const whole = Object.entries(columns).map(([name, cell]) => [
    name,
    row[name] ?? (cell === 'texts' ? [] : null),
  ]);
  return Object.fromEntries(whole) as Row;
}

/** The exact bytes of a version: the canonical JSON (RFC 8785) of its rows, written some rows at a time. */
export async function contentOf(rows: readonly object[]): Promise<Uint8Array> {
  const texts: string[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    if (at > 0) await setImmediate();
    const some = rows.slice(at, at + rowsAtOnce) as readonly JsonObject[];
    texts.push(some.map(canonicalize).join(','));
  }
  return utf8Encode(`[${texts.join(',')}]`);
}
