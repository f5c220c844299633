/** Ranges of one Accept header that are looked at; the rest is ignored. */
const rangesMax = 50;

interface Range {
  readonly type: string;
  readonly weight: number;
}

/**
 * How much a client wants each of these media types, 0 to 1, by the most specific range that names it (RFC 9110
 * §12.5.1). Without the header all are wanted alike.
 */
export function acceptWeights(accept: string | undefined, types: readonly string[]): number[] {
  if (accept === undefined || accept.trim() === '') return types.map(() => 1);
  const ranges = accept.split(',', rangesMax).map(readRange);
  return types.map((type) => weightOf(type, ranges));
}

/** Whether a client asks for a page rather than data, as browsers do; one that takes anything gets data. */
export function prefersPage(accept: string | undefined): boolean {
  const [page = 0, ...data] = acceptWeights(accept, [
    'text/html',
    'application/json',
    'application/problem+json',
  ]);
  return page > Math.max(...data);
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { type, weight: Number.isFinite(weight) ? Math.min(1, Math.max(0, weight)) : 0 };
}

function weightOf(type: string, ranges: readonly Range[]): number {
  const wide = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const name of [type, wide, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === name);
    if (range !== undefined) return range.weight;
  }
  return 0;
}
