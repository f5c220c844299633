import type { Reads } from '../database/tenants.js';
import type { BatchStanding } from './batch.js';
import { standingColumns, toStanding, type StandingRow } from './batches.store.js';

/** Where a page goes on: batches opened before this one. */
export interface Before {
  readonly openedAtMs: number;
  readonly id: string;
}

/** How much of which batches is asked for; `organizationId` narrows to one organization. */
export interface Asked {
  readonly before: Before;
  readonly limit: number;
  readonly organizationId: string | null;
}

/** An organization, a site or a product that batches are looked for by. */
export interface Named {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
}

const chains = 'join chains c on c.organization_id = b.organization_id and c.chain_id = b.id';

/** Batches newest first, `limit` of those opened before a place. */
function newest(name: string, from: string, where: string): { name: string; text: string } {
  const text = `select ${standingColumns} from ${from} ${chains}
    where ${where} and (b.opened_at_ms, b.id) < ($1, $2) order by b.opened_at_ms desc, b.id desc limit $3`;
  return { name: `batch-search-${name}`, text };
}

const within = '($5::uuid is null or b.organization_id = $5)';
const joined = 'join batches b on b.organization_id = s.organization_id and b.id = s.batch_id';
const byText = {
  lot: newest('lot', 'batches b', `b.lot = $4 and ${within}`),
  code: newest('code', `labels s ${joined}`, `s.code = $4 and ${within}`),
  input: newest(
    'input',
    `(select distinct organization_id, batch_id from input_codes where code = $4) s ${joined}`,
    within,
  ),
};
const byOwner = {
  organization: newest('organization', 'batches b', 'b.organization_id = $4'),
  site: newest('site', 'batches b', 'b.organization_id = $4 and b.site_id = $5'),
  gtin: newest('gtin', 'batches b', 'b.organization_id = $4 and b.product_id = $5'),
};

// A part of a name is looked for as it stands: no character of it means anything else. The shortest names first: they
// are the likeliest to be meant.
const named = {
  organization: {
    name: 'search-organizations',
    text: `select id, id as "organizationId", name from organizations
      where (uscc = upper($1) or id::text = lower($1) or strpos(lower(name), lower($1)) > 0)
        and ($2::uuid is null or id = $2)
      order by length(name), id limit $3`,
  },
  site: {
    name: 'search-sites',
    text: `select id, organization_id as "organizationId",
        case when strpos(lower(public_name), lower($1)) > 0 then public_name else name end as name from sites
      where (id::text = lower($1) or strpos(lower(public_name), lower($1)) > 0 or strpos(lower(name), lower($1)) > 0)
        and ($2::uuid is null or organization_id = $2)
      order by length(name), id limit $3`,
  },
  gtin: {
    name: 'search-products',
    text: `select id, organization_id as "organizationId", gtin as name from products
      where gtin = $1 and ($2::uuid is null or organization_id = $2) order by id limit $3`,
  },
};

/** Batches in scope by a lot, by the public code of a batch or label, or by the code of an input. */
export async function findByText(
  reads: Reads,
  by: keyof typeof byText,
  text: string,
  { before, limit, organizationId }: Asked,
): Promise<BatchStanding[]> {
  const values = [before.openedAtMs, before.id, limit, text, organizationId];
  return (await reads.read<StandingRow>(byText[by], values)).map(toStanding);
}

/** Organizations, sites or products in scope that a text names, at most `limit`. */
export function findNamed(
  reads: Reads,
  by: keyof typeof named,
  text: string,
  organizationId: string | null,
  limit: number,
): Promise<Named[]> {
  return reads.read<Named>(named[by], [text, organizationId, limit]);
}

/** Batches in scope of an organization, from a site, or of a product. */
export async function findByOwner(
  reads: Reads,
  by: keyof typeof byOwner,
  { id, organizationId }: Named,
  { before, limit }: Asked,
): Promise<BatchStanding[]> {
  const owner = by === 'organization' ? [organizationId] : [organizationId, id];
  const values = [before.openedAtMs, before.id, limit, ...owner];
  return (await reads.read<StandingRow>(byOwner[by], values)).map(toStanding);
}
