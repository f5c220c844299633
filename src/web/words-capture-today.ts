import type { Words } from '../gs1/words.js';

/** What the capture app says of what is to be done today. */
export const captureTodayWords = {
  intervals: { zh: '间隔期还没满', en: 'Intervals before harvest that are not over' },
  notices: {
    zh: '等您知悉的召回通知：{n} 份',
    en: 'Recall notices to acknowledge: {n}',
  },
  deliveries: { zh: '等您确认的来货：{n} 批', en: 'Deliveries to confirm: {n}' },
  offline: {
    zh: '召回通知和来货现在读不到，有网络时再看。',
    en: 'Recall notices and deliveries cannot be read now; look again with a network.',
  },
  notRead: {
    zh: '召回通知和来货没有读到：请过一会再看，或者重新登录。',
    en: 'Recall notices and deliveries were not read: look again later, or sign in anew.',
  },
  interval: {
    zh: '{batch}：{used} 用过 {name}，清单写的安全间隔期最长 {days} 天，到 {until} 才满。',
    en: '{batch}: {name} was used on {used}. The list says an interval before harvest of up to {days} days; it is over on {until}.',
  },
  more: { zh: '另外 {n} 条间隔期还没满', en: '{n} more intervals are not over' },
} as const satisfies Record<string, Words>;
