import { fault } from '../events/kinds/faults.js';
import type { FieldFault } from '../http/problems.js';
import { parseDecimal } from '../ledger/quantity.js';
import type { ListName, ListRow, ListRows } from './rows.js';

type AnyRow = ListRows[ListName];

/** What is wrong with a row whose columns are each right. */
export function rowFaults(row: AnyRow, pointer: string): FieldFault[] {
  const { effectiveFrom, effectiveTo } = row;
  const ends =
    effectiveTo !== null && effectiveTo < effectiveFrom
      ? [fault(`${pointer}/effectiveTo`, 'order', [effectiveFrom])]
      : [];
  return [...ends, ...ownFaults(row, pointer)];
}

function ownFaults(row: AnyRow, pointer: string): FieldFault[] {
  if ('crops' in row) {
    const at = `${pointer}/crops`;
    if (row.status !== 'crops') return row.crops.length === 0 ? [] : [fault(at, 'not-applicable')];
    if (row.crops.length === 0) return [fault(at, 'required')];
    const again = row.crops.findIndex((crop, index) => row.crops.indexOf(crop) !== index);
    return again === -1 ? [] : [twice(`${at}/${again}`)];
  }
  if ('parts' in row) {
    const names = row.parts.map(({ analyte }) => analyte);
    const again = names.findIndex((name, index) => names.indexOf(name) !== index);
    return again === -1 ? [] : [twice(`${pointer}/parts/${again}/analyte`)];
  }
  if ('least' in row && parseDecimal(row.most) < parseDecimal(row.least)) {
    return [fault(`${pointer}/most`, 'minimum', [row.least])];
  }
  return [];
}

function twice(pointer: string): FieldFault {
  return { pointer, code: 'repeated', detail: { zh: '重复了。', en: 'Is given twice.' } };
}

/** A row with its place in the list. */
interface Placed {
  readonly row: ListRow;
  readonly index: number;
}

/**
 * Rows that are in force on a same day for a same key, each told of the one before it: two answers to one question, of
 * which nobody could say which holds.
 */
export function overlapFaults(
  rows: readonly ListRow[],
  keysOf: (row: ListRow) => readonly (readonly (string | null)[])[],
  faultsMax: number,
): FieldFault[] {
  const byKey = new Map<string, Placed[]>();
  for (const [index, row] of rows.entries()) {
    for (const key of keysOf(row)) {
      const name = JSON.stringify(key);
      const known = byKey.get(name);
      if (known === undefined) byKey.set(name, [{ row, index }]);
      else known.push({ row, index });
    }
  }
  const found = new Map<number, FieldFault>();
  for (const placed of byKey.values()) {
    if (found.size >= faultsMax) break;
    if (placed.length > 1) findOverlaps(placed, found);
  }
  return [...found].sort(([left], [right]) => left - right).map(([, one]) => one);
}

function findOverlaps(placed: Placed[], found: Map<number, FieldFault>): void {
  placed.sort((left, right) => (left.row.effectiveFrom < right.row.effectiveFrom ? -1 : 1));
  let [longest] = placed;
  for (const next of placed.slice(1)) {
    if (longest === undefined) return;
    if (longest.row.effectiveTo === null || longest.row.effectiveTo >= next.row.effectiveFrom) {
      const [first, later] = longest.index < next.index ? [longest, next] : [next, longest];
      if (!found.has(later.index)) found.set(later.index, overlap(later, first));
    }
    longest = lastsLonger(longest.row, next.row) ? longest : next;
  }
}

function lastsLonger(left: ListRow, right: ListRow): boolean {
  return left.effectiveTo === null || (right.effectiveTo !== null && left.effectiveTo >= right.effectiveTo);
}

function overlap({ row, index }: Placed, first: Placed): FieldFault {
  // Columns of checked rows stand in one order.
  if (JSON.stringify(row) === JSON.stringify(first.row)) {
    const detail = { zh: `与第 ${first.index} 行相同。`, en: `Is the same as row ${first.index}.` };
    return { pointer: `/rows/${index}`, code: 'duplicate', detail };
  }
  const detail = {
    zh: `与第 ${first.index} 行说的是同一事项，有效期重叠。`,
    en: `Says another thing than row ${first.index} about the same, for days that overlap.`,
  };
  return { pointer: `/rows/${index}/effectiveFrom`, code: 'overlap', detail };
}
