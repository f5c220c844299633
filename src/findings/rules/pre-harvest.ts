import type { Words } from '../../gs1/words.js';
import type { Lists } from '../../lists/rows.js';
import { dayNumber, dayWords, dayWordsBeside, daysBetween, spanWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, mayBeSamePlot, plotOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, noRowWords } from '../list-rows.js';
import { labelsFor, type LabelMatch } from '../pesticide-labels.js';
import { byProduct, pesticideUses, type PesticideUse, type ProductUses } from '../pesticide-uses.js';
import type { BatchRecord } from '../record.js';
import { names, sentences } from '../sentences.js';
import { law, together } from '../sources.js';
import { agreed, type Verdict } from '../verdict.js';

interface Picking extends Told<'harvest'> {
  readonly plot: string | null;
}

/** A harvest with the use that the interval counts from. */
interface Interval {
  readonly use: PesticideUse;
  readonly picking: Picking;
  /** First day of this harvest on or after the use began. */
  readonly pickedOn: string;
}

/** Uses dated no later than the harvest, on a plot that may be the same. */
function usesBefore(product: ProductUses, picking: Picking): PesticideUse[] {
  return product.uses.filter(
    ({ data, plot }) => data.startedOn <= picking.data.stoppedOn && mayBeSamePlot(plot, picking.plot),
  );
}

function pickedOn(use: PesticideUse, picking: Picking): string {
  const { startedOn } = picking.data;
  return use.data.startedOn > startedOn ? use.data.startedOn : startedOn;
}

/** The use that leaves the fewest days to a day of the harvest: with max(use.stopDate), or one in the midst of it. */
function nearestUse(product: ProductUses, picking: Picking): Interval | null {
  let nearest: Interval | null = null;
  let fewest = Infinity;
  for (const use of usesBefore(product, picking)) {
    const day = pickedOn(use, picking);
    const between = dayNumber(day) - dayNumber(use.data.stoppedOn);
    if (between < fewest) {
      fewest = between;
      nearest = { use, picking, pickedOn: day };
    }
  }
  return nearest;
}

/** Harvest is allowed on stopDate + interval and later (china.md §9). A row without an interval says none: not zero. */
function verdictOf({ row }: LabelMatch, between: number): Verdict {
  if (!decides(row) || row.intervalDays === null) return 'unknown';
  return between < row.intervalDays ? 'fail' : 'pass';
}

/** All rows must agree, and one of them must be for this very crop before it passes. */
function judge(matches: readonly LabelMatch[], between: number): Verdict {
  const verdict = agreed(matches.map((match) => verdictOf(match, between)));
  return verdict === 'pass' && !matches.some((match) => match.fit === 'yes') ? 'unknown' : verdict;
}

/** Why the interval is not known, as a clause. */
function reasonOf(matches: readonly LabelMatch[], lists: Lists): Words {
  if (lists['pesticide-labels'] === null) return noListWords('pesticide-labels');
  if (matches.length === 0) return noRowWords('pesticide-labels');
  const intervals = daysOf(matches);
  if (matches.some(({ row }) => !decides(row))) {
    const low = lowWords('pesticide-labels');
    return {
      zh: `${low.zh}（${intervals.zh || '未写间隔期'}）`,
      en: `${low.en} (${intervals.en || 'no interval told'})`,
    };
  }
  if (matches.some(({ row }) => row.intervalDays === null))
    return { zh: '清单没有写明间隔期', en: 'the list tells no interval' };
  const conditional = matches.every((match) => match.fit === 'maybe');
  return conditional
    ? { zh: `清单所列条件（${cropsOf(matches)}）未能核对`, en: `its rows are for ${cropsOf(matches)} only` }
    : { zh: `标签不止一种（${intervals.zh}）`, en: `labels differ (${intervals.en})` };
}

function cropsOf(matches: readonly LabelMatch[]): string {
  return [...new Set(matches.map(({ row }) => row.crop))].join(', ');
}

/** The different intervals, shortest first, in words; empty where no row tells one. */
function daysOf(matches: readonly LabelMatch[]): Words {
  const days = matches.flatMap(({ row }) => (row.intervalDays === null ? [] : [row.intervalDays]));
  const sorted = [...new Set(days)].sort((left, right) => left - right);
  if (sorted.length === 0) return { zh: '', en: '' };
  const [only = 0] = sorted;
  if (sorted.length === 1) return spanWords(only);
  return { zh: `${names(sorted.map(String)).zh} 天`, en: `${names(sorted.map(String)).en} days` };
}

