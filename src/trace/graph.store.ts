import { column, literal } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';
import type { LotChange, Mixing } from '../batches/mixed-lot.js';
import { parseDecimal, type Decimal } from '../ledger/quantity.js';

/** Names a batch with its home organization. */
export interface BatchAt {
  readonly organizationId: string;
  readonly id: string;
}

/** That something of one batch became part of another, and the entry that says so. */
export interface Edge {
  readonly entry: { readonly batch: string; readonly seq: number };
  readonly parent: BatchAt & { readonly seq: number };
  readonly child: BatchAt;
  /** In the parent's unit; null when it cannot be told. */
  readonly taken: Decimal | null;
  /** In the child's unit; null when it cannot be told. */
  readonly made: Decimal | null;
}

/** A mixed lot with what its chain does to it, in the order of the chain. */
export interface Lot {
  readonly mixing: Mixing;
  readonly changes: readonly LotChange[];
}

interface EdgeRow {
  batch_id: string;
  seq: number;
  parent_organization_id: string;
  parent_id: string;
  parent_seq: number;
  child_organization_id: string;
  child_id: string;
  taken: string | null;
  made: string | null;
}

interface ChangeRow {
  batch_id: string;
  mixing: Mixing;
  seq: number;
  change: LotChange['change'];
  quantity: string;
  from_batch_id: string | null;
  from_seq: number | null;
}

const columns = `batch_id, seq, parent_organization_id, parent_id, parent_seq, child_organization_id, child_id, taken, made`;
const statements = {
  backward: {
    name: 'trace-parents',
    text: `select ${columns} from edges where child_id = any ($1::uuid[])
      order by child_id, parent_id, batch_id, seq limit $2`,
  },
  forward: {
    name: 'trace-children',
    text: `select ${columns} from edges where parent_id = any ($1::uuid[])
      order by parent_id, child_id, batch_id, seq limit $2`,
  },
} as const;

const changes = {
  name: 'trace-lots',
  text: `select c.batch_id, b.mixing, c.seq, c.change, c.quantity, c.from_batch_id, c.from_seq
    from lot_changes c join batches b on b.organization_id = c.organization_id and b.id = c.batch_id
    where c.organization_id = any ($1::uuid[]) and c.batch_id = any ($2::uuid[])
    order by c.batch_id, c.seq limit $3`,
};

/** Which way a trace goes: to what a batch was made from, or to what was made of it. */
export type Direction = keyof typeof statements;

/** One level of a walk, in one order however often it is asked: at most `limit` edges (scale.md rule 5). */
export async function readEdges(
  reads: Reads,
  direction: Direction,
  batches: readonly string[],
  limit: number,
): Promise<Edge[]> {
  const rows = await reads.read<EdgeRow>(statements[direction], [literal(batches), limit]);
  return rows.map((row) => ({
    entry: { batch: row.batch_id, seq: row.seq },
    parent: { organizationId: row.parent_organization_id, id: row.parent_id, seq: row.parent_seq },
    child: { organizationId: row.child_organization_id, id: row.child_id },
    taken: row.taken === null ? null : parseDecimal(row.taken),
    made: row.made === null ? null : parseDecimal(row.made),
  }));
}

/** Those of the batches that are mixed lots, and how many rows that took; the last one may be cut off at `limit` rows. */
export async function readLots(
  reads: Reads,
  batches: readonly BatchAt[],
  limit: number,
): Promise<{ readonly lots: ReadonlyMap<string, Lot>; readonly rows: number }> {
  const organizations = [...new Set(batches.map(({ organizationId }) => organizationId))];
  const values = [literal(organizations), column(batches, 'id'), limit];
  const rows = await reads.read<ChangeRow>(changes, values);
  const lots = new Map<string, { mixing: Mixing; changes: LotChange[] }>();
  for (const row of rows) {
    const lot = lots.get(row.batch_id) ?? { mixing: row.mixing, changes: [] };
    lots.set(row.batch_id, lot);
    lot.changes.push({
      seq: row.seq,
      change: row.change,
      quantity: parseDecimal(row.quantity),
      from:
        row.from_batch_id === null || row.from_seq === null
          ? null
          : { batch: row.from_batch_id, seq: row.from_seq },
    });
  }
  return { lots, rows: rows.length };
}
