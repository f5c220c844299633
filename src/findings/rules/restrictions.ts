import type { Words } from '../../gs1/words.js';
import type { Lists, PesticideRestrictionRow } from '../../lists/rows.js';
import { cropFit, type Fit } from '../crops.js';
import { dayWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, rowsInForce } from '../list-rows.js';
import { pesticideUses, plainActive } from '../pesticide-uses.js';
import type { BatchRecord, RecordEntry } from '../record.js';
import { sentences } from '../sentences.js';
import { law, together } from '../sources.js';

/** Something used that may be forbidden: a pesticide, another input, or what goods in store were treated with. */
interface Use {
  readonly entry: RecordEntry;
  readonly name: string;
  readonly actives: readonly string[];
  /** Whether the actives are all that it works by. */
  readonly declared: boolean;
  /** Whether it is a pesticide by what the record says: of other inputs only a match is told. */
  readonly pesticide: boolean;
  readonly startedOn: string;
  readonly stoppedOn: string;
}

function usesOf(record: BatchRecord): Use[] {
  const sprayed = pesticideUses(record).map(({ entry, data, actives, declared }) => {
    const { startedOn, stoppedOn } = data;
    return { entry, name: data.product.name, actives, declared, pesticide: true, startedOn, stoppedOn };
  });
  const others = entriesOf(record, 'input')
    .filter(({ data }) => data.inputType !== 'pesticide')
    .map(({ entry, data }) => {
      const { startedOn, stoppedOn, product } = data;
      const actives = product.activeIngredients?.map((item) => item.name) ?? [product.name];
      return { entry, name: product.name, actives, declared: true, pesticide: false, startedOn, stoppedOn };
    });
  const stored = entriesOf(record, 'storage').flatMap(({ entry, data }) => {
    const { agent, startedOn } = data.treatment ?? {};
    if (agent === undefined || startedOn === undefined) return [];
    const days = { startedOn, stoppedOn: startedOn };
    return [{ entry, name: agent, actives: [agent], declared: true, pesticide: false, ...days }];
  });
  return [...sprayed, ...others, ...stored];
}

/**
 * Whether a row names the active. `maybe`: with a condition that the record does not tell (百草枯(水剂)), or as a class
 * of substances (砷类, 汞制剂).
 */
function namesActive(row: PesticideRestrictionRow, active: string): Fit {
  const named = plainActive(row.active);
  const used = plainActive(active);
  if (named === used) return 'yes';
  if (/^(.+?)\(.+\)$/.exec(named)?.[1] === used) return 'maybe';
  const substance = /^(.)(?:类|制剂)$/.exec(named)?.[1];
  return substance !== undefined && used.includes(substance) ? 'maybe' : 'no';
}

interface Matched {
  readonly active: string;
  readonly row: PesticideRestrictionRow;
  readonly sure: boolean;
}

/** Rows that forbid an active of the use on a day of it; `fits` says whether a row forbids it for this batch. */
function matches(
  use: Use,
  rows: readonly PesticideRestrictionRow[],
  fits: (row: PesticideRestrictionRow) => Fit,
): Matched[] {
  return use.actives.flatMap((active) =>
    rowsInForce(rows, use.startedOn, use.stoppedOn).flatMap((row): Matched[] => {
      const answers = [namesActive(row, active), fits(row)];
      if (answers.includes('no')) return [];
      return [{ active, row, sure: decides(row) && !answers.includes('maybe') }];
    }),
  );
}

/** What is forbidden, for the sentences of one rule. */
interface Told {
  readonly forbidden: (active: string, day: Words) => Words;
  readonly undecided: Words;
}

