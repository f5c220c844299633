import type { Words } from '../gs1/words.js';

/** For how long the law asks to keep what statements of some kinds say. */
export interface RetentionRule {
  /** Kinds of events; a correction counts as what it corrects. */
  readonly kinds: readonly string[];
  /** Category of the product; null for any. */
  readonly category: string | null;
  /** Months after the last entry of the batch; null where they hang on something that no record says. */
  readonly months: number | null;
  readonly law: Words;
}

/** The goods on their way: what the law asks for depends on what they are. */
const handling = ['processing', 'storage', 'shipment', 'receipt', 'return', 'delivery'];

/** The periods that the law names, with the place where it does. The first that fits holds. */
export const retentionRules: readonly RetentionRule[] = [
  {
    kinds: ['input', 'harvest'],
    category: null,
    months: 24,
    law: {
      zh: '农产品质量安全法第二十七条：农产品生产记录至少保存二年',
      en: 'Law on the Quality and Safety of Agricultural Products art. 27: production records, at least 2 years',
    },
  },
  {
    kinds: handling,
    category: 'GRA',
    months: 36,
    law: {
      zh: '粮食流通管理条例第二十三条：粮食经营台账至少保存三年',
      en: 'Regulation on Grain Distribution art. 23: ledgers of the grain trade, at least 3 years',
    },
  },
  {
    kinds: ['certificate'],
    category: null,
    months: 6,
    law: {
      zh: '农业农村部令2025年第4号：承诺达标合格证的开具记录至少保存六个月',
      en: 'Order 2025 No. 4 of the Ministry of Agriculture and Rural Affairs: certificates issued, at least 6 months',
    },
  },
  {
    kinds: handling,
    category: null,
    months: null,
    law: {
      zh: '食品安全法第五十条、第五十三条：保质期满后六个月；记录里没有保质期，期限无法确定，继续保存',
      en: 'Food Safety Law art. 50, 53: 6 months after the shelf life, which no record says: the end is not known and they are kept',
    },
  },
  {
    kinds: ['consent-recorded', 'consent-withdrawn', 'power-used'],
    category: null,
    months: 0,
    law: {
      zh: '个人信息保护法第四十七条：撤回同意或申请删除后没有保存的理由',
      en: 'Personal Information Protection Law art. 47: nothing asks to keep them',
    },
  },
];

/** What is said of kinds that no rule of the table is about: they are kept, and the end is never guessed. */
const noRule: Omit<RetentionRule, 'kinds'> = {
  category: null,
  months: null,
  law: {
    zh: '期限表里没有这类记录，期限无法确定，继续保存',
    en: 'The table of periods has no such records: the end is not known and they are kept',
  },
};

/** Entries of one kind on one chain. */
export interface HeldRecords {
  readonly kind: string;
  readonly category: string | null;
  readonly entries: number;
  /** When the last entry of the chain was recorded, in milliseconds since 1970. */
  readonly lastRecordedMs: number;
}

/** Records that must be kept, and by which law. */
export interface KeptRecords {
  readonly kinds: readonly string[];
  readonly entries: number;
  /** In milliseconds since 1970; null while the end is not known. */
  readonly untilMs: number | null;
  readonly law: Words;
}

/** What of these records must be kept at `nowMs`: one item a rule, until the latest of its ends. Empty: nothing. */
export function keptRecords(held: readonly HeldRecords[], nowMs: number): readonly KeptRecords[] {
  const kept = new Map<string, KeptRecords>();
  for (const records of held) {
    const rule = ruleFor(records);
    const untilMs = rule.months === null ? null : addMonths(records.lastRecordedMs, rule.months);
    if (untilMs !== null && untilMs <= nowMs) continue;
    const before = kept.get(rule.law.en);
    kept.set(rule.law.en, {
      kinds: [...new Set([...(before?.kinds ?? []), records.kind])].sort(),
      entries: (before?.entries ?? 0) + records.entries,
      untilMs: untilMs === null ? null : Math.max(untilMs, before?.untilMs ?? untilMs),
      law: rule.law,
    });
  }
  return [...kept.values()];
}

function ruleFor({ kind, category }: HeldRecords): Omit<RetentionRule, 'kinds'> {
  const found = retentionRules.find(
    (rule) => rule.kinds.includes(kind) && (rule.category === null || rule.category === category),
  );
  return found ?? noRule;
}

/** So many calendar months later, in UTC; the last day of a shorter month for a day that it has not. */
function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}
