import type { Decimal } from '../ledger/quantity.js';
import { apportion } from '../ledger/shares.js';

/** How a mixed lot (a bin, a tank) is drawn from. */
export const mixings = ['proportional', 'first-in-first-out'] as const;
export type Mixing = (typeof mixings)[number];

/**
 * What one entry of a mixed lot's chain does to what lies in it, in the lot's unit, its latest correction applied: `in`
 * adds a parcel, `out` draws (an input of a processing, a shipment, a loss), `back` returns part of the draw of the
 * shipment `from.seq`.
 */
export interface LotChange {
  readonly seq: number;
  readonly change: 'in' | 'out' | 'back';
  readonly quantity: Decimal;
  /** Of `in` by a receipt the entry that sent or made it, of `back` the own shipment; null for what was grown here. */
  readonly from: { readonly batch: string; readonly seq: number } | null;
}

/** What was drawn by one entry, by the entries that had added it. */
export interface LotDraw {
  /** In the order of the chain, none of them nothing. */
  readonly parcels: ReadonlyMap<number, Decimal>;
  /** What a later correction left without anything that it could have come from; else 0. */
  readonly unknown: Decimal;
}

/** What lies in a mixed lot, and what each entry drew. */
export interface LotState {
  readonly draws: ReadonlyMap<number, LotDraw>;
  readonly rest: ReadonlyMap<number, Decimal>;
}

/**
 * Folds a mixed lot's chain: anybody who has the chain finds the same (AT-GR-3).
 *
 * Order is that of the chain, not of the times said. `proportional` draws from every parcel that is left in proportion,
 * largest remainder first, the earlier parcel first among equals; `first-in-first-out` from the oldest. The parts of a
 * draw sum to exactly what was drawn. A return gives back to the parcels of its shipment in proportion to what of them is
 * still away, so that they keep their place. Losses are drawn like everything else.
 *
 * Requires changes in ascending order of `seq`.
 */
export function foldLot(mixing: Mixing, changes: readonly LotChange[]): LotState {
  const rest = new Map<number, Decimal>();
  const draws = new Map<number, LotDraw>();
  const away = new Map<number, Map<number, Decimal>>();
  for (const { seq, change, quantity, from } of changes) {
    if (change === 'in') {
      add(rest, seq, quantity);
    } else if (change === 'out') {
      const parcels = take(rest, mixing, quantity);
      draws.set(seq, { parcels, unknown: quantity - sumOf(parcels) });
      away.set(seq, new Map(parcels));
    } else {
      const sent = away.get(from?.seq ?? 0) ?? new Map<number, Decimal>();
      for (const [parcel, amount] of take(sent, 'proportional', quantity)) add(rest, parcel, amount);
    }
  }
  return { draws, rest: inOrder(rest) };
}

/** Takes at most `quantity` of what there is; what is used up is gone. */
function take(rest: Map<number, Decimal>, mixing: Mixing, quantity: Decimal): Map<number, Decimal> {
  const parcels = [...inOrder(rest)];
  const there = sumOf(rest);
  const wanted = quantity < there ? quantity : there;
  const amounts = parcels.map(([, amount]) => amount);
  const parts =
    wanted === 0n ? [] : mixing === 'proportional' ? apportion(wanted, amounts) : oldest(wanted, amounts);
  const taken = new Map<number, Decimal>();
  for (const [at, part] of parts.entries()) {
    const [parcel, amount] = parcels[at] as [number, Decimal];
    if (part > 0n) taken.set(parcel, part);
    if (part === amount) rest.delete(parcel);
    else rest.set(parcel, amount - part);
  }
  return taken;
}

function oldest(wanted: Decimal, amounts: readonly Decimal[]): Decimal[] {
  let left = wanted;
  return amounts.map((amount) => {
    const part = amount < left ? amount : left;
    left -= part;
    return part;
  });
}

function add(parcels: Map<number, Decimal>, parcel: number, amount: Decimal): void {
  parcels.set(parcel, (parcels.get(parcel) ?? 0n) + amount);
}

/** A parcel that came back stands where it stood. */
function inOrder(parcels: ReadonlyMap<number, Decimal>): ReadonlyMap<number, Decimal> {
  return new Map([...parcels].sort(([left], [right]) => left - right));
}

/** The sum of parcels. */
export function sumOf(parcels: ReadonlyMap<number, Decimal>): Decimal {
  let sum = 0n;
  for (const amount of parcels.values()) sum += amount;
  return sum;
}
