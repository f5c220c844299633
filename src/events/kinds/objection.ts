import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { parseTimestamp } from '../../ledger/time.js';
import { fault } from './faults.js';
import { Nested, PublicText } from './fields.js';
import { isRapid, type InspectionData } from './inspection.js';
import { defineKind, neverForward, type KindContext } from './kind.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { findEntry, isFault, oneEntry, ownEntry } from './references.js';
import { endOfObjection } from './working-days.js';

/** The organization inspected objects to a result and asks for a retest. */
export class ObjectionData {
  @Nested(() => OwnEntryReferenceDto, { doc: 'The inspection of this batch whose result is objected to' })
  inspection!: OwnEntryReferenceDto;

  @PublicText(200, { doc: 'Why', example: '对检测结果有异议，申请复检' })
  reason!: string;
}

/** Types of inspection whose results the law lets the organization inspected object to. */
const objectionable: readonly InspectionData['type'][] = ['supervision', 'rapid'];

/** Whether the organization inspected can object to a result at all. */
export function isObjectionable({ type }: Pick<InspectionData, 'type'>): boolean {
  return objectionable.includes(type);
}

const periods = {
  rapid: { zh: '快速检测结果：收到后四小时', en: 'a rapid test: four hours after receipt' },
  laboratory: {
    zh: '检测结果：收到后五个工作日',
    en: 'a test: five working days after receipt',
  },
} as const;

/**
 * Refused once the time to object has run out (L1 art. 51; rules R66, R67). It runs from the moment in which the result,
 * or its last correction, was recorded here: whoever got it on paper before has the longer time. What decides is the
 * service's clock, not the time that is stated.
 */
function check({ inspection: named }: ObjectionData, context: KindContext): FieldFault[] {
  const pointer = '/data/inspection';
  const entry = findEntry(ownEntry(named, context.home.id), ['inspection'], pointer, context);
  if (isFault(entry)) return [entry];
  const data = entry.data as InspectionData;
  if (!isObjectionable(data)) return [fault(pointer, 'no-objection')];
  const rapid = isRapid(data);
  const ends = endOfObjection(entry.inForceAt ?? context.now, rapid, context.holidays ?? new Set());
  if (parseTimestamp(context.now) <= parseTimestamp(ends)) return [];
  const { zh, en } = periods[rapid ? 'rapid' : 'laboratory'];
  const law = '农产品质量安全法 第五十一条';
  return [fault(pointer, 'objection-late', [ends, `${law}，${zh}`, `${law}, ${en}`])];
}

function sentence({ inspection, reason }: ObjectionData, language: Language): string {
  return language === 'en'
    ? `Objection to the result of entry ${inspection.seq}, a retest is asked for: ${reason}`
    : `对第 ${inspection.seq} 条检测结果提出异议，申请复检：${reason}`;
}

/** Objection (L1 art. 51). It stops nothing and lifts nothing: only the retest does. */
export const objection = defineKind<ObjectionData>({
  kind: 'objection',
  words: { zh: '检测异议', en: 'Objection' },
  chain: 'batch',
  data: ObjectionData,
  privateFields: [],
  forward: neverForward,
  correctable: false,
  references: ({ inspection }, home) => oneEntry(ownEntry(inspection, home)),
  check,
  effect: () => [],
  sentence,
  example: {
    inspection: { seq: 4, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
    reason: '对检测结果有异议，申请复检',
  },
});
