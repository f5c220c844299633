import type { InputData } from '../../events/kinds/input.js';
import type { ClaimType } from '../../gs1/vocabulary.js';
import type { Words } from '../../gs1/words.js';
import type { Lists } from '../../lists/rows.js';
import { issuedCertificates } from '../certificates.js';
import { namedClaims, nameOf, type NamedClaim } from '../claims.js';
import { dayWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, mayBeSamePlot, plotOf } from '../entries.js';
import type { Rule } from '../finding.js';
import { decides, lowWords, noListWords, noRowWords, rowsInForce } from '../list-rows.js';
import { plainActive } from '../pesticide-uses.js';
import type { BatchRecord, PlotBreak, RecordEntry } from '../record.js';
import type { Verdict } from '../verdict.js';

const listName = 'claim-inputs';
/** What the lists of GB/T 19630 and NY/T 393 speak of; seed, feed and water have rules of their own. */
const listed = new Set<InputData['inputType']>(['pesticide', 'fertilizer', 'veterinary']);
const conversionMonths = { annual: 24, perennial: 36 } as const;

interface Judged {
  readonly verdict: Verdict;
  /** Why it is not decided, as a clause. */
  readonly why: Words;
}

/** Whether an input may be used under a claim. A trade name proves nothing: only declared actives can fail. */
function judgeInput(
  { product, startedOn, stoppedOn }: InputData,
  claim: 'organic' | 'green',
  lists: Lists,
): Judged {
  const list = lists[listName];
  if (list === null) return { verdict: 'unknown', why: noListWords(listName) };
  const inForce = rowsInForce(list.rows, startedOn, stoppedOn).filter((row) => row.claim === claim);
  if (inForce.length === 0) return { verdict: 'unknown', why: noRowWords(listName) };
  const declared = product.activeIngredients?.map(({ name }) => name);
  const rows = (declared ?? [product.name]).map((name) =>
    inForce.filter((row) => plainActive(row.input) === plainActive(name)),
  );
  if (rows.some((found) => found.length > 0 && !found.some(decides)))
    return { verdict: 'unknown', why: lowWords(listName) };
  if (rows.every((found) => found.length > 0)) return { verdict: 'pass', why: noRowWords(listName) };
  return { verdict: declared === undefined ? 'unknown' : 'fail', why: noRowWords(listName) };
}

function claimEntries(record: BatchRecord, type: ClaimType): RecordEntry[] {
  return issuedCertificates(record)
    .filter(({ data }) => data.type === type)
    .map(({ entry }) => entry);
}

function foreignInputs(record: BatchRecord, claim: 'organic' | 'green', lists: Lists): Found[] {
  return claimEntries(record, claim).flatMap((certificate) =>
    entriesOf(record, 'input').flatMap(({ entry, data }): Found[] => {
      if (!listed.has(data.inputType)) return [];
      const { verdict, why } = judgeInput(data, claim, lists);
      if (verdict === 'pass') return [];
      const { zh, en } = nameOf(claim, undefined);
      const on = dayWords(data.startedOn);
      const detail =
        verdict === 'fail'
          ? {
              zh: `${on.zh}使用的${data.product.name}不在“${zh}”允许的投入品清单内，该地块的产品不得作此声明。`,
              en: `${data.product.name}, used on ${on.en}, is not on the list of inputs that ${en} allows: goods of the plot must not claim it.`,
            }
          : {
              zh: `${on.zh}使用的${data.product.name}是否为“${zh}”所允许，未能判定：${why.zh}。`,
              en: `Whether ${en} allows ${data.product.name}, used on ${on.en}, cannot be decided: ${why.en}.`,
            };
      return [{ outcome: verdict, entries: [certificate, entry], lists: [lists[listName]], detail }];
    }),
  );
}

/** R35: an input that organic farming does not allow, under an organic claim. */
export const organicInput: Rule = defineRule(
  {
    id: 'R35',
    title: { zh: '使用了有机生产不允许的投入品', en: 'Input that organic farming does not allow' },
    severity: 'critical',
    effect: 'refuse',
    source: { zh: 'GB/T 19630', en: 'GB/T 19630' },
    kinds: ['input', 'certificate'],
  },
  (record, lists) => foreignInputs(record, 'organic', lists),
);

