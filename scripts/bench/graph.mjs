// A graph of exactly 1,000,000 edges, laid straight into the tables, for tracing. Everything follows from a seed text by
// MD5, so that it is the same graph everywhere; PostgreSQL makes the rows, which takes a minute. No entries stand behind
// them: constraints that ask for some are off while they are laid.
//
// Grain district: 120,000 harvests are bought into 600 lots (200 each); 2,000 runs of a mill take 5 lots each; each run is
// packed into 100 batches, and each of those is received by 2 shops. Vegetable market: each of 30,000 stalls mixes 3 of
// 30,000 field lots and sells to 6 customers.
import { query } from './service.mjs';

const seed = 'furrow graph 2026';
const sizes = {
  field: 120_000,
  lot: 600,
  run: 2_000,
  pack: 200_000,
  shop: 400_000,
  plot: 30_000,
  stall: 30_000,
  sale: 180_000,
};
const nameOf = (tier, number) =>
  `overlay(overlay(md5('${seed} ${tier} ' || (${number})) placing '4' from 13) placing '8' from 17)::uuid`;
/** A number below `bound` that follows from the seed. */
const drawn = (what, bound) => `(('x' || substr(md5('${seed} ${what}'), 1, 8))::bit(32)::bigint % ${bound})`;

/** Tiers of parents and children: which parents (SQL over n, the child, and k, the place among its parents). */
const joins = [
  { from: 'field', to: 'lot', each: 200, parent: 'n * 200 + k' },
  {
    from: 'lot',
    to: 'run',
    each: 5,
    parent: `(${drawn("run ' || n || '", sizes.lot)} + k * 97) % ${sizes.lot}`,
  },
  { from: 'run', to: 'pack', each: 1, parent: 'n / 100' },
  { from: 'pack', to: 'shop', each: 1, parent: 'n / 2' },
  {
    from: 'plot',
    to: 'stall',
    each: 3,
    parent: `(${drawn("stall ' || n || '", sizes.plot)} + k * 7919) % ${sizes.plot}`,
  },
  { from: 'stall', to: 'sale', each: 1, parent: 'n / 6' },
];

/** Lays the graph as batches of one organization; answers what can be traced, by tier. */
export async function layGraph(databaseUrl, { organization, product, site }) {
  const laid = [organization, product, site];
  for (const [tier, size] of Object.entries(sizes)) {
    await query(
      databaseUrl,
      `insert into batches (organization_id, id, code, product_id, site_id, unit, opened_at_ms, produced, available)
       select $1, ${nameOf(tier, 'n')}, substr(md5('${tier} code' || n), 1, 17), $2, $3, 'KGM', 1790000000000 + n, 100, 100
       from generate_series(0, ${size - 1}) n`,
      laid,
      { laysRows: true },
    );
  }
  for (const { from, to, each, parent } of joins) {
    await query(
      databaseUrl,
      `insert into edges (organization_id, batch_id, seq, parent_organization_id, parent_id, parent_seq,
         child_organization_id, child_id, taken, made)
       select $1, ${nameOf(to, 'n')}, 2, $1, ${nameOf(from, parent)}, 2, $1, ${nameOf(to, 'n')}, 100, round(100.0 / ${each}, 9)
       from generate_series(0, ${sizes[to] - 1}) n, generate_series(0, ${each - 1}) k`,
      [organization],
      { laysRows: true },
    );
  }
  await query(databaseUrl, 'analyze batches');
  await query(databaseUrl, 'analyze edges');
  const [{ count }] = await query(databaseUrl, 'select count(*)::int as count from edges');
  return count;
}

/** Ids of some batches of a tier, evenly over it. */
export async function someOf(databaseUrl, tier, count) {
  const every = Math.floor(sizes[tier] / count);
  const rows = await query(
    databaseUrl,
    `select ${nameOf(tier, `n * ${every}`)} as id from generate_series(0, ${count - 1}) n`,
  );
  return rows.map(({ id }) => id);
}

/** Makes batches that were opened otherwise sources of others, one each: edges from the first list to the second. */
export async function hang(databaseUrl, organization, parents, children) {
  await query(
    databaseUrl,
    `insert into edges (organization_id, batch_id, seq, parent_organization_id, parent_id, parent_seq,
       child_organization_id, child_id, taken, made)
     select $1, child, 3, $1, parent, 1, $1, child, 100, 100 from unnest($2::uuid[], $3::uuid[]) t (parent, child)`,
    [organization, parents, children],
    { laysRows: true },
  );
}

/** One batch at the very end of what was made of each of these. */
export async function endsOf(databaseUrl, tops) {
  const rows = await query(
    databaseUrl,
    `with recursive down (top, id, step) as (
       select t, t, 0 from unnest($1::uuid[]) t
       union all
       select top, (select child_id from edges where parent_id = down.id order by child_id limit 1), step + 1
       from down where exists (select from edges where parent_id = down.id))
     select distinct on (top) top, id from down order by top, step desc`,
    [tops],
  );
  const ends = new Map(rows.map(({ top, id }) => [top, id]));
  return tops.map((top) => ends.get(top));
}
