import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyMove,
  emptyBalance,
  isShortage,
  isTooLarge,
  labellable,
  reverseMove,
  sumMoves,
  type Balance,
  type MoveEffect,
} from '../../../src/batches/balance.js';
import { decimalBound, formatDecimal } from '../../../src/ledger/quantity.js';
import { kindOf, contextOf, entryOf, batchId, leafHash } from './kind-context.js';

const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
const batch = 'b';

/** A balance that can be: its parts first, what was produced from them. */
const balances: fc.Arbitrary<Balance> = fc
  .record({
    available: amount,
    frozen: amount,
    shipped: amount,
    consumed: amount,
    lost: amount,
    labelled: amount,
  })
  .map((parts) => ({
    ...parts,
    produced: parts.available + parts.frozen + parts.shipped + parts.consumed + parts.lost,
  }));

/** Every move that a kind makes. */
const moves: fc.Arbitrary<MoveEffect> = fc
  .tuple(amount, amount, fc.nat(7))
  .map(([a, b, which]): MoveEffect => {
    const more = a > b ? a : b;
    const less = a > b ? b : a;
    const deltas: MoveEffect[] = [
      { type: 'move', batch, delta: { produced: a, available: a } },
      {
        type: 'move',
        batch,
        delta: { available: -more, consumed: more - less, lost: less },
        requires: 'available',
      },
      { type: 'move', batch, delta: { available: -a, frozen: a }, requires: 'available' },
      { type: 'move', batch, delta: { frozen: -a, shipped: a }, requires: 'frozen' },
      { type: 'move', batch, delta: { frozen: -a, available: a }, requires: 'frozen' },
      { type: 'move', batch, delta: { available: -a, lost: a }, requires: 'available' },
      { type: 'move', batch, delta: { labelled: a }, requires: 'labellable' },
      { type: 'move', batch, delta: { labelled: -a } },
    ];
    return deltas[which]!;
  });

/** produced = available + frozen + shipped + consumed + lost, and nothing is negative. */
function balanced(balance: Balance): boolean {
  const { produced, available, frozen, shipped, consumed, lost } = balance;
  const whole = produced === available + frozen + shipped + consumed + lost;
  return whole && Object.values(balance).every((amount) => amount >= 0n);
}

function fold(steps: readonly MoveEffect[], from: Balance = emptyBalance): Balance {
  return steps.reduce((balance, move) => {
    const next = applyMove(balance, move);
    return isShortage(next) ? balance : next;
  }, from);
}

