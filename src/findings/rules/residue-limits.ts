import type { InspectionData, ResultDto } from '../../events/kinds/inspection.js';
import type { Words } from '../../gs1/words.js';
import { parseDecimal } from '../../ledger/quantity.js';
import type { Lists, ResidueLimitRow } from '../../lists/rows.js';
import { cropFit, isSameCrop } from '../crops.js';
import { dayWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, noRowWords, rowsInForce } from '../list-rows.js';
import { plainActive } from '../pesticide-uses.js';
import type { BatchRecord } from '../record.js';
import { concentration, isConcentration, readValue, residuesOf, type Residue } from '../residues.js';
import { figure, sentences } from '../sentences.js';
import { law, ownRule, together } from '../sources.js';
import { agreed, type Verdict } from '../verdict.js';

const scale = 1_000_000_000n;
/** Food standards that set limits: residues (GB 2763), contaminants (GB 2762), mycotoxins (GB 2761). */
const limitStandards = /\bGB\s*276[123]\b|GB\s*276[123]/i;

/** Rows for the very product before those of its category or group. */
function limitRows(residue: Residue, record: BatchRecord, lists: Lists, day: string): ResidueLimitRow[] {
  const rows = rowsInForce(lists['residue-limits']?.rows ?? [], day).filter(
    (row) => plainActive(row.analyte) === plainActive(residue.analyte),
  );
  const named = rows.filter((row) => isSameCrop(row.food, record.product.name));
  return named.length > 0 ? named : rows.filter((row) => cropFit(row.food, record.product) !== 'no');
}

function byList(residue: Residue, row: ResidueLimitRow, record: BatchRecord): Verdict {
  const limit = concentration(parseDecimal(row.limit), row.unit);
  if (!decides(row) || limit === null || residue.low === null || residue.high === null) return 'unknown';
  if (residue.low > limit) return 'fail';
  const sure = residue.whole && cropFit(row.food, record.product) === 'yes';
  return sure && residue.high <= limit ? 'pass' : 'unknown';
}

/** A result against the limit that the report itself names, in the same unit; `unknown` where it names none. */
function byReport(row: ResultDto): Verdict {
  if (row.verdict === 'fail') return 'fail';
  const value = readValue(row.value);
  if (value === null || row.limit === undefined) return 'unknown';
  const limit = parseDecimal(row.limit);
  if (value.low > limit) return 'fail';
  return value.high <= limit ? 'pass' : 'unknown';
}

interface Judged {
  readonly verdict: Verdict;
  /** The row that decided, null where the report's own limit did. */
  readonly row: ResidueLimitRow | null;
  readonly rows: readonly ResidueLimitRow[];
}

/** The list decides; where it has no row, the limit in the report does. A result over either fails. */
function judgeResidue(residue: Residue, record: BatchRecord, lists: Lists, day: string): Judged {
  const rows = limitRows(residue, record, lists, day);
  const listed = agreed(rows.map((row) => byList(residue, row, record)));
  if (listed === 'fail') return { verdict: 'fail', row: rows[0] ?? null, rows };
  const own = agreed(residue.rows.map(byReport));
  if (residue.rows.some((row) => byReport(row) === 'fail')) return { verdict: 'fail', row: null, rows };
  if (rows.length > 0) return { verdict: listed, row: null, rows };
  const none = residue.high === 0n;
  return { verdict: residue.whole && (none || own === 'pass') ? 'pass' : 'unknown', row: null, rows };
}

/** What of a report has limits: what is measured as a concentration, and all of a report by a standard of limits. */
function isOfLimits(residue: Residue, { data }: Told<'inspection'>): boolean {
  return limitStandards.test(data.basis) || residue.rows.some((row) => isConcentration(row.unit));
}

function valueWords(residue: Residue): Words {
  const [row] = residue.rows;
  if (residue.definition !== null && residue.low !== null) {
    const sum = `${figure(residue.low / scale)} mg/kg`;
    const parts = residue.rows.map((item) => item.analyte);
    return {
      zh: `${residue.analyte}（${parts.join('、')}按系数合计）${sum}`,
      en: `${residue.analyte} (sum of ${parts.join(', ')} with their factors) ${sum}`,
    };
  }
  const text = `${residue.analyte} ${row?.value ?? ''}${row?.unit === undefined ? '' : ` ${row.unit}`}`;
  return { zh: text, en: text };
}

function reportWords({ data }: Told<'inspection'>): Words {
  const on = dayWords(data.sample.sampledOn);
  const number = data.reportNo === undefined ? '' : data.reportNo;
  return {
    zh: `${data.laboratory.name}${number === '' ? '' : `报告 ${number}`}（${on.zh}抽样）`,
    en: `${data.laboratory.name}${number === '' ? '' : `, report ${number}`} (sampled on ${on.en})`,
  };
}

function reasonOf(residue: Residue, rows: readonly ResidueLimitRow[], lists: Lists): Words {
  if (residue.low === null)
    return { zh: '结果不是浓度数值', en: 'the result is no figure of a concentration' };
  if (lists['residue-definitions'] === null) return noListWords('residue-definitions');
  if (!residue.whole)
    return { zh: '残留定义中的组分没有全部检测', en: 'not every part of the residue was tested' };
  if (lists['residue-limits'] === null) return noListWords('residue-limits');
  if (rows.some((row) => !decides(row))) return lowWords('residue-limits');
  return rows.length === 0
    ? noRowWords('residue-limits')
    : { zh: '限量或结果的范围不能确定', en: 'limit or result is not exact enough' };
}

