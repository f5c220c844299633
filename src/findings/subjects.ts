import type { InspectionData } from '../events/kinds/inspection.js';
import type { ListName, ListRows, ListVersion } from '../lists/rows.js';
import type { BatchRecord, RecordEntry } from './record.js';

/**
 * What of the reference lists a record can rest on, as `<kind>:<name>`, each once, sorted: a new version of a list is
 * judged in records that have one of the subjects of what it changes, and in no others.
 */
export function subjectsOf(record: BatchRecord): string[] {
  const found = new Set([`category:${record.product.category}`]);
  for (const entry of record.entries) for (const subject of subjectsIn(entry)) found.add(subject);
  return [...found].sort();
}

function subjectsIn({ kind, data }: RecordEntry): string[] {
  if (kind === 'input') {
    const { product, inputType } = data as {
      product?: { activeIngredients?: readonly { name?: string }[] };
      inputType?: string;
    };
    const actives = (product?.activeIngredients ?? []).map(({ name }) => `active:${String(name)}`);
    return inputType === undefined ? actives : [`input:${inputType}`, ...actives];
  }
  if (kind === 'inspection') {
    const { results, laboratory } = data as Partial<InspectionData>;
    const tested = (results ?? []).map(({ analyte }) => `analyte:${analyte}`);
    if (laboratory === undefined) return tested;
    return [...tested, ...laboratoryNames(laboratory), ...reportKeys(data as unknown as InspectionData)];
  }
  const { process } = data;
  return kind === 'processing' && typeof process === 'string' ? [`process:${process}`] : [];
}

/** What tells a report from others across chains: its number, with each name of its laboratory. */
export function reportKeys({ reportNo, laboratory: { name, uscc } }: InspectionData): string[] {
  if (reportNo === undefined) return [];
  return [name.trim(), uscc].flatMap((one) =>
    one === undefined ? [] : [`report:${reportNo.trim()} ${one}`],
  );
}

/** By all that a report names its laboratory by: each may be what a row of accreditations has. */
function laboratoryNames({ name, uscc, cma }: InspectionData['laboratory']): string[] {
  return [name.trim(), uscc, cma].flatMap((one) => (one === undefined ? [] : [`laboratory:${one}`]));
}

/** The subjects of the rows that one version of a list has and the other has not, each once, sorted. */
export function subjectsOfChange<Name extends ListName>(
  before: ListVersion<Name> | null,
  after: ListVersion<Name>,
): string[] {
  const old = new Set((before?.rows ?? []).map((row) => JSON.stringify(row)));
  const now = new Set(after.rows.map((row) => JSON.stringify(row)));
  const changed = [
    ...after.rows.filter((row) => !old.has(JSON.stringify(row))),
    ...(before?.rows ?? []).filter((row) => !now.has(JSON.stringify(row))),
  ];
  return [...new Set(changed.flatMap((row) => rowSubjects[after.name](row)))].sort();
}

const rowSubjects: { readonly [Name in ListName]: (row: ListRows[Name]) => string[] } = {
  // A mixture is written as its actives with `·` between them.
  'pesticide-labels': ({ active }) => active.split('·').map((name) => `active:${name}`),
  'pesticide-restrictions': ({ active }) => [`active:${active}`],
  'residue-limits': ({ analyte }) => [`analyte:${analyte}`],
  'residue-definitions': ({ analyte, parts }) =>
    [analyte, ...parts.map((part) => part.analyte)].map((name) => `analyte:${name}`),
  'product-categories': ({ category }) => [`category:${category}`],
  'process-yields': ({ process }) => [`process:${process}`],
  'laboratory-accreditations': ({ laboratory, uscc, number }) =>
    laboratoryNames({ name: laboratory, ...(uscc === null ? {} : { uscc }), cma: number }),
  // What the list leaves out is not allowed: any row may matter to any input.
  'claim-inputs': () => ['input:pesticide', 'input:fertilizer', 'input:veterinary'],
};
