import type { Words } from '../gs1/words.js';

/** What the search of the trace says. Braces hold figures. */
export const traceWords = {
  find: {
    zh: '批号、编码、商品条码、企业、地块或投入品包装码',
    en: 'Lot, code, GTIN, organization, site, or the code on an input',
  },
  findHint: {
    zh: '企业和地块写名称的一部分就行；批号、编码和条码要写全。只查您辖区内的。',
    en: 'Part of the name of an organization or site will do; lots, codes and GTINs in whole. Your region alone is searched.',
  },
  search: { zh: '查找', en: 'Search' },
  nothingSought: {
    zh: '先查找，再把要追溯的批次加进来。',
    en: 'Search first, then add the batches to be traced.',
  },
  narrow: {
    zh: '名称里有这几个字的企业或地块超过 10 个，只查了名称最短的 10 个。请把名称写长一点。',
    en: 'More than ten organizations or sites have this in their names; the ten with the shortest names were searched. Type more of the name.',
  },
  why: { zh: '为什么找到', en: 'Found by' },
  pick: { zh: '追溯', en: 'Trace' },
  take: { zh: '加入追溯', en: 'Add to the trace' },
  full: { zh: '已满 {max} 批', en: '{max} are traced already' },
  picked: { zh: '已加入，点此去掉', en: 'Added; press to remove' },
  picks: { zh: '追溯的批次（{count}/{max}）', en: 'Batches traced ({count}/{max})' },
  leave: { zh: '去掉', en: 'Remove' },
  common: {
    zh: '这几批都用到的来源有 {count} 个（图里标为共同来源）：',
    en: 'All of these were made from {count} (marked as common sources in the figure):',
  },
  nothingCommon: { zh: '这几批没有共同的来源。', en: 'These batches have no source in common.' },
} as const satisfies Readonly<Record<string, Words>>;

/** What the screen says by which a batch is put on hold. */
export const holdWords = {
  title: { zh: '冻结批次', en: 'Put a batch on hold' },
  hold: { zh: '为什么冻结', en: 'Why it is put on hold' },
  what: {
    zh: '冻结后，这一批和由它做成的批次都不能再出合格证、贴标签、发货，直到有人解除。',
    en: 'Until it is released, neither this batch nor what is made of it gets certificates or labels, or is shipped.',
  },
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '用大家看得懂的话写；任何人都看得到。', en: 'In plain words; anybody can read it.' },
  basis: { zh: '依据（哪条法规、哪份通知）', en: 'What it rests on (law, notice)' },
  look: { zh: '核对', en: 'Check' },
  readBack: { zh: '请核对', en: 'Please check' },
  confirm: { zh: '冻结这一批', en: 'Put it on hold' },
  ask: {
    zh: '马上生效，并记入这一批的记录链。写下的不能改，只能解除。',
    en: 'It takes effect at once and is recorded on the batch. What was said is not changed; it can only be released.',
  },
  done: { zh: '已冻结，已入账', en: 'On hold, and recorded' },
  back: { zh: '返回', en: 'Back' },
} as const satisfies Readonly<Record<string, Words>>;
