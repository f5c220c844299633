import { isPesticideRegistration, isPesticideUnitCode } from '../../gs1/national.js';
import type { Words } from '../../gs1/words.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import { law } from '../sources.js';
import type { Verdict } from '../verdict.js';

/** R23, its form: a registration number that cannot be one. Whether a register knows it is asked nowhere. */
export const registrationForm: Rule = defineRule(
  {
    id: 'R23',
    title: { zh: '农药登记证号有误', en: 'Wrong pesticide registration number' },
    severity: 'high',
    effect: 'finding',
    source: law('pesticide', 13, 44),
    kinds: ['input'],
  },
  (record) =>
    entriesOf(record, 'input').flatMap(({ entry, data }): Found[] => {
      const { name, registrationNo } = data.product;
      if (data.inputType !== 'pesticide') return [];
      if (registrationNo === undefined) {
        const detail = {
          zh: `${name}没有写登记证号，未能核对。`,
          en: `The registration number of ${name} is not told, so it cannot be checked.`,
        };
        return [{ outcome: 'unknown', entries: [entry], detail }];
      }
      if (isPesticideRegistration(registrationNo)) return [];
      const detail = {
        zh: `${name}的登记证号“${registrationNo}”不合格式，应如 PD20152433 或 PD85105-12。`,
        en: `“${registrationNo}” of ${name} is not a registration number, such as PD20152433 or PD85105-12.`,
      };
      return [{ outcome: 'fail', entries: [entry], detail }];
    }),
);

/** Digits 2 to 7 of a unit code against the last six of the number; of legacy and sub-pack numbers that is not settled. */
function compare(unitCode: string, registrationNo: string | undefined): Verdict {
  if (!isPesticideUnitCode(unitCode) || !/^(?:PD|WP|LS|WL)\d{8}$/.test(registrationNo ?? ''))
    return 'unknown';
  return unitCode.slice(1, 7) === registrationNo?.slice(-6) ? 'pass' : 'fail';
}

function detailOf({ data }: Told<'input'>, unitCode: string, outcome: Verdict): Words {
  const { name, registrationNo } = data.product;
  if (outcome === 'fail') {
    const digits = unitCode.slice(1, 7);
    return {
      zh: `${name}的标签码第 2 至 7 位是 ${digits}，与登记证号 ${registrationNo ?? ''} 的后六位不符。`,
      en: `Digits 2 to 7 of the label code of ${name} are ${digits}, not the last six of ${registrationNo ?? ''}.`,
    };
  }
  const why =
    registrationNo === undefined
      ? { zh: '没有写登记证号', en: 'no registration number is told' }
      : isPesticideUnitCode(unitCode)
        ? { zh: `登记证号 ${registrationNo} 不是 8 位新号`, en: `${registrationNo} is not of eight digits` }
        : { zh: '标签码不是 32 位单元识别代码', en: 'the code is not one of 32 digits' };
  return {
    zh: `${name}的标签码与登记证号未能核对：${why.zh}。`,
    en: `The label code of ${name} cannot be compared with its registration number: ${why.en}.`,
  };
}

/** R29: the code on the label is of another product than the record says. */
export const labelCode: Rule = defineRule(
  {
    id: 'R29',
    title: { zh: '农药标签码与产品不符', en: 'Label code of another product' },
    severity: 'high',
    effect: 'finding',
    source: {
      zh: '农业部关于农药标签二维码的公告（2018 年 1 月 1 日起）',
      en: 'Notice on pesticide label codes, from 2018-01-01',
    },
    kinds: ['input'],
  },
  (record) =>
    entriesOf(record, 'input').flatMap((told): Found[] => {
      const { unitCode, registrationNo } = told.data.product;
      if (told.data.inputType !== 'pesticide' || unitCode === undefined) return [];
      const outcome = compare(unitCode, registrationNo);
      if (outcome === 'pass') return [];
      return [{ outcome, entries: [told.entry], detail: detailOf(told, unitCode, outcome) }];
    }),
);
