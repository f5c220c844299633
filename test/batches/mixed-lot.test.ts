import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLot, mixings, sumOf, type LotChange, type Mixing } from '../../src/batches/mixed-lot.js';
import { formatDecimal, parseDecimal } from '../../src/ledger/quantity.js';

/** `+30` comes in, `-10` is drawn, `^4:2` comes back of the draw at 4; numbered from 2. */
function changes(...told: string[]): LotChange[] {
  return told.map((text, at) => {
    const [shipment = '', amount = ''] = text.startsWith('^')
      ? text.slice(1).split(':')
      : ['', text.slice(1)];
    const change = text.startsWith('+') ? 'in' : text.startsWith('-') ? 'out' : 'back';
    const from = change === 'back' ? { batch: 'bin', seq: Number(shipment) } : null;
    return { seq: at + 2, change, quantity: parseDecimal(amount), from };
  });
}

function told(parcels: ReadonlyMap<number, bigint>): string {
  return [...parcels].map(([seq, amount]) => `${seq}:${formatDecimal(amount)}`).join(' ');
}

function drawn(mixing: Mixing, ...lot: string[]): string[] {
  return [...foldLot(mixing, changes(...lot)).draws.values()].map(({ parcels }) => told(parcels));
}

describe('a mixed lot drawn from in proportion', () => {
  it('gives 10 t of three origins as shares that sum to 10,000 kg exactly', () => {
    expect(drawn('proportional', '+7000', '+11000', '+13000', '-10000')).toEqual([
      '2:2258.064516129 3:3548.387096774 4:4193.548387097',
    ]);
  });

  it('goes on with what is left of each', () => {
    expect(drawn('proportional', '+30', '+10', '-20', '+20', '-20')).toEqual([
      '2:15 3:5',
      '2:7.5 3:2.5 5:10',
    ]);
  });

  it('knows nothing any more of what was in it before it was emptied', () => {
    expect(drawn('proportional', '+30', '+10', '-40', '+5', '-5')).toEqual(['2:30 3:10', '5:5']);
  });

  it('takes back what was sent, to the parcels that it came from', () => {
    const { draws, rest } = foldLot('proportional', changes('+30', '+10', '-20', '^4:8', '^4:12', '-40'));
    expect(told(draws.get(7)?.parcels ?? new Map())).toBe('2:30 3:10');
    expect(told(rest)).toBe('');
  });
});

describe('a mixed lot drawn from first in, first out', () => {
  it('gives the oldest until it is used up', () => {
    expect(drawn('first-in-first-out', '+30', '+10', '-20', '+20', '-25')).toEqual(['2:20', '2:10 3:10 5:5']);
  });

  it('puts what came back where it had stood', () => {
    expect(drawn('first-in-first-out', '+30', '+10', '-30', '^4:6', '-8')).toEqual(['2:30', '2:6 3:2']);
  });
});

describe('a draw', () => {
  it('of more than a correction left is said to be unknown for the rest', () => {
    for (const mixing of mixings) {
      const { draws } = foldLot(mixing, changes('+50', '-80', '+100', '-20'));
      expect(draws.get(3)).toEqual({
        parcels: new Map([[2, parseDecimal('50')]]),
        unknown: parseDecimal('30'),
      });
      expect(told(draws.get(5)?.parcels ?? new Map())).toBe('4:20');
    }
  });

  it('sums to what was drawn, leaves no parcel below nothing, and all that came in is somewhere', () => {
    const step = fc.record({ kind: fc.constantFrom('in', 'out', 'back'), by: fc.nat(1_000_000) });
    fc.assert(
      fc.property(fc.constantFrom(...mixings), fc.array(step, { maxLength: 60 }), (mixing, steps) => {
        const lot: LotChange[] = [];
        const sent: { seq: number; left: bigint }[] = [];
        let there = 0n;
        for (const [at, { kind, by }] of steps.entries()) {
          const seq = at + 2;
          if (kind === 'in') {
            const quantity = BigInt(by + 1) * 333n;
            lot.push({ seq, change: 'in', quantity, from: null });
            there += quantity;
          } else if (kind === 'out' && there > 0n) {
            // At the top of `by` one more than there is: what cannot be drawn is the matter of the test above.
            const wanted = (there * BigInt(by)) / 1_000_000n + 1n;
            const quantity = wanted > there ? there : wanted;
            lot.push({ seq, change: 'out', quantity, from: null });
            sent.push({ seq, left: quantity });
            there -= quantity;
          } else if (kind === 'back') {
            const shipment = sent[by % Math.max(1, sent.length)];
            if (shipment === undefined || shipment.left === 0n) continue;
            const quantity = (shipment.left * BigInt(by)) / 1_000_000n + 1n;
            const some = quantity > shipment.left ? shipment.left : quantity;
            lot.push({ seq, change: 'back', quantity: some, from: { batch: 'bin', seq: shipment.seq } });
            shipment.left -= some;
            there += some;
          }
        }
        const { draws, rest } = foldLot(mixing, lot);
        for (const { seq, change, quantity } of lot)
          if (change === 'out') expect(sumOf(draws.get(seq)?.parcels ?? new Map())).toBe(quantity);
        expect(sumOf(rest)).toBe(there);
        const parcels = [
          ...rest.values(),
          ...[...draws.values()].flatMap((draw) => [...draw.parcels.values()]),
        ];
        expect(parcels.every((amount) => amount > 0n)).toBe(true);
      }),
    );
  });
});
