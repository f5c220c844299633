import type { Words } from '../gs1/words.js';
import type { ListName } from './rows.js';

/** What each list is called. */
export const listTitles = {
  'pesticide-labels': { zh: '农药标签：安全间隔期和使用次数', en: 'Pesticide labels: intervals and uses' },
  'pesticide-restrictions': { zh: '禁用和限用农药', en: 'Pesticides banned and restricted' },
  'residue-limits': { zh: '最大残留限量', en: 'Maximum residue limits' },
  'residue-definitions': { zh: '残留物定义', en: 'Residue definitions' },
  'product-categories': { zh: '产品类别：开证要求和亩产上限', en: 'Product categories: duties and yields' },
  'process-yields': { zh: '加工得率', en: 'Yields of processes' },
  'laboratory-accreditations': { zh: '检测机构资质', en: 'Accreditations of laboratories' },
  'claim-inputs': { zh: '有机、绿色食品允许的投入品', en: 'Inputs that organic and green food allow' },
} as const satisfies Record<ListName, Words>;

/** The name of every list. */
export const listNames = Object.keys(listTitles) as readonly ListName[];

/** The name, where it is one of a list. */
export function findListName(text: string): ListName | null {
  return listNames.find((name) => name === text) ?? null;
}
