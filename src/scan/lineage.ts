import type { Quantity } from '../events/kinds/amounts.js';
import { tryConvert } from '../gs1/vocabulary.js';
import { parseDecimal } from '../ledger/quantity.js';
import type { Days } from './standing.js';

/** What an entry says went from one batch into another. */
export interface Feed {
  /** The batch it came from, and the entry there that this one builds on. */
  readonly source: { readonly batch: string; readonly seq: number; readonly leafHash: string };
  /** The name of the process, or `receipt` for goods taken over as they were. */
  readonly step: string;
  /** What of the source went in. */
  readonly put: Quantity;
  /** What came out of it, of all that went in together, into the batch that was made. */
  readonly got: Quantity;
  /** Number of the entry that says so, on the chain of the batch that was made. */
  readonly by: number;
}

/** A feed as an origin shows it. */
export interface Flow extends Omit<Feed, 'source' | 'by'> {
  /** Place of the batch that was made in `Lineage.origins`, from 0; null for the scanned batch. */
  readonly into: number | null;
  /** Percent of the batch that was made, one decimal; null where quantities cannot be compared. */
  readonly share: string | null;
}

/** A batch that another was made from, with the public facts of its own chain. */
export interface Origin {
  readonly batch: string;
  /** 1 for what the scanned batch was made from, 2 for what that was made from. */
  readonly level: number;
  readonly product: string;
  readonly variety: string | null;
  readonly lot: string | null;
  readonly organization: { readonly id: string; readonly name: string };
  /** To the county. */
  readonly place: string;
  readonly harvest: Days | null;
  readonly held: boolean;
  readonly flows: readonly Flow[];
}

/** All that a batch was made from, nearest first, as far as it was followed. */
export interface Lineage {
  readonly origins: readonly Origin[];
  /** False when there is more than was followed. */
  readonly complete: boolean;
  readonly fault: LineageFault | null;
}

/** Behind the scanned batch's own entry `seq` a source is not the one that is named, or an entry there had a revoked key. */
export interface LineageFault {
  readonly seq: number;
  readonly why: 'broken' | 'revoked';
}

/** The lineage of a batch that was made from no other. */
export const noLineage: Lineage = { origins: [], complete: true, fault: null };

const precision = 1_000_000n;

/**
 * Percents of a batch that each feed accounts for, one decimal, largest remainder first, so that feeds and the
 * batch's own harvests sum to exactly 100.
 *
 * What came out of several inputs together is split by what of each went in. `unit` is the batch's; null for every
 * feed when one quantity cannot be expressed in it, or the inputs of one step cannot be compared.
 */
export function sharesOf(
  feeds: readonly Feed[],
  harvests: readonly Quantity[],
  unit: string,
): (string | null)[] {
  const parts = feeds.map((feed) => partOf(feed, feeds, unit));
  const harvested = harvests.map((quantity) => amountIn(quantity, unit));
  const weights = [...parts, ...harvested.map((amount) => (amount === null ? null : amount * precision))];
  const known = weights.filter((weight) => weight !== null);
  const total = known.reduce((sum, weight) => sum + weight, 0n);
  if (known.length < weights.length || total === 0n) return feeds.map(() => null);
  return tenths(known, total)
    .slice(0, feeds.length)
    .map((share) => `${share / 10n}.${share % 10n}`.replace(/\.0$/, ''));
}

/** What of the batch came from one feed, times the precision. */
function partOf(feed: Feed, feeds: readonly Feed[], unit: string): bigint | null {
  const got = amountIn(feed.got, unit);
  const together = feeds
    .filter(({ by }) => by === feed.by)
    .map(({ put }) => amountIn(put, feed.put.unit))
    .filter((put) => put !== null);
  const put = amountIn(feed.put, feed.put.unit);
  const all = together.reduce((sum, amount) => sum + amount, 0n);
  const comparable = together.length === feeds.filter(({ by }) => by === feed.by).length;
  return got === null || put === null || all === 0n || !comparable ? null : (got * precision * put) / all;
}

/** Tenths of a percent of each weight, which sum to exactly 1,000. */
function tenths(weights: readonly bigint[], total: bigint): bigint[] {
  const exact = weights.map((weight, at) => ({
    at,
    whole: (weight * 1_000n) / total,
    rest: (weight * 1_000n) % total,
  }));
  let missing = 1_000n - exact.reduce((sum, { whole }) => sum + whole, 0n);
  const shares = exact.map(({ whole }) => whole);
  for (const { at } of [...exact].sort(
    (left, right) => Number(right.rest > left.rest) - Number(right.rest < left.rest),
  )) {
    if (missing === 0n) break;
    shares[at] = (shares[at] ?? 0n) + 1n;
    missing -= 1n;
  }
  return shares;
}

function amountIn(quantity: Quantity, unit: string): bigint | null {
  const amount = tryConvert(parseDecimal(quantity.value), quantity.unit, unit);
  return typeof amount === 'bigint' ? amount : null;
}
