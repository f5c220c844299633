import type { Words } from '../gs1/words.js';
import type { CheckStatus } from './scan-view.js';

/** One way a check can come out. */
export interface OutcomeWords {
  readonly status: CheckStatus;
  /** One sentence; names between braces are filled in. */
  readonly words: Words;
}

export interface CheckWords {
  readonly name: Words;
  /** What passing proves, and what it does not (ledger.md §6). */
  readonly explain: Words;
  readonly outcomes: Readonly<Record<string, OutcomeWords>>;
}

/** Of everything that is read off a record which does not hold. */
export const unread = {
  status: 'unknown',
  words: {
    zh: '记录对不上，没能核对。',
    en: 'The record does not add up, so this could not be checked.',
  },
} as const;

export const noRecord = {
  status: 'not-applicable',
  words: { zh: '没有可核对的记录。', en: 'There is no record to check.' },
} as const;
