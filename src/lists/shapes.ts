import type { DataClass } from '../events/kinds/kind.js';
import {
  LaboratoryAccreditationData,
  ClaimInputData,
  PesticideLabelData,
  PesticideRestrictionData,
  ProcessYieldData,
  ProductCategoryData,
  ResidueDefinitionData,
  ResidueLimitData,
} from './rows.dto.js';
import type { ListName, ListRows } from './rows.js';

/** How a column stands in a cell of a CSV file (docs/lists.md). */
export type Cell = 'text' | 'number' | 'yes-no' | 'texts' | 'parts';

/** The columns of a list, in the order of its files, and what tells one row from another. */
export interface ListShape<Row extends object> {
  /** Rules of a row, without its columns that are null. */
  readonly row: DataClass;
  readonly columns: Readonly<Record<keyof Row & string, Cell>>;
  /** Columns that may be null; a list of texts is empty then. */
  readonly optional: readonly (keyof Row & string)[];
  /** What the row is about: of rows with a key in common only one is in force on any day. */
  readonly keys: (row: Row) => readonly (readonly (string | null)[])[];
}

/** Columns of every list; they stand last. */
const dated = { effectiveFrom: 'text', effectiveTo: 'text', source: 'text', confidence: 'text' } as const;

export const listShapes: { readonly [Name in ListName]: ListShape<ListRows[Name]> } = {
  'pesticide-labels': {
    row: PesticideLabelData,
    columns: {
      active: 'text',
      registrationNo: 'text',
      formulation: 'text',
      crop: 'text',
      target: 'text',
      intervalDays: 'number',
      usesMax: 'number',
      ...dated,
    },
    optional: ['registrationNo', 'target', 'intervalDays', 'usesMax', 'effectiveTo'],
    keys: ({ active, registrationNo = null, formulation, crop, target }) => [
      [active, registrationNo, formulation, crop, target],
    ],
  },
  'pesticide-restrictions': {
    row: PesticideRestrictionData,
    columns: { active: 'text', status: 'text', crops: 'texts', ...dated },
    optional: ['crops', 'effectiveTo'],
    keys: ({ active, status, crops }) =>
      status === 'crops' ? crops.map((crop) => [active, status, crop]) : [[active, status]],
  },
  'residue-limits': {
    row: ResidueLimitData,
    columns: { analyte: 'text', food: 'text', limit: 'text', unit: 'text', ...dated },
    optional: ['effectiveTo'],
    keys: ({ analyte, food }) => [[analyte, food]],
  },
  'residue-definitions': {
    row: ResidueDefinitionData,
    columns: { analyte: 'text', parts: 'parts', ...dated },
    optional: ['effectiveTo'],
    keys: ({ analyte }) => [[analyte]],
  },
  'product-categories': {
    row: ProductCategoryData,
    columns: {
      category: 'text',
      product: 'text',
      certificateMandatory: 'yes-no',
      yieldMax: 'text',
      ...dated,
    },
    optional: ['product', 'certificateMandatory', 'yieldMax', 'effectiveTo'],
    keys: ({ category, product }) => [[category, product]],
  },
  'process-yields': {
    row: ProcessYieldData,
    columns: { process: 'text', input: 'text', output: 'text', least: 'text', most: 'text', ...dated },
    optional: ['effectiveTo'],
    keys: ({ process, input, output }) => [[process, input, output]],
  },
  'laboratory-accreditations': {
    row: LaboratoryAccreditationData,
    columns: {
      laboratory: 'text',
      uscc: 'text',
      number: 'text',
      status: 'text',
      category: 'text',
      analyte: 'text',
      ...dated,
    },
    optional: ['uscc', 'category', 'analyte', 'effectiveTo'],
    keys: ({ number, category, analyte }) => [[number, category, analyte]],
  },
  'claim-inputs': {
    row: ClaimInputData,
    columns: { claim: 'text', input: 'text', ...dated },
    optional: ['effectiveTo'],
    keys: ({ claim, input }) => [[claim, input]],
  },
};