/** R36: an input that green food does not allow, under a green-food claim. */
export const greenInput: Rule = defineRule(
  {
    id: 'R36',
    title: { zh: '使用了绿色食品不允许的投入品', en: 'Input that green food does not allow' },
    severity: 'high',
    effect: 'finding',
    source: { zh: 'NY/T 393', en: 'NY/T 393' },
    kinds: ['input', 'certificate'],
  },
  (record, lists) => foreignInputs(record, 'green', lists),
);

/** The civil date so many months later; a day that the month does not have is the first of the next. */
function monthsLater(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1 + months, day)).toISOString().slice(0, 10);
}

/** A use of something that is not allowed on a plot; of another batch without its entry. */
interface Use extends PlotBreak {
  readonly entry: RecordEntry | null;
}

function foreignUses(record: BatchRecord, lists: Lists): Use[] {
  return entriesOf(record, 'input')
    .filter(({ data }) => listed.has(data.inputType) && judgeInput(data, 'organic', lists).verdict === 'fail')
    .map(({ entry, data }) => ({ entry, plot: plotOf(record, data.site), on: data.stoppedOn }));
}

/** Uses on the batch that begin the conversion of a plot anew, for the other batches of the plot. */
export function plotBreaks(record: BatchRecord, lists: Lists): PlotBreak[] {
  return foreignUses(record, lists).map(({ plot, on }) => ({ plot, on }));
}

/** When conversion began anew: the last day on which something not allowed was used on the plot before the harvest. */
function restartOf(record: BatchRecord, plot: string | null, before: string, lists: Lists): Use | undefined {
  return [...record.breaks.map((use) => ({ ...use, entry: null })), ...foreignUses(record, lists)]
    .filter((use) => use.on <= before && mayBeSamePlot(use.plot, plot))
    .sort((left, right) => (left.on < right.on ? -1 : 1))
    .at(-1);
}

function inConversion(record: BatchRecord, claim: NamedClaim, lists: Lists): Found[] {
  const { sites } = claim.certification.grant;
  const name = nameOf(claim.type, claim.certification.grant.number);
  return entriesOf(record, 'harvest').flatMap(({ entry, data }): Found[] => {
    const plot = plotOf(record, data.site);
    const site = sites?.find((one) => one.site === plot);
    const on = dayWords(data.startedOn);
    if (site?.conversionFrom === undefined || site.crop === undefined) {
      const detail = {
        zh: `${on.zh}采收时地块是否已过有机转换期，未能判定：${name.zh}没有写明转换起始日或作物是一年生还是多年生。`,
        en: `Whether the plot was past its organic conversion at the harvest on ${on.en} cannot be decided: ${name.en} does not say when conversion began, or whether the crop is annual or perennial.`,
      };
      return [{ outcome: 'unknown', entries: [claim.entry, entry], detail }];
    }
    const restart = restartOf(record, plot, data.stoppedOn, lists);
    const from = restart === undefined || restart.on < site.conversionFrom ? site.conversionFrom : restart.on;
    const months = conversionMonths[site.crop];
    const until = monthsLater(from, months);
    if (data.startedOn >= until) return [];
    const [began, ends] = [dayWords(from), dayWords(until)];
    const detail = {
      zh: `${on.zh}采收时地块仍在有机转换期：自 ${began.zh}起 ${months} 个月，到 ${ends.zh}为止，只能按常规产品销售。`,
      en: `At the harvest on ${on.en} the plot was still in organic conversion: ${months} months from ${began.en}, to ${ends.en}. The goods are sold as conventional only.`,
    };
    const rests = restart?.entry == null ? [] : [restart.entry];
    return [{ outcome: 'fail', entries: [claim.entry, ...rests, entry], lists: [lists[listName]], detail }];
  });
}

/** R59: harvested while the plot was in conversion; what is not allowed and was used on it begins conversion anew. */
export const conversionPeriod: Rule = defineRule(
  {
    id: 'R59',
    title: { zh: '地块仍在有机转换期', en: 'Plot still in organic conversion' },
    severity: 'high',
    effect: 'refuse',
    source: {
      zh: 'GB/T 19630（转换期：一年生 24 个月，多年生 36 个月）',
      en: 'GB/T 19630 (conversion: annual crops 24 months, perennial 36)',
    },
    kinds: ['certificate', 'harvest', 'input'],
  },
  (record, lists) =>
    namedClaims(record)
      .filter(({ type, isMark }) => type === 'organic' && !isMark)
      .flatMap((claim) => inConversion(record, claim, lists)),
);
