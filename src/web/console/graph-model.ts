import { tryConvert } from '../../gs1/vocabulary.js';
import { formatDecimal, parseDecimal, type Decimal } from '../../ledger/quantity.js';

/** A quantity with its unit (UN/CEFACT Rec 20, or ours); `value` a decimal text. */
export interface Amount {
  readonly value: string;
  readonly unit: string;
}

/** What is said of a box beside its words: asked for, suspect, where goods come from, what all that was asked for shares. */
export type BoxMark = 'asked' | 'suspect' | 'origin' | 'common';

/** What lies on a batch itself. */
export type OwnStop = 'hold' | 'recall' | 'finding' | 'unknown';

/** A lot, or where many are drawn as one the lots of an organization. */
export interface GraphBox {
  readonly id: string;
  /** The batch, null of a box that stands for many. */
  readonly batch: string | null;
  /** How many lots it stands for. */
  readonly lots: number;
  /** Lot or code, null where the reader is not told. */
  readonly name: string | null;
  readonly product: string | null;
  readonly organization: { readonly id: string; readonly name: string };
  readonly quantity: Amount | null;
  readonly mark: BoxMark | null;
  /** RFC 3339: when the batch was opened; null of a box that stands for many. */
  readonly openedAt: string | null;
  /** Null where the reader is not told. */
  readonly stops: readonly OwnStop[] | null;
  /** How many of the lots lie outside of the time that is looked at. */
  readonly outside: number;
  /** The boxes that it stands for; none of a box that is one lot. */
  readonly members: readonly GraphBox[];
}

/** Goods that went from one box into another; null where the quantity cannot be told. */
export interface GraphLink {
  readonly from: string;
  readonly to: string;
  readonly quantity: Amount | null;
}

/** What became of what: from origins to holders. */
export interface Graph {
  readonly boxes: readonly GraphBox[];
  readonly links: readonly GraphLink[];
}

/** More boxes than this are drawn as one box an organization, until the reader asks for all. */
export const boxesAtOnceMax = 300;

/** The sum of quantities; null when there are none, or when one is unknown or in another unit. */
export function sumOf(amounts: readonly (Amount | null)[]): Amount | null {
  const [first] = amounts;
  if (first == null || amounts.some((amount) => amount?.unit !== first.unit)) return null;
  const sum = amounts.reduce((total, amount) => total + parseDecimal(amount?.value ?? '0'), 0n);
  return { value: formatDecimal(sum), unit: first.unit };
}

/** Quantities added up: masses in kilograms, the others by unit; and of how many the quantity is not told. */
export interface Sums {
  readonly amounts: readonly Amount[];
  readonly untold: number;
}

/** The exact sums of quantities, in the order in which their units are met. */
export function sumsOf(all: readonly (Amount | null)[]): Sums {
  const sums = new Map<string, Decimal>();
  for (const amount of all) {
    if (amount === null) continue;
    const value = parseDecimal(amount.value);
    const kilograms = tryConvert(value, amount.unit, 'KGM');
    const [unit, part] = typeof kilograms === 'bigint' ? ['KGM', kilograms] : [amount.unit, value];
    sums.set(unit, (sums.get(unit) ?? 0n) + part);
  }
  return {
    amounts: [...sums].map(([unit, sum]) => ({ value: formatDecimal(sum), unit })),
    untold: all.filter((amount) => amount === null).length,
  };
}

/** The lots that a box stands for: itself, where it is one. */
export function lotsOf(box: GraphBox): readonly GraphBox[] {
  return box.members.length === 0 ? [box] : box.members;
}

/** The sums of what a box stands for. */
export function quantityOf(box: GraphBox): Sums {
  return sumsOf(lotsOf(box).map(({ quantity }) => quantity));
}

/** From one moment to another, both included, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The same with the lots that were opened outside of a span of time marked so; nothing else changes. */
export function within(graph: Graph, span: Span | null): Graph {
  if (span === null) return graph;
  const isIn = ({ openedAt }: GraphBox): boolean => {
    const at = openedAt === null ? span.from : Date.parse(openedAt);
    return at >= span.from && at <= span.until;
  };
  return { links: graph.links, boxes: graph.boxes.map((box) => ({ ...box, outside: isIn(box) ? 0 : 1 })) };
}

/** Several links between the same two boxes as one, and none from a box to itself or to what is not drawn. */
export function joined(boxes: readonly GraphBox[], links: readonly GraphLink[]): readonly GraphLink[] {
  const known = new Set(boxes.map(({ id }) => id));
  const between = new Map<string, GraphLink[]>();
  for (const link of links) {
    if (link.from === link.to || !known.has(link.from) || !known.has(link.to)) continue;
    const key = `${link.from} ${link.to}`;
    between.set(key, [...(between.get(key) ?? []), link]);
  }
  return [...between.values()].flatMap((same) =>
    same
      .slice(0, 1)
      .map(({ from, to }) => ({ from, to, quantity: sumOf(same.map(({ quantity }) => quantity)) })),
  );
}

const marksByWeight: readonly (BoxMark | null)[] = ['asked', 'suspect', 'common', 'origin', null];

/** The same with the lots of each organization as one box, and what went from one to another. */
export function byOrganization({ boxes, links }: Graph): Graph {
  const groups = new Map<string, GraphBox[]>();
  for (const box of boxes) {
    const held = groups.get(box.organization.id);
    if (held === undefined) groups.set(box.organization.id, [box]);
    else held.push(box);
  }
  const groupOf = new Map(boxes.map(({ id, organization }) => [id, organization.id]));
  const grouped = [...groups.values()].flatMap((lots) =>
    lots.slice(0, 1).map((first) => groupBox(first, lots)),
  );
  const between = links.map(({ from, to, quantity }) => ({
    from: groupOf.get(from) ?? from,
    to: groupOf.get(to) ?? to,
    quantity,
  }));
  return { boxes: grouped, links: joined(grouped, between) };
}

function groupBox({ organization }: GraphBox, lots: readonly GraphBox[]): GraphBox {
  const mark = marksByWeight.find((weight) => lots.some((lot) => lot.mark === weight)) ?? null;
  const named = {
    id: organization.id,
    batch: null,
    lots: lots.length,
    name: null,
    product: null,
    organization,
    quantity: null,
    openedAt: null,
  };
  const told = lots.flatMap(({ stops }) => (stops === null ? [] : [stops]));
  return {
    ...named,
    mark,
    stops: told.length === 0 ? null : [...new Set(told.flat())],
    outside: lots.reduce((sum, lot) => sum + lot.outside, 0),
    members: lots,
  };
}

/** The box in which a box is drawn, in a graph that may be grouped. */
export function drawnAs(graph: Graph, drawn: Graph, id: string | null): string | null {
  if (id === null || drawn === graph || drawn.boxes.some((box) => box.id === id)) return id;
  return graph.boxes.find((box) => box.id === id)?.organization.id ?? null;
}
