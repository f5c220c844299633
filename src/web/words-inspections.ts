import type { Words } from '../gs1/words.js';

/** What the console says of tasks to inspect. */
export const inspectionWords = {
  tasks: { zh: '抽检任务', en: 'Inspections' },
  intro: {
    zh: '本地区监管机关下达的抽检任务，新的在前。抽样以前，被抽检的一方看不到任务。',
    en: 'Inspections that authorities of your region ordered, newest first. Who is to be inspected does not see a task before a sample is taken.',
  },
  back: { zh: '返回全部任务', en: 'Back to all inspections' },
  order: { zh: '安排抽检', en: 'Order an inspection' },
  none: { zh: '还没有抽检任务。', en: 'No inspection is ordered yet.' },
  task: { zh: '任务', en: 'Task' },
  whose: { zh: '检查谁的', en: 'Whose goods' },
  what: { zh: '检查什么', en: 'Which goods' },
  anyGoods: { zh: '任何产品', en: 'Any goods' },
  oneProduct: { zh: '一种产品', en: 'One product' },
  oneBatch: { zh: '一个批次', en: 'One batch' },
  state: { zh: '进度', en: 'How far' },
  overdue: { zh: '已逾期', en: 'Overdue' },
  analytes: { zh: '检测项目', en: 'To be tested for' },
  analytesHint: { zh: '每行一项，例如 毒死蜱', en: 'One a line, like chlorpyrifos' },
  dueOn: { zh: '最晚完成日期', en: 'To be reported by' },
  reason: { zh: '抽检原因', en: 'Why' },
  reasonHint: {
    zh: '最多 300 字。不要写身份证号、手机号。',
    en: 'At most 300 characters. No citizen ids, no phone numbers.',
  },
  organization: { zh: '被抽检的组织', en: 'Whose goods' },
  product: { zh: '产品', en: 'Product' },
  anyProduct: { zh: '任何产品', en: 'Any product' },
  batch: { zh: '批次', en: 'Batch' },
  assignee: { zh: '谁去抽检', en: 'Who takes the samples' },
  authority: { zh: '下达机关', en: 'Ordered by' },
  orderedAt: { zh: '下达', en: 'Ordered' },
  samples: { zh: '抽样和检测', en: 'Samples and reports' },
  noSamples: { zh: '还没有抽样。', en: 'No sample was taken yet.' },
  sample: { zh: '抽样', en: 'Sample' },
  sampleEntry: { zh: '批次记录第 {n} 条', en: 'Entry {n} of the batch' },
  reportNo: { zh: '报告编号', en: 'Report' },
  laboratory: { zh: '检测机构', en: 'Laboratory' },
  objectionUntil: { zh: '可提异议到', en: 'Can be objected to until' },
  objections: { zh: '异议', en: 'Objections' },
  replaced: { zh: '已被复检结果替代（第 {n} 条）', en: 'Replaced by the retest (entry {n})' },
  noReports: { zh: '还没有报告。', en: 'No report yet.' },
  withdraw: { zh: '撤回任务', en: 'Take the order back' },
  withdrawHint: {
    zh: '抽样以前，下达的机关可以撤回。撤回以后不能恢复。',
    en: 'Before a sample is taken the authority that gave it can take it back. It cannot be given again.',
  },
  withdrawReason: { zh: '撤回原因', en: 'Why it is taken back' },
  withdrawn: { zh: '任务已经撤回。', en: 'The order is taken back.' },
} as const satisfies Readonly<Record<string, Words>>;

/** How far a task is. */
export const taskStateWords: Readonly<
  Record<'ordered' | 'sampled' | 'reported' | 'closed' | 'withdrawn', Words>
> = {
  ordered: { zh: '已下达', en: 'Ordered' },
  sampled: { zh: '已抽样', en: 'Sampled' },
  reported: { zh: '已出报告', en: 'Reported' },
  closed: { zh: '已办结', en: 'Closed' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};
