import type { ResultDto } from '../events/kinds/inspection.js';
import { isDecimalText, parseDecimal, type Decimal } from '../ledger/quantity.js';
import type { Lists, ResidueDefinitionRow } from '../lists/rows.js';
import { decides, rowsInForce } from './list-rows.js';
import { plainActive } from './pesticide-uses.js';

/** Parts of a concentration, in 10⁻¹⁸ mg/kg, so that factors and units multiply without rounding. */
export type Concentration = bigint;

/** 10^18 of these make 1 mg/kg: the 9 decimals of a value times the 9 of a factor. */
const scale = 1_000_000_000n;

/** Units of concentration, each as (numerator, denominator) of mg/kg. */
const units: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['mg/kg', [1n, 1n]],
  ['毫克/千克', [1n, 1n]],
  ['毫克/公斤', [1n, 1n]],
  ['ppm', [1n, 1n]],
  ['μg/kg', [1n, 1_000n]],
  ['ug/kg', [1n, 1_000n]],
  ['微克/千克', [1n, 1_000n]],
  ['微克/公斤', [1n, 1_000n]],
  ['ppb', [1n, 1_000n]],
  ['g/kg', [1_000n, 1n]],
  ['克/千克', [1_000n, 1n]],
]);

/** A decimal of a unit as a concentration; null where the unit is none of a concentration, or is not told. */
export function concentration(value: Decimal, unit: string | undefined): Concentration | null {
  const known = units.get((unit ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ''));
  return known === undefined ? null : (value * scale * known[0]) / known[1];
}

/** True for a unit of concentration: what is measured so is a residue or contaminant. */
export function isConcentration(unit: string | undefined): boolean {
  return concentration(0n, unit) !== null;
}

/** What a result says of a figure: at least `low`, at most `high`; null when the text is none. */
export interface Measured {
  readonly low: Decimal;
  readonly high: Decimal;
}

const notFound = /^(?:未检出|nd|n\.d\.|notdetected)(?:\(.*\))?$/;

/** Reads a value: a decimal, `<0.01`, or that nothing was found, which counts as zero. */
export function readValue(text: string): Measured | null {
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  if (isDecimalText(plain) && !plain.startsWith('-')) {
    const value = parseDecimal(plain);
    return { low: value, high: value };
  }
  if (notFound.test(plain)) return { low: 0n, high: 0n };
  const [, below = ''] = /^(?:<|<=|≤|小于)(.+)$/.exec(plain) ?? [];
  return isDecimalText(below) && !below.startsWith('-') ? { low: 0n, high: parseDecimal(below) } : null;
}

/** One thing that has a limit: a result as it stands, or the sum of several by the definition of the residue. */
export interface Residue {
  readonly analyte: string;
  readonly rows: readonly ResultDto[];
  readonly definition: ResidueDefinitionRow | null;
  /** Null where a value cannot be read or its unit is none of a concentration. */
  readonly low: Concentration | null;
  readonly high: Concentration | null;
  /** False where a part of the sum is not in the report, or its definition does not decide: `low` holds, `high` does not. */
  readonly whole: boolean;
}

const isAnalyte = (row: ResultDto, analyte: string): boolean =>
  plainActive(row.analyte) === plainActive(analyte);

/** The sum of the parts with their factors (R65), as far as the report has them. */
function sumOf(results: readonly ResultDto[], definition: ResidueDefinitionRow): Residue | null {
  const found = definition.parts.map((part) => ({
    part,
    row: results.find((row) => isAnalyte(row, part.analyte)),
  }));
  const rows = found.flatMap(({ row }) => (row === undefined ? [] : [row]));
  if (rows.length === 0) return null;
  let low: Concentration | null = 0n;
  let high: Concentration | null = 0n;
  for (const { part, row } of found) {
    if (row === undefined) continue;
    const single = singleOf(row);
    const factor = parseDecimal(part.factor);
    low = low === null || single.low === null ? null : low + (single.low * factor) / scale;
    high = high === null || single.high === null ? null : high + (single.high * factor) / scale;
  }
  const whole = rows.length === found.length && decides(definition);
  return { analyte: definition.analyte, rows, definition, low, high, whole };
}

function singleOf(row: ResultDto): Residue {
  const value = readValue(row.value);
  const low = value === null ? null : concentration(value.low, row.unit);
  const high = value === null ? null : concentration(value.high, row.unit);
  return { analyte: row.analyte, rows: [row], definition: null, low, high, whole: true };
}

/**
 * The residues of a report as of a day: sums by their definitions, and every other result by itself. Without the list
 * of definitions no result is known to be the whole residue.
 */
export function residuesOf(results: readonly ResultDto[], lists: Lists, day: string): Residue[] {
  const list = lists['residue-definitions'];
  const sums = rowsInForce(list?.rows ?? [], day).flatMap((definition) => {
    const sum = sumOf(results, definition);
    return sum === null ? [] : [sum];
  });
  const summed = new Set(sums.flatMap(({ rows }) => rows));
  const singles = results
    .filter((row) => !summed.has(row))
    .map((row) => ({ ...singleOf(row), whole: list !== null }));
  return [...sums, ...singles];
}
