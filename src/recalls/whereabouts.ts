import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import type { UnitSumDto, WhereaboutsDto } from './recall-list.dto.js';
import type { Edge, Reached, Sent } from './reach.service.js';

/** Where the quantity of a batch is, in its unit; the parts sum to what the batch ever had. */
export type Whereabouts = Readonly<Record<keyof WhereaboutsDto, Decimal>>;

const parts = ['available', 'onTheWay', 'followed', 'lost', 'unaccounted'] as const;

/**
 * Where the quantity of a batch is. `sent` and `below` are its own shipments, and the edges that lead away from it.
 *
 * What was shipped and received is found again in the receiving batch at once, though the shipper hears of it a moment
 * later: the larger of both counts. An edge without quantity follows nothing: what is not known is to be asked for.
 */
export function whereaboutsOf(batch: Reached, sent: readonly Sent[], below: readonly Edge[]): Whereabouts {
  const followed = sum(below.map(({ taken }) => taken));
  const onTheWay = sent
    .filter(({ consignee }) => consignee !== null)
    .map(({ seq, quantity, confirmed, returned }) => {
      const received = sum(below.filter(({ parentSeq }) => parentSeq === seq).map(({ taken }) => taken));
      const told = parseDecimal(confirmed);
      return parseDecimal(quantity) - parseDecimal(returned) - (received > told ? received : told);
    })
    .reduce((total, open) => total + (open > 0n ? open : 0n), 0n);
  const gone = sum([batch.frozen, batch.shipped, batch.consumed]);
  const rest = gone - followed - onTheWay;
  return {
    available: parseDecimal(batch.available),
    onTheWay,
    followed,
    lost: parseDecimal(batch.lost),
    unaccounted: rest > 0n ? rest : 0n,
  };
}

export function toDto(where: Whereabouts): Record<keyof WhereaboutsDto, string> {
  const texts = parts.map((part) => [part, formatDecimal(where[part])]);
  return Object.fromEntries(texts) as Record<keyof WhereaboutsDto, string>;
}

/** Sums by unit, in the order of the units' codes. What is followed from batch to batch is in each of them. */
export function sumsByUnit(
  all: readonly { readonly unit: string; readonly where: Whereabouts }[],
): UnitSumDto[] {
  const sums = new Map<string, Whereabouts>();
  for (const { unit, where } of all) {
    const before = sums.get(unit);
    const added = parts.map((part) => [part, (before?.[part] ?? 0n) + where[part]]);
    sums.set(unit, Object.fromEntries(added) as Whereabouts);
  }
  const units = [...sums.entries()].sort(([left], [right]) => (left < right ? -1 : 1));
  return units.map(([unit, where]) => ({ ...toDto(where), unit }));
}

function sum(texts: readonly (string | null)[]): Decimal {
  return texts.reduce((total, text) => total + (text === null ? 0n : parseDecimal(text)), 0n);
}
