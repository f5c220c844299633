import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { formatDecimal } from '../../ledger/quantity.js';
import { amountIn, checkAmount, quantityText } from './amounts.js';
import { checkDone } from './dates.js';
import { fault } from './faults.js';
import { CivilDate, Nested, PublicText } from './fields.js';
import { defineKind, neverForward, type KindContext } from './kind.js';
import { lotChange } from './lot-changes.js';
import { QuantityDto } from './quantity.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { findEntry, isFault, oneEntry, ownEntry } from './references.js';
import { ShipmentData } from './shipment.js';

/** Part or all of a shipment of this batch came back, or never left. */
export class ReturnData {
  @Nested(() => OwnEntryReferenceDto, { doc: 'The shipment entry of this chain' })
  shipment!: OwnEntryReferenceDto;

  @Nested(() => QuantityDto, { doc: 'How much came back' })
  quantity!: QuantityDto;

  @PublicText(200, { doc: 'Why it came back', example: '压伤' })
  reason!: string;

  @CivilDate({ doc: 'Day it came back', example: '2026-11-22', optional: true })
  returnedOn?: string;
}

function checkShipment(data: ReturnData, context: KindContext): FieldFault[] {
  const { unit, id } = context.home;
  const entry = findEntry(ownEntry(data.shipment, id), ['shipment'], '/data/shipment', context);
  if (isFault(entry)) return [entry];
  const malformed = checkAmount(data.quantity, unit, '/data/quantity');
  if (malformed.length > 0) return malformed;
  const sent = amountIn((entry.data as ShipmentData).quantity, unit);
  return amountIn(data.quantity, unit) > sent
    ? [fault('/data/quantity/value', 'exceeds', [`${formatDecimal(sent)} ${unit}`])]
    : [];
}

function sentence(data: ReturnData, language: Language): string {
  const quantity = quantityText(data.quantity, language);
  return language === 'en' ? `${quantity} came back: ${data.reason}` : `退回 ${quantity}：${data.reason}`;
}

/** Return, on the shipper's chain: frozen → available. */
export const returned = defineKind<ReturnData>({
  kind: 'return',
  words: { zh: '退回', en: 'Return' },
  chain: 'batch',
  data: ReturnData,
  privateFields: [],
  forward: neverForward,
  correctable: true,
  references: (data, home) => oneEntry(ownEntry(data.shipment, home)),
  check: (data, context) => [
    ...checkShipment(data, context),
    ...checkDone(data.returnedOn, '/data/returnedOn', context),
  ],
  effect: (data, context) => {
    const batch = context.home.id;
    const quantity = amountIn(data.quantity, context.home.unit);
    const { seq, leafHash } = data.shipment;
    return [
      {
        type: 'move',
        batch,
        delta: { frozen: -quantity, available: quantity },
        requires: 'frozen',
        at: '/data/quantity',
      },
      { type: 'return', batch, shipment: { seq, leafHash }, quantity },
      ...lotChange(context, 'back', quantity, { batch, seq }),
    ];
  },
  sentence,
  example: {
    shipment: { seq: 6, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
    quantity: { value: '50', unit: 'KGM' },
    reason: '压伤',
    returnedOn: '2026-11-22',
  },
});
