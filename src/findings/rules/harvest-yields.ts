import type { Words } from '../../gs1/words.js';
import { parseDecimal, type Decimal } from '../../ledger/quantity.js';
import type { Lists, ProductCategoryRow } from '../../lists/rows.js';
import { categoryRows } from '../categories.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, plotOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, noRowWords } from '../list-rows.js';
import { amount, one, total } from '../masses.js';
import type { BatchRecord } from '../record.js';
import { figure, ratioText, sentences } from '../sentences.js';
import { ownRule } from '../sources.js';
import { agreed, type Verdict } from '../verdict.js';

/** What is harvested by area. */
const grown = new Set(['VEG', 'FRU', 'TEA', 'GRA', 'OIL', 'COT', 'MED', 'EDF']);

/** quantity / area > most, in whole numbers. */
function exceeds(quantity: Decimal, area: Decimal, most: Decimal): boolean {
  return quantity * one > most * area;
}

/** Harvests of one plot with what they gave in kg and from how many mu; null where that is not told. */
interface PlotYield {
  readonly pickings: readonly Told<'harvest'>[];
  readonly mass: Decimal | null;
  /** Of all harvests together, as if each was of another part of the plot. */
  readonly areaSum: Decimal | null;
  /** The largest, as if all were of the same part. */
  readonly areaMost: Decimal | null;
}

function plotYields(record: BatchRecord): PlotYield[] {
  const plots = new Map<string | null, Told<'harvest'>[]>();
  for (const told of entriesOf(record, 'harvest')) {
    const plot = plotOf(record, told.data.site);
    plots.set(plot, [...(plots.get(plot) ?? []), told]);
  }
  return [...plots.values()].map((pickings) => {
    const areas = pickings.map(({ data }) => (data.area === undefined ? null : amount(data.area, 'CN-MU')));
    const known = areas.filter((area) => area !== null);
    const whole = known.length === areas.length;
    return {
      pickings,
      mass: total(
        pickings.map(({ data }) => data.quantity),
        'KGM',
      ),
      areaSum: whole ? known.reduce((sum, area) => sum + area, 0n) : null,
      areaMost: whole ? known.reduce((most, area) => (area > most ? area : most), 0n) : null,
    };
  });
}

function yieldVerdict({ mass, areaSum, areaMost }: PlotYield, row: ProductCategoryRow): Verdict {
  if (!decides(row) || row.yieldMax === null || mass === null) return 'unknown';
  if (areaSum === null || areaMost === null) return 'unknown';
  const most = parseDecimal(row.yieldMax);
  if (exceeds(mass, areaSum, most)) return 'fail';
  return exceeds(mass, areaMost, most) ? 'unknown' : 'pass';
}

function yieldReason(yields: PlotYield, rows: readonly ProductCategoryRow[], lists: Lists): Words {
  if (lists['product-categories'] === null) return noListWords('product-categories');
  if (rows.length === 0) return noRowWords('product-categories');
  if (rows.some((row) => !decides(row))) return lowWords('product-categories');
  if (yields.mass === null)
    return { zh: '采收数量不能换算为公斤', en: 'what was harvested is not told in mass' };
  return yields.areaSum === null
    ? { zh: '没有写明采收面积', en: 'the area harvested is not told' }
    : {
        zh: '几次采收是否在同一块面积上，没有记录',
        en: 'the record does not tell whether harvests share an area',
      };
}

/** R40: more a mu than is plausible for the crop. */
export const plausibleYield: Rule = defineRule(
  {
    id: 'R40',
    title: { zh: '亩产超过合理上限', en: 'Harvest beyond what is plausible' },
    severity: 'medium',
    effect: 'finding',
    source: ownRule,
    kinds: ['opening', 'harvest'],
  },
  (record, lists) => {
    const list = lists['product-categories'];
    if (!grown.has(record.product.category)) return [];
    return plotYields(record).flatMap((yields): Found[] => {
      const [first] = yields.pickings;
      const rows = categoryRows(record, lists, first?.data.startedOn ?? '', 'yieldMax');
      const verdict = agreed(rows.map((row) => yieldVerdict(yields, row)));
      if (verdict === 'pass') return [];
      const facts = { outcome: verdict, entries: yields.pickings.map(({ entry }) => entry), lists: [list] };
      const [row] = rows;
      const { mass, areaSum } = yields;
      if (verdict === 'fail' && list !== null && row !== undefined && mass !== null && areaSum !== null) {
        const each = ratioText(mass, areaSum, 1);
        const most = row.yieldMax ?? '';
        const detail = {
          zh: `${figure(areaSum)} 亩采收${record.product.name} ${figure(mass)} 公斤，每亩 ${each} 公斤，超过合理上限 ${most} 公斤。`,
          en: `${figure(mass)} kg of ${record.product.name} from ${figure(areaSum)} mu are ${each} kg a mu, beyond the plausible ${most} kg.`,
        };
        return [{ ...facts, detail: sentences(detail, basisWords(list, row)) }];
      }
      const reason = yieldReason(yields, rows, lists);
      const detail = {
        zh: `${record.product.name}的亩产是否合理，未能判定：${reason.zh}。`,
        en: `Whether the harvest of ${record.product.name} is plausible for its area cannot be decided: ${reason.en}.`,
      };
      return [{ ...facts, detail }];
    });
  },
);
