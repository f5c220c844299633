import type { Words } from '../gs1/words.js';

/** Where to complain, and what to say there. */
export const complaintWords = {
  title: { zh: '举报投诉', en: 'Complain' },
  call: { zh: '拨打 12315', en: 'Call 12315' },
  what: {
    zh: '东西有问题，或标签可疑：留好实物、包装和小票，拨打市场监管投诉举报电话 12315。电话里把下面几行念给对方：',
    en: 'Something wrong with the goods, or a suspicious label: keep goods, package and receipt and call 12315, the market regulator’s complaint line. Read these lines out to them:',
  },
  noForm: {
    zh: '本页不收举报，不留您的姓名和电话。按住文字可以复制，也可以打印本页。',
    en: 'This page takes no complaint and keeps neither your name nor your number. The lines can be copied, and this page printed.',
  },
  verdict: { zh: '查询结果', en: 'Result' },
  lookedAt: { zh: '查询时间', en: 'Looked up at' },
  beijing: { zh: '{time}（北京时间）', en: '{time} (Beijing time)' },
} as const satisfies Record<string, Words>;
