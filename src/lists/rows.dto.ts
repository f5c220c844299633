import { productCategories, processes } from '../gs1/vocabulary.js';
import {
  Choice,
  CivilDate,
  Count,
  IsDecimalString,
  NestedList,
  PublicText,
  PublicTexts,
  Uscc,
} from '../events/kinds/fields.js';
import { confidences, type Confidence } from './confidence.js';

const nameMax = 60;

/** Columns that every list has. An optional column may be null or left out, which is the same. */
class DatedRow {
  @CivilDate({ doc: 'First day in force', example: '2017-08-20' })
  effectiveFrom!: string;

  @CivilDate({ doc: 'Last day in force; null while no end is known', example: '2026-12-31', optional: true })
  effectiveTo?: string;

  @PublicText(400, { doc: 'Where it was read', example: 'GB/T 8321 之后的表' })
  source!: string;

  @Choice(confidences, { doc: 'How sure it is; `low` decides nothing', example: 'medium' })
  confidence!: Confidence;
}

export class PesticideLabelData extends DatedRow {
  @PublicText(nameMax, { doc: 'Active ingredient; of a mixture all, with · between them', example: '戊唑醇' })
  active!: string;

  @PublicText(20, {
    doc: 'Registration number of the product whose label it is; null: not of one product',
    example: 'PD20990123',
    optional: true,
  })
  registrationNo?: string;

  @PublicText(nameMax, { doc: 'Formulation as on the label', example: '430g/L悬浮剂' })
  formulation!: string;

  @PublicText(nameMax, { doc: 'Crop', example: '苹果' })
  crop!: string;

  @PublicText(120, { doc: 'Pest or disease; null for all', example: '斑点落叶病', optional: true })
  target?: string;

  @Count(0, 3_650, {
    doc: 'Days between the last use and harvest; null: not known',
    example: 35,
    optional: true,
  })
  intervalDays?: number;

  @Count(1, 365, { doc: 'Most uses a season; null: not known', example: 4, optional: true })
  usesMax?: number;
}

export class PesticideRestrictionData extends DatedRow {
  @PublicText(nameMax, { doc: 'Active ingredient', example: '毒死蜱' })
  active!: string;

  @Choice(['banned', 'crops', 'designated', 'label'], {
    doc: 'Banned for every use; on some crops; sold by designated dealers only; with a restricted-use label',
    example: 'crops',
  })
  status!: 'banned' | 'crops' | 'designated' | 'label';

  @PublicTexts(50, nameMax, { doc: 'Categories and crops, of `crops`', example: ['VEG'], optional: true })
  crops?: string[];
}

export class ResidueLimitData extends DatedRow {
  @PublicText(nameMax, { doc: 'Residue', example: '戊唑醇' })
  analyte!: string;

  @PublicText(nameMax, { doc: 'A product, or a category', example: '苹果' })
  food!: string;

  @IsDecimalString({ doc: 'The most there may be', example: '2', positive: true })
  limit!: string;

  @PublicText(20, { doc: 'Unit', example: 'mg/kg' })
  unit!: string;
}

export class ResiduePartData {
  @PublicText(nameMax, { doc: 'What is measured', example: '甲拌磷砜' })
  analyte!: string;

  @IsDecimalString({ doc: 'By what it is multiplied', example: '0.89', positive: true })
  factor!: string;
}

export class ResidueDefinitionData extends DatedRow {
  @PublicText(nameMax, { doc: 'Residue', example: '甲拌磷' })
  analyte!: string;

  @NestedList(() => ResiduePartData, 1, 50, { doc: 'What is summed' })
  parts!: ResiduePartData[];
}

export class ProductCategoryData extends DatedRow {
  @Choice(Object.keys(productCategories), { doc: 'Category', example: 'FRU' })
  category!: string;

  @PublicText(nameMax, { doc: 'A product of it; null for all', example: '苹果', optional: true })
  product?: string;

  @Choice([true, false], {
    doc: 'Whether the 承诺达标合格证 must be issued; null: not known',
    example: true,
    optional: true,
  })
  certificateMandatory?: boolean;

  @IsDecimalString({
    doc: 'Most plausible kg a 亩 and season; null: not known',
    example: '6000',
    positive: true,
    optional: true,
  })
  yieldMax?: string;
}

export class ClaimInputData extends DatedRow {
  @Choice(['organic', 'green'], { doc: 'With which claim it is allowed', example: 'organic' })
  claim!: 'organic' | 'green';

  @PublicText(nameMax, { doc: 'Active ingredient or input', example: '矿物油' })
  input!: string;
}

export class ProcessYieldData extends DatedRow {
  @Choice(Object.keys(processes), { doc: 'Process', example: 'mill' })
  process!: string;

  @PublicText(nameMax, { doc: 'Product that goes in', example: '稻谷' })
  input!: string;

  @PublicText(nameMax, { doc: 'Product that comes out', example: '大米' })
  output!: string;

  @IsDecimalString({ doc: 'Smallest plausible share', example: '0.45', positive: true })
  least!: string;

  @IsDecimalString({ doc: 'Largest plausible share', example: '0.72', positive: true })
  most!: string;
}

export class LaboratoryAccreditationData extends DatedRow {
  @PublicText(120, { doc: 'Name of the laboratory', example: '示例农产品检测中心' })
  laboratory!: string;

  @Uscc({
    doc: 'Its unified social credit code; null: not known',
    example: '91370600MA3GT1M59B',
    optional: true,
  })
  uscc?: string;

  @PublicText(nameMax, { doc: 'Number of its accreditation (CMA, CATL)', example: '示例CMA号' })
  number!: string;

  @Choice(['accredited', 'suspended'], { doc: 'Whether it may report; a suspension counts for more' })
  status!: 'accredited' | 'suspended';

  @Choice(Object.keys(productCategories), {
    doc: 'Category of products; null for all',
    example: 'FRU',
    optional: true,
  })
  category?: string;

  @PublicText(80, { doc: 'What it may test for; null for everything', example: '戊唑醇', optional: true })
  analyte?: string;
}
