import type { Words } from '../gs1/words.js';

/** What a rule says of a record where it does not hold, or cannot tell. */
export const findingWords = {
  fail: { zh: '不符合', en: 'Does not comply' },
  unknown: { zh: '无法判断', en: 'Cannot be decided' },
} as const satisfies Record<string, Words>;
