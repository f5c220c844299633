import type { ProductCategory } from '../gs1/vocabulary.js';

/** What an organization produces: inserted once, never changed. */
export interface ProductRow {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly variety: string | null;
  readonly category: ProductCategory;
  /** 14 digits. */
  readonly gtin: string | null;
  readonly unit: string;
  readonly createdAt: Date;
}