describe('a balance', () => {
  it('keeps its identity and is never negative, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 40 }), (steps) => {
        expect(balanced(fold(steps))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(balances, moves, (balance, move) => {
        const next = applyMove(balance, move);
        if (!isShortage(next)) expect(balanced(next)).toBe(true);
      }),
    );
  });

  it('refuses exactly what would make a field negative or label too much', () => {
    fc.assert(
      fc.property(balances, moves, (balance, move) => {
        const negative = Object.entries(move.delta).some(
          ([field, by]) => balance[field as keyof Balance] + by < 0n,
        );
        const tooMany = move.requires === 'labellable' && (move.delta.labelled ?? 0n) > labellable(balance);
        expect(isShortage(applyMove(balance, move))).toBe(negative || tooMany);
      }),
    );
  });

  it('says what is short, how much is there and how much was asked', () => {
    const balance = fold([{ type: 'move', batch, delta: { produced: 100n, available: 100n } }]);
    const ship: MoveEffect = {
      type: 'move',
      batch,
      delta: { available: -101n, frozen: 101n },
      requires: 'available',
    };
    expect(applyMove(balance, ship)).toEqual({ field: 'available', needs: 101n, has: 100n });
    const label: MoveEffect = { type: 'move', batch, delta: { labelled: 101n }, requires: 'labellable' };
    expect(applyMove(balance, label)).toEqual({ field: 'labellable', needs: 101n, has: 100n });
    const confirm: MoveEffect = {
      type: 'move',
      batch,
      delta: { frozen: -1n, shipped: 1n },
      requires: 'frozen',
    };
    expect(applyMove(balance, confirm)).toEqual({ field: 'frozen', needs: 1n, has: 0n });
  });

  it('is changed by no refused move', () => {
    fc.assert(
      fc.property(balances, moves, (balance, move) => {
        const before = { ...balance };
        applyMove(balance, move);
        expect(balance).toEqual(before);
      }),
    );
  });

  it('is as before when a move is undone', () => {
    fc.assert(
      fc.property(balances, moves, (balance, move) => {
        const next = applyMove(balance, move);
        if (!isShortage(next)) expect(applyMove(next, reverseMove(move))).toEqual(balance);
      }),
    );
  });

  it('after a correction is as if the truth had been told at once', () => {
    fc.assert(
      fc.property(balances, moves, moves, (balance, wrong, right) => {
        const told = applyMove(balance, wrong);
        const truth = applyMove(balance, { ...right, requires: 'available' });
        if (isShortage(told) || isShortage(truth)) return;
        const [sum] = sumMoves([reverseMove(wrong), { type: 'move', batch, delta: right.delta }]);
        expect(applyMove(told, sum!)).toEqual(truth);
      }),
    );
  });

  it('adds up the moves of one entry batch by batch', () => {
    fc.assert(
      fc.property(fc.array(moves, { minLength: 1, maxLength: 5 }), (steps) => {
        const both = sumMoves([...steps, ...steps.map((step) => ({ ...step, batch: 'c' }))]);
        expect(both.map((move) => move.batch)).toEqual(['b', 'c']);
        expect(both[0]?.delta).toEqual(both[1]?.delta);
      }),
    );
  });

  it('does not look short between the steps of one entry', () => {
    const harvest: MoveEffect = { type: 'move', batch, delta: { produced: 100n, available: 100n } };
    const shipped = fold([harvest, { type: 'move', batch, delta: { available: -100n, frozen: 100n } }]);
    const [sum] = sumMoves([
      reverseMove(harvest),
      { type: 'move', batch, delta: { produced: 120n, available: 120n } },
    ]);
    expect(applyMove(shipped, sum!)).toMatchObject({ produced: 120n, available: 20n, frozen: 100n });
    const [less] = sumMoves([
      reverseMove(harvest),
      { type: 'move', batch, delta: { produced: 90n, available: 90n } },
    ]);
    expect(applyMove(shipped, less!)).toEqual({ field: 'available', needs: 10n, has: 0n });
  });

  it('names what the move is about when several fields are short, and never the sum first', () => {
    const short = (delta: MoveEffect['delta'], requires?: MoveEffect['requires']) =>
      applyMove(emptyBalance, { delta, ...(requires === undefined ? {} : { requires }) });
    const both = { produced: -3n, available: -2n, frozen: -1n };
    expect(short(both)).toMatchObject({ field: 'available', needs: 2n });
    expect(short(both, 'frozen')).toMatchObject({ field: 'frozen', needs: 1n });
    expect(short(both, 'available')).toMatchObject({ field: 'available' });
    expect(applyMove({ ...emptyBalance, lost: 5n }, { delta: { produced: -1n, lost: -1n } })).toMatchObject({
      field: 'produced',
      needs: 1n,
    });
  });

  it('keeps what the moves of one entry ask for when they are added up', () => {
    const ask: MoveEffect = {
      type: 'move',
      batch,
      delta: { frozen: -1n, available: 1n },
      requires: 'frozen',
    };
    const give: MoveEffect = { type: 'move', batch, delta: { produced: 1n, available: 1n } };
    for (const steps of [
      [ask, give],
      [give, ask],
    ]) {
      expect(sumMoves(steps)).toEqual([
        { type: 'move', batch, delta: { produced: 1n, available: 2n, frozen: -1n }, requires: 'frozen' },
      ]);
    }
    expect(sumMoves([give, give])[0]).not.toHaveProperty('requires');
    expect(sumMoves([give, reverseMove(give)])[0]?.delta).toEqual({});
  });

  it('takes every amount that can be written, and says of no other how short it is', () => {
    const full = { ...emptyBalance, produced: decimalBound - 1n, available: decimalBound - 1n };
    const into = (by: bigint) => isTooLarge(full, { delta: { produced: by, available: by } });
    expect([into(0n), into(1n), into(-decimalBound + 1n), into(-decimalBound)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(isTooLarge(emptyBalance, { delta: { labelled: decimalBound - 1n } })).toBe(false);
    expect(isTooLarge(emptyBalance, { delta: { labelled: decimalBound } })).toBe(true);
    fc.assert(
      fc.property(balances, moves, (balance, move) => {
        const answer = applyMove(balance, move);
        const amounts = isShortage(answer) ? [answer.needs, answer.has] : Object.values(answer);
        expect(isTooLarge(balance, move)).toBe(false);
        for (const each of amounts) expect(() => formatDecimal(each)).not.toThrow();
      }),
    );
  });

  it('knows a move that breaks the identity for a bug', () => {
    expect(() => applyMove(emptyBalance, { delta: { available: 1n } })).toThrow(RangeError);
    expect(() => applyMove(emptyBalance, { delta: { produced: 2n, available: 1n } })).toThrow(RangeError);
  });
});

describe('what can be labelled', () => {
  it('is what is available and not labelled yet', () => {
    const balance = { ...emptyBalance, produced: 100n, available: 60n, frozen: 30n, lost: 10n };
    expect(labellable(balance)).toBe(60n);
    expect(labellable({ ...balance, labelled: 40n })).toBe(50n);
    expect(labellable({ ...balance, labelled: 90n })).toBe(0n);
    expect(labellable({ ...balance, labelled: 95n })).toBe(0n);
    const all: MoveEffect = { type: 'move', batch, delta: { labelled: 60n }, requires: 'labellable' };
    expect(applyMove(balance, all)).toMatchObject({ labelled: 60n });
  });
});

describe('the moves of the kinds', () => {
  const value = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.nat(999))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(3, '0')}`);
  const unit = fc.constantFrom('KGM', 'TNE', 'CN-JIN', 'GRM');

  it('keep the identity in every unit of the goods and of the batch', () => {
    const names = fc.constantFrom('harvest', 'shipment', 'storage', 'processing');
    fc.assert(
      fc.property(names, value, unit, unit, (name, text, told, kept) => {
        const quantity = { value: text, unit: told };
        const half = { value: text, unit: told };
        const data: Record<string, object> = {
          harvest: { quantity, startedOn: '2026-10-18', stoppedOn: '2026-10-18' },
          shipment: { quantity, consignee: { party: { name: 'x' } } },
          storage: { place: 'x', enteredOn: '2026-10-18', losses: [{ reason: 'x', quantity }] },
          processing: {
            process: 'dry',
            inputs: [{ batch: batchId(1), seq: 1, leafHash, quantity }],
            outputs: [{ batch: batchId(2), quantity: half }],
            losses: [{ reason: 'x', quantity: half }],
          },
        };
        const context = contextOf({
          unit: kept,
          batches: [{ id: batchId(2), unit: kept }],
          entries: [entryOf(batchId(1), 1, 'harvest', {})],
        });
        const kind = kindOf(name);
        fc.pre(kind.check(data[name]!, context).length === 0);
        const full = { ...emptyBalance, produced: 10n ** 30n, available: 10n ** 30n };
        for (const effect of kind.effect(data[name]!, context)) {
          if (effect.type !== 'move') continue;
          const next = applyMove(full, effect);
          expect(!isShortage(next) && balanced(next)).toBe(true);
        }
      }),
    );
  });
});
