import { column, literal } from '../database/parameters.js';
import type { LedgerTransaction, NamedStatement } from '../database/transaction.js';
import type { Reads } from '../database/tenants.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import { entryColumns, type EntryKey } from './handover.store.js';
import type { LotChange } from './mixed-lot.js';
import type { KnownEdge } from './paths.js';

/** An edge as it is kept, by the entry that it stands on. */
export interface NewEdge extends EntryKey {
  readonly parentOrganizationId: string;
  readonly parentId: string;
  readonly parentSeq: number;
  readonly childOrganizationId: string;
  readonly childId: string;
  readonly taken: Decimal | null;
  readonly made: Decimal | null;
}

/** What an entry does to a mixed lot, as it is kept. */
export type NewLotChange = EntryKey & LotChange;

interface EdgeRow {
  batch_id: string;
  seq: number;
  parent_id: string;
  child_id: string;
}

interface ChangeRow {
  seq: number;
  change: LotChange['change'];
  quantity: string;
  from_batch_id: string | null;
  from_seq: number | null;
}

const edge = 'batch_id, seq, parent_id, child_id';
const below: NamedStatement = {
  name: 'edges-below',
  text: `select ${edge} from edges where parent_id = any ($1::uuid[])`,
};
const above: NamedStatement = {
  name: 'edges-above',
  text: `select ${edge} from edges where child_id = any ($1::uuid[])`,
};

const changesOf = {
  name: 'lot-changes-of',
  text: `select seq, change, quantity::text, from_batch_id, from_seq from lot_changes
    where organization_id = $1 and batch_id = $2 order by seq`,
};
const insertEdges = {
  name: 'edges-insert',
  text: `insert into edges (organization_id, batch_id, seq, parent_organization_id, parent_id, parent_seq,
      child_organization_id, child_id, taken, made)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::int[], $7::uuid[], $8::uuid[],
      $9::numeric[], $10::numeric[])`,
};

const insertChanges = {
  name: 'lot-changes-insert',
  text: `insert into lot_changes (organization_id, batch_id, seq, change, quantity, from_batch_id, from_seq)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::numeric[], $6::uuid[], $7::int[])`,
};

const keys = 'select o, b, s from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (o, b, s)';
const replace = ['edges', 'lot_changes', 'input_codes'].map((table) => ({
  name: `${table}-replace`,
  text: `delete from ${table} where (organization_id, batch_id, seq) in (${keys})`,
}));

/** Edges that lead away from these batches, whoever said them. */
export function readBelow(tx: LedgerTransaction, batches: readonly string[]): Promise<KnownEdge[]> {
  return readEdges(tx, below, batches);
}

/** Edges that lead to these batches, whoever said them. */
export function readAbove(tx: LedgerTransaction, batches: readonly string[]): Promise<KnownEdge[]> {
  return readEdges(tx, above, batches);
}

async function readEdges(
  tx: LedgerTransaction,
  statement: NamedStatement,
  batches: readonly string[],
): Promise<KnownEdge[]> {
  const rows = await tx.query<EdgeRow>(statement, [literal(batches)]);
  return rows.map((row) => ({
    entry: `${row.batch_id} ${row.seq}`,
    parent: row.parent_id,
    child: row.child_id,
  }));
}

/** What the entries of a mixed lot's chain do to it, in the order of the chain. */
export async function readLotChanges(
  reads: Reads,
  organizationId: string,
  batch: string,
): Promise<LotChange[]> {
  const rows = await reads.read<ChangeRow>(changesOf, [organizationId, batch]);
  return rows.map(({ seq, change, quantity, from_batch_id: of, from_seq: at }) => ({
    seq,
    change,
    quantity: parseDecimal(quantity),
    from: of === null || at === null ? null : { batch: of, seq: at },
  }));
}

/** Takes away what entries say of the graph, of mixed lots and of inputs, which a correction says anew. */
export function removeSaid(tx: LedgerTransaction, entries: readonly EntryKey[]): void {
  for (const statement of replace) tx.send(statement, entryColumns(entries));
}

export function insertEdgeRows(tx: LedgerTransaction, edges: readonly NewEdge[]): void {
  tx.send(insertEdges, [
    ...entryColumns(edges),
    column(edges, 'parentOrganizationId'),
    column(edges, 'parentId'),
    column(edges, 'parentSeq'),
    column(edges, 'childOrganizationId'),
    column(edges, 'childId'),
    edges.map(({ taken }) => (taken === null ? null : formatDecimal(taken))),
    edges.map(({ made }) => (made === null ? null : formatDecimal(made))),
  ]);
}

export function insertLotChangeRows(tx: LedgerTransaction, changes: readonly NewLotChange[]): void {
  tx.send(insertChanges, [
    ...entryColumns(changes),
    column(changes, 'change'),
    literal(changes.map(({ quantity }) => formatDecimal(quantity))),
    changes.map(({ from }) => from?.batch ?? null),
    changes.map(({ from }) => from?.seq ?? null),
  ]);
}
