import type { Place } from './place.js';

/** Batches traced at once. */
export const picksMax = 5;

/** What the address of the trace says: what is searched for, and the lots, codes or ids of the batches that are traced. */
export interface TracePlace {
  readonly find: string;
  readonly picks: readonly string[];
}

/** `#/trace?find=<text>&q=<lots, codes or ids>`. */
export function tracePlaceOf({ query }: Place): TracePlace {
  const picks = (query.get('q') ?? '').split(/[\s,，、]+/).filter((text) => text !== '');
  return { find: query.get('find') ?? '', picks: [...new Set(picks)].slice(0, picksMax) };
}

/** The place as `go` takes it. */
export function traceAddress({ find, picks }: TracePlace): string {
  const query = new URLSearchParams();
  if (find !== '') query.set('find', find);
  if (picks.length > 0) query.set('q', picks.join(' '));
  return `/trace?${query.toString()}`;
}
