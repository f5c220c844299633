import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** Which batches are counted: those opened from `fromMs` on and before `untilMs`. */
export interface FigureChoice {
  /** First digits of the codes of regions. */
  readonly regions: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly productId: string | null;
}

/** What became of the batches of one month, category and unit; quantities as decimal text in that unit. */
export interface FigureRow {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly category: string;
  readonly unit: string;
  readonly batches: number;
  readonly grown: string;
  readonly made: string;
  readonly received: string;
  readonly available: string;
  readonly shipped: string;
  readonly consumed: string;
  readonly lost: string;
  readonly unaccounted: string;
  readonly labels: number;
  readonly scanned: number;
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly info: number;
  readonly recalled: number;
}

/** What one kind of holder has or had of a product and all that was made of it. */
export interface ChainRow {
  /** Kind of organization. */
  readonly holder: string;
  readonly unit: string;
  readonly batches: number;
  readonly produced: string;
  readonly available: string;
  readonly shipped: string;
  readonly consumed: string;
  readonly lost: string;
}

const sums = (columns: readonly string[]): string =>
  columns.map((column) => `coalesce(sum(${column}), 0)::text as ${column}`).join(', ');

/** $1 regions, $2 from, $3 until, $4 product. Led by the organizations, whose batches are found by when they were opened. */
const opened = `from organizations o
    join batches b on b.organization_id = o.id and b.opened_at_ms >= $2::bigint and b.opened_at_ms < $3::bigint
    join products p on p.id = b.product_id
    where o.region ^@ any ($1::text[]) and ($4::uuid is null or b.product_id = $4)`;

const count = {
  name: 'figures-batches',
  text: `select count(*)::int as batches from (select 1 ${opened} limit $5) as t`,
};
/**
 * One statement. Where goods are is told as a recall tells it (src/recalls/whereabouts.ts): followed are those that edges
 * lead to other batches, on their way those that a consignee has not confirmed.
 */
const months = {
  name: 'figures-months',
  text: `with chosen as materialized (
      select b.organization_id, b.id, b.unit, p.category, b.produced, b.available, b.frozen, b.shipped, b.consumed, b.lost,
        to_char(to_timestamp(b.opened_at_ms / 1000.0) at time zone 'Asia/Shanghai', 'YYYY-MM') as month ${opened}
    ), above as (
      select e.child_id as id, bool_or(e.parent_organization_id <> e.child_organization_id) as is_foreign
      from edges e where e.child_id in (select id from chosen) group by 1
    ), below as (
      select e.parent_id as id, e.parent_seq as seq, sum(e.taken) as taken
      from edges e where e.parent_id in (select id from chosen) group by 1, 2
    ), followed as (select id, sum(taken) as taken from below group by 1
    ), sent as (
      select s.batch_id as id,
        sum(greatest(s.quantity - s.returned - greatest(s.confirmed, coalesce(r.taken, 0)), 0)) as quantity
      from shipments s left join below r on r.id = s.batch_id and r.seq = s.seq
      where (s.organization_id, s.batch_id) in (select organization_id, id from chosen) and s.consignee_id is not null
      group by 1
    ), issued as (
      select l.batch_id as id, sum(l.units)::int as labels from label_sets l
      where (l.organization_id, l.batch_id) in (select organization_id, id from chosen) group by 1
    ), seen as (
      select l.batch_id as id, count(*)::int as scanned from labels l join scan_counts s on s.code = l.code
      where (l.organization_id, l.batch_id) in (select i.organization_id, i.id from chosen i join issued using (id))
        and l.set_id is not null group by 1
    ), found as (
      select a.batch_id as id, count(*) filter (where gravity = 4)::int as critical,
        count(*) filter (where gravity = 3)::int as high, count(*) filter (where gravity = 2)::int as medium,
        count(*) filter (where gravity = 1)::int as low, count(*) filter (where gravity = 0)::int as info
      from anomalies a where (a.organization_id, a.batch_id) in (select organization_id, id from chosen) group by 1
    ), stopped as (
      select distinct r.batch_id as id, 1 as recalled from recalls r
      where (r.organization_id, r.batch_id) in (select organization_id, id from chosen) and not r.mock
    ), told as (
      select c.month, c.category, c.unit, c.available, c.consumed, c.lost, c.frozen + c.shipped as shipped,
        case when above.id is null then c.produced end as grown,
        case when not above.is_foreign then c.produced end as made,
        case when above.is_foreign then c.produced end as received,
        greatest(c.frozen + c.shipped + c.consumed - coalesce(followed.taken, 0) - coalesce(sent.quantity, 0), 0) as unaccounted,
        labels, scanned, critical, high, medium, low, info, recalled
      from chosen c left join above using (id) left join followed using (id) left join sent using (id)
        left join issued using (id) left join seen using (id) left join found using (id) left join stopped using (id)
    )
    select month, category, unit, count(*)::int as batches,
      ${sums(['grown', 'made', 'received', 'available', 'shipped', 'consumed', 'lost', 'unaccounted'])},
      ${['labels', 'scanned', 'critical', 'high', 'medium', 'low', 'info', 'recalled']
        .map((column) => `coalesce(sum(${column}), 0)::int as ${column}`)
        .join(', ')}
    from told group by month, category, unit order by month, category, unit`,
};
/** Walks down the graph until it has found $5 batches. */
const chain = {
  name: 'figures-chain',
  text: `with recursive reached as (
      select b.id ${opened}
      union select e.child_id from reached r join edges e on e.parent_id = r.id
    ), picked as materialized (select id from reached limit $5)
    select case when o.region ^@ any ($1::text[]) then o.kind end as holder,
      case when o.region ^@ any ($1::text[]) then b.unit end as unit, count(*)::int as batches,
      ${sums(['produced', 'available'])}, coalesce(sum(b.frozen + b.shipped), 0)::text as shipped,
      ${sums(['consumed', 'lost'])}
    from picked join batches b on b.id = picked.id join organizations o on o.id = b.organization_id
    group by 1, 2 order by 1, 2`,
};

/** The only code that adds figures up over the batches of regions. */
@Injectable()
export class FiguresStore {
  constructor(private readonly database: Database) {}

  /** How many batches are meant, at most `limit`. */
  async count(choice: FigureChoice, limit: number): Promise<number> {
    const [row] = await this.database.read<{ batches: number }>(count, [...valuesOf(choice), limit]);
    return row?.batches ?? 0;
  }

  /** By month, category and unit, in their order. */
  months(choice: FigureChoice): Promise<FigureRow[]> {
    return this.database.read<FigureRow>(months, valuesOf(choice));
  }

  /**
   * What became of the batches of a product, by kind of holder and unit; what is held outside of the regions is counted
   * in one row without either. At most `limit` batches are looked at.
   */
  chain(
    choice: FigureChoice,
    limit: number,
  ): Promise<
    (Omit<ChainRow, 'holder' | 'unit'> & { readonly holder: string | null; readonly unit: string | null })[]
  > {
    return this.database.read(chain, [...valuesOf(choice), limit]);
  }
}

function valuesOf({ regions, fromMs, untilMs, productId }: FigureChoice): unknown[] {
  return [regions, fromMs, untilMs, productId];
}
