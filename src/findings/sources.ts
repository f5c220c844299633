import type { Words } from '../gs1/words.js';

const laws = {
  quality: { zh: '《农产品质量安全法》', en: 'Agricultural Product Quality and Safety Law' },
  food: { zh: '《食品安全法》', en: 'Food Safety Law' },
  pesticide: { zh: '《农药管理条例》', en: 'Regulations on Pesticide Administration' },
  grain: { zh: '《粮食流通管理条例》', en: 'Regulations on Grain Circulation' },
  accreditation: {
    zh: '《认证认可条例》',
    en: 'Regulations on Certification and Accreditation',
  },
} as const satisfies Record<string, Words>;

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** A number from 1 to 99 as articles of laws are numbered: 二十九. */
function numeral(value: number): string {
  const tens = Math.floor(value / 10);
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : (digits[tens] ?? '')}十`;
  return `${ten}${digits[value % 10] ?? ''}`;
}

/** Articles of a law, as a reader is told: 《农产品质量安全法》第二十七条、第六十九条. */
export function law(name: keyof typeof laws, ...articles: readonly number[]): Words {
  const { zh, en } = laws[name];
  return {
    zh: `${zh}${articles.map((article) => `第${numeral(article)}条`).join('、')}`,
    en: `${en}, art. ${articles.join(', ')}`,
  };
}

/** The rule on 承诺达标合格证, in force since 2026-02-01. */
export const certificateRule: Words = {
  zh: '农业农村部令 2025 年第 4 号（承诺达标合格证）',
  en: 'Ministry of Agriculture and Rural Affairs order 2025 no. 4 on compliance certificates',
};

/** What this product asks for where no law says it. */
export const ownRule: Words = {
  zh: '本系统的核对规则（非法定要求）',
  en: 'A check of this service, not of the law',
};

/** Several sources after one another. */
export function together(...sources: readonly Words[]): Words {
  return {
    zh: sources.map((source) => source.zh).join('；'),
    en: sources.map((source) => source.en).join('; '),
  };
}
