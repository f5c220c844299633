import type { LotChangeEffect } from '../../batches/effect.js';
import type { Decimal } from '../../ledger/quantity.js';
import type { KindContext } from './kind.js';

/** What an entry does to the contents of its batch: nothing that is kept unless it is a mixed lot. */
export function lotChange(
  context: KindContext,
  change: LotChangeEffect['change'],
  quantity: Decimal,
  from: LotChangeEffect['from'] = null,
): LotChangeEffect[] {
  const { id, mixing } = context.home;
  return mixing === null || quantity === 0n
    ? []
    : [{ type: 'lot-change', batch: id, change, quantity, from }];
}
