import { formatDecimal, parseDecimal } from '../../ledger/quantity.js';
import { joined, type Amount, type Graph, type GraphBox, type GraphLink } from './graph-model.js';
import type { AffectedBatch, Recall } from './recall-shapes.js';

/** All that a recall reaches as a graph: suspect batches on the left, who has it on the right. */
export function recallGraph({ batches, holders, suspects }: Recall): Graph {
  const names = new Map(holders.map(({ organization, name }) => [organization, name]));
  const recalled = new Set(suspects.map(({ batch }) => batch));
  const units = new Map(batches.map(({ batch, unit }) => [batch, unit]));
  const boxes = batches.map((one): GraphBox => ({
    id: one.batch,
    batch: one.batch,
    lots: 1,
    name: one.lot ?? one.code,
    product: one.product,
    organization: { id: one.organization, name: names.get(one.organization) ?? '' },
    quantity: everHad(one),
    mark: recalled.has(one.batch) ? 'suspect' : null,
    openedAt: one.openedAt,
    stops: one.detail?.stops ?? null,
    outside: 0,
    members: [],
  }));
  const links = batches.flatMap(({ batch, sources }) =>
    sources.map((source): GraphLink => {
      const unit = units.get(source.batch);
      const isTold = source.taken !== null && unit !== undefined;
      return {
        from: source.batch,
        to: batch,
        quantity: isTold ? { value: source.taken, unit } : null,
      };
    }),
  );
  return { boxes, links: joined(boxes, links) };
}

/** All that a batch ever had: the sum of where it is. Null where the reader is not told. */
function everHad({ detail, unit }: AffectedBatch): Amount | null {
  if (detail === null) return null;
  const { available, onTheWay, followed, lost, unaccounted } = detail.whereabouts;
  const sum = [available, onTheWay, followed, lost, unaccounted].reduce(
    (total, text) => total + parseDecimal(text),
    0n,
  );
  return { value: formatDecimal(sum), unit };
}
