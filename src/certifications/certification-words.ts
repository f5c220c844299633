import type { CertificationState } from '../findings/certification.js';
import { fill, say, type Language, type Words } from '../gs1/words.js';

/** How a certification answers when somebody looks it up: how it stands, that it says nothing of the goods, or nothing. */
export const lookupStates = [
  'valid',
  'not-yet',
  'expired',
  'suspended',
  'revoked',
  'out-of-scope',
  'unknown',
] as const;
export type LookupState = CertificationState | 'out-of-scope' | 'unknown';

const stateWords: Readonly<Record<LookupState, Words>> = {
  valid: {
    zh: '有效：自 {on} 起有效，有效期到 {to} 为止。',
    en: 'Valid: from {on} to {to}.',
  },
  'not-yet': { zh: '尚未生效：自 {on} 起才有效。', en: 'Not valid yet: it begins on {on}.' },
  expired: {
    zh: '已过期：有效期到 {on} 为止。此后采收、加工或加标的产品不得作此声明。',
    en: 'Expired: it ended on {on}. Goods harvested, processed or marked after that must not claim it.',
  },
  suspended: {
    zh: '已暂停：自 {on} 起暂停。此前采收的产品保留声明，暂停期间采收的不得作此声明。',
    en: 'Suspended from {on}. Goods harvested before keep the claim; goods harvested while it is suspended must not make it.',
  },
  revoked: {
    zh: '已撤销：自 {on} 起撤销。此前采收的产品保留声明，此后采收的不得作此声明。',
    en: 'Revoked from {on}. Goods harvested before keep the claim; goods harvested since must not make it.',
  },
  'out-of-scope': {
    zh: '不在范围内：这张证书没有涵盖所查批次的产品、地块、面积或数量，不能用于它。',
    en: 'Out of scope: this certificate does not cover the product, plots, area or quantity of the batch asked about.',
  },
  unknown: {
    zh: '查无记录：本服务没有这个编号或号码的认证。这不说明证书的真假，请向发证机构核对。',
    en: 'Not on record: this service has no certification under this number or code. That does not say whether one exists: ask the body.',
  },
};

/** A state with its days, in the reader's language. */
export function tellState(
  state: LookupState,
  { on, to }: { readonly on: string; readonly to: string },
  language: Language,
): string {
  return fill(say(stateWords[state], language), { on, to });
}

/** Who stands behind a certification (domain.md §7). */
export function tellStrength(strength: 'declared' | 'confirmed', language: Language): string {
  const words: Words =
    strength === 'confirmed'
      ? { zh: '由认证机构或监管机关登记。', en: 'Stated by a certification body or an authority.' }
      : {
          zh: '由持证人自己声明，认证机构没有在此确认。',
          en: 'Declared by the holder itself; no certification body has confirmed it here.',
        };
  return say(words, language);
}

/** What the national register says: nothing, it was not asked (R60). */
export function tellRegister(language: Language): string {
  return say(
    {
      zh: '未经国家认证信息系统确认（未核对）：本服务没有查询该系统。',
      en: 'Not confirmed by the national register (not checked): this service has not asked it.',
    },
    language,
  );
}

/** Whether the batch may make the claim; null: not decided yet. */
export function tellHeld(held: boolean | null, language: Language): string {
  const words: Words =
    held === null
      ? {
          zh: '这个批次是否保有此声明，尚未判定。',
          en: 'Whether this batch has the claim is not decided yet.',
        }
      : held
        ? { zh: '这个批次保有此声明。', en: 'This batch has the claim.' }
        : { zh: '这个批次不得作此声明。', en: 'This batch must not make the claim.' };
  return say(words, language);
}

/** Of a claim that a batch has from what it was made from. */
export function tellInherited(language: Language): string {
  return say(
    {
      zh: '来自原料：用来制成这个批次的全部来源批次都保有此声明。',
      en: 'From its sources: every batch that this one was made from has the claim.',
    },
    language,
  );
}
