import { inspectionTypes, verdicts, type InspectionType, type Verdict } from '../../gs1/vocabulary.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { checkDone, checkOrder } from './dates.js';
import { fault } from './faults.js';
import { Choice, CivilDate, IsDecimalString, Nested, NestedList, PublicText, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { BodyDto } from './party.dto.js';

/** What was taken for the inspection. */
export class SampleDto {
  @CivilDate({ doc: 'Day of sampling', example: '2026-10-20' })
  sampledOn!: string;

  @PublicText(60, { doc: 'Number of the sample', example: 'CY-20261020-03', optional: true })
  sampleNo?: string;

  @Uuid({ doc: 'Site where it was taken', optional: true })
  site?: string;
}

/** One result. */
export class ResultDto {
  @PublicText(80, { doc: 'What was looked for', example: '戊唑醇' })
  analyte!: string;

  @PublicText(40, { doc: 'Result as decimal text, or a word such as 未检出', example: '0.31' })
  value!: string;

  @PublicText(20, { doc: 'Unit', example: 'mg/kg', optional: true })
  unit?: string;

  @IsDecimalString({ doc: 'Limit it was compared with, in the same unit', example: '2', optional: true })
  limit?: string;

  @Choice(Object.keys(verdicts), { doc: 'Verdict on this row', example: 'pass' })
  verdict!: Verdict;
}

/** A sample of the batch was inspected. */
export class InspectionData {
  @Choice(Object.keys(inspectionTypes), { doc: 'Who asked and how', example: 'commissioned' })
  type!: InspectionType;

  @Nested(() => SampleDto, { doc: 'The sample' })
  sample!: SampleDto;

  @Nested(() => BodyDto, { doc: 'Who inspected' })
  laboratory!: BodyDto;

  @PublicText(60, { doc: 'Number of the report', example: '示例-2026-10231', optional: true })
  reportNo?: string;

  @CivilDate({ doc: 'Date of the report', example: '2026-10-23', optional: true })
  reportedOn?: string;

  @PublicText(80, { doc: 'Standard it was judged by', example: 'GB 2763' })
  basis!: string;

  @NestedList(() => ResultDto, 1, 120, { doc: 'Results' })
  results!: ResultDto[];

  @Choice(Object.keys(verdicts), { doc: 'Verdict on the sample', example: 'pass' })
  verdict!: Verdict;
}

/** A sample passes when none of its rows fails. */
function checkVerdict(data: InspectionData): FieldFault[] {
  const failed = data.verdict === 'pass' && data.results.some((row) => row.verdict === 'fail');
  return failed ? [fault('/data/verdict', 'choice', ['fail'])] : [];
}

function sentence(data: InspectionData, language: Language): string {
  const type = say(inspectionTypes[data.type], language);
  const verdict = say(verdicts[data.verdict], language);
  const count = data.results.length;
  return language === 'en'
    ? `${type} by ${data.laboratory.name}, ${data.basis}: ${verdict} (${count} ${count === 1 ? 'item' : 'items'})`
    : `${data.laboratory.name}${type}（${data.basis}）：${verdict}，共 ${count} 项`;
}

/** Inspection: sample and results, told by whoever signs the statement. Its effect on the balance is none. */
export const inspection = defineKind<InspectionData>({
  kind: 'inspection',
  words: { zh: '检验检测', en: 'Inspection' },
  chain: 'batch',
  data: InspectionData,
  privateFields: [],
  forward: neverForward,
  correctable: true,
  references: () => noReferences,
  check: (data, context) => [
    ...checkDone(data.sample.sampledOn, '/data/sample/sampledOn', context),
    ...checkDone(data.reportedOn, '/data/reportedOn', context),
    ...checkOrder(data.sample.sampledOn, data.reportedOn, '/data/reportedOn'),
    ...checkVerdict(data),
  ],
  effect: () => [],
  sentence,
  example: {
    type: 'commissioned',
    sample: { sampledOn: '2026-10-20', sampleNo: 'CY-20261020-03' },
    laboratory: { name: '示例农产品检测中心', uscc: '91370600MA3GT1M59B', cma: '示例CMA号' },
    reportNo: '示例-2026-10231',
    reportedOn: '2026-10-23',
    basis: 'GB 2763',
    results: [{ analyte: '戊唑醇', value: '0.31', unit: 'mg/kg', limit: '2', verdict: 'pass' }],
    verdict: 'pass',
  },
});