function judgeUses(
  record: BatchRecord,
  lists: Lists,
  status: PesticideRestrictionRow['status'],
  fits: (row: PesticideRestrictionRow) => Fit,
  told: Told,
): Found[] {
  const list = lists['pesticide-restrictions'];
  const rows = (list?.rows ?? []).filter((row) => row.status === status);
  return usesOf(record).flatMap((use): Found[] => {
    const found = matches(use, rows, fits);
    const hit = found.find((match) => match.sure) ?? found[0];
    const facts = { entries: [use.entry], lists: [list] };
    if (list !== null && hit?.sure === true) {
      const detail = sentences(
        told.forbidden(hit.active, dayWords(use.startedOn)),
        basisWords(list, hit.row),
      );
      return [{ ...facts, outcome: 'fail', detail }];
    }
    const reason = reasonOf(use, hit, lists);
    if (reason === null) return [];
    const detail = {
      zh: `${use.name}${told.undecided.zh}未能判定：${reason.zh}。`,
      en: `Whether ${use.name} ${told.undecided.en} cannot be decided: ${reason.en}.`,
    };
    return [{ ...facts, outcome: 'unknown', detail }];
  });
}

/** Why it is not known whether a use was forbidden; null when it was not. */
function reasonOf(use: Use, hit: Matched | undefined, lists: Lists): Words | null {
  if (hit !== undefined && !decides(hit.row)) return lowWords('pesticide-restrictions');
  if (hit !== undefined) {
    return {
      zh: `清单所列“${hit.row.active}”是否就是它，记录没有写明`,
      en: `the record does not tell whether it is what the list calls “${hit.row.active}”`,
    };
  }
  if (!use.pesticide) return null;
  if (lists['pesticide-restrictions'] === null) return noListWords('pesticide-restrictions');
  return use.declared ? null : { zh: '没有写明有效成分', en: 'its active ingredients are not told' };
}

/** R20: an active that was banned for every use on the day it was used. */
export const bannedActive: Rule = defineRule(
  {
    id: 'R20',
    title: { zh: '使用禁用农药', en: 'Banned pesticide used' },
    severity: 'critical',
    effect: 'hold',
    source: together(law('quality', 29, 70), law('pesticide', 34)),
    kinds: ['input', 'storage'],
  },
  (record, lists) =>
    judgeUses(record, lists, 'banned', () => 'yes', {
      forbidden: (active, day) => ({
        zh: `${day.zh}使用了${active}，当时已禁止使用。`,
        en: `${active} was used on ${day.en}, when it was banned.`,
      }),
      undecided: { zh: '是否属于禁用农药，', en: 'is banned' },
    }),
);

/** Whether a row forbids its active on this product; a row that names no crop does not tell. */
function forbidsOn(row: PesticideRestrictionRow, product: BatchRecord['product']): Fit {
  if (row.crops.length === 0) return 'maybe';
  const fits = row.crops.map((crop) => cropFit(crop, product));
  if (fits.includes('yes')) return 'yes';
  return fits.includes('maybe') ? 'maybe' : 'no';
}

/** R21: a restricted active on a crop that it must not be used on. */
export const restrictedActive: Rule = defineRule(
  {
    id: 'R21',
    title: { zh: '在禁用作物上使用限用农药', en: 'Restricted pesticide used on a forbidden crop' },
    severity: 'critical',
    effect: 'hold',
    source: {
      zh: '农业部公告第 199 号、第 1157 号、第 1586 号、第 274 号等',
      en: 'Ministry of Agriculture notices 199, 1157, 1586, 274',
    },
    kinds: ['input', 'storage'],
  },
  (record, lists) =>
    judgeUses(record, lists, 'crops', (row) => forbidsOn(row, record.product), {
      forbidden: (active, day) => ({
        zh: `${day.zh}在${record.product.name}上使用了${active}，该作物不得使用。`,
        en: `${active} was used on ${record.product.name} on ${day.en}, a crop on which it is forbidden.`,
      }),
      undecided: {
        zh: `是否禁止在${record.product.name}上使用，`,
        en: `is forbidden on ${record.product.name}`,
      },
    }),
);
