import { civilDate } from '../../events/kinds/dates.js';
import type { Quantity } from '../../events/kinds/amounts.js';
import { findUnit, processes, type Dimension } from '../../gs1/vocabulary.js';
import type { Words } from '../../gs1/words.js';
import { parseDecimal, type Decimal } from '../../ledger/quantity.js';
import type { Lists, ProcessYieldRow } from '../../lists/rows.js';
import { cropFit } from '../crops.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, rowsInForce } from '../list-rows.js';
import { amount, one, total } from '../masses.js';
import type { BatchRecord } from '../record.js';
import { figure, ratioText, sentences } from '../sentences.js';
import { ownRule } from '../sources.js';
import { agreed, type Verdict } from '../verdict.js';

/** Steps that add nothing to the goods: what comes out of them was in. */
const onlyTakesAway = new Set([
  ...['sort', 'grade', 'trim', 'cut', 'pack', 'repack', 'split', 'dry', 'mill', 'press', 'gin', 'roast'],
  ...['wither', 'slaughter'],
]);

/** Units in which quantities of a dimension compare, when they do not in the batch's own. */
const smallest: Partial<Record<Dimension, string>> = { mass: 'GRM', volume: 'MLT', count: 'H87' };

interface Balance {
  readonly before: Decimal;
  readonly after: Decimal;
  readonly unit: string;
}

/** What went in and came out, in the batch's unit where all convert to it; null when they measure different things. */
function compared(taken: readonly Quantity[], given: readonly Quantity[], home: string): Balance | null {
  const dimension = findUnit(taken[0]?.unit ?? home)?.dimension;
  const other = dimension === undefined ? undefined : (smallest[dimension] ?? taken[0]?.unit);
  for (const unit of [home, other ?? home]) {
    const [before, after] = [total(taken, unit), total(given, unit)];
    if (before !== null && after !== null) return { before, after, unit };
  }
  return null;
}

function balanceOf({ entry, data }: Told<'processing'>, record: BatchRecord): Found[] {
  const taken = data.inputs.map((item) => item.quantity);
  const given = [...data.outputs, ...(data.byproducts ?? []), ...(data.losses ?? [])].map(
    (item) => item.quantity,
  );
  const name = processes[data.process].words;
  const balance = compared(taken, given, record.batch.unit);
  if (balance === null) {
    const detail = {
      zh: `${name.zh}的投入和产出计量不同，数量是否平衡未能判定。`,
      en: `${name.en}: what went in and what came out are measured differently, so they cannot be compared.`,
    };
    return [{ outcome: 'unknown', entries: [entry], detail }];
  }
  const { before, after, unit } = balance;
  if (after <= before) return [];
  const words = findUnit(unit)?.words ?? { zh: '', en: '' };
  const figures = {
    zh: `${name.zh}投入 ${figure(before)} ${words.zh}，产出、副产品和损耗共 ${figure(after)} ${words.zh}`,
    en: `${name.en}: ${figure(before)} ${words.en} went in and ${figure(after)} ${words.en} came out, by-products and losses included`,
  };
  return onlyTakesAway.has(data.process)
    ? [
        {
          outcome: 'fail',
          entries: [entry],
          detail: { zh: `${figures.zh}，多于投入。`, en: `${figures.en}: more than there was.` },
        },
      ]
    : [
        {
          outcome: 'unknown',
          entries: [entry],
          detail: {
            zh: `${figures.zh}；这道工序可能加入别的料，数量是否平衡未能判定。`,
            en: `${figures.en}. This step may add other matter, so the balance cannot be decided.`,
          },
        },
      ];
}

/** R41, as found later: more came out of a step than went in. Drawing more than there is, is refused at recording. */
export const massBalance: Rule = defineRule(
  {
    id: 'R41',
    title: { zh: '产出多于投入', en: 'More out than in' },
    severity: 'critical',
    effect: 'finding',
    source: ownRule,
    kinds: ['processing'],
  },
  (record) => entriesOf(record, 'processing').flatMap((told) => balanceOf(told, record)),
);

/** Steps whose share of what comes out is a matter of knowledge, so that a missing list leaves it unknown. */
const changing = new Set(['mill', 'gin', 'press']);

