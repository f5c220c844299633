import type { Words } from '../../gs1/words.js';
import type { Lists } from '../../lists/rows.js';
import { cropFit } from '../crops.js';
import { dayNumber } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, noRowWords } from '../list-rows.js';
import { isRegistered, labelRows, labelsFor, namesTarget, type LabelList } from '../pesticide-labels.js';
import {
  activesKey,
  byProduct,
  pesticideUses,
  type PesticideUse,
  type ProductUses,
} from '../pesticide-uses.js';
import type { BatchRecord } from '../record.js';
import { names, sentences } from '../sentences.js';
import { law, ownRule, together } from '../sources.js';
import { agreed, type Verdict } from '../verdict.js';

const entriesOfUses = ({ uses }: ProductUses) => uses.map((use) => use.entry);

/** R28: no row tells the pre-harvest interval of what was used. */
export const unknownInterval: Rule = defineRule(
  {
    id: 'R28',
    title: { zh: '安全间隔期未知', en: 'Pre-harvest interval not known' },
    severity: 'medium',
    effect: 'finding',
    source: ownRule,
    kinds: ['input'],
  },
  (record, lists) => {
    const list = lists['pesticide-labels'];
    return byProduct(pesticideUses(record)).flatMap((product): Found[] => {
      const matches = list === null ? [] : labelsFor(product.first, record.product, list);
      if (matches.some(({ row }) => row.intervalDays !== null)) return [];
      const reason = list === null ? noListWords('pesticide-labels') : noRowWords('pesticide-labels');
      const actives = names(product.first.actives);
      const detail = {
        zh: `${actives.zh}在${record.product.name}上的安全间隔期未知：${reason.zh}。`,
        en: `The pre-harvest interval of ${actives.en} on ${record.product.name} is not known: ${reason.en}.`,
      };
      return [{ outcome: 'unknown', entries: entriesOfUses(product), lists: [list], detail }];
    });
  },
);

/** What the label allows, as far as the list tells it: only rows of the very registration are all of a label. */
function labelVerdict(use: PesticideUse, record: BatchRecord, list: LabelList): Verdict {
  const rows = labelRows(use, list);
  const forCrop = rows.filter((row) => cropFit(row.crop, record.product) !== 'no');
  const stated = forCrop.filter((row) => use.data.target === undefined || namesTarget(row, use));
  const sure = stated.filter((row) => cropFit(row.crop, record.product) === 'yes');
  if (sure.some(decides)) return 'pass';
  const whole = rows.length > 0 && rows.every((row) => isRegistered(row, use) && decides(row));
  return whole && stated.length === 0 ? 'fail' : 'unknown';
}

function purposeOf(use: PesticideUse, record: BatchRecord): Words {
  const target = use.data.target?.name;
  const crop = record.product.name;
  return {
    zh: target === undefined ? crop : `${crop}（${target}）`,
    en: target === undefined ? crop : `${crop} against ${target}`,
  };
}

function offLabel(use: PesticideUse, record: BatchRecord, lists: Lists): Found[] {
  const list = lists['pesticide-labels'];
  const verdict = list === null ? 'unknown' : labelVerdict(use, record, list);
  if (verdict === 'pass') return [];
  const facts = { outcome: verdict, entries: [use.entry], lists: [list] };
  const purpose = purposeOf(use, record);
  const rows = list === null ? [] : labelRows(use, list);
  const [row] = rows;
  const { name, registrationNo } = use.data.product;
  if (verdict === 'fail' && list !== null && row !== undefined) {
    const detail = {
      zh: `${name}（${registrationNo ?? ''}）的标签没有登记用于${purpose.zh}。`,
      en: `The label of ${name} (${registrationNo ?? ''}) is not for ${purpose.en}.`,
    };
    return [{ ...facts, detail: sentences(detail, basisWords(list, row)) }];
  }
  const reason = reasonOf(use, record, lists);
  const detail = {
    zh: `${name}的标签是否登记用于${purpose.zh}，未能判定：${reason.zh}。`,
    en: `Whether the label of ${name} is for ${purpose.en} cannot be decided: ${reason.en}.`,
  };
  return [{ ...facts, detail }];
}

function reasonOf(use: PesticideUse, record: BatchRecord, lists: Lists): Words {
  const list = lists['pesticide-labels'];
  if (list === null) return noListWords('pesticide-labels');
  const low = labelsFor(use, record.product, list).some(({ row }) => !decides(row));
  return low ? lowWords('pesticide-labels') : noRowWords('pesticide-labels');
}

