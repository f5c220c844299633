import type { Severity } from '../gs1/severities.js';
import type { Words } from '../gs1/words.js';

/** What the console says of findings, and of inquiries into them. Braces hold figures. */
export const caseWords = {
  anomalies: { zh: '疑点', en: 'Findings' },
  intro: {
    zh: '规则在本地区各批次的记录里发现的矛盾。最严重的在最前，同样严重的新的在前。规则说的是记录，不是货物本身。',
    en: 'Where records of batches of your region contradict a rule. The gravest first, and of these the newest. A rule speaks of the record, not of the goods.',
  },
  filter: { zh: '筛选', en: 'Filter' },
  state: { zh: '处理情况', en: 'State' },
  severity: { zh: '严重程度', en: 'How grave' },
  rule: { zh: '规则编号', en: 'Rule' },
  ruleHint: { zh: '例如 R27；不填就是全部', en: 'Like R27; empty for all' },
  any: { zh: '全部', en: 'All' },
  inForce: { zh: '现有的全部', en: 'All in force' },
  show: { zh: '按这些条件查看', en: 'Show these' },
  none: { zh: '没有符合条件的疑点。', en: 'Nothing is found that fits.' },
  batch: { zh: '批次', en: 'Batch' },
  lot: { zh: '批号', en: 'Lot' },
  organization: { zh: '所属', en: 'Whose' },
  since: { zh: '最后入账', en: 'Last recorded' },
  days: { zh: '{n} 天前', en: '{n} days ago' },
  today: { zh: '今天', en: 'today' },
  law: { zh: '依据', en: 'Basis' },
  isGone: { zh: '已不存在', en: 'Gone' },
  gone: {
    zh: '记录更正或补充之后，规则不再得出这条疑点。',
    en: 'Since the record was corrected or completed the rule finds this no more.',
  },
  released: {
    zh: '监管机构已经解除因它而来的冻结（第 {n} 条记录）。',
    en: 'An authority has lifted the hold that followed from it (entry {n}).',
  },
  facts: { zh: '矛盾在哪里', en: 'What clashes' },
  fact: { zh: '第 {n} 条 · {kind}', en: 'Entry {n} · {kind}' },
  said: { zh: '谁说的', en: 'Said by' },
  moreFacts: { zh: '另有 {n} 条相关记录', en: '{n} more entries' },
  inquiry: { zh: '核查经过', en: 'The inquiry' },
  inquiryHint: {
    zh: '每一步都写进批次的记录，公众能看到“谁在核查、结果如何”；写的内容和派了谁，只有本地区的监管人员能看到。',
    en: 'Every step is an entry of the batch. Anybody sees that an authority looks into it and how it ended; what is written and who is sent only officials of the region see.',
  },
  noSteps: { zh: '还没有人核查。', en: 'Nobody has looked into it yet.' },
  withheld: { zh: '内容已删除', en: 'What it said was erased' },
  person: { zh: '谁核查', en: 'Who looks into it' },
  you: { zh: '您自己', en: 'yourself' },
  back: { zh: '返回全部疑点', en: 'Back to all findings' },
  ruleSays: { zh: '规则 {rule} 的判断', en: 'What rule {rule} says' },
  takeOver: { zh: '改由我核查', en: 'I take it over' },
  take: { zh: '由我核查', en: 'I look into it' },
  give: { zh: '交给同事', en: 'Give it to a colleague' },
  note: { zh: '核查情况', en: 'What was found out' },
  noteHint: {
    zh: '最多 400 字。不要写身份证号、手机号。',
    en: 'At most 400 characters. No citizen ids, no phone numbers.',
  },
  addNote: { zh: '记下', en: 'Note it' },
  close: { zh: '结束核查', en: 'End the inquiry' },
  outcome: { zh: '结论', en: 'How it ends' },
  reason: { zh: '理由', en: 'Why' },
  done: { zh: '已经写进批次的记录。', en: 'It is an entry of the batch now.' },
  orderInspection: { zh: '安排抽检', en: 'Order an inspection' },
  scans: {
    zh: '标签被异常扫码的提醒由标签的主人处理，不在这里。',
    en: 'Labels that were scanned unusually are their issuers’ matter, and not listed here.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** States of an anomaly. */
export const anomalyStateWords: Readonly<Record<'new' | 'assigned' | 'explained' | 'filed', Words>> = {
  new: { zh: '新', en: 'New' },
  assigned: { zh: '核查中', en: 'Under inquiry' },
  explained: { zh: '已解释', en: 'Explained' },
  filed: { zh: '立案', en: 'Case filed' },
};

/** What was done in a step of an inquiry. */
export const stepWords: Readonly<Record<'assigned' | 'noted' | 'closed', Words>> = {
  assigned: { zh: '开始核查', en: 'Taken up' },
  noted: { zh: '记下情况', en: 'Noted' },
  closed: { zh: '结束核查', en: 'Ended' },
};

export const severityWords: Readonly<Record<Severity, Words>> = {
  critical: { zh: '极严重', en: 'Critical' },
  high: { zh: '严重', en: 'High' },
  medium: { zh: '一般', en: 'Medium' },
  low: { zh: '轻微', en: 'Low' },
  info: { zh: '提示', en: 'Note' },
};
