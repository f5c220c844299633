import { inputCodeOf } from '../../batches/input-code.js';
import { inputTypes, type InputType } from '../../gs1/vocabulary.js';
import { say, type Language } from '../../gs1/words.js';
import { checkDimension, quantityText } from './amounts.js';
import { Attachments, type AttachmentDto } from './attachments.js';
import { checkDone, checkSpan } from './dates.js';
import { Choice, CivilDate, Nested, NestedList, PrivateText, PublicText, Uuid, Uscc } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { Position, type PositionDto } from './position.js';
import { QuantityDto } from './quantity.js';

/** An active ingredient or nutrient of an input. */
export class ActiveIngredientDto {
  @PublicText(80, { doc: 'Name', example: '戊唑醇' })
  name!: string;

  @PublicText(40, { doc: 'Content as on the label', example: '430 g/L', optional: true })
  content?: string;
}

/** What was used, as its label says. */
export class InputProductDto {
  @PublicText(120, { doc: 'Name on the label', example: '戊唑醇430克/升悬浮剂' })
  name!: string;

  @PublicText(40, {
    doc: 'Registration or approval number; not judged here',
    example: 'PD20990123',
    optional: true,
  })
  registrationNo?: string;

  @NestedList(() => ActiveIngredientDto, 1, 20, { doc: 'Active ingredients', optional: true })
  activeIngredients?: ActiveIngredientDto[];

  @PublicText(40, { doc: 'Formulation', example: '悬浮剂', optional: true })
  formulation?: string;

  @PublicText(120, { doc: 'Manufacturer', optional: true })
  manufacturer?: string;

  @PublicText(64, {
    doc: 'Code of the sales unit',
    example: '19901231001483920174650238174659',
    optional: true,
  })
  unitCode?: string;
}

/** Where it was bought. Private. */
export class InputSourceDto {
  @PrivateText(120, { doc: 'Supplier', optional: true })
  supplier?: string;

  @Uscc({ doc: 'Unified social credit code of the supplier', example: '92370783MA3FK2L71N', optional: true })
  uscc?: string;

  @PrivateText(60, { doc: 'Number of the sales ticket', example: 'XS-20260801-017', optional: true })
  ticket?: string;

  @CivilDate({ doc: 'Date of the purchase', example: '2026-08-01', optional: true })
  boughtOn?: string;

  @Nested(() => QuantityDto, { doc: 'How much was bought', optional: true })
  quantity?: QuantityDto;
}

/** The pest, disease or purpose it was used against or for. */
export class InputTargetDto {
  @PublicText(80, { doc: 'Name', example: '斑点落叶病' })
  name!: string;

  @PublicText(80, { doc: 'How much of it was seen', example: '病叶率8%', optional: true })
  incidence?: string;
}

/** What was put on the crop, into the soil or into the animals. */
export class InputData {
  @Choice(Object.keys(inputTypes), { doc: 'Type of input', example: 'pesticide' })
  inputType!: InputType;

  @Nested(() => InputProductDto, { doc: 'What was used' })
  product!: InputProductDto;

  @Nested(() => InputSourceDto, { doc: 'Where it was bought (private)', optional: true })
  source?: InputSourceDto;

  @Nested(() => QuantityDto, { doc: 'How much was used in all' })
  amount!: QuantityDto;

  @PublicText(60, { doc: 'How it was applied', example: '喷雾', optional: true })
  method?: string;

  @PublicText(40, { doc: 'Dilution', example: '3000倍', optional: true })
  dilution?: string;

  @Nested(() => InputTargetDto, { doc: 'Against or for what', optional: true })
  target?: InputTargetDto;

  @CivilDate({ doc: 'First day of use', example: '2026-08-20' })
  startedOn!: string;

  @CivilDate({ doc: 'Last day of use', example: '2026-08-20' })
  stoppedOn!: string;

  @Nested(() => QuantityDto, { doc: 'Area treated', optional: true })
  area?: QuantityDto;

  @Uuid({ doc: 'Site treated', optional: true })
  site?: string;

  @PrivateText(80, { doc: 'Who did it (private)', example: 'member:0007', optional: true })
  operator?: string;

  @Position()
  position?: PositionDto;

  @Attachments()
  attachments?: AttachmentDto[];
}

function sentence(data: InputData, language: Language): string {
  const type = say(inputTypes[data.inputType], language);
  const amount = quantityText(data.amount, language);
  const area = data.area === undefined ? null : quantityText(data.area, language);
  if (language === 'en') {
    const against = data.target === undefined ? '' : ` for ${data.target.name}`;
    return `${type}: ${data.product.name}, ${amount}${area === null ? '' : ` on ${area}`}${against}`;
  }
  const against = data.target === undefined ? '' : `，针对${data.target.name}`;
  return `施用${type}：${data.product.name} ${amount}${area === null ? '' : `，面积 ${area}`}${against}`;
}

/**
 * Use of an input on the batch (农产品质量安全法 art. 27; domain.md §3). It moves nothing; batches are found by the code of
 * the sales unit.
 */
export const input = defineKind<InputData>({
  kind: 'input',
  words: { zh: '投入品使用', en: 'Input used' },
  chain: 'batch',
  data: InputData,
  privateFields: ['/source', '/operator', '/position'],
  audiences: { '/source': 'regulator', '/operator': 'regulator', '/position': 'nobody' },
  forward: neverForward,
  correctable: true,
  references: () => noReferences,
  check: (data, context) => [
    ...checkSpan(data, context),
    ...checkDimension(data.area, ['area'], '/data/area'),
    ...checkDimension(
      data.amount,
      ['mass', 'volume', 'count', 'length', 'carton', 'box', 'bag', 'crate'],
      '/data/amount',
    ),
    ...checkDone(data.source?.boughtOn, '/data/source/boughtOn', context),
  ],
  effect: ({ product: { unitCode } }) =>
    unitCode === undefined ? [] : [{ type: 'input-code', code: inputCodeOf(unitCode) }],
  sentence,
  example: {
    inputType: 'pesticide',
    product: {
      name: '戊唑醇430克/升悬浮剂',
      registrationNo: 'PD20990123',
      activeIngredients: [{ name: '戊唑醇', content: '430 g/L' }],
      formulation: '悬浮剂',
      manufacturer: '示例农药有限公司',
      unitCode: '19901231001483920174650238174659',
    },
    source: {
      uscc: '92370783MA3FK2L71N',
      ticket: 'XS-20260801-017',
      boughtOn: '2026-08-01',
      quantity: { value: '6', unit: 'LTR' },
    },
    amount: { value: '2.5', unit: 'LTR' },
    method: '喷雾',
    dilution: '3000倍',
    target: { name: '斑点落叶病', incidence: '病叶率8%' },
    startedOn: '2026-08-20',
    stoppedOn: '2026-08-20',
    area: { value: '12.5', unit: 'CN-MU' },
    operator: 'member:0007',
  },
});
