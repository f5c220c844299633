import { decimalBound, type Decimal } from '../ledger/quantity.js';

/** The columns of a balance: produced = available + frozen + shipped + consumed + lost; `labelled` stands beside. */
export type BalanceField = 'produced' | 'available' | 'frozen' | 'shipped' | 'consumed' | 'lost' | 'labelled';

/**
 * A change of one batch's balance, in the batch's own unit.
 *
 * The deltas keep produced = available + frozen + shipped + consumed + lost.
 * `requires` names what a refusal talks about when the batch holds less than the change takes, `at` the field that asks
 * for it (RFC 6901 pointer into the request).
 */
export interface MoveEffect {
  readonly type: 'move';
  readonly batch: string;
  readonly delta: Readonly<Partial<Record<BalanceField, Decimal>>>;
  readonly requires?: 'available' | 'frozen' | 'labellable';
  readonly at?: string;
}

/** Quantities of one batch in its own unit. Always: produced = available + frozen + shipped + consumed + lost, none negative. */
export type Balance = Readonly<Record<BalanceField, Decimal>>;

/** Why a move was not applied: there is `has` of `field`, and `needs` was asked for. */
export interface Shortage {
  readonly field: BalanceField | 'labellable' | 'certifiable';
  readonly needs: Decimal;
  readonly has: Decimal;
}

/** A batch of which nothing is recorded yet. */
export const emptyBalance: Balance = {
  produced: 0n,
  available: 0n,
  frozen: 0n,
  shipped: 0n,
  consumed: 0n,
  lost: 0n,
  labelled: 0n,
};

const fields = Object.keys(emptyBalance) as readonly BalanceField[];

/**
 * How much more can be labelled: what is available, and no more than what is not yet consumed, lost or labelled
 * (domain.md §6, units × net ≤ available). Zero or more.
 */
export function labellable(balance: Balance): Decimal {
  return left(balance, balance.labelled);
}

/**
 * How much more a compliance certificate may cover: what is available, and no more than what is not yet consumed, lost
 * or covered by the certificates that stand, `certified` together. Zero or more.
 */
export function certifiable(balance: Balance, certified: Decimal): Decimal {
  return left(balance, certified);
}

function left(balance: Balance, used: Decimal): Decimal {
  const unused = balance.available + balance.frozen + balance.shipped - used;
  const free = unused < balance.available ? unused : balance.available;
  return free > 0n ? free : 0n;
}

/**
 * Applies one move: the new balance, or what is short.
 *
 * Requires the move's deltas to keep the identity; a move that does not is a bug of its kind.
 * Answers a shortage, and changes nothing, when any field would turn negative or more would be labelled than can be.
 *
 * @throws RangeError when the deltas break the identity.
 */
export function applyMove(
  balance: Balance,
  move: Pick<MoveEffect, 'delta' | 'requires'>,
): Balance | Shortage {
  const { delta } = move;
  const at = (field: BalanceField): Decimal => delta[field] ?? 0n;
  if (at('produced') !== at('available') + at('frozen') + at('shipped') + at('consumed') + at('lost')) {
    throw new RangeError('A move does not keep produced = available + frozen + shipped + consumed + lost');
  }
  if (move.requires === 'labellable' && at('labelled') > labellable(balance)) {
    return { field: 'labellable', needs: at('labelled'), has: labellable(balance) };
  }
  const next: Record<BalanceField, Decimal> = { ...balance };
  for (const field of fields) {
    next[field] = balance[field] + at(field);
  }
  const short = fields.filter((field) => next[field] < 0n);
  const field =
    short.find((name) => name === move.requires) ?? short.find((name) => name !== 'produced') ?? short[0];
  return field === undefined ? next : { field, needs: -at(field), has: balance[field] };
}

/** True when the move, or what it would leave, is beyond what a quantity can say: a decimal below 10^18 (ledger.md §2). */
export function isTooLarge(balance: Balance, move: Pick<MoveEffect, 'delta'>): boolean {
  return fields.some((field) => {
    const by = move.delta[field] ?? 0n;
    return by <= -decimalBound || by >= decimalBound || balance[field] + by >= decimalBound;
  });
}

/** True for the answer of `applyMove` that says what is short. */
export function isShortage(answer: Balance | Shortage): answer is Shortage {
  return 'field' in answer;
}

/** The move that undoes this one; `requires` and `at` are dropped, what is short is named by field. */
export function reverseMove(move: MoveEffect): MoveEffect {
  const delta: Partial<Record<BalanceField, Decimal>> = {};
  for (const field of fields) {
    const amount = move.delta[field];
    if (amount !== undefined) delta[field] = -amount;
  }
  return { type: 'move', batch: move.batch, delta };
}

/** One move per batch, the sum of its moves: what is taken back and given again in one entry never looks short between. */
export function sumMoves(moves: readonly MoveEffect[]): MoveEffect[] {
  const sums = new Map<string, MoveEffect>();
  for (const move of moves) {
    const sum = sums.get(move.batch);
    sums.set(move.batch, sum === undefined ? move : addMoves(sum, move));
  }
  return [...sums.values()];
}

function addMoves(left: MoveEffect, right: MoveEffect): MoveEffect {
  const delta: Partial<Record<BalanceField, Decimal>> = {};
  for (const field of fields) {
    const amount = (left.delta[field] ?? 0n) + (right.delta[field] ?? 0n);
    if (amount !== 0n) delta[field] = amount;
  }
  const requires = left.requires ?? right.requires;
  const at = left.at ?? right.at;
  return {
    type: 'move',
    batch: left.batch,
    delta,
    ...(requires === undefined ? {} : { requires }),
    ...(at === undefined ? {} : { at }),
  };
}
