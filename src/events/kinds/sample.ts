import type { Effect } from '../../batches/effect.js';
import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { amountIn, checkAmount, quantityText } from './amounts.js';
import { checkDone } from './dates.js';
import { fault } from './faults.js';
import { Choice, CivilDate, Nested, NestedList, PrivateText, PublicText, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences, type KindContext } from './kind.js';
import { lotChange } from './lot-changes.js';
import { QuantityDto } from './quantity.js';

/** A part of the sample under a seal of its own. */
export class SealedPartDto {
  @PublicText(40, { doc: 'Number on its seal', example: 'CY-20261020-03-B' })
  number!: string;

  @Choice(['test', 'reserve'], { doc: 'To be tested, or kept for a retest (备样)', example: 'reserve' })
  use!: 'test' | 'reserve';
}

/** The sampling sheet. */
export class SampleTakenData {
  @PublicText(60, { doc: 'Number of the sample', example: 'CY-20261020-03' })
  sampleNo!: string;

  @CivilDate({ doc: 'Day of sampling', example: '2026-10-20' })
  sampledOn!: string;

  @Nested(() => QuantityDto, {
    doc: 'How much was taken out of this batch; left out where the goods sampled had left it before',
    optional: true,
  })
  quantity?: QuantityDto;

  @NestedList(() => SealedPartDto, 1, 12, { doc: 'Its sealed parts' })
  parts!: SealedPartDto[];

  @Uuid({ doc: 'Site where it was taken', optional: true })
  site?: string;

  @PublicText(120, { doc: 'Where along the way it was taken', example: '生产基地', optional: true })
  place?: string;

  @Uuid({ doc: 'The task of the authority that it fulfils', optional: true })
  task?: string;

  @PrivateText(80, { doc: 'Who took it (private)', optional: true })
  operator?: string;
}

/** What was ordered is fulfilled by the authority that ordered it, on a batch that it is about. */
function checkTask({ task: id }: SampleTakenData, context: KindContext): FieldFault[] {
  if (id === undefined) return [];
  const task = context.task?.(id);
  const { home, issuer } = context;
  const isMeant =
    task !== undefined &&
    !task.withdrawn &&
    issuer === `org/${task.authorityId}` &&
    task.organizationId === home.organizationId &&
    (task.batchId ?? home.id) === home.id &&
    (task.productId ?? home.productId) === home.productId;
  return isMeant ? [] : [fault('/data/task', 'unknown-task')];
}

function checkParts({ parts }: SampleTakenData): FieldFault[] {
  const numbers = parts.map(({ number }) => number);
  return numbers.flatMap((number, index) =>
    numbers.indexOf(number) === index ? [] : [fault(`/data/parts/${index}/number`, 'part-twice')],
  );
}

/** What was taken is gone from the batch, whatever the result. */
function effect({ quantity, task }: SampleTakenData, context: KindContext): Effect[] {
  const batch = context.home.id;
  const fulfils: Effect[] = task === undefined ? [] : [{ type: 'task-sample', batch, task }];
  if (quantity === undefined) return fulfils;
  const taken = amountIn(quantity, context.home.unit);
  return [
    {
      type: 'move',
      batch,
      delta: { available: -taken, lost: taken },
      requires: 'available',
      at: '/data/quantity',
    },
    ...lotChange(context, 'out', taken),
    ...fulfils,
  ];
}

function sentence({ sampleNo, quantity, parts }: SampleTakenData, language: Language): string {
  const taken = quantity === undefined ? null : quantityText(quantity, language);
  const reserve = parts.filter(({ use }) => use === 'reserve').length;
  if (language === 'en') {
    const sealed = `${parts.length} sealed ${parts.length === 1 ? 'part' : 'parts'}, ${reserve} in reserve`;
    return `Sample ${sampleNo} taken${taken === null ? '' : `: ${taken}`} (${sealed})`;
  }
  const sealed = `封样 ${parts.length} 份，其中备样 ${reserve} 份`;
  return `抽样 ${sampleNo}${taken === null ? '' : `，取样 ${taken}`}，${sealed}`;
}

/** Sample. What is taken moves available → lost; the report that names it is bound to it and to this batch. */
export const sample = defineKind<SampleTakenData>({
  kind: 'sample',
  words: { zh: '抽样', en: 'Sample' },
  chain: 'batch',
  data: SampleTakenData,
  privateFields: ['/operator'],
  audiences: { '/operator': 'regulator' },
  forward: neverForward,
  correctable: true,
  references: () => noReferences,
  check: (data, context) => [
    ...checkDone(data.sampledOn, '/data/sampledOn', context),
    ...(data.quantity === undefined ? [] : checkAmount(data.quantity, context.home.unit, '/data/quantity')),
    ...checkParts(data),
    ...checkTask(data, context),
  ],
  effect,
  sentence,
  example: {
    sampleNo: 'CY-20261020-03',
    sampledOn: '2026-10-20',
    quantity: { value: '3', unit: 'KGM' },
    parts: [
      { number: 'CY-20261020-03-A', use: 'test' },
      { number: 'CY-20261020-03-B', use: 'reserve' },
    ],
    place: '生产基地',
  },
});
