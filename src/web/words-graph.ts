import type { Words } from '../gs1/words.js';

/** What figures of batches, their buttons and their tables say. Braces hold figures. */
export const graphWords = {
  title: {
    zh: '来源去向图：{boxes} 个框，{links} 条联系。左边是来源，右边是去向。下面的表说的是同样的内容。',
    en: 'Figure of origins and destinations: {boxes} boxes, {links} links, origins on the left. The table below says the same.',
  },
  drawing: {
    zh: '正在排图，表已经可以看。',
    en: 'The figure is being laid out. The table is there already.',
  },
  failed: {
    zh: '图没有画成。表里的内容相同。',
    en: 'The figure could not be drawn. The table says the same.',
  },
  closer: { zh: '放大', en: 'Zoom in' },
  farther: { zh: '缩小', en: 'Zoom out' },
  whole: { zh: '看全图', en: 'Whole figure' },
  left: { zh: '向左', en: 'Left' },
  right: { zh: '向右', en: 'Right' },
  up: { zh: '向上', en: 'Up' },
  down: { zh: '向下', en: 'Down' },
  moving: { zh: '移动和缩放图', en: 'Move and zoom the figure' },
  grouped: { zh: '每家合成一框', en: 'One box an organization' },
  each: { zh: '每批一框（{boxes} 框）', en: 'One box a batch ({boxes})' },
  many: {
    zh: '批次超过 {max} 个，先按各家合并来画。',
    en: 'There are more than {max} batches, so each organization is one box at first.',
  },
  lots: { zh: '{count} 个批次', en: '{count} batches' },
  unnamed: { zh: '批号不对您公开', en: 'lot not for you' },
  grouping: { zh: '图和表按什么来画', en: 'What a box and a row stand for' },
  groupedHint: {
    zh: '一家各批的数量相加；同一家里由一批做成另一批的，两批都算在内。',
    en: 'Quantities of all batches of an organization are added up; where one was made of another there, both count.',
  },
  someUntold: { zh: '{sums}，另有 {count} 批不明', en: '{sums}, and {count} untold' },
  window: { zh: '按开立日期看（入账）', en: 'By the day they were opened (recorded)' },
  from: { zh: '从 {day} 起', en: 'From {day}' },
  until: { zh: '到 {day} 止', en: 'Until {day}' },
  windowed: {
    zh: '所选日期内 {inside} 批；之外 {outside} 批，图里变淡，表里注明，没有去掉。',
    en: '{inside} within these days; {outside} outside, faint in the figure and marked in the table, none left out.',
  },
  outside: { zh: '在所选日期之外', en: 'outside the days' },
  someOutside: { zh: '{count} 批在日期之外', en: '{count} outside' },
  lotCount: { zh: '{count} 批', en: '{count}' },
  groupTable: { zh: '图里的各家', en: 'The organizations of the figure' },
  group: { zh: '哪一家（点它在图里标出）', en: 'Organization (press to mark it in the figure)' },
  batches: { zh: '批次数', en: 'Batches' },
  opened: { zh: '开立（入账）', en: 'Opened (recorded)' },
  act: { zh: '处置', en: 'Act' },
  hold: { zh: '冻结', en: 'Put on hold' },
  table: { zh: '图里的批次', en: 'The batches of the figure' },
  batch: { zh: '批次（点它在图里标出）', en: 'Batch (press to mark it in the figure)' },
  product: { zh: '产品', en: 'Product' },
  organization: { zh: '哪一家', en: 'Organization' },
  quantity: { zh: '数量', en: 'Quantity' },
  sources: { zh: '来自', en: 'From' },
  untold: { zh: '数量没有说明或不对您公开', en: 'quantity unknown or not for you' },
  standing: { zh: '在图里', en: 'In the figure' },
  rows: { zh: '再列 {count} 行', en: 'List {count} more rows' },
} as const satisfies Readonly<Record<string, Words>>;

/** What marks a box. */
export const boxMarkWords = {
  asked: { zh: '查询的批次', en: 'asked for' },
  suspect: { zh: '被召回', en: 'recalled' },
  origin: { zh: '来源', en: 'origin' },
  common: { zh: '共同来源', en: 'common source' },
} as const satisfies Readonly<Record<string, Words>>;

/** What lies on a batch of a figure. */
export const boxStopWords = {
  hold: { zh: '已冻结', en: 'on hold' },
  recall: { zh: '召回中', en: 'recalled' },
  finding: { zh: '规则已停', en: 'stopped by a rule' },
  unknown: { zh: '来源太多，无法判断', en: 'too many sources to tell' },
} as const satisfies Readonly<Record<string, Words>>;
