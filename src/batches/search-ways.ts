import type { Words } from '../gs1/words.js';

/** By what batches are looked for, in the order in which it is told why one was found. */
export const searchWays = ['code', 'lot', 'gtin', 'organization', 'site', 'input'] as const;
export type SearchWay = (typeof searchWays)[number];

/** What each way is called beside what it found a batch by. */
export const wayWords: Readonly<Record<SearchWay, Words>> = {
  code: { zh: '编码', en: 'Code' },
  lot: { zh: '批号', en: 'Lot' },
  gtin: { zh: '商品条码（GTIN）', en: 'GTIN' },
  organization: { zh: '企业', en: 'Organization' },
  site: { zh: '地块', en: 'Site' },
  input: { zh: '投入品包装码', en: 'Code on an input' },
};
