import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../src/ledger/quantity.js';
import type { Edge, Reached, Sent } from '../../src/recalls/reach.service.js';
import { sumsByUnit, toDto, whereaboutsOf } from '../../src/recalls/whereabouts.js';

const names = {
  id: 'b',
  organizationId: 'o',
  code: 'c',
  lot: null,
  unit: 'KGM',
  product: 'p',
  holder: 'h',
  region: 'r',
  publicPlace: 'p',
  openedAtMs: 0,
};
const nothing = { available: '0', frozen: '0', shipped: '0', consumed: '0', lost: '0' };
const batch = (amounts: Partial<Reached>): Reached => ({ ...names, ...nothing, ...amounts });
const sent = (more: Partial<Sent>): Sent => {
  return { batch: 'b', seq: 5, consignee: 'x', quantity: '10', confirmed: '0', returned: '0', ...more };
};
const edge = (taken: string | null, parentSeq = 5): Edge => {
  return { parent: 'b', parentSeq, child: 'd', taken, made: taken };
};
const of = (amounts: Partial<Reached>, sendings: Sent[] = [], edges: Edge[] = []) =>
  toDto(whereaboutsOf(batch(amounts), sendings, edges));

describe('the quantity of a batch is', () => {
  it('here, or lost', () => {
    expect(of({ available: '7.5', lost: '2.5' })).toEqual({ available: '7.5', lost: '2.5', onTheWay: '0', followed: '0', unaccounted: '0' }); // prettier-ignore
  });

  it('on the way until an organization of the ledger confirms it', () => {
    expect(of({ frozen: '10' }, [sent({})])).toMatchObject({ onTheWay: '10', unaccounted: '0' });
  });

  it('followed once it was received, also before the shipper hears of it', () => {
    expect(of({ frozen: '10' }, [sent({})], [edge('10')])).toMatchObject({ onTheWay: '0', followed: '10', unaccounted: '0' }); // prettier-ignore
    expect(of({ shipped: '6', frozen: '4' }, [sent({ confirmed: '6' })], [edge('6')])).toMatchObject({ onTheWay: '4', followed: '6', unaccounted: '0' }); // prettier-ignore
  });

  it('to be asked for when it went to whom the ledger does not know', () => {
    expect(of({ frozen: '10' }, [sent({ consignee: null })])).toMatchObject({
      onTheWay: '0',
      unaccounted: '10',
    });
  });

  it('to be asked for when it was used for nothing that is recorded, or for how much is not known', () => {
    expect(of({ consumed: '10' }, [], [edge('4', 7)])).toMatchObject({ followed: '4', unaccounted: '6' });
    expect(of({ consumed: '10' }, [], [edge(null, 7)])).toMatchObject({ followed: '0', unaccounted: '10' });
  });
});

it('all parts of a batch sum to what it ever had', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(amount, amount, fc.boolean()), { maxLength: 8 }),
      amount,
      amount,
      (sendings, here, lost) => {
        const shipments = sendings.map(([quantity, received, known], seq) => {
          const got = known && received < quantity ? received : known ? quantity : 0n;
          return { seq, quantity, got, consignee: known ? 'x' : null };
        });
        const frozen = shipments.reduce((sum, { quantity, got }) => sum + quantity - got, 0n);
        const shipped = shipments.reduce((sum, { got }) => sum + got, 0n);
        const whole = batch({
          available: formatDecimal(here),
          lost: formatDecimal(lost),
          frozen: formatDecimal(frozen),
          shipped: formatDecimal(shipped),
        });
        const rows = shipments.map(({ seq, quantity, got, consignee }) =>
          sent({ seq, consignee, quantity: formatDecimal(quantity), confirmed: formatDecimal(got) }),
        );
        const edges = shipments.flatMap(({ seq, got }) =>
          got === 0n ? [] : [edge(formatDecimal(got), seq)],
        );
        const where = whereaboutsOf(whole, rows, edges);
        const sum = Object.values(where).reduce((total, part) => total + part, 0n);
        expect(sum).toBe(here + lost + frozen + shipped);
      },
    ),
  );
});

it('sums are kept apart by unit', () => {
  const where = whereaboutsOf(batch({ available: '3' }), [], []);
  const sums = sumsByUnit([{ unit: 'LTR', where }, { unit: 'KGM', where }, { unit: 'KGM', where }]); // prettier-ignore
  expect(sums.map(({ unit, available }) => [unit, available])).toEqual([['KGM', '6'], ['LTR', '3']]); // prettier-ignore
});