/** The part of the sentence that both outcomes share. */
function toldDays({ use, pickedOn: day }: Interval): Words {
  const actives = names(use.actives);
  const between = daysBetween(use.data.stoppedOn, day);
  const picked = dayWords(day);
  const used = dayWordsBeside(use.data.stoppedOn, day);
  if (between < 0) {
    return {
      zh: `${picked.zh}采收时，${actives.zh}还在使用，到 ${used.zh}才停用`,
      en: `Harvested on ${picked.en} while ${actives.en} was still in use, until ${used.en}`,
    };
  }
  const span = spanWords(between);
  return {
    zh: `${picked.zh}采收，距最后一次使用${actives.zh}（${used.zh}）${span.zh}`,
    en: `Harvested on ${picked.en}, ${span.en} after the last use of ${actives.en} (${used.en})`,
  };
}

function failed(interval: Interval, matches: readonly LabelMatch[], lists: Lists): Found {
  const list = lists['pesticide-labels'];
  const told = toldDays(interval);
  const days = daysOf(matches);
  const [first] = matches;
  const detail: Words = {
    zh: `${told.zh}，少于安全间隔期 ${days.zh}。`,
    en: `${told.en}: less than the pre-harvest interval of ${days.en}.`,
  };
  const basis = list === null || first === undefined ? null : basisWords(list, first.row);
  return {
    outcome: 'fail',
    entries: [interval.use.entry, interval.picking.entry],
    lists: [list],
    detail: sentences(detail, basis),
  };
}

function undecided(intervals: readonly Interval[], matches: readonly LabelMatch[], lists: Lists): Found[] {
  const [nearest] = intervals;
  if (nearest === undefined) return [];
  const told = toldDays(nearest);
  const reason = reasonOf(matches, lists);
  return [
    {
      outcome: 'unknown',
      entries: intervals.flatMap(({ use, picking }) => [use.entry, picking.entry]),
      lists: [lists['pesticide-labels']],
      detail: {
        zh: `${told.zh}；安全间隔期是否已过，未能判定：${reason.zh}。`,
        en: `${told.en}. Whether the pre-harvest interval was over cannot be decided: ${reason.en}.`,
      },
    },
  ];
}

function judgeProduct(
  product: ProductUses,
  pickings: readonly Picking[],
  record: BatchRecord,
  lists: Lists,
): Found[] {
  const list = lists['pesticide-labels'];
  const open: { interval: Interval; matches: readonly LabelMatch[]; between: number }[] = [];
  const fails: Found[] = [];
  for (const picking of pickings) {
    const interval = nearestUse(product, picking);
    if (interval === null) continue;
    const matches = list === null ? [] : labelsFor(interval.use, record.product, list);
    const between = daysBetween(interval.use.data.stoppedOn, interval.pickedOn);
    const verdict = judge(matches, between);
    if (verdict === 'fail') fails.push(failed(interval, matches, lists));
    if (verdict === 'unknown') open.push({ interval, matches, between });
  }
  // One sentence for all harvests that wait for the same interval, told by the one with the fewest days.
  const [worst] = [...open].sort((left, right) => left.between - right.between);
  const rest = open.filter((item) => item !== worst);
  const ordered = worst === undefined ? [] : [worst, ...rest];
  const waiting = undecided(
    ordered.map((item) => item.interval),
    worst?.matches ?? [],
    lists,
  );
  return [...fails, ...waiting];
}

/** R27: a harvest inside the pre-harvest interval of something that was used before it, per plot and harvest. */
export const preHarvestInterval: Rule = defineRule(
  {
    id: 'R27',
    title: { zh: '安全间隔期内采收', en: 'Harvested inside the pre-harvest interval' },
    severity: 'critical',
    effect: 'hold',
    source: together(law('quality', 29), law('food', 49), law('pesticide', 34, 60)),
    kinds: ['opening', 'input', 'harvest'],
  },
  (record, lists) => {
    const pickings = entriesOf(record, 'harvest').map((told) => ({
      ...told,
      plot: plotOf(record, told.data.site),
    }));
    return byProduct(pesticideUses(record)).flatMap((product) =>
      judgeProduct(product, pickings, record, lists),
    );
  },
);
