import { inspectionTypes, verdicts, type InspectionType, type Verdict } from '../../gs1/vocabulary.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { Attachments, type AttachmentDto } from './attachments.js';
import { checkDone, checkOrder } from './dates.js';
import { fault } from './faults.js';
import { Choice, CivilDate, IsDecimalString, Nested, NestedList, PublicText, Uuid } from './fields.js';
import { defineKind, neverForward, type KindContext, type References } from './kind.js';
import { BodyDto } from './party.dto.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { findEntry, isFault, ownEntry } from './references.js';
import { checkSample } from './sample-binding.js';

/** What was taken for the inspection. */
export class SampleDto {
  @CivilDate({ doc: 'Day of sampling', example: '2026-10-20' })
  sampledOn!: string;

  @PublicText(60, { doc: 'Number of the sample', example: 'CY-20261020-03', optional: true })
  sampleNo?: string;

  @Uuid({ doc: 'Site where it was taken', optional: true })
  site?: string;

  @Nested(() => OwnEntryReferenceDto, {
    doc: 'The entry of this batch that tells of the sampling; day and number are those that it says',
    optional: true,
  })
  entry?: OwnEntryReferenceDto;

  @PublicText(40, {
    doc: 'Which sealed part was tested; of a retest a reserve part of the sample of the first test',
    example: 'CY-20261020-03-A',
    optional: true,
  })
  part?: string;
}

/** What a retest is a retest of (L1 art. 51). */
export class RetestDto {
  @Nested(() => OwnEntryReferenceDto, { doc: 'The inspection of this batch whose result was objected to' })
  of!: OwnEntryReferenceDto;

  @Nested(() => OwnEntryReferenceDto, { doc: 'The objection', optional: true })
  objection?: OwnEntryReferenceDto;

  @CivilDate({
    doc: 'Day on which the body of the retest had the sample; the report is due within seven working days of it',
    example: '2026-10-26',
    optional: true,
  })
  receivedOn?: string;
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

  @Choice(['laboratory', 'rapid'], {
    doc: 'Method; a retest is never rapid. Without it that of the type',
    optional: true,
  })
  method?: 'laboratory' | 'rapid';

  @Nested(() => RetestDto, { doc: 'Of a retest: what it is a retest of', optional: true })
  retest?: RetestDto;

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

  @Attachments()
  attachments?: AttachmentDto[];
}

/** A sample passes when none of its rows fails. */
function checkVerdict(data: InspectionData): FieldFault[] {
  const failed = data.verdict === 'pass' && data.results.some((row) => row.verdict === 'fail');
  return failed ? [fault('/data/verdict', 'choice', ['fail'])] : [];
}

/** Whether the result came of a rapid method. */
export function isRapid({ type, method }: Pick<InspectionData, 'type' | 'method'>): boolean {
  return method === 'rapid' || (method === undefined && type === 'rapid');
}

function references({ retest, sample }: InspectionData, home: string): References {
  const again = retest === undefined ? [] : [retest.of, ...(retest.objection ? [retest.objection] : [])];
  const named = sample.entry === undefined ? again : [...again, sample.entry];
  return { entries: named.map((entry) => ownEntry(entry, home)), batches: [] };
}

/** Whether the two are one body: by the credit code where both have one, else by the name. */
function isSameBody(left: BodyDto, right: BodyDto): boolean {
  return left.uscc !== undefined && right.uscc !== undefined
    ? left.uscc === right.uscc
    : left.name.trim() === right.name.trim();
}

/**
 * L1 art. 51: a retest names what it retests, is not done by a rapid method, and not by the first body (R66, R67).
 * Its result replaces the first one, so it is never the word of the organization that was inspected.
 */
function checkRetest(data: InspectionData, context: KindContext): FieldFault[] {
  const { type, method, retest, laboratory } = data;
  if (type !== 'retest') {
    const bound = checkSample(data, null, context);
    return retest === undefined ? bound : [...bound, fault('/data/retest', 'not-applicable')];
  }
  if (retest === undefined) return [fault('/data/retest', 'required')];
  if (context.issuer === `org/${context.home.organizationId}`) return [fault('/data/type', 'own-retest')];
  const home = context.home.id;
  const first = findEntry(ownEntry(retest.of, home), ['inspection'], '/data/retest/of', context);
  if (isFault(first)) return [first];
  const same = isSameBody((first.data as InspectionData).laboratory, laboratory);
  return [
    ...(method === 'rapid' ? [fault('/data/method', 'rapid-retest')] : []),
    ...(same ? [fault('/data/laboratory', 'first-body')] : []),
    ...checkSample(data, first.data as InspectionData, context),
    ...(retest.objection === undefined ? [] : checkObjection(retest.objection, first.seq, context)),
  ];
}

function checkObjection(named: OwnEntryReferenceDto, of: number, context: KindContext): FieldFault[] {
  const pointer = '/data/retest/objection';
  const objection = findEntry(ownEntry(named, context.home.id), ['objection'], pointer, context);
  if (isFault(objection)) return [objection];
  const { inspection: about } = objection.data as { inspection: { seq: number } };
  return about.seq === of ? [] : [fault(pointer, 'other-objection')];
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
  references,
  check: (data, context) => [
    ...checkDone(data.sample.sampledOn, '/data/sample/sampledOn', context),
    ...checkDone(data.reportedOn, '/data/reportedOn', context),
    ...checkOrder(data.sample.sampledOn, data.reportedOn, '/data/reportedOn'),
    ...checkDone(data.retest?.receivedOn, '/data/retest/receivedOn', context),
    ...checkOrder(data.sample.sampledOn, data.retest?.receivedOn, '/data/retest/receivedOn'),
    ...checkOrder(data.retest?.receivedOn, data.reportedOn, '/data/reportedOn'),
    ...checkVerdict(data),
    ...checkRetest(data, context),
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
