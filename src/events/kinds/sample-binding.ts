import type { OwnEntryReference } from '../../batches/effect.js';
import type { FieldFault } from '../../http/problems.js';
import { fault } from './faults.js';
import type { EntryFacts, KindContext } from './kind.js';
import { findEntry, isFault, ownEntry } from './references.js';
import type { SampleTakenData, SealedPartDto } from './sample.js';

const pointer = '/data/sample';

/** What of a report tells of its sample. */
interface SampledReport {
  readonly type: string;
  readonly sample: {
    readonly sampledOn: string;
    readonly sampleNo?: string;
    readonly entry?: OwnEntryReference;
    readonly part?: string;
  };
}

/**
 * Faults of what a report says of its sample against the sampling sheet of this batch that it names: number and day are
 * the same, the part is one of its parts. A retest is of a reserve part of the sample of the first test, where that one
 * named its sheet (L1 art. 51); `first` is that test.
 */
export function checkSample(
  data: SampledReport,
  first: SampledReport | null,
  context: KindContext,
): FieldFault[] {
  const { entry: named, part } = data.sample;
  const before = first?.sample.entry;
  if (named === undefined) {
    return before === undefined && part === undefined ? [] : [fault(`${pointer}/entry`, 'required')];
  }
  if (before !== undefined && before.seq !== named.seq) return [fault(`${pointer}/entry`, 'first-sample')];
  const found = findEntry(ownEntry(named, context.home.id), ['sample'], `${pointer}/entry`, context);
  return isFault(found) ? [found] : compared(data, found);
}

function compared({ type, sample }: SampledReport, { data }: EntryFacts): FieldFault[] {
  const { sampleNo, sampledOn, parts } = data as SampleTakenData;
  return [
    ...(sample.sampledOn === sampledOn ? [] : [fault(`${pointer}/sampledOn`, 'other-sample', [sampledOn])]),
    ...(sample.sampleNo === sampleNo ? [] : [fault(`${pointer}/sampleNo`, 'other-sample', [sampleNo])]),
    ...checkPart(sample.part, parts, type === 'retest'),
  ];
}

/** The reserve is kept for the retest, which is of it where one was sealed. */
function checkPart(
  number: string | undefined,
  parts: readonly SealedPartDto[],
  isRetest: boolean,
): FieldFault[] {
  const at = `${pointer}/part`;
  if (number === undefined) return isRetest ? [fault(at, 'required')] : [];
  const part = parts.find((one) => one.number === number);
  if (part === undefined) return [fault(at, 'unknown-part')];
  const asked = isRetest && parts.some(({ use }) => use === 'reserve') ? 'reserve' : 'test';
  return part.use === asked ? [] : [fault(at, 'reserve-part')];
}
