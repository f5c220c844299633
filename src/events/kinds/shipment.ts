import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { parseTimestamp } from '../../ledger/time.js';
import { amountIn, checkAmount, quantityText } from './amounts.js';
import { Attachments, type AttachmentDto } from './attachments.js';
import { fault } from './faults.js';
import { Instant, Nested, NestedList, PrivateText, PublicText, Uuid } from './fields.js';
import { defineKind, noReferences, type KindContext } from './kind.js';
import { lotChange } from './lot-changes.js';
import { DocumentDto, PartyDto, PlaceDto } from './party.dto.js';
import { Position, type PositionDto } from './position.js';
import { MeasurementDto, QuantityDto } from './quantity.js';

/** Who the goods go to: an organization of the ledger, or a party outside it, which stays private. */
export class ConsigneeDto {
  @Uuid({ doc: 'Organization of the ledger, which confirms with a receipt', optional: true })
  organization?: string;

  @Nested(() => PartyDto, { doc: 'Party outside the ledger (private)', optional: true })
  party?: PartyDto;
}

/** Conditions that the goods must be kept in on the way. */
export class ConditionsDto {
  @PublicText(60, { doc: 'Profile', example: 'apple_0C' })
  profile!: string;

  @NestedList(() => MeasurementDto, 1, 20, {
    doc: 'What the profile asks for, or what was measured',
    optional: true,
  })
  values?: MeasurementDto[];
}

/** Goods leave the organization. */
export class ShipmentData {
  @Nested(() => QuantityDto, { doc: 'How much leaves' })
  quantity!: QuantityDto;

  @Nested(() => ConsigneeDto, { doc: 'Who they go to' })
  consignee!: ConsigneeDto;

  @Nested(() => PlaceDto, { doc: 'Where they leave', optional: true })
  from?: PlaceDto;

  @Nested(() => PlaceDto, { doc: 'Where they go', optional: true })
  to?: PlaceDto;

  @Nested(() => PartyDto, { doc: 'Carrier (private)', optional: true })
  carrier?: PartyDto;

  @PrivateText(60, { doc: 'Vehicle (private)', example: '鲁F·示例1', optional: true })
  vehicle?: string;

  @PrivateText(80, { doc: 'Who drives (private)', optional: true })
  driver?: string;

  @Instant({ doc: 'When they left', optional: true })
  departedAt?: string;

  @Nested(() => ConditionsDto, { doc: 'Conditions of the transport', optional: true })
  conditions?: ConditionsDto;

  @NestedList(() => DocumentDto, 1, 20, { doc: 'Documents that go with them', optional: true })
  documents?: DocumentDto[];

  @Position()
  position?: PositionDto;

  @Attachments()
  attachments?: AttachmentDto[];
}

function checkConsignee(data: ShipmentData): FieldFault[] {
  const { organization, party } = data.consignee;
  if (organization === undefined && party === undefined) return [fault('/data/consignee', 'required')];
  return organization !== undefined && party !== undefined
    ? [fault('/data/consignee/party', 'not-applicable')]
    : [];
}

function checkDeparture(data: ShipmentData, context: KindContext): FieldFault[] {
  const late = data.departedAt !== undefined && parseTimestamp(data.departedAt) > parseTimestamp(context.now);
  return late ? [fault('/data/departedAt', 'future')] : [];
}

function sentence(data: ShipmentData, language: Language): string {
  const quantity = quantityText(data.quantity, language);
  const place = data.to?.name;
  if (language === 'en') return `Shipped ${quantity}${place === undefined ? '' : ` to ${place}`}`;
  return `发货 ${quantity}${place === undefined ? '' : `，发往${place}`}`;
}

/** Shipment: available → frozen, until the consignee confirms with a receipt on its own chain. */
export const shipment = defineKind<ShipmentData>({
  kind: 'shipment',
  words: { zh: '发货', en: 'Shipment' },
  chain: 'batch',
  data: ShipmentData,
  privateFields: ['/consignee/party', '/carrier', '/vehicle', '/driver', '/position'],
  audiences: {
    '/consignee/party': 'regulator',
    '/carrier': 'partner',
    '/vehicle': 'partner',
    '/driver': 'partner',
    '/position': 'nobody',
  },
  partner: ({ consignee: { organization } }) => (organization === undefined ? null : { organization }),
  forward: () => true,
  correctable: true,
  references: () => noReferences,
  check: (data, context) => [
    ...checkAmount(data.quantity, context.home.unit, '/data/quantity'),
    ...checkConsignee(data),
    ...checkDeparture(data, context),
  ],
  effect: (data, context) => {
    const batch = context.home.id;
    const quantity = amountIn(data.quantity, context.home.unit);
    return [
      {
        type: 'move',
        batch,
        delta: { available: -quantity, frozen: quantity },
        requires: 'available',
        at: '/data/quantity',
      },
      { type: 'shipment', batch, quantity, consignee: data.consignee.organization ?? null },
      ...lotChange(context, 'out', quantity),
    ];
  },
  sentence,
  example: {
    quantity: { value: '8000', unit: 'KGM' },
    consignee: { party: { name: '上海示例批发市场' } },
    from: { name: '栖霞冷库', region: '370686' },
    to: { name: '上海市', region: '310115' },
    carrier: { name: '示例冷链物流有限公司', uscc: '91370600MA3HC6Q99T' },
    vehicle: '鲁F·示例1',
    departedAt: '2026-11-20T14:05:00+08:00',
    conditions: { profile: 'apple_0C' },
    documents: [{ type: '送货单', number: 'SH-20261120-07' }],
  },
});
