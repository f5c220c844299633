import type { JsonObject } from '../../ledger/json.js';
import type { StatedEntry, Testing } from './chain-entries.js';
import { typedUnder } from './fields.js';

/** What of a report is chosen from lists that others depend on. */
export interface Chosen {
  readonly type: string;
  /** Number of the sample's entry; empty where none was recorded. */
  readonly sample: string;
  /** Number of the entry of the report that is tested anew; empty where none is. */
  readonly retestOf: string;
}

/** Most results of one report. */
export const rowsMax = 120;

type Field = (name: string) => string;

/** The entry of that number. */
export function entryAt<Data>(
  entries: readonly StatedEntry<Data>[],
  seq: string,
): StatedEntry<Data> | undefined {
  return entries.find((entry) => String(entry.seq) === seq);
}

/** Reports that somebody objected to. */
export function objectedTo({ reports, objections }: Testing): Testing['reports'] {
  return reports.filter(({ seq }) => objections.some(({ data }) => data.inspection.seq === seq));
}

/** How another entry of the same batch names it. */
export function referenceTo({ seq, leafHash }: Pick<StatedEntry<unknown>, 'seq' | 'leafHash'>): JsonObject {
  return { seq, leafHash };
}

/** The report as the ledger takes it. */
export function reportOf(field: Field, chosen: Chosen, testing: Testing, rows: number): JsonObject {
  return {
    type: chosen.type,
    ...retestOf(field, chosen, testing),
    sample: sampleOf(field, chosen, testing),
    laboratory: { name: field('laboratory'), ...typedUnder(field, ['cma']) },
    ...typedUnder(field, ['reportNo', 'reportedOn']),
    basis: field('basis'),
    results: Array.from({ length: rows }, (_, at) => resultOf((name) => field(`${name}-${at}`))),
    verdict: field('verdict'),
  };
}

function sampleOf(field: Field, { sample }: Chosen, { samples }: Testing): JsonObject {
  const sheet = entryAt(samples, sample);
  if (sheet === undefined) return { sampledOn: field('sampledOn'), ...typedUnder(field, ['sampleNo']) };
  const { sampledOn, sampleNo } = sheet.data;
  return { sampledOn, sampleNo, entry: referenceTo(sheet), ...typedUnder(field, ['part']) };
}

function retestOf(field: Field, { type, retestOf: seq }: Chosen, testing: Testing): JsonObject {
  const first = entryAt(objectedTo(testing), seq);
  if (type !== 'retest' || first === undefined) return {};
  const objection = testing.objections.findLast(({ data }) => data.inspection.seq === first.seq);
  return {
    retest: {
      of: referenceTo(first),
      ...(objection === undefined ? {} : { objection: referenceTo(objection) }),
      ...typedUnder(field, ['receivedOn']),
    },
  };
}

function resultOf(field: Field): JsonObject {
  return {
    analyte: field('analyte'),
    value: field('value'),
    ...typedUnder(field, ['unit', 'limit']),
    verdict: field('rowVerdict'),
  };
}
