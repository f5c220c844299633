import type { Reads } from '../database/tenants.js';

/** A batch as the table of a region has it; quantities are decimals in its unit. */
export interface BatchLine {
  readonly organizationId: string;
  readonly batchId: string;
  readonly organization: string;
  readonly uscc: string | null;
  readonly product: string;
  readonly lot: string | null;
  readonly code: string;
  readonly place: string;
  readonly region: string;
  readonly openedAtMs: string;
  readonly unit: string;
  readonly produced: string;
  readonly available: string;
  readonly frozen: string;
  readonly shipped: string;
  readonly consumed: string;
  readonly lost: string;
  readonly recalled: boolean;
  readonly held: boolean;
  /** Whether the newest check found its chain at fault; null when it was not checked yet. */
  readonly failed: boolean | null;
}

const page = {
  name: 'export-batches',
  text: `select b.organization_id as "organizationId", b.id as "batchId", o.name as organization, o.uscc, p.name as product,
      b.lot, b.code, s.public_name as place, s.region, b.opened_at_ms as "openedAtMs", b.unit,
      trim_scale(b.produced)::text as produced, trim_scale(b.available)::text as available,
      trim_scale(b.frozen)::text as frozen, trim_scale(b.shipped)::text as shipped,
      trim_scale(b.consumed)::text as consumed, trim_scale(b.lost)::text as lost,
      exists (select from recalls r where r.organization_id = b.organization_id and r.batch_id = b.id
        and r.withdrawn_seq is null and not r.mock) as recalled,
      b.holds > 0 or coalesce(j.stopped, false) as held, a.failed
    from batches b
    join organizations o on o.id = b.organization_id
    join products p on p.id = b.product_id
    join sites s on s.id = b.site_id
    left join judgements j on (j.organization_id, j.batch_id) = (b.organization_id, b.id)
    left join audit_chains a on (a.organization_id, a.chain_id) = (b.organization_id, b.id)
    where ($1::uuid is null or b.organization_id = $1) and (b.organization_id, b.id) > ($2::uuid, $3::uuid)
    order by b.organization_id, b.id limit $4`,
};

/** Batches in scope after a place, by organization. */
export function listBatchLines(
  reads: Reads,
  organizationId: string | null,
  after: Pick<BatchLine, 'organizationId' | 'batchId'>,
  limit: number,
): Promise<BatchLine[]> {
  return reads.read<BatchLine>(page, [organizationId, after.organizationId, after.batchId, limit]);
}
