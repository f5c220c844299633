import type { Lists, ProductCategoryRow } from '../lists/rows.js';
import { isSameCrop } from './crops.js';
import { rowsInForce } from './list-rows.js';
import type { BatchRecord } from './record.js';

/**
 * The rows that tell something of the batch's product on a day: of that very product, else of all its category. A row
 * that does not know it (null) says nothing.
 */
export function categoryRows(
  record: BatchRecord,
  lists: Lists,
  day: string,
  column: 'certificateMandatory' | 'yieldMax',
): ProductCategoryRow[] {
  const { category, name } = record.product;
  const rows = rowsInForce(lists['product-categories']?.rows ?? [], day).filter(
    (row) => row.category === category && row[column] !== null,
  );
  const ofProduct = rows.filter((row) => row.product !== null && isSameCrop(row.product, name));
  return ofProduct.length > 0 ? ofProduct : rows.filter((row) => row.product === null);
}
