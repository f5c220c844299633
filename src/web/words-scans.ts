import type { Words } from '../gs1/words.js';

/** What the console says of labels that were scanned unusually. Braces hold figures. */
export const scanWarningWords = {
  title: { zh: '扫码提醒', en: 'Scans to look into' },
  what: {
    zh: '扫得不寻常的标签，或还没启用就被扫到的标签。一张标签可以有很多人扫，扫得多不等于有人仿冒。',
    en: 'Labels that were scanned unusually, or before they were put on. Many people may scan what is right: many scans alone are no sign of fraud.',
  },
  state: { zh: '状态', en: 'State' },
  open: { zh: '待查', en: 'open' },
  closed: { zh: '已了结', en: 'closed' },
  none: { zh: '没有要查的扫码。', en: 'No scans to look into.' },
  label: { zh: '标签', en: 'Label' },
  number: { zh: '第几张', en: 'Number' },
  noticed: { zh: '怎么回事', en: 'What was noticed' },
  since: { zh: '发现', en: 'Noticed' },
  looks: { zh: '扫了多少', en: 'Scans' },
  looksBy: { zh: '到 {day} 扫过 {n} 次', en: '{n} by {day}' },
  toBatch: { zh: '看批次', en: 'See the batch' },
  look: { zh: '查看', en: 'Look' },
  close: { zh: '了结', en: 'Close' },
  closeWhat: {
    zh: '了结之后不会再开。扫码的人看到的页面不变：那里说的是扫码的情况。',
    en: 'It is not opened again. What whoever scans the label sees stays: it tells how it was scanned.',
  },
  reason: { zh: '查到了什么', en: 'What was found out' },
  reasonHint: {
    zh: '最多 400 字，不要写个人信息。例如：样品摆在超市货架上，顾客都可以扫。',
    en: 'At most 400 characters, nothing personal. Such as: a sample on a shelf that every customer can scan.',
  },
  back: { zh: '返回扫码提醒', en: 'Back to the list' },
} as const satisfies Readonly<Record<string, Words>>;
