import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openOf, withDelivery, withReceipt, withReturn, type Handover } from '../../src/batches/handover.js';

const sent = 600n;
const fresh: Handover = { quantity: sent, confirmed: 0n, returned: 0n, delivered: 0n, received: 0n };

type Step =
  | { readonly do: 'return'; readonly quantity: bigint }
  | { readonly do: 'delivery'; readonly confirmed: bigint; readonly returned: bigint }
  | { readonly do: 'receipt'; readonly quantity: bigint; readonly returned: bigint };

const amount = fc.bigInt({ min: 0n, max: 350n });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('return' as const), quantity: amount }),
  fc.record({ do: fc.constant('delivery' as const), confirmed: amount, returned: amount }),
  fc.record({ do: fc.constant('receipt' as const), quantity: amount, returned: amount }),
);

interface Settled {
  readonly confirmed: bigint;
  readonly returned: bigint;
}

/** Takes the steps as the service does: what is refused leaves nothing. Answers those that were admitted. */
function live(steps: readonly Step[]): { shipment: Handover; admitted: Step[]; settled: Settled[] } {
  let shipment = fresh;
  const admitted: Step[] = [];
  const settled: Settled[] = [];
  for (const one of steps) {
    if (one.do === 'receipt') {
      const { shipment: after, confirmed, returned } = withReceipt(shipment, one);
      shipment = after;
      settled.push({ confirmed, returned });
      admitted.push(one);
      continue;
    }
    const after = one.do === 'return' ? withReturn(shipment, one.quantity) : withDelivery(shipment, one);
    if (after === null) continue;
    shipment = after;
    admitted.push(one);
  }
  return { shipment, admitted, settled };
}

describe('a shipment', () => {
  it('is never confirmed and returned beyond what was sent, whoever says what in which order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { shipment } = live(steps);
        expect(openOf(shipment)).toBeGreaterThanOrEqual(0n);
        expect(shipment.delivered).toBeLessThanOrEqual(shipment.confirmed);
        const told = shipment.received > shipment.delivered ? shipment.received : shipment.delivered;
        expect(shipment.confirmed).toBeLessThanOrEqual(told);
      }),
    );
  });

  it('comes out the same when its receipts are settled at the end, as a rebuild does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const before = live(steps);
        const own = before.admitted.filter((one) => one.do !== 'receipt');
        const receipts = before.admitted.filter((one) => one.do === 'receipt');
        const after = live([...own, ...receipts]);
        expect(after.shipment).toEqual(before.shipment);
        expect(after.settled).toEqual(before.settled);
      }),
    );
  });

  it('is confirmed once for the same goods by note and receipt, in either order', () => {
    const noted = withDelivery(fresh, { confirmed: 50n, returned: 0n });
    expect(withReceipt(noted ?? fresh, { quantity: 50n, returned: 0n })).toMatchObject({
      confirmed: 0n,
      shipment: { confirmed: 50n },
    });
    const { shipment } = withReceipt(fresh, { quantity: 50n, returned: 0n });
    expect(withDelivery(shipment, { confirmed: 50n, returned: 0n })).toBeNull();
  });

  it('is confirmed by a receipt for what it says beyond the note', () => {
    const noted = withDelivery(fresh, { confirmed: 50n, returned: 5n }) ?? fresh;
    expect(withReceipt(noted, { quantity: 80n, returned: 0n })).toMatchObject({
      confirmed: 30n,
      returned: 0n,
    });
    expect(withReceipt(noted, { quantity: 600n, returned: 0n })).toMatchObject({
      confirmed: 545n,
      shipment: { confirmed: 595n, returned: 5n },
    });
  });
});
