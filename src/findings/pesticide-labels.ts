import type { ListVersion, PesticideLabelRow } from '../lists/rows.js';
import { cropFit, type Fit } from './crops.js';
import { mayBeSame, readFormulation } from './formulation.js';
import { rowsInForce } from './list-rows.js';
import { activesKey, type PesticideUse } from './pesticide-uses.js';
import type { BatchRecord } from './record.js';

export type LabelList = ListVersion<'pesticide-labels'>;

/** A row of the list that may be the label of what was used. */
export interface LabelMatch {
  readonly row: PesticideLabelRow;
  /** `maybe` where the row is for a sort, group or condition that the record does not tell. */
  readonly fit: Exclude<Fit, 'no'>;
}

const indexes = new WeakMap<LabelList, ReadonlyMap<string, readonly PesticideLabelRow[]>>();

/** Rows by their actives; made once a version, since versions never change. */
function rowsByActives(list: LabelList): ReadonlyMap<string, readonly PesticideLabelRow[]> {
  const known = indexes.get(list);
  if (known !== undefined) return known;
  const made = new Map<string, PesticideLabelRow[]>();
  for (const row of list.rows) {
    const key = activesKey(row.active.split(/[·+]/));
    const group = made.get(key);
    if (group === undefined) made.set(key, [row]);
    else group.push(row);
  }
  indexes.set(list, made);
  return made;
}

/**
 * Rows in force on the last day of use that may be the label of the product, whatever they say of crops: those of its
 * registration where the list has any, else those of its actives that do not contradict its formulation.
 */
export function labelRows(use: PesticideUse, list: LabelList): readonly PesticideLabelRow[] {
  const sameActives = rowsByActives(list).get(activesKey(use.actives)) ?? [];
  const rows = rowsInForce(sameActives, use.data.stoppedOn);
  const registered = rows.filter((row) => isRegistered(row, use));
  if (registered.length > 0) return registered;
  return rows.filter(
    (row) =>
      (row.registrationNo ?? null) === null && mayBeSame(readFormulation(row.formulation), use.formulation),
  );
}

/** True for a row of the very label of the product. */
export function isRegistered(row: PesticideLabelRow, use: PesticideUse): boolean {
  const { registrationNo } = use.data.product;
  return registrationNo !== undefined && row.registrationNo === registrationNo;
}

/**
 * The rows that may be the label of this use (china.md §0.3: registration × formulation × crop × target): those for
 * the crop, and of these the ones for the target where any names it.
 */
export function labelsFor(use: PesticideUse, product: BatchRecord['product'], list: LabelList): LabelMatch[] {
  const forCrop = labelRows(use, list).flatMap((row): LabelMatch[] => {
    const fit = cropFit(row.crop, product);
    return fit === 'no' ? [] : [{ row, fit }];
  });
  const forTarget = forCrop.filter(({ row }) => namesTarget(row, use));
  return forTarget.length > 0 ? forTarget : forCrop;
}

/** True when the row is for the target of the use, or for any. */
export function namesTarget(row: PesticideLabelRow, use: PesticideUse): boolean {
  if (row.target === null) return true;
  const target = use.data.target?.name.normalize('NFKC').trim();
  return (
    target !== undefined &&
    row.target
      .normalize('NFKC')
      .split(/[/、,;]/)
      .map((part) => part.replace(/等$/, '').trim())
      .includes(target)
  );
}
