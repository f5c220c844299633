import type { BatchRecord } from './record.js';

/** Whether what a list calls a crop or food is what the batch holds: `maybe` where the record does not tell enough. */
export type Fit = 'yes' | 'maybe' | 'no';

/** Names of one crop; the first is the one of labels. */
const sameNames: readonly (readonly string[])[] = [
  ['水稻', '稻谷', '稻'],
  ['茶', '茶叶', '茶鲜叶', '鲜叶'],
  ['棉花', '籽棉'],
  ['番茄', '西红柿'],
  ['马铃薯', '土豆'],
  ['豇豆', '长豆角'],
  ['大豆', '黄豆'],
  ['柑橘', '柑桔'],
];

/** Crops of which a label may name one sort only. */
const sorts: Readonly<Record<string, readonly string[]>> = {
  水稻: ['早稻', '中稻', '晚稻'],
  柑橘: ['脐橙', '甜橙', '蜜橘', '蜜柚', '柚'],
};

/** Groups of crops, by the categories that fall into them. */
const groups: Readonly<Record<string, readonly string[]>> = {
  蔬菜: ['VEG', 'EDF'],
  叶菜: ['VEG'],
  瓜菜: ['VEG'],
  水果: ['FRU'],
  瓜果: ['FRU'],
  茶: ['TEA', 'MTE'],
  食用菌: ['EDF', 'VEG'],
  中草药材: ['MED'],
  中药材: ['MED'],
  粮食: ['GRA'],
  棉花: ['COT'],
};

/** A category whose goods may also stand in another one: grown fungi are vegetables by the certificate rule. */
const nearCategories: Readonly<Record<string, readonly string[]>> = {
  VEG: ['EDF'],
  TEA: ['MTE'],
};

/** A name without what does not tell crops apart: width of characters, spaces, the tree of a fruit. */
function plain(name: string): string {
  const text = name.normalize('NFKC').replace(/\s+/g, '');
  const crop = text.length > 2 && text.endsWith('树') ? text.slice(0, -1) : text;
  return sameNames.find((same) => same.includes(crop))?.[0] ?? crop;
}

/** True when both are names of the same crop or food. */
export function isSameCrop(left: string, right: string): boolean {
  return plain(left) === plain(right);
}

/**
 * Whether a text of a list, for example `番茄(大棚)`, `茶/蔬菜` or the code of a category, is the product of the batch.
 *
 * A condition in brackets, a group of crops, or a sort of the crop that the record does not tell answers `maybe`.
 */
export function cropFit(text: string, product: BatchRecord['product']): Fit {
  const fits = text.split(/[/、,，;；]/).map((part) => partFit(part.normalize('NFKC').trim(), product));
  if (fits.includes('yes')) return 'yes';
  return fits.includes('maybe') ? 'maybe' : 'no';
}

function partFit(part: string, product: BatchRecord['product']): Fit {
  if (part === '') return 'no';
  if (part === product.category) return 'yes';
  if (nearCategories[part]?.includes(product.category) === true) return 'maybe';
  const [, head = part, condition] = /^(.+?)\((.+)\)$/.exec(part) ?? [];
  return nameFit(plain(head), condition, product);
}

function nameFit(crop: string, condition: string | undefined, product: BatchRecord['product']): Fit {
  const name = plain(product.name);
  if (crop === name || sorts[crop]?.includes(name) === true) return condition === undefined ? 'yes' : 'maybe';
  if (sorts[name]?.includes(crop) === true) return 'maybe';
  if (groups[crop]?.includes(product.category) === true) {
    const named = (condition ?? '').split(/[/、,，]/).map((item) => plain(item.replace(/等$/, '')));
    return named.includes(name) ? 'yes' : 'maybe';
  }
  return name.endsWith(crop) ? 'maybe' : 'no';
}
