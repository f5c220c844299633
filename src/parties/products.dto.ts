import { ApiProperty } from '@nestjs/swagger';
import { productCategories, unitCodes, units, type ProductCategory } from '../gs1/vocabulary.js';
import { CheckedText, Id, OneOf, PlainText } from './fields.js';
import type { ProductRow } from './products.row.js';

const categoryCodes = Object.keys(productCategories) as readonly ProductCategory[];
/** Units in which goods are counted: not those of land or length. */
const goodsUnits = unitCodes.filter((code) => !['area', 'length'].includes(units[code]?.dimension ?? 'area'));

/** The body of `POST /api/v1/products`. */
export class NewProduct {
  @Id({
    description: 'Whose product; may be left out by a member of one organization.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @PlainText(120, { description: 'What it is called.', example: '苹果' })
  name!: string;

  @PlainText(120, { description: 'Variety.', example: '烟富3', optional: true })
  variety?: string | null;

  @OneOf(categoryCodes, { description: 'Product category.', example: 'FRU' })
  category!: ProductCategory;

  @CheckedText(20, {
    description: 'GTIN-8, -12, -13 or -14 with its check digit; kept as 14 digits.',
    example: '6937001000012',
    optional: true,
  })
  gtin?: string | null;

  @OneOf(goodsUnits, {
    description: 'Base unit: UN/CEFACT Rec 20 code, or our own for national units.',
    example: 'KGM',
  })
  unit!: string;
}

/** A product. */
export class ProductAnswer {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ example: '苹果' })
  name!: string;

  @ApiProperty({ type: String, nullable: true, example: '烟富3' })
  variety!: string | null;

  @ApiProperty({ enum: categoryCodes, example: 'FRU' })
  category!: ProductCategory;

  @ApiProperty({ type: String, nullable: true, description: '14 digits.', example: '06937001000012' })
  gtin!: string | null;

  @ApiProperty({ example: 'KGM' })
  unit!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;
}

export class ProductPage {
  @ApiProperty({ type: [ProductAnswer] })
  items!: ProductAnswer[];
}

export function toProductAnswer(row: ProductRow): ProductAnswer {
  return {
    id: row.id,
    organization: row.organizationId,
    name: row.name,
    variety: row.variety,
    category: row.category,
    gtin: row.gtin,
    unit: row.unit,
    createdAt: row.createdAt.toISOString(),
  };
}
