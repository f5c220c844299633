import type { EdgeEffect, Effect } from '../../batches/effect.js';
import type { Language, Words } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { formatDecimal, type Decimal } from '../../ledger/quantity.js';
import { amountIn, checkAmount, quantityText } from './amounts.js';
import { Attachments, type AttachmentDto } from './attachments.js';
import { checkDone } from './dates.js';
import { fault } from './faults.js';
import { CivilDate, Nested, NestedList, PrivateText, PublicText } from './fields.js';
import { defineKind, neverForward, type EntryFacts, type KindContext } from './kind.js';
import { lotChange } from './lot-changes.js';
import { DocumentDto, PlaceDto } from './party.dto.js';
import { ProcessingData } from './processing.js';
import { MeasurementDto, QuantityDto } from './quantity.js';
import { EntryReferenceDto } from './reference.dto.js';
import { findEntry, isFault, oneEntry } from './references.js';
import { ShipmentData } from './shipment.js';

/** What was sent and not taken over. */
export class ShortfallDto {
  @Nested(() => QuantityDto, { doc: 'How much' })
  quantity!: QuantityDto;

  @PublicText(120, { doc: 'Why', example: '压伤' })
  reason!: string;
}

/** Goods come into this batch from the entry that sent or made them. */
export class ReceiptData {
  @Nested(() => EntryReferenceDto, { doc: 'The shipment or processing entry that they come from' })
  source!: EntryReferenceDto;

  @Nested(() => QuantityDto, { doc: 'How much was taken over' })
  quantity!: QuantityDto;

  @CivilDate({ doc: 'Day they came in', example: '2026-11-21', optional: true })
  receivedOn?: string;

  @Nested(() => PlaceDto, { doc: 'Where they came in', optional: true })
  place?: PlaceDto;

  @NestedList(() => MeasurementDto, 1, 30, { doc: 'What was measured when they came in', optional: true })
  quality?: MeasurementDto[];

  @NestedList(() => DocumentDto, 1, 20, { doc: 'Documents that came with them', optional: true })
  documents?: DocumentDto[];

  @Nested(() => ShortfallDto, { doc: 'What was sent and not taken over', optional: true })
  shortfall?: ShortfallDto;

  @Nested(() => ShortfallDto, { doc: 'What was sent and goes back to the shipper', optional: true })
  returned?: ShortfallDto;

  @PrivateText(80, { doc: 'Who took them over (private)', optional: true })
  operator?: string;

  @Attachments()
  attachments?: AttachmentDto[];
}

/** What the source gave to the home batch; null when it is not addressed to it. */
function givenQuantity(source: EntryFacts, context: KindContext): QuantityDto | null {
  if (source.kind === 'shipment') {
    const sent = source.data as ShipmentData;
    return sent.consignee.organization === context.home.organizationId ? sent.quantity : null;
  }
  const made = source.data as ProcessingData;
  return made.outputs.find((item) => item.batch === context.home.id)?.quantity ?? null;
}

/** The unit in which receipts of a source are added up: of the shipper's batch, or of the home batch for a processing. */
function sourceUnit(source: EntryFacts, context: KindContext): string {
  const facts = source.kind === 'shipment' ? context.batch(source.batch) : context.home;
  return facts?.unit ?? context.home.unit;
}

function checkSource(data: ReceiptData, context: KindContext): FieldFault[] {
  const source = findEntry(data.source, ['shipment', 'processing'], '/data/source', context);
  if (isFault(source)) return [source];
  if (source.batch === context.home.id) return [fault('/data/source/batch', 'cycle')];
  const given = givenQuantity(source, context);
  if (given === null) return [fault('/data/source', 'not-addressed')];
  const unit = sourceUnit(source, context);
  const malformed = [
    ...checkAmount(data.quantity, unit, '/data/quantity'),
    ...checkReturned(data, source, unit),
  ];
  if (malformed.length > 0) return malformed;
  const limit = amountIn(given, unit);
  const exceeds = (pointer: string): FieldFault[] => [
    fault(pointer, 'exceeds', [`${formatDecimal(limit)} ${unit}`]),
  ];
  if (amountIn(data.quantity, unit) > limit) return exceeds('/data/quantity/value');
  return amountIn(data.quantity, unit) + returnedIn(data, unit) > limit
    ? exceeds('/data/returned/quantity/value')
    : [];
}