function judgeReport(report: Told<'inspection'>, record: BatchRecord, lists: Lists): Found[] {
  const { sampledOn } = report.data.sample;
  const list = lists['residue-limits'];
  const told = reportWords(report);
  const found = residuesOf(report.data.results, lists, sampledOn).flatMap((residue): Found[] => {
    if (!isOfLimits(residue, report)) return [];
    const { verdict, row, rows } = judgeResidue(residue, record, lists, sampledOn);
    if (verdict === 'pass') return [];
    const sums = residue.definition === null ? null : lists['residue-definitions'];
    const facts = { outcome: verdict, entries: [report.entry], lists: [list, sums] };
    const value = valueWords(residue);
    if (verdict === 'unknown') {
      const reason = reasonOf(residue, rows, lists);
      const detail = {
        zh: `${told.zh}：${value.zh}，是否超过限量未能判定：${reason.zh}。`,
        en: `${told.en}: ${value.en}; whether that is above the limit cannot be decided: ${reason.en}.`,
      };
      return [{ ...facts, detail }];
    }
    if (row !== null && list !== null) {
      const detail = {
        zh: `${told.zh}：${value.zh}，超过限量 ${row.limit} ${row.unit}。`,
        en: `${told.en}: ${value.en}, above the limit of ${row.limit} ${row.unit}.`,
      };
      return [{ ...facts, detail: sentences(detail, basisWords(list, row)) }];
    }
    return [{ ...facts, detail: byReportWords(told, value, residue) }];
  });
  const isTold = found.some(({ outcome }) => outcome === 'fail');
  return isTold || !failsAsWhole(report) ? found : [...found, wholeFailed(report, told)];
}

/** Inspections of authorities, whose verdict stops the goods whatever they were tested for (L1 art. 36, 71). */
const official: readonly InspectionData['type'][] = ['supervision', 'rapid', 'retest'];

/** The sample failed though none of its rows says so by itself: pathogens, appearance, what has no limit. */
function failsAsWhole({ data }: Told<'inspection'>): boolean {
  return data.verdict === 'fail' && (official.includes(data.type) || limitStandards.test(data.basis));
}

function wholeFailed({ entry }: Told<'inspection'>, told: Words): Found {
  return {
    outcome: 'fail',
    entries: [entry],
    detail: { zh: `${told.zh}：结论不合格。`, en: `${told.en}: the sample failed.` },
  };
}

function byReportWords(told: Words, value: Words, residue: Residue): Words {
  const failed = residue.rows.find((row) => byReport(row) === 'fail');
  const limit = failed?.limit === undefined ? undefined : [failed.limit, failed.unit ?? ''].join(' ').trim();
  return limit === undefined
    ? {
        zh: `${told.zh}：${value.zh}，报告判定不合格。`,
        en: `${told.en}: ${value.en}, failed by the report.`,
      }
    : {
        zh: `${told.zh}：${value.zh}，不符合报告所列限量 ${limit}。`,
        en: `${told.en}: ${value.en}, not within the limit ${limit} that the report names.`,
      };
}

/** Grain of which the grain regulations speak; other foods fall under R61. */
const grains = new Set(['GRA', 'MIL']);

/** R61: a result above the limit. */
export const residueLimit: Rule = defineRule(
  {
    id: 'R61',
    title: { zh: '检测结果超过限量', en: 'Result above the limit' },
    severity: 'critical',
    effect: 'hold',
    source: together(law('quality', 36, 71), law('food', 63)),
    kinds: ['inspection'],
  },
  (record, lists) =>
    grains.has(record.product.category)
      ? []
      : entriesOf(record, 'inspection').flatMap((report) => judgeReport(report, record, lists)),
);

/** R101: grain with more of a contaminant or residue than food may hold. */
export const grainLimit: Rule = defineRule(
  {
    id: 'R101',
    title: { zh: '粮食污染物或残留超过限量', en: 'Grain above the limit for food' },
    severity: 'critical',
    effect: 'hold',
    source: law('grain', 11, 18),
    kinds: ['inspection'],
  },
  (record, lists) =>
    grains.has(record.product.category)
      ? entriesOf(record, 'inspection').flatMap((report) => judgeReport(report, record, lists))
      : [],
);

/** R65: every part passes by itself, but the residue is their sum, and the sum is above the limit. */
export const summedResidue: Rule = defineRule(
  {
    id: 'R65',
    title: { zh: '应合计的残留被逐项判定', en: 'Parts judged one by one where the sum counts' },
    severity: 'high',
    effect: 'finding',
    source: together({ zh: 'GB 2763 残留物定义', en: 'Residue definitions of GB 2763' }, ownRule),
    kinds: ['inspection'],
  },
  (record, lists) =>
    entriesOf(record, 'inspection').flatMap((report) =>
      residuesOf(report.data.results, lists, report.data.sample.sampledOn).flatMap((residue): Found[] => {
        const { definition, rows } = residue;
        if (definition === null || rows.length < 2 || rows.some((row) => row.verdict === 'fail')) return [];
        const judged = judgeResidue(residue, record, lists, report.data.sample.sampledOn);
        const list = lists['residue-definitions'];
        if (judged.verdict !== 'fail' || list === null || !decides(definition)) return [];
        const [told, value] = [reportWords(report), valueWords(residue)];
        const detail = {
          zh: `${told.zh}逐项判定合格，但残留按定义应合计：${value.zh}，超过限量。`,
          en: `${told.en} passes each part, but the residue is their sum: ${value.en}, above the limit.`,
        };
        const used = [list, lists['residue-limits']];
        return [
          {
            outcome: 'fail',
            entries: [report.entry],
            lists: used,
            detail: sentences(detail, basisWords(list, definition)),
          },
        ];
      }),
    ),
);
