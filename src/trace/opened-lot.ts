import { foldLot, type LotDraw } from '../batches/mixed-lot.js';
import type { Decimal } from '../ledger/quantity.js';
import type { Edge, Lot } from './graph.store.js';

/** A mixed lot with its draws folded: what came by which entry, and where it went. */
export class OpenedLot {
  /** The entry whose edges lead to a parcel, by the entry that added it. */
  private readonly broughtBy: ReadonlyMap<number, string>;
  private readonly draws: ReadonlyMap<number, LotDraw>;

  constructor(id: string, lot: Lot) {
    const added = lot.changes.filter(({ change }) => change === 'in');
    this.broughtBy = new Map(
      added.map(({ seq, from }) => [seq, from === null ? `${id} ${seq}` : `${from.batch} ${from.seq}`]),
    );
    this.draws = foldLot(lot.mixing, lot.changes).draws;
  }

  /** What the draw by the entry `seq` of the lot's chain took, by the entry (`entryKey`) that had brought it. */
  sourcesOf(seq: number): ReadonlyMap<string, Decimal> {
    const sources = new Map<string, Decimal>();
    for (const [parcel, amount] of this.draws.get(seq)?.parcels ?? []) {
      const by = this.broughtBy.get(parcel) ?? '';
      sources.set(by, (sources.get(by) ?? 0n) + amount);
    }
    return sources;
  }

  /** What of a draw cannot be told: a later correction left less than was drawn. */
  unknownOf(seq: number): Decimal {
    return this.draws.get(seq)?.unknown ?? 0n;
  }

  /** The entries that added what an edge brought: a receipt or several of what a processing made; none as yet. */
  parcelsOf(edge: Edge): number[] {
    const key = entryKey(edge);
    return [...this.broughtBy].flatMap(([parcel, by]) => (by === key ? [parcel] : []));
  }

  /** Whether something of a parcel left by the entry `seq`. */
  holds(parcel: number, seq: number): boolean {
    return this.draws.get(seq)?.parcels.has(parcel) === true;
  }
}

/** The entry of a mixed lot's chain by which an edge draws from it: its own, or the shipment that was received. */
export function drawOf({ entry, parent }: Edge): number {
  return entry.batch === parent.id ? entry.seq : parent.seq;
}

/** Names the entry an edge stands on. */
export function entryKey({ entry }: Pick<Edge, 'entry'>): string {
  return `${entry.batch} ${entry.seq}`;
}

/** How much work folding a lot is: draws × parcels where each draw looks at every parcel. */
export function foldingWork({ mixing, changes }: Lot): number {
  const added = changes.filter(({ change }) => change === 'in').length;
  return mixing === 'proportional' ? changes.length * (added + 1) : changes.length;
}