/** Rows for the step: by what goes in where that is this batch, else by what comes out of it. */
function yieldRows(
  { entry, data }: Told<'processing'>,
  record: BatchRecord,
  lists: Lists,
): ProcessYieldRow[] {
  const day = data.startedOn ?? civilDate(entry.occurredAt);
  const goesIn = data.inputs.some((item) => item.batch === record.batch.id);
  return rowsInForce(lists['process-yields']?.rows ?? [], day).filter(
    (row) =>
      row.process === data.process && cropFit(goesIn ? row.input : row.output, record.product) === 'yes',
  );
}

/** The chain does not tell what other batches hold: of several outputs, the largest alone or all of them are the product. */
function bandVerdict(row: ProcessYieldRow, taken: Decimal, given: readonly Decimal[]): Verdict {
  if (!decides(row) || taken === 0n) return 'unknown';
  const all = given.reduce((sum, value) => sum + value, 0n);
  const largest = given.reduce((most, value) => (value > most ? value : most), 0n);
  const [least, most] = [parseDecimal(row.least), parseDecimal(row.most)];
  const below = (value: Decimal): boolean => value * one < least * taken;
  const above = (value: Decimal): boolean => value * one > most * taken;
  if (below(all) || (given.length === 1 && above(all))) return 'fail';
  return given.length === 1 || (!below(largest) && !above(all)) ? 'pass' : 'unknown';
}

function bandOf(told: Told<'processing'>, record: BatchRecord, lists: Lists): Found[] {
  const list = lists['process-yields'];
  const { entry, data } = told;
  const rows = yieldRows(told, record, lists);
  if (list !== null && rows.length === 0) return [];
  if (list === null && !changing.has(data.process)) return [];
  const taken = total(
    data.inputs.map((item) => item.quantity),
    'KGM',
  );
  const given = data.outputs.map((item) => amount(item.quantity, 'KGM'));
  const masses = given.filter((value) => value !== null);
  const inMass = taken !== null && masses.length === given.length;
  const verdict = inMass ? agreed(rows.map((row) => bandVerdict(row, taken, masses))) : 'unknown';
  if (verdict === 'pass') return [];
  const facts = { outcome: verdict, entries: [entry], lists: [list] };
  const name = processes[data.process].words;
  const [row] = rows;
  if (verdict === 'fail' && list !== null && row !== undefined && taken !== null) {
    const all = masses.reduce((sum, value) => sum + value, 0n);
    const share = ratioText(all, taken, 3);
    const detail = {
      zh: `${name.zh}投入 ${figure(taken)} 公斤，产出 ${figure(all)} 公斤，出品率 ${share}，不在 ${row.least} 至 ${row.most} 之间。`,
      en: `${name.en}: ${figure(all)} kg out of ${figure(taken)} kg is a yield of ${share}, not between ${row.least} and ${row.most}.`,
    };
    return [{ ...facts, detail: sentences(detail, basisWords(list, row)) }];
  }
  const reason = bandReason(rows, inMass, list === null);
  const detail = {
    zh: `${name.zh}的出品率是否合理，未能判定：${reason.zh}。`,
    en: `Whether the yield of this step (${name.en}) is plausible cannot be decided: ${reason.en}.`,
  };
  return [{ ...facts, detail }];
}

function bandReason(rows: readonly ProcessYieldRow[], inMass: boolean, noList: boolean): Words {
  if (noList) return noListWords('process-yields');
  if (!inMass) return { zh: '数量不能换算为公斤', en: 'quantities are not told in mass' };
  if (rows.some((row) => !decides(row))) return lowWords('process-yields');
  return { zh: '产出不止一个批次', en: 'several batches came out' };
}

/** R42: a share of what went in comes out that the process does not have. */
export const processYield: Rule = defineRule(
  {
    id: 'R42',
    title: { zh: '出品率不合理', en: 'Process yield outside its band' },
    severity: 'medium',
    effect: 'finding',
    source: ownRule,
    kinds: ['processing'],
  },
  (record, lists) => entriesOf(record, 'processing').flatMap((told) => bandOf(told, record, lists)),
);
