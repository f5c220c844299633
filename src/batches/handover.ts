import type { HandoverWord } from '../gs1/handover-words.js';
import type { DeliveryEffect, ReturnEffect } from './effect.js';
import type { Decimal } from '../ledger/quantity.js';

/** How far a shipment is, in the unit of the shipper's batch. Always: confirmed + returned ≤ quantity. */
export interface Handover {
  readonly quantity: Decimal;
  readonly confirmed: Decimal;
  readonly returned: Decimal;
  /** Of `confirmed`, by codes of delivery notes. */
  readonly delivered: Decimal;
  /** What receipts of the consignee say in all, as far as the shipper has heard of them; more than is confirmed by them. */
  readonly received: Decimal;
}

/** What nobody has said anything of yet: it stays frozen. */
export function openOf({ quantity, confirmed, returned }: Handover): Decimal {
  return quantity - confirmed - returned;
}

/** The shipment after part of it came back; null when that is more than is open. */
export function withReturn<Shipment extends Handover>(
  shipment: Shipment,
  quantity: Decimal,
): Shipment | null {
  if (quantity > openOf(shipment)) return null;
  return { ...shipment, returned: shipment.returned + quantity };
}

/**
 * The shipment after the holder of its delivery note's code spoke; null when that is more than is open, or when the
 * consignee confirms by receipts of its own: then it needs nobody else's word.
 */
export function withDelivery<Shipment extends Handover>(
  shipment: Shipment,
  said: { readonly confirmed: Decimal; readonly returned: Decimal },
): Shipment | null {
  if (shipment.received > 0n || said.confirmed + said.returned > openOf(shipment)) return null;
  return {
    ...shipment,
    confirmed: shipment.confirmed + said.confirmed,
    delivered: shipment.delivered + said.confirmed,
    returned: shipment.returned + said.returned,
  };
}

/** The shipment after what the shipper's own chain says of it; null when it cannot be so. */
export function handedOver<Shipment extends Handover>(
  shipment: Shipment,
  effect: ReturnEffect | DeliveryEffect,
): Shipment | null {
  return effect.type === 'return' ? withReturn(shipment, effect.quantity) : withDelivery(shipment, effect);
}

/**
 * The shipment after the shipper heard of a receipt, and what the receipt moves: never more than is open.
 *
 * Goods that a delivery note's code confirmed before are the same goods: a receipt moves what it says beyond them. The
 * answer does not depend on when returns and delivery notes came, as long as they came before: `furrow rebuild` gets the
 * same rows by settling at the end.
 */
export function withReceipt<Shipment extends Handover>(
  shipment: Shipment,
  receipt: { readonly quantity: Decimal; readonly returned: Decimal },
): { readonly shipment: Shipment; readonly confirmed: Decimal; readonly returned: Decimal } {
  const received = shipment.received + receipt.quantity;
  const told = received > shipment.delivered ? received : shipment.delivered;
  const open = openOf(shipment);
  const confirmed = least(told - shipment.confirmed, open);
  const returned = least(receipt.returned, open - confirmed);
  const after = {
    ...shipment,
    received,
    confirmed: shipment.confirmed + confirmed,
    returned: shipment.returned + returned,
  };
  return { shipment: after, confirmed, returned };
}

function least(one: Decimal, other: Decimal): Decimal {
  return one < other ? one : other;
}

/** The word for a shipment. */
export function wordOf(shipment: Handover): HandoverWord {
  return {
    by: [
      ...(shipment.received > 0n ? (['receipt'] as const) : []),
      ...(shipment.delivered > 0n ? (['delivery-note'] as const) : []),
    ],
    open: openOf(shipment) > 0n,
  };
}
