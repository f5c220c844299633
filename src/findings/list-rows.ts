import type { Words } from '../gs1/words.js';
import type { Confidence } from '../lists/confidence.js';
import type { ListName, ListRow, ListVersion } from '../lists/rows.js';

const listWords: Readonly<Record<ListName, Words>> = {
  'pesticide-labels': { zh: '农药标签清单', en: 'list of pesticide labels' },
  'pesticide-restrictions': { zh: '禁限用农药清单', en: 'list of banned and restricted pesticides' },
  'residue-limits': { zh: '残留限量清单', en: 'list of residue limits' },
  'residue-definitions': { zh: '残留定义清单', en: 'list of residue definitions' },
  'product-categories': { zh: '产品类别清单', en: 'list of product categories' },
  'process-yields': { zh: '加工出品率清单', en: 'list of process yields' },
  'laboratory-accreditations': { zh: '检测机构资质清单', en: 'list of accredited laboratories' },
  'claim-inputs': { zh: '有机和绿色食品允许投入品清单', en: 'list of inputs that a claim allows' },
};

const confidenceWords: Readonly<Record<Confidence, Words>> = {
  high: { zh: '高', en: 'high' },
  medium: { zh: '中', en: 'medium' },
  low: { zh: '低', en: 'low' },
};

/** The rows in force on some day from `from` to `to`, civil dates, inclusive. */
export function rowsInForce<Row extends ListRow>(rows: readonly Row[], from: string, to = from): Row[] {
  return rows.filter(
    (row) => row.effectiveFrom <= to && (row.effectiveTo === null || row.effectiveTo >= from),
  );
}

/** True when a row may decide: one of low confidence evaluates to `unknown` (domain.md §4). */
export function decides(row: ListRow): boolean {
  return row.confidence !== 'low';
}

/** What a finding names a list by: `pesticide-labels@3`. */
export function citation(list: Pick<ListVersion, 'name' | 'version'>): string {
  return `${list.name}@${list.version}`;
}

/** A sentence that says on which row of which list something rests, never surer than the row is. */
export function basisWords(list: Pick<ListVersion, 'name' | 'version'>, row: ListRow): Words {
  const name = listWords[list.name];
  const sure = confidenceWords[row.confidence];
  return {
    zh: `依据：${name.zh}第 ${list.version} 版（${row.source}），可信度${sure.zh}。`,
    en: `Basis: ${name.en}, version ${list.version} (${row.source}), confidence ${sure.en}.`,
  };
}

/** Why a list cannot answer, as a clause without a full stop. */
export function noListWords(name: ListName): Words {
  const { zh, en } = listWords[name];
  return { zh: `没有${zh}`, en: `there is no ${en}` };
}

/** Why a list does not answer this, as a clause without a full stop. */
export function noRowWords(name: ListName): Words {
  const { zh, en } = listWords[name];
  return { zh: `${zh}没有对应的内容`, en: `the ${en} has no row for it` };
}

/** Why a row does not decide, as a clause without a full stop. */
export function lowWords(name: ListName): Words {
  const { zh, en } = listWords[name];
  return { zh: `${zh}中的依据可信度低`, en: `its row in the ${en} is of low confidence` };
}
