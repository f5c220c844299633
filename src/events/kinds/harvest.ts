import type { Language } from '../../gs1/words.js';
import { amountIn, checkAmount, checkDimension, quantityText } from './amounts.js';
import { Attachments, type AttachmentDto } from './attachments.js';
import { checkSpan } from './dates.js';
import { CivilDate, Nested, NestedList, PrivateText, PublicText, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { lotChange } from './lot-changes.js';
import { Position, type PositionDto } from './position.js';
import { MeasurementDto, QuantityDto } from './quantity.js';

/** What was taken from the field, tree, pond or stable into this batch. */
export class HarvestData {
  @Nested(() => QuantityDto, { doc: 'How much was harvested' })
  quantity!: QuantityDto;

  @Uuid({ doc: 'Site harvested', optional: true })
  site?: string;

  @Nested(() => QuantityDto, { doc: 'Area harvested', optional: true })
  area?: QuantityDto;

  @CivilDate({ doc: 'First day of harvest' })
  startedOn!: string;

  @CivilDate({ doc: 'Last day of harvest' })
  stoppedOn!: string;

  @PublicText(40, { doc: 'Grade', example: '一级', optional: true })
  grade?: string;

  @NestedList(() => MeasurementDto, 1, 30, { doc: 'What was measured on the goods', optional: true })
  quality?: MeasurementDto[];

  @PrivateText(80, { doc: 'Who did it (private)', example: 'member:0007', optional: true })
  operator?: string;

  @Position()
  position?: PositionDto;

  @Attachments()
  attachments?: AttachmentDto[];
}

function sentence(data: HarvestData, language: Language): string {
  const quantity = quantityText(data.quantity, language);
  const area = data.area === undefined ? null : quantityText(data.area, language);
  if (language === 'en') {
    return `Harvested ${quantity}${area === null ? '' : ` from ${area}`}${data.grade === undefined ? '' : `, grade ${data.grade}`}`;
  }
  return `采收 ${quantity}${area === null ? '' : `，面积 ${area}`}${data.grade === undefined ? '' : `，等级${data.grade}`}`;
}

/** Harvest, catch or slaughter of live stock into the batch: produced and available rise. */
export const harvest = defineKind<HarvestData>({
  kind: 'harvest',
  words: { zh: '采收', en: 'Harvest' },
  chain: 'batch',
  data: HarvestData,
  privateFields: ['/operator', '/position'],
  audiences: { '/operator': 'regulator', '/position': 'nobody' },
  forward: neverForward,
  correctable: true,
  references: () => noReferences,
  check: (data, context) => [
    ...checkAmount(data.quantity, context.home.unit, '/data/quantity'),
    ...checkDimension(data.area, ['area'], '/data/area'),
    ...checkSpan(data, context),
  ],
  effect: (data, context) => {
    const amount = amountIn(data.quantity, context.home.unit);
    return [
      { type: 'move', batch: context.home.id, delta: { produced: amount, available: amount } },
      ...lotChange(context, 'in', amount),
    ];
  },
  sentence,
  example: {
    quantity: { value: '31250', unit: 'KGM' },
    area: { value: '12.5', unit: 'CN-MU' },
    startedOn: '2026-10-18',
    stoppedOn: '2026-10-18',
    grade: '统货',
    operator: 'member:0007',
    position: { latitude: '37.30512', longitude: '120.79534', accuracy: 8 },
  },
});
