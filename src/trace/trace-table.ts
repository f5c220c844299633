import { csvOf as csvText } from '../http/csv.js';
import type { TraceDto, TraceNodeDto } from './trace.dto.js';
import type { TraceRowDto } from './trace-rows.dto.js';

/** Columns of a trace as a table, in their order. */
export const traceColumns = [
  'level',
  'batch',
  'lotEntry',
  'code',
  'lot',
  'product',
  'organization',
  'place',
  'openedAt',
  'next',
  'entry',
  'taken',
  'takenUnit',
  'made',
  'madeUnit',
  'share',
  'state',
] as const satisfies readonly (keyof TraceRowDto)[];

/** A trace as flat rows: the batch itself, then a row for each link, in the order of the nodes it comes from. */
export function rowsOf(trace: TraceDto): TraceRowDto[] {
  const nodes = new Map(trace.nodes.map((node) => [node.key, node]));
  const shares = new Map((trace.origins ?? []).map(({ node, quantity }) => [node, quantity.value]));
  // A share is told once, however many links lead to its node, so that a column of them can be added up.
  const shareOf = (key: string): string | null => {
    const share = shares.get(key) ?? null;
    shares.delete(key);
    return share;
  };
  const [root] = trace.nodes;
  const links = trace.nodes.flatMap((near) =>
    near.links.flatMap(({ node: key, entry, taken, made }): TraceRowDto[] => {
      const far = nodes.get(key);
      if (far === undefined) return [];
      return [
        {
          ...rowOf(far),
          next: near.batch,
          entry: `${entry.batch} ${entry.seq}`,
          taken: taken?.value ?? null,
          takenUnit: taken?.unit ?? null,
          made: made?.value ?? null,
          madeUnit: made?.unit ?? null,
          share: shareOf(key),
        },
      ];
    }),
  );
  const first =
    root === undefined
      ? []
      : [
          {
            ...rowOf(root),
            next: null,
            entry: null,
            taken: null,
            takenUnit: null,
            made: null,
            madeUnit: null,
            share: shareOf(root.key),
          },
        ];
  return [...first, ...links];
}

function rowOf(
  node: TraceNodeDto,
): Omit<TraceRowDto, 'next' | 'entry' | 'taken' | 'takenUnit' | 'made' | 'madeUnit' | 'share'> {
  const { level, batch, lotEntry, code, lot, product, organization, place, openedAt, state } = node;
  const name = product.variety === null ? product.name : `${product.name} ${product.variety}`;
  return {
    level,
    batch,
    lotEntry,
    code,
    lot,
    product: name,
    organization: organization.name,
    place,
    openedAt,
    state,
  };
}

/** Rows as CSV. */
export function csvOf(rows: readonly TraceRowDto[]): string {
  return csvText(traceColumns, rows);
}
