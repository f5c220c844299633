import { mixings, type Mixing } from '../../batches/mixed-lot.js';
import { findUnit } from '../../gs1/vocabulary.js';
import { say, type Language } from '../../gs1/words.js';
import {
  Choice,
  Nested,
  PublicText,
  UnitCode,
  Uuid,
  Gtin14,
  IssuedLot,
  PublicCode,
  RegionCode,
} from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** The product of a batch, as it was called when the batch was opened. */
export class OpeningProductDto {
  @Uuid({ doc: 'Product' })
  id!: string;

  @PublicText(80, { doc: 'Name', example: '苹果' })
  name!: string;

  @PublicText(60, { doc: 'Variety', example: '烟富3', optional: true })
  variety?: string;

  @Gtin14({ doc: 'GTIN as 14 digits', optional: true })
  gtin?: string;
}

/** The place of a batch, to the county. */
export class OpeningSiteDto {
  @Uuid({ doc: 'Site' })
  id!: string;

  @PublicText(120, { doc: 'Name that the public may read', example: '山东省烟台市栖霞市蛇窝泊镇' })
  publicName!: string;

  @RegionCode({ doc: 'County-level region code (GB/T 2260)' })
  region!: string;
}

/** The organization that opens a batch. */
export class OpeningOrganizationDto {
  @PublicText(120, { doc: 'Public name', example: '栖霞示例果业农民专业合作社' })
  name!: string;
}

/** The public facts of a batch, so that its chain can be read without any table. */
export class OpeningData {
  @PublicCode({ doc: 'Public code of the batch', example: '001061050R3GG28AY' })
  code!: string;

  @Nested(() => OpeningProductDto, { doc: 'What it is' })
  product!: OpeningProductDto;

  @IssuedLot({ doc: "The organization's own lot number (GS1 AI 10)", optional: true })
  lot?: string;

  @Nested(() => OpeningSiteDto, { doc: 'Where it comes from' })
  site!: OpeningSiteDto;

  @UnitCode({ doc: 'Unit in which its balance is kept' })
  unit!: string;

  @Choice(mixings, {
    doc: 'How it is drawn from when it is a mixed lot (a bin, a tank)',
    example: 'proportional',
    optional: true,
  })
  mixing?: Mixing;

  @Nested(() => OpeningOrganizationDto, { doc: 'Who opens it' })
  organization!: OpeningOrganizationDto;
}

const mixedWords = {
  proportional: { zh: '；混合批次，按比例出库', en: '; a mixed lot, drawn from in proportion' },
  'first-in-first-out': { zh: '；混合批次，先进先出', en: '; a mixed lot, first in, first out' },
} as const satisfies Record<Mixing, object>;

function sentence(data: OpeningData, language: Language): string {
  const variety =
    data.product.variety === undefined
      ? ''
      : language === 'en'
        ? ` (${data.product.variety})`
        : `（${data.product.variety}）`;
  const unit = findUnit(data.unit)?.words;
  const kept = unit === undefined ? data.unit : say(unit, language);
  const mixed = data.mixing === undefined ? '' : say(mixedWords[data.mixing], language);
  return language === 'en'
    ? `${data.organization.name} opened the batch: ${data.product.name}${variety}, kept in ${kept}${mixed}`
    : `${data.organization.name}建立批次：${data.product.name}${variety}，以${kept}计${mixed}`;
}

/** First entry of every batch's chain, made by the service when the batch is created. */
export const opening = defineKind<OpeningData>({
  kind: 'opening',
  words: { zh: '建立批次', en: 'Batch opened' },
  chain: 'batch',
  data: OpeningData,
  privateFields: [],
  forward: neverForward,
  correctable: false,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: {
    code: '001061050R3GG28AY',
    product: {
      id: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
      name: '苹果',
      variety: '烟富3',
      gtin: '06937001000019',
    },
    lot: 'APP-20261018-01',
    site: {
      id: '0b6a1c52-93fd-4d38-8a27-5a1f6c0e9d11',
      publicName: '山东省烟台市栖霞市蛇窝泊镇',
      region: '370686',
    },
    unit: 'KGM',
    organization: { name: '栖霞示例果业农民专业合作社' },
  },
});
