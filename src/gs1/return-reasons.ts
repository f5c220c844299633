import type { Words } from './words.js';

/**
 * Why goods go back, from a closed list: what somebody types who is signed in nowhere does not become public for ever.
 */
export const returnReasons = {
  damaged: { zh: '破损或变质', en: 'damaged or spoiled' },
  quality: { zh: '质量不符', en: 'not of the agreed quality' },
  'wrong-goods': { zh: '货不对', en: 'not what was ordered' },
  'too-much': { zh: '超出订货', en: 'more than was ordered' },
  late: { zh: '送达太晚', en: 'came too late' },
  other: { zh: '其他原因', en: 'another reason' },
} as const satisfies Record<string, Words>;

export type ReturnReason = keyof typeof returnReasons;
export const returnReasonNames = Object.keys(returnReasons) as readonly ReturnReason[];
