import type { Words } from '../gs1/words.js';

/** What the console says where an entry is corrected, and where goods are let go. */
export const correctingWords = {
  correct: { zh: '更正', en: 'Correct' },
  title: { zh: '更正一条记录', en: 'Correct an entry' },
  what: {
    zh: '原来的记录保留，旁边写明已被更正，两条都能查到。从什么批次来、到什么批次去不能更正，请另外记录。',
    en: 'The entry stays, and beside it stands that it was corrected. From which batches goods came and to which they went cannot be corrected: record it anew.',
  },
  before: { zh: '现在的记录：', en: 'As it stands:' },
  reason: { zh: '为什么更正', en: 'Why it was wrong' },
  reasonHint: {
    zh: '最多 200 字，公开。例如 过磅后更正',
    en: 'At most 200 characters, public. Such as: weighed again',
  },
  notThere: {
    zh: '这条记录不能在这里更正。',
    en: 'This entry cannot be corrected here.',
  },
  release: { zh: '解除冻结', en: 'Release' },
  letGo: { zh: '放行', en: 'Let it go' },
  releaseWhat: {
    zh: '解除以后，没有其他原因时批次可以继续流通。',
    en: 'Where nothing else stops the batch it moves on then.',
  },
  releaseReason: { zh: '为什么解除', en: 'Why' },
  releaseReasonHint: {
    zh: '最多 200 字，公开。例如 复检合格',
    en: 'At most 200 characters, public. Such as: passed the retest',
  },
  noHold: { zh: '没有这条冻结，或者已经解除。', en: 'There is no such hold, or it was lifted.' },
} as const satisfies Readonly<Record<string, Words>>;

/** Fields of entries that can be corrected on a screen, by their names in the data. */
export const fieldWords = {
  quantity: { zh: '数量（{unit}）', en: 'Quantity ({unit})' },
  amount: { zh: '用量（{unit}）', en: 'Amount used ({unit})' },
  area: { zh: '面积（{unit}）', en: 'Area ({unit})' },
  startedOn: { zh: '开始日期', en: 'First day' },
  stoppedOn: { zh: '结束日期', en: 'Last day' },
  enteredOn: { zh: '入库日期', en: 'Day they came in' },
  leftOn: { zh: '出库日期', en: 'Day they left' },
  sampledOn: { zh: '抽样日期', en: 'Day of sampling' },
  reportedOn: { zh: '报告日期', en: 'Date of the report' },
  grade: { zh: '等级', en: 'Grade' },
  method: { zh: '施用方式', en: 'How it was applied' },
  dilution: { zh: '稀释倍数', en: 'Dilution' },
  name: { zh: '名称', en: 'Name' },
  registrationNo: { zh: '登记证号', en: 'Registration number' },
  vehicle: { zh: '车辆', en: 'Vehicle' },
  reason: { zh: '原因', en: 'Why' },
  reportNo: { zh: '报告编号', en: 'Number of the report' },
  sampleNo: { zh: '样品编号', en: 'Number of the sample' },
  analyte: { zh: '检测项目', en: 'What was looked for' },
  value: { zh: '结果', en: 'Result' },
  limit: { zh: '限量', en: 'Limit' },
} as const satisfies Readonly<Record<string, Words>>;

/** What the parts of an entry are called that have such fields. */
export const partWords = {
  inputs: { zh: '投入', en: 'Goes in' },
  outputs: { zh: '产出', en: 'Comes out' },
  losses: { zh: '损耗', en: 'Lost' },
  byproducts: { zh: '副产品', en: 'By-product' },
  results: { zh: '检测结果', en: 'Result' },
  product: { zh: '投入品', en: 'Input' },
  sample: { zh: '样品', en: 'Sample' },
  laboratory: { zh: '检测机构', en: 'Laboratory' },
} as const satisfies Readonly<Record<string, Words>>;
