import { IsDecimalString, Nested, PublicText, UnitCode } from './fields.js';

/** A quantity above zero (api.md, Conventions). */
export class QuantityDto {
  @IsDecimalString({ doc: 'Decimal text above zero', example: '31250', positive: true })
  value!: string;

  @UnitCode({
    doc: 'UN/CEFACT Recommendation 20 code, or a national unit: CN-MU (亩), CN-JIN (斤), CN-LIANG, CN-DAN',
  })
  unit!: string;
}

/** A quantity of something that is not a batch, with its name. */
export class NamedQuantityDto {
  @PublicText(60, { doc: 'What it is', example: '米糠' })
  name!: string;

  @Nested(() => QuantityDto, { doc: 'How much' })
  quantity!: QuantityDto;
}

/** A quantity that was lost, and why. */
export class LossDto {
  @PublicText(120, { doc: 'Why it was lost', example: '分级剔除' })
  reason!: string;

  @Nested(() => QuantityDto, { doc: 'How much' })
  quantity!: QuantityDto;
}

/** Something measured or judged on the goods: a figure with its unit, or a word. */
export class MeasurementDto {
  @PublicText(60, { doc: 'What was measured', example: '水分' })
  name!: string;

  @PublicText(40, { doc: 'The figure as decimal text, or a word', example: '14.5' })
  value!: string;

  @PublicText(20, { doc: 'Unit of the figure as people write it', example: '%', optional: true })
  unit?: string;
}
