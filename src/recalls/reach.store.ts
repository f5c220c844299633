import { column } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';

/** Something of a batch that became part of another; null quantities cannot be told. */
export interface Edge {
  readonly parent: string;
  readonly parentSeq: number;
  readonly child: string;
  readonly taken: string | null;
  readonly made: string | null;
}

/** A batch that a recall reaches, with the names of its product and holder. */
export interface Reached {
  readonly id: string;
  readonly organizationId: string;
  readonly code: string;
  readonly lot: string | null;
  readonly unit: string;
  readonly product: string;
  readonly holder: string;
  readonly region: string;
  /** What the public is told of where its site is. */
  readonly publicPlace: string;
  readonly openedAtMs: number;
  readonly available: string;
  readonly frozen: string;
  readonly shipped: string;
  readonly consumed: string;
  readonly lost: string;
}

/** A shipment; `consignee` null when nobody in the ledger can confirm it. */
export interface Sent {
  readonly batch: string;
  readonly seq: number;
  readonly consignee: string | null;
  readonly quantity: string;
  readonly confirmed: string;
  readonly returned: string;
}

/** A label set with its labels counted by state. */
export interface CountedSet {
  readonly batch: string;
  readonly set: string;
  readonly issued: number;
  readonly activated: number;
  readonly voided: number;
}

const below = {
  name: 'reach-below',
  text: `select parent_id as parent, parent_seq as "parentSeq", child_id as child, taken::text, made::text
    from edges where parent_id = any ($1::uuid[]) order by parent_id, child_id limit $2`,
};
const reached = {
  name: 'reach-batches',
  text: `select b.id, b.organization_id as "organizationId", b.code, b.lot, b.unit, p.name as product, o.name as holder,
      o.region, s.public_name as "publicPlace", b.opened_at_ms::float8 as "openedAtMs", b.available::text, b.frozen::text, b.shipped::text, b.consumed::text, b.lost::text
    from batches b join products p on p.id = b.product_id join organizations o on o.id = b.organization_id
      join sites s on s.id = b.site_id
    where b.id = any ($1::uuid[]) order by b.id`,
};
const visible = { name: 'reach-visible', text: 'select id from batches where id = any ($1::uuid[])' };
const keys = 'select o, b from unnest($1::uuid[], $2::uuid[]) as t (o, b)';
const sent = {
  name: 'reach-shipments',
  text: `select batch_id as batch, seq, consignee_id as consignee, quantity::text, confirmed::text, returned::text
    from shipments where (organization_id, batch_id) in (${keys}) order by batch_id, seq`,
};
const sets = {
  name: 'reach-labels',
  text: `select batch_id as batch, set_id as set, count(*) filter (where state = 0)::int as issued,
      count(*) filter (where state = 1)::int as activated, count(*) filter (where state = 2)::int as voided
    from labels where (organization_id, batch_id) in (${keys}) and set_id is not null
    group by batch_id, set_id order by batch_id, set_id`,
};

/** What was made of these batches, at most `limit` edges. */
export function listEdgesBelow(reads: Reads, parents: readonly string[], limit: number): Promise<Edge[]> {
  return reads.read<Edge>(below, [parents, limit]);
}

export function listReached(reads: Reads, batches: readonly string[]): Promise<Reached[]> {
  return reads.read<Reached>(reached, [batches]);
}

/** Those of these batches that are in the scope of a door. */
export async function findVisibleOf(reads: Reads, batches: readonly string[]): Promise<Set<string>> {
  return new Set((await reads.read<{ id: string }>(visible, [batches])).map(({ id }) => id));
}

export function listSent(reads: Reads, batches: readonly Reached[]): Promise<Sent[]> {
  return reads.read<Sent>(sent, [column(batches, 'organizationId'), column(batches, 'id')]);
}

export function listCountedSets(reads: Reads, batches: readonly Reached[]): Promise<CountedSet[]> {
  return reads.read<CountedSet>(sets, [column(batches, 'organizationId'), column(batches, 'id')]);
}
