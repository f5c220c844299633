import { treatments, type Treatment } from '../../gs1/vocabulary.js';
import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { parseDecimal } from '../../ledger/quantity.js';
import { checkLosses, quantityText, sumLosses } from './amounts.js';
import { Attachments, type AttachmentDto } from './attachments.js';
import { checkDone, checkOrder } from './dates.js';
import { fault } from './faults.js';
import {
  Choice,
  CivilDate,
  Count,
  IsDecimalString,
  Nested,
  NestedList,
  PrivateText,
  PublicText,
} from './fields.js';
import { defineKind, neverForward, noReferences, type KindContext } from './kind.js';
import { lotChange } from './lot-changes.js';
import { LossDto, MeasurementDto, QuantityDto } from './quantity.js';

const minutesMax = 525_600;

/** A summary of sensor readings; the readings themselves stay outside the chain. */
export class ReadingsDto {
  @PublicText(40, { doc: 'What was measured; temperature when absent', example: '温度', optional: true })
  name?: string;

  @PublicText(20, { doc: 'Unit as people write it; °C when absent', example: '°C', optional: true })
  unit?: string;

  @IsDecimalString({ doc: 'Lowest reading', example: '-0.6' })
  min!: string;

  @IsDecimalString({ doc: 'Highest reading', example: '0.9' })
  max!: string;

  @Count(1, minutesMax, { doc: 'Minutes between readings', example: 10 })
  intervalMin!: number;

  @Count(0, minutesMax, { doc: 'Longest gap between readings, in minutes', example: 12 })
  gapMaxMin!: number;
}

/** Something done to the goods while they were stored. */
export class TreatmentDto {
  @Choice(Object.keys(treatments), { doc: 'Kind of treatment', example: 'fumigation' })
  type!: Treatment;

  @PublicText(80, { doc: 'Agent', example: '磷化铝', optional: true })
  agent?: string;

  @Nested(() => QuantityDto, { doc: 'How much of the agent', optional: true })
  dose?: QuantityDto;

  @CivilDate({ doc: 'Day of the treatment', example: '2026-10-10' })
  startedOn!: string;

  @CivilDate({ doc: 'Sealed until', example: '2026-10-20', optional: true })
  sealedUntil?: string;

  @CivilDate({ doc: 'Ventilated until; may lie ahead', example: '2026-10-25', optional: true })
  ventilatedUntil?: string;
}

/** The goods lie in store: where, how, what was done and what was lost. */
export class StorageData {
  @PublicText(120, { doc: 'Store and bin', example: '3号平房仓/02货位' })
  place!: string;

  @PublicText(60, { doc: 'Profile of conditions', example: 'apple_0C', optional: true })
  profile?: string;

  @CivilDate({ doc: 'Day they came in', example: '2026-10-19' })
  enteredOn!: string;

  @CivilDate({ doc: 'Day they left', example: '2026-11-20', optional: true })
  leftOn?: string;

  @NestedList(() => ReadingsDto, 1, 10, { doc: 'Summaries of readings', optional: true })
  readings?: ReadingsDto[];

  @NestedList(() => MeasurementDto, 1, 30, { doc: 'Quality and condition', optional: true })
  quality?: MeasurementDto[];

  @Nested(() => TreatmentDto, { doc: 'What was done to them', optional: true })
  treatment?: TreatmentDto;

  @NestedList(() => LossDto, 1, 20, { doc: 'What was lost', optional: true })
  losses?: LossDto[];

  @PrivateText(80, { doc: 'Who did it (private)', optional: true })
  operator?: string;

  @Attachments()
  attachments?: AttachmentDto[];
}

function checkReadings(data: StorageData): FieldFault[] {
  return (data.readings ?? []).flatMap((item, index) =>
    parseDecimal(item.max) < parseDecimal(item.min)
      ? [fault(`/data/readings/${index}/max`, 'minimum', [item.min])]
      : [],
  );
}

function checkTreatment(data: StorageData, context: KindContext): FieldFault[] {
  const { treatment } = data;
  if (treatment === undefined) return [];
  const { startedOn, sealedUntil, ventilatedUntil } = treatment;
  return [
    ...checkDone(startedOn, '/data/treatment/startedOn', context),
    ...checkOrder(startedOn, sealedUntil, '/data/treatment/sealedUntil'),
    ...checkOrder(sealedUntil ?? startedOn, ventilatedUntil, '/data/treatment/ventilatedUntil'),
  ];
}

function sentence(data: StorageData, language: Language): string {
  const { treatment } = data;
  const losses = (data.losses ?? []).map((loss) => `${loss.reason} ${quantityText(loss.quantity, language)}`);
  if (language === 'en') {
    const done =
      treatment === undefined
        ? ''
        : `; ${treatments[treatment.type].en}${treatment.agent === undefined ? '' : ` with ${treatment.agent}`}`;
    return `Stored at ${data.place}${done}${losses.length === 0 ? '' : `; lost: ${losses.join(', ')}`}`;
  }
  const done =
    treatment === undefined
      ? ''
      : `；${treatments[treatment.type].zh}${treatment.agent === undefined ? '' : `：${treatment.agent}`}`;
  return `储存于${data.place}${done}${losses.length === 0 ? '' : `；损耗：${losses.join('、')}`}`;
}

/** Storage; its losses move available → lost. */
export const storage = defineKind<StorageData>({
  kind: 'storage',
  words: { zh: '储存', en: 'Storage' },
  chain: 'batch',
  data: StorageData,
  privateFields: ['/operator'],
  audiences: { '/operator': 'regulator' },
  forward: neverForward,
  correctable: true,
  references: () => noReferences,
  check: (data, context) => [
    ...checkOrder(data.enteredOn, data.leftOn, '/data/leftOn'),
    ...checkDone(data.enteredOn, '/data/enteredOn', context),
    ...checkDone(data.leftOn, '/data/leftOn', context),
    ...checkReadings(data),
    ...checkTreatment(data, context),
    ...checkLosses(data.losses, context.home.unit),
  ],
  effect: (data, context) => {
    const lost = sumLosses(data.losses, context.home.unit);
    if (lost === 0n) return [];
    return [
      {
        type: 'move',
        batch: context.home.id,
        delta: { available: -lost, lost },
        requires: 'available',
        at: '/data/losses',
      },
      ...lotChange(context, 'out', lost),
    ];
  },
  sentence,
  example: {
    place: '示例冷库 2 号间',
    profile: 'apple_0C',
    enteredOn: '2026-10-19',
    readings: [{ min: '-0.6', max: '0.9', intervalMin: 10, gapMaxMin: 12 }],
    losses: [{ reason: '腐烂', quantity: { value: '12.5', unit: 'KGM' } }],
  },
});