/** R24: a crop or target that the label does not name. */
export const offLabelUse: Rule = defineRule(
  {
    id: 'R24',
    title: { zh: '超范围用药', en: 'Use that the label does not allow' },
    severity: 'high',
    effect: 'finding',
    source: law('pesticide', 34, 60),
    kinds: ['input'],
  },
  (record, lists) => pesticideUses(record).flatMap((use) => offLabel(use, record, lists)),
);

/** Uses of the same actives on plots that may be the same, in the order of their first days. */
function byActives(uses: readonly PesticideUse[]): PesticideUse[][] {
  const groups = new Map<string, PesticideUse[]>();
  for (const use of uses) {
    const key = JSON.stringify([activesKey(use.actives), use.plot]);
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return [...groups.values()].map((group) =>
    group.sort((left, right) => left.data.startedOn.localeCompare(right.data.startedOn)),
  );
}

/** Longest that uses are taken to be of one season where no harvest lies between them. */
const seasonDaysMax = 365;

/** The most uses with no harvest between two of them and within a year: surely of one season. Both in order of days. */
function mostInSeason(uses: readonly PesticideUse[], harvests: readonly string[]): number {
  const days = uses.map(({ data }) => dayNumber(data.startedOn));
  const picked = harvests.map(dayNumber);
  let most = 0;
  let [end, next] = [0, 0];
  for (const [from, first] of days.entries()) {
    while ((picked[next] ?? Infinity) < first) next += 1;
    const last = Math.min(first + seasonDaysMax - 1, picked[next] ?? Infinity);
    while ((days[end] ?? Infinity) <= last) end += 1;
    most = Math.max(most, end - from);
  }
  return most;
}

function tooMany(uses: readonly PesticideUse[], record: BatchRecord, lists: Lists): Found[] {
  const [first] = uses;
  // Whatever a label allows, it allows one use.
  if (first === undefined || uses.length < 2) return [];
  const list = lists['pesticide-labels'];
  const matches = list === null ? [] : labelsFor(first, record.product, list);
  const harvests = entriesOf(record, 'harvest')
    .map(({ data }) => data.startedOn)
    .sort();
  const most = mostInSeason(uses, harvests);
  const verdict = agreed(
    matches.map(({ row }): Verdict => {
      if (!decides(row) || row.usesMax === null) return 'unknown';
      if (uses.length <= row.usesMax) return 'pass';
      return most > row.usesMax ? 'fail' : 'unknown';
    }),
  );
  if (verdict === 'pass') return [];
  const facts = { outcome: verdict, entries: uses.map((use) => use.entry), lists: [list] };
  const actives = names(first.actives);
  const [match] = matches;
  if (verdict === 'fail' && list !== null && match !== undefined) {
    const max = Math.max(...matches.map(({ row }) => row.usesMax ?? 0));
    const detail = {
      zh: `一季内使用${actives.zh} ${most} 次，超过标签规定的 ${max} 次。`,
      en: `${actives.en} was used ${most} times in one season; its label allows ${max}.`,
    };
    return [{ ...facts, detail: sentences(detail, basisWords(list, match.row)) }];
  }
  const reason = whyUncounted(first, matches.length, record, lists);
  const detail = {
    zh: `使用${actives.zh} ${uses.length} 次，每季次数是否超过标签规定，未能判定：${reason.zh}。`,
    en: `${actives.en} was used ${uses.length} times. Whether its label allows that in a season cannot be decided: ${reason.en}.`,
  };
  return [{ ...facts, detail }];
}

function whyUncounted(use: PesticideUse, rows: number, record: BatchRecord, lists: Lists): Words {
  const list = lists['pesticide-labels'];
  if (list === null || rows === 0) return reasonOf(use, record, lists);
  const matches = labelsFor(use, record.product, list);
  if (matches.some(({ row }) => !decides(row))) return lowWords('pesticide-labels');
  return matches.some(({ row }) => row.usesMax === null)
    ? { zh: '清单没有写明每季最多次数', en: 'the list tells no number of uses' }
    : {
        zh: '这些使用是否属于同一季，没有记录',
        en: 'the record does not tell whether they are of one season',
      };
}

/** R26: more uses of an active in a season than its label allows, as far as this chain tells them. */
export const usesPerSeason: Rule = defineRule(
  {
    id: 'R26',
    title: { zh: '超过每季使用次数', en: 'More uses in a season than the label allows' },
    severity: 'high',
    effect: 'finding',
    source: together(law('pesticide', 34), { zh: 'GB/T 8321', en: 'GB/T 8321' }),
    kinds: ['opening', 'input', 'harvest'],
  },
  (record, lists) => byActives(pesticideUses(record)).flatMap((uses) => tooMany(uses, record, lists)),
);
