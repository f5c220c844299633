import type { Confidence } from './confidence.js';

/** What every row of every list says about itself. Dates are Asia/Shanghai civil dates `YYYY-MM-DD`, inclusive. */
export interface ListRow {
  readonly effectiveFrom: string;
  /** Last day in force; null while no end is known. */
  readonly effectiveTo: string | null;
  /** Where it was read. */
  readonly source: string;
  readonly confidence: Confidence;
}

/** How long before harvest a pesticide may be used last, by its label (安全间隔期): R24, R26, R27, R28. */
export interface PesticideLabelRow extends ListRow {
  /** A mixture as its actives with `·` between them. */
  readonly active: string;
  /** Of the product whose label it is. Where rows name one, they are all of its label: only then R24 can fail. */
  readonly registrationNo?: string | null;
  /** As on the label, for example `43%悬浮剂`. */
  readonly formulation: string;
  readonly crop: string;
  readonly target: string | null;
  readonly intervalDays: number | null;
  readonly usesMax: number | null;
}

/** A ban or restriction of an active: R20, R21, R22, R32. */
export interface PesticideRestrictionRow extends ListRow {
  readonly active: string;
  /** `banned` for every use; `crops`: on these only; `designated`: sold by designated dealers only. */
  readonly status: 'banned' | 'crops' | 'designated' | 'label';
  /** Product categories and crops that it forbids; empty unless `crops`. */
  readonly crops: readonly string[];
}

/** The most of a residue that a food may hold, as decimal text: R61, R101. */
export interface ResidueLimitRow extends ListRow {
  readonly analyte: string;
  /** A product, or a category of `gs1/vocabulary.ts`. */
  readonly food: string;
  readonly limit: string;
  readonly unit: string;
}

/** What is summed into a residue, with the factor of each part as decimal text: R65. */
export interface ResidueDefinitionRow extends ListRow {
  readonly analyte: string;
  readonly parts: readonly { readonly analyte: string; readonly factor: string }[];
}

/** What a category of products asks for: R40, R50. Null says that it is not known. */
export interface ProductCategoryRow extends ListRow {
  readonly category: string;
  /** A product of the category, or null for all of it. */
  readonly product: string | null;
  readonly certificateMandatory: boolean | null;
  /** The most that is plausible a 亩 and harvest season, in kg, as decimal text. */
  readonly yieldMax: string | null;
}

/** What share of what goes in comes out, as decimal texts: R42. */
export interface ProcessYieldRow extends ListRow {
  readonly process: string;
  readonly input: string;
  readonly output: string;
  readonly least: string;
  readonly most: string;
}

/**
 * What a laboratory is accredited for (资质认定 CMA, CATL): R62. The rows of one number are its whole scope: what none of
 * those in force covers, it is not accredited for.
 */
export interface LaboratoryAccreditationRow extends ListRow {
  readonly laboratory: string;
  readonly uscc: string | null;
  /** Of the certificate of accreditation. */
  readonly number: string;
  /** `suspended` counts for more than `accredited`. */
  readonly status: 'accredited' | 'suspended';
  /** A category of products, or null for all. */
  readonly category: string | null;
  /** What may be tested for, or null for everything. */
  readonly analyte: string | null;
}

/** An input that goods with the claim may be grown with: R35, R36. What is not on the list is not allowed. */
export interface ClaimInputRow extends ListRow {
  readonly claim: 'organic' | 'green';
  readonly input: string;
}

/** The rows of each list, by its name. */
export interface ListRows {
  readonly 'pesticide-labels': PesticideLabelRow;
  readonly 'pesticide-restrictions': PesticideRestrictionRow;
  readonly 'residue-limits': ResidueLimitRow;
  readonly 'residue-definitions': ResidueDefinitionRow;
  readonly 'product-categories': ProductCategoryRow;
  readonly 'process-yields': ProcessYieldRow;
  readonly 'laboratory-accreditations': LaboratoryAccreditationRow;
  readonly 'claim-inputs': ClaimInputRow;
}

export type ListName = keyof ListRows;

/** One version of one list, as published. Never changed: a newer version takes its place for what is judged later. */
export interface ListVersion<Name extends ListName = ListName> {
  readonly name: Name;
  /** From 1, dense. */
  readonly version: number;
  /** RFC 3339 in UTC: `recordedAt` of the statement that published it. */
  readonly publishedAt: string;
  readonly rows: readonly ListRows[Name][];
}

/** The newest version of each list that was published by some moment; null where there was none. */
export type Lists = { readonly [Name in ListName]: ListVersion<Name> | null };
