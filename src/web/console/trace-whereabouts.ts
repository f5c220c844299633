import { formatDecimal, parseDecimal } from '../../ledger/quantity.js';
import type { Consignment, Trace } from './batch-shapes.js';
import type { Amount } from './graph-model.js';

/** What was shipped of traced batches, and where that is. */
export interface Shipped {
  readonly sent: readonly Amount[];
  readonly confirmed: readonly Amount[];
  /** To organizations of the ledger, not confirmed. */
  readonly onTheWay: readonly Amount[];
  /** To parties outside of the ledger, less what came back. */
  readonly unaccounted: readonly Amount[];
}

/** Each shipment once, though several traces tell of it. */
export function shipmentsIn(traces: readonly Trace[]): readonly Consignment[] {
  const all = new Map<string, Consignment>();
  for (const { consignees } of traces)
    for (const one of consignees ?? []) all.set(`${one.entry.batch} ${one.entry.seq}`, one);
  return [...all.values()];
}

export function shippedIn(traces: readonly Trace[]): Shipped {
  const shipments = shipmentsIn(traces);
  return {
    sent: shipments.map(({ quantity }) => quantity),
    confirmed: shipments.map(({ confirmed }) => confirmed),
    onTheWay: shipments.flatMap(({ consignee, unconfirmed }) => (consignee === null ? [] : [unconfirmed])),
    unaccounted: shipments.flatMap(({ consignee, quantity, returned }) =>
      consignee === null ? [less(quantity, returned)] : [],
    ),
  };
}

function less({ value, unit }: Amount, part: Amount): Amount {
  return { value: formatDecimal(parseDecimal(value) - parseDecimal(part.value)), unit };
}
