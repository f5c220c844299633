import { fill, say, type Language, type Words } from '../gs1/words.js';
import type { ScanWithheld } from './scan-view.js';

/** What the public page says about people. */
export const privacyWords = {
  agreed: { zh: '本人同意公开姓名', en: 'named with their consent' },
} as const satisfies Record<string, Words>;

const reasonWords: Readonly<Record<ScanWithheld['reason'], Words>> = {
  private: { zh: '{count} 项不公开', en: 'Not public: {count}' },
  restricted: {
    zh: '{count} 项停止展示，已申请删除或已更正',
    en: 'No longer shown: {count}; erasure was asked for, or it was corrected',
  },
  erased: { zh: '{count} 项已销毁', en: 'Destroyed: {count}' },
};

const audienceWords: Readonly<Record<ScanWithheld['for'], Words>> = {
  partner: {
    zh: '，记录者、监管部门和交易对方可见',
    en: '; the one who says it, regulators and the other side of the trade see it',
  },
  regulator: { zh: '，记录者和监管部门可见', en: '; the one who says it and regulators see it' },
  nobody: { zh: '，只有记录者可见', en: '; only the one who says it sees it' },
};

/** What is not shown, why, and who sees it. */
export function withheldSentence({ reason, for: audience, count }: ScanWithheld, language: Language): string {
  const what = fill(say(reasonWords[reason], language), { count });
  const who = reason === 'private' ? say(audienceWords[audience], language) : '';
  return `${what}${who}${language === 'en' ? '.' : '。'}`;
}
