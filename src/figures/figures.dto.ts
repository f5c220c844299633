import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { organizationTypes, productCategories } from '../gs1/vocabulary.js';
import { Id, RegionPrefix } from '../parties/fields.js';

const formats = ['json', 'csv'] as const;
const monthText = /^(20\d\d)-(0[1-9]|1[0-2])$/;

const Month = (description: string, example: string): PropertyDecorator => {
  const rules = [ApiProperty({ pattern: monthText.source, description, example }), Matches(monthText)];
  return (target, key) => {
    for (const rule of rules) rule(target, key);
  };
};

/** Of which batches figures are asked for. */
export class FiguresQuery {
  @RegionPrefix({
    description: 'First digits of the codes of the regions; without it, all that you watch over.',
    example: '3706',
    optional: true,
  })
  region?: string | null;

  @Id({
    description: 'This product alone, and what was made of it.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  product?: string | null;

  @Month('First month in which the batches were opened (Asia/Shanghai).', '2026-01')
  from!: string;

  @Month('Last month; at most 24 in all.', '2026-12')
  to!: string;

  @ApiProperty({
    enum: formats,
    required: false,
    default: 'json',
    example: 'json',
    description: '`csv`: the months alone, for a spreadsheet.',
  })
  @IsOptional()
  @IsIn(formats)
  format: (typeof formats)[number] = 'json';
}

const quantity = (description: string) => ({ description, example: '3125.5' });
const integer = (description: string) => ({ type: 'integer', description, example: 3 }) as const;

/**
 * What became of the batches of one category that were opened in one month, told in one unit: different units are never
 * added up. Quantities are decimals in that unit.
 */
export class FigureRowDto {
  @ApiProperty({ description: 'In which they were opened.', example: '2026-10' })
  month!: string;

  @ApiProperty({
    enum: Object.keys(productCategories),
    description: 'Category of the product.',
    example: 'FRU',
  })
  category!: string;

  @ApiProperty({ description: 'UN/CEFACT Recommendation 20, or our own code.', example: 'KGM' })
  unit!: string;

  @ApiProperty(integer('Batches opened.'))
  batches!: number;

  @ApiProperty(
    quantity('All that came into batches that were made from no other: harvested, or first recorded here.'),
  )
  grown!: string;

  @ApiProperty(quantity('All that came into batches made from batches of the same holder.'))
  made!: string;

  @ApiProperty(quantity('All that came into batches of which something was received from another holder.'))
  received!: string;

  @ApiProperty(quantity('Still there.'))
  available!: string;

  @ApiProperty(quantity('Left the holder, on its way or delivered.'))
  shipped!: string;

  @ApiProperty(quantity('Went into other batches.'))
  consumed!: string;

  @ApiProperty(quantity('Booked as loss.'))
  lost!: string;

  @ApiProperty(quantity('Left, and is found in no other batch, nor on its way to a consignee of the ledger.'))
  unaccounted!: string;

  @ApiProperty(integer('Labels issued for them.'))
  labels!: number;

  @ApiProperty(integer('Of these, labels that were ever scanned.'))
  scanned!: number;

  @ApiProperty(integer('Findings in force, by severity.'))
  critical!: number;

  @ApiProperty(integer('Findings in force, by severity.'))
  high!: number;

  @ApiProperty(integer('Findings in force, by severity.'))
  medium!: number;

  @ApiProperty(integer('Findings in force, by severity.'))
  low!: number;

  @ApiProperty(integer('Findings in force, by severity.'))
  info!: number;

  @ApiProperty(integer('Batches of which a recall was opened; rehearsals do not count.'))
  recalled!: number;
}

/** What one kind of holder has, or had, of the product and of all that was made of it. */
export class HolderRowDto {
  @ApiProperty({
    enum: Object.keys(organizationTypes),
    description: 'Kind of organization.',
    example: 'cooperative',
  })
  holder!: string;

  @ApiProperty({ example: 'KGM' })
  unit!: string;

  @ApiProperty(integer('Batches.'))
  batches!: number;

  @ApiProperty(quantity('All that came into them. What goes from holder to holder is in each of them.'))
  produced!: string;

  @ApiProperty(quantity('Still there.'))
  available!: string;

  @ApiProperty(quantity('Left the holder, on its way or delivered.'))
  shipped!: string;

  @ApiProperty(quantity('Went into other batches.'))
  consumed!: string;

  @ApiProperty(quantity('Booked as loss.'))
  lost!: string;
}

/** A product from its batches down to the last that was made of them. */
export class WholeChainDto {
  @ApiProperty({ description: 'False where there is more than was looked at.', example: true })
  complete!: boolean;

  @ApiProperty(integer('Batches held outside of these regions; what they hold is not told.'))
  elsewhere!: number;

  @ApiProperty({ type: [HolderRowDto] })
  rows!: HolderRowDto[];
}

export class FiguresDto {
  @ApiProperty({
    type: [String],
    description: 'First digits of the codes of the regions.',
    example: ['3706'],
  })
  regions!: readonly string[];

  @ApiProperty({ example: '2026-01' })
  from!: string;

  @ApiProperty({ example: '2026-12' })
  to!: string;

  @ApiProperty({
    type: [FigureRowDto],
    description: 'By month, category and unit; months without batches are left out.',
  })
  rows!: readonly FigureRowDto[];

  @ApiProperty({
    type: WholeChainDto,
    nullable: true,
    description: 'Of one product; null without one.',
    example: null,
  })
  chain!: WholeChainDto | null;
}
