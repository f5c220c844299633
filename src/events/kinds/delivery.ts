import type { Effect } from '../../batches/effect.js';
import { returnReasonNames, returnReasons, type ReturnReason } from '../../gs1/return-reasons.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { formatDecimal, type Decimal } from '../../ledger/quantity.js';
import { amountIn, checkAmount, quantityText } from './amounts.js';
import { fault } from './faults.js';
import { Choice, Nested, PrivateText } from './fields.js';
import { defineKind, neverForward, type KindContext } from './kind.js';
import { QuantityDto } from './quantity.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { findEntry, isFault, oneEntry, ownEntry } from './references.js';
import { ShipmentData } from './shipment.js';

/** What goes back to the shipper. */
export class SentBackDto {
  @Nested(() => QuantityDto, { doc: 'How much' })
  quantity!: QuantityDto;

  @Choice(returnReasonNames, { doc: 'Why' })
  reason!: ReturnReason;
}

/** What whoever held the code of a delivery note said of a shipment. */
export class DeliveryData {
  @Nested(() => OwnEntryReferenceDto, { doc: 'The shipment entry of this chain' })
  shipment!: OwnEntryReferenceDto;

  @Choice(['delivery-note'], { doc: 'By what means: the code of the delivery note' })
  means!: 'delivery-note';

  @Nested(() => QuantityDto, { doc: 'How much was taken over', optional: true })
  quantity?: QuantityDto;

  @Nested(() => SentBackDto, { doc: 'What goes back to the shipper', optional: true })
  returned?: SentBackDto;

  @Nested(() => QuantityDto, { doc: 'What did not arrive', optional: true })
  missing?: QuantityDto;

  @PrivateText(80, { doc: 'Who took them over (private)', optional: true })
  receiver?: string;
}

/** The parts of what was said, each with its place. */
function partsOf(data: DeliveryData): (readonly [QuantityDto, string])[] {
  return [
    ...(data.quantity === undefined ? [] : [[data.quantity, '/data/quantity'] as const]),
    ...(data.returned === undefined ? [] : [[data.returned.quantity, '/data/returned/quantity'] as const]),
    ...(data.missing === undefined ? [] : [[data.missing, '/data/missing'] as const]),
  ];
}

function check(data: DeliveryData, context: KindContext): FieldFault[] {
  const { unit, id } = context.home;
  const entry = findEntry(ownEntry(data.shipment, id), ['shipment'], '/data/shipment', context);
  if (isFault(entry)) return [entry];
  const parts = partsOf(data);
  if (parts.length === 0) return [fault('/data/quantity', 'required')];
  const malformed = parts.flatMap(([quantity, pointer]) => checkAmount(quantity, unit, pointer));
  if (malformed.length > 0) return malformed;
  const sent = amountIn((entry.data as ShipmentData).quantity, unit);
  let sum = 0n;
  for (const [quantity, pointer] of parts) {
    sum += amountIn(quantity, unit);
    if (sum > sent) return [fault(`${pointer}/value`, 'exceeds', [`${formatDecimal(sent)} ${unit}`])];
  }
  return [];
}

function effect(data: DeliveryData, context: KindContext): Effect[] {
  const batch = context.home.id;
  const amount = (quantity: QuantityDto | undefined): Decimal =>
    quantity === undefined ? 0n : amountIn(quantity, context.home.unit);
  const confirmed = amount(data.quantity);
  const returned = amount(data.returned?.quantity);
  const { seq, leafHash } = data.shipment;
  return [
    {
      type: 'move',
      batch,
      delta: { frozen: -confirmed - returned, shipped: confirmed, available: returned },
      requires: 'frozen',
      at: '/data/quantity',
    },
    { type: 'delivery', batch, shipment: { seq, leafHash }, confirmed, returned },
  ];
}

function sentence(data: DeliveryData, language: Language): string {
  const amount = (quantity: QuantityDto): string => quantityText(quantity, language);
  const { quantity, returned, missing, shipment } = data;
  const isEnglish = language === 'en';
  const parts = [
    quantity === undefined ? [] : isEnglish ? `taken over ${amount(quantity)}` : `签收 ${amount(quantity)}`,
    returned === undefined
      ? []
      : isEnglish
        ? `sent back ${amount(returned.quantity)} (${say(returnReasons[returned.reason], language)})`
        : `退回 ${amount(returned.quantity)}（${say(returnReasons[returned.reason], language)}）`,
    missing === undefined ? [] : isEnglish ? `not arrived ${amount(missing)}` : `未到 ${amount(missing)}`,
  ].flat();
  return isEnglish
    ? `Said with the delivery note’s code of entry ${shipment.seq}: ${parts.join('; ')}`
    : `持第 ${shipment.seq} 条发货的送货单码者确认：${parts.join('；')}`;
}

/**
 * Delivery, on the shipper's chain: frozen → shipped for what was taken over, frozen → available for what comes back.
 *
 * It is the operator's word as the witness of what it was told by somebody who had the code; who that was, it does not
 * know. It is no countersignature (domain.md §7): a consignee that signs states a receipt on its own chain.
 */
export const delivery = defineKind<DeliveryData>({
  kind: 'delivery',
  words: { zh: '送货单确认', en: 'Delivery note confirmed' },
  chain: 'batch',
  data: DeliveryData,
  privateFields: ['/receiver'],
  audiences: { '/receiver': 'regulator' },
  forward: neverForward,
  correctable: false,
  references: (data, home) => oneEntry(ownEntry(data.shipment, home)),
  check,
  effect,
  sentence,
  example: {
    shipment: { seq: 6, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
    means: 'delivery-note',
    quantity: { value: '590', unit: 'KGM' },
    returned: { quantity: { value: '10', unit: 'KGM' }, reason: 'damaged' },
    receiver: '收货员',
  },
});
