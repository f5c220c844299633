import type { EntryReference } from '../../batches/effect.js';
import type { CertificateBasis } from '../../gs1/vocabulary.js';
import type { FieldFault } from '../../http/problems.js';
import { fault } from './faults.js';
import type { InspectionData } from './inspection.js';
import type { KindContext } from './kind.js';
import { checkOwnBatch, findEntry, isFault } from './references.js';

/** An inspection that a certificate names. */
interface ReportReference {
  readonly batch?: string;
  readonly seq: number;
  readonly leafHash: string;
}

/** What of a certificate says on which reports it rests. */
interface Basis {
  readonly basis?: readonly CertificateBasis[];
  readonly reportNo?: string;
  readonly inspections?: readonly ReportReference[];
}

interface Report {
  readonly batch: string;
  readonly data: InspectionData;
}

/** Which types of inspection do not bear out a basis: an own test is not a commissioned one, nor the other way round. */
const otherwise: Readonly<Partial<Record<CertificateBasis, InspectionData['type']>>> = {
  'self-tested': 'commissioned',
  'commission-tested': 'self',
};

/** Whether one of the bases says that the lot was tested. */
export function saysTested(basis: readonly CertificateBasis[] | undefined): boolean {
  return (basis ?? []).some((one) => otherwise[one] !== undefined);
}

/** The entry of an inspection that a certificate of the batch `home` names. */
export function reportEntry({ batch, seq, leafHash }: ReportReference, home: string): EntryReference {
  return { batch: batch ?? home, seq, leafHash };
}

/**
 * Faults of the reports that a certificate names: each is an inspection, passed as it is in force, and one of them bears
 * out each basis that says tested and has the report number (rule R53: the number alone is not enough).
 *
 * Tested is this very batch, or everything that it was made from, each batch of it by a report of its own or by those
 * of all that it was made from in turn; all of the same organization. A report of one source says nothing of the others.
 */
export function checkReports(data: Basis, context: KindContext): FieldFault[] {
  const faults: FieldFault[] = [];
  const reports: Report[] = [];
  const seen = new Set<string>();
  for (const [index, named] of (data.inspections ?? []).entries()) {
    const answer = reportAt(named, `/data/inspections/${index}`, seen, context);
    if ('pointer' in answer) faults.push(answer);
    else reports.push(answer);
  }
  return faults.length > 0 ? faults : checkBorneOut(data, reports, context);
}

function reportAt(
  named: ReportReference,
  pointer: string,
  seen: Set<string>,
  context: KindContext,
): Report | FieldFault {
  const reference = reportEntry(named, context.home.id);
  const key = `${reference.batch} ${reference.seq}`;
  if (seen.has(key)) return fault(pointer, 'repeated');
  seen.add(key);
  const [foreign] = checkOwnBatch(reference.batch, `${pointer}/batch`, context);
  if (foreign !== undefined) return foreign;
  const entry = findEntry(reference, ['inspection'], pointer, context);
  if (isFault(entry)) return entry;
  const inspection = entry.data as InspectionData;
  return inspection.verdict === 'pass'
    ? { batch: reference.batch, data: inspection }
    : fault(pointer, 'not-passed');
}

function checkBorneOut(
  { basis = [], reportNo }: Basis,
  reports: readonly Report[],
  context: KindContext,
): FieldFault[] {
  if (reports.length === 0) return saysTested(basis) ? [fault('/data/inspections', 'required')] : [];
  const tested = new Set(reports.map(({ batch }) => batch));
  if (!isTested(context.home.id, tested, context)) return [fault('/data/inspections', 'other-batch')];
  const unborne = basis.flatMap((one, index) => {
    const other = otherwise[one];
    const borne = other === undefined || reports.some(({ data }) => data.type !== other);
    return borne ? [] : [fault(`/data/basis/${index}`, 'other-test')];
  });
  const isTheirs = reportNo === undefined || reports.some(({ data }) => data.reportNo === reportNo);
  return isTheirs ? unborne : [...unborne, fault('/data/reportNo', 'other-report')];
}

/**
 * Whether all of a batch was tested: itself, or each batch that it was made from. `tested` grows by what was found, so
 * that no batch is looked at twice; the graph has no cycles.
 */
function isTested(batch: string, tested: Set<string>, context: KindContext): boolean {
  if (tested.has(batch)) return true;
  const parents = context.parents?.(batch) ?? [];
  const all = parents.length > 0 && parents.every((parent) => isTested(parent, tested, context));
  if (all) tested.add(batch);
  return all;
}
