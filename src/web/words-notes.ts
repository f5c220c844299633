import type { Words } from '../gs1/words.js';

/** What the console says where a delivery note is printed. */
export const noteWords = {
  note: { zh: '打印送货单', en: 'Print a delivery note' },
  title: { zh: '送货单', en: 'Delivery note' },
  what: {
    zh: '送货单随货走，上面有一个码。收货的人扫码就能确认收了多少、退回多少，不用账号。',
    en: 'The note goes with the goods and has a code. Whoever takes over scans it and says how much arrived and how much goes back, without an account.',
  },
  once: {
    zh: '每打印一次就换一个新码，先前打印的立即作废。要几份，请复印。码 30 天内有效。',
    en: 'Each print has a new code and voids the one before. Photocopy it where more are needed. A code works for 30 days.',
  },
  keep: { zh: '下载 PDF', en: 'Download PDF' },
  withdraw: { zh: '作废送货单', en: 'Void the note' },
  withdrawSure: {
    zh: '作废后，纸上的码不能再确认。已经确认的不变。',
    en: 'The code on paper confirms nothing any more. What was confirmed stays.',
  },
  withdrawn: { zh: '已作废，没有码可以确认这次发货。', en: 'Voided: no code confirms this shipment.' },
  nothingOpen: {
    zh: '本批次没有这次发货，或者已经没有待确认的。',
    en: 'The batch has no such shipment, or nothing of it is open.',
  },
} as const satisfies Readonly<Record<string, Words>>;