/** Only what was shipped goes back: the output of a processing has no shipper. */
function checkReturned({ returned }: ReceiptData, source: EntryFacts, unit: string): FieldFault[] {
  if (returned === undefined) return [];
  if (source.kind !== 'shipment') return [fault('/data/returned', 'not-applicable')];
  return checkAmount(returned.quantity, unit, '/data/returned/quantity');
}

/** What goes back, in `unit`. Requires `checkReturned` to have found no fault. */
function returnedIn({ returned }: ReceiptData, unit: string): Decimal {
  return returned === undefined ? 0n : amountIn(returned.quantity, unit);
}

/** The quantity must fit the home unit first, then what the source gave. */
function checkTaken(data: ReceiptData, context: KindContext): FieldFault[] {
  const malformed = checkAmount(data.quantity, context.home.unit, '/data/quantity');
  return malformed.length > 0 ? malformed : checkSource(data, context);
}

function edgeFrom(
  { batch, seq }: EntryFacts,
  context: KindContext,
  taken: Decimal,
  made: Decimal,
): EdgeEffect {
  const child = context.home.id;
  return { type: 'edge', parent: { batch, seq }, child, taken, made, at: '/data/source/batch' };
}

function effect(data: ReceiptData, context: KindContext): Effect[] {
  const batch = context.home.id;
  const quantity = amountIn(data.quantity, context.home.unit);
  const move: Effect = { type: 'move', batch, delta: { produced: quantity, available: quantity } };
  const source = context.entry(data.source);
  const given = source === undefined ? null : givenQuantity(source, context);
  if (source === undefined || given === null) return [move];
  const unit = sourceUnit(source, context);
  const { seq, leafHash } = data.source;
  const isShipment = source.kind === 'shipment';
  const sourceQuantity = amountIn(data.quantity, unit);
  return [
    move,
    ...lotChange(context, 'in', quantity, isShipment ? null : { batch: source.batch, seq }),
    // What a processing made of what, the processing itself has said.
    ...(isShipment ? [edgeFrom(source, context, sourceQuantity, quantity)] : []),
    {
      type: 'receipt',
      batch,
      source: { batch: data.source.batch, seq, leafHash },
      sourceKind: isShipment ? 'shipment' : 'processing',
      quantity,
      sourceQuantity,
      sourceReturned: returnedIn(data, unit),
      sourceLimit: amountIn(given, unit),
    },
  ];
}

function sentence(data: ReceiptData, language: Language): string {
  const quantity = quantityText(data.quantity, language);
  const part = (words: Words, { quantity: amount, reason }: ShortfallDto): string =>
    language === 'en'
      ? `; ${words.en}: ${quantityText(amount, language)}, ${reason}`
      : `；${words.zh} ${quantityText(amount, language)}（${reason}）`;
  const parts = [
    data.shortfall === undefined ? '' : part({ zh: '未接收', en: 'not taken over' }, data.shortfall),
    data.returned === undefined ? '' : part({ zh: '退回', en: 'sent back' }, data.returned),
  ];
  return `${language === 'en' ? 'Received' : '收货'} ${quantity}${parts.join('')}`;
}

/** Receipt: the receiver's word that the goods are here. Produced and available rise by what was taken over. */
export const receipt = defineKind<ReceiptData>({
  kind: 'receipt',
  words: { zh: '收货', en: 'Receipt' },
  chain: 'batch',
  data: ReceiptData,
  privateFields: ['/operator'],
  audiences: { '/operator': 'partner' },
  partner: ({ source }) => ({ batch: source.batch }),
  forward: neverForward,
  // What it settles lies on another organization's chain.
  correctable: false,
  references: (data) => {
    const { batch, seq, leafHash } = data.source;
    return oneEntry({ batch, seq, leafHash });
  },
  check: (data, context) => [
    ...checkTaken(data, context),
    ...(data.shortfall === undefined
      ? []
      : checkAmount(data.shortfall.quantity, context.home.unit, '/data/shortfall/quantity')),
    ...checkDone(data.receivedOn, '/data/receivedOn', context),
  ],
  effect,
  sentence,
  example: {
    source: {
      batch: '7e1b9a64-2c3d-4f58-9b6a-3f0c8d2e1a47',
      seq: 6,
      leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
    },
    quantity: { value: '7950', unit: 'KGM' },
    receivedOn: '2026-11-21',
    place: { name: '上海示例批发市场', region: '310115' },
    shortfall: { quantity: { value: '50', unit: 'KGM' }, reason: '压伤' },
  },
});
