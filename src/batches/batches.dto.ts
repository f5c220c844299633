import { FindingDto } from '../http/finding.dto.js';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id, ListOf, PlainText } from '../parties/fields.js';
import { ownStops } from './stops.service.js';
import { searchWays, type SearchWay } from './search-ways.js';
import { mixings, type Mixing } from './mixed-lot.js';

export class AmountDto {
  @ApiProperty({ description: 'Decimal string.', example: '31250' })
  value!: string;

  @ApiProperty({ description: 'UN/CEFACT Rec 20 code.', example: 'KGM' })
  unit!: string;
}

export class BalanceDto {
  @ApiProperty({ description: 'Harvested, made or received: the sum of the five that follow.' })
  produced!: AmountDto;

  @ApiProperty({ description: 'Here and free.' })
  available!: AmountDto;

  @ApiProperty({ description: 'Under way, not yet confirmed by the consignee.' })
  frozen!: AmountDto;

  @ApiProperty({ description: 'Confirmed by consignees.' })
  shipped!: AmountDto;

  @ApiProperty({ description: 'Used up in processing.' })
  consumed!: AmountDto;

  @ApiProperty({ description: 'Lost, with a recorded reason.' })
  lost!: AmountDto;

  @ApiProperty({ description: 'Covered by label sets that are not void; stands beside the sum.' })
  labelled!: AmountDto;
}

/** What stops a batch. */
export class StopDto {
  @ApiProperty({
    format: 'uuid',
    description: 'The batch on which it lies.',
    example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  })
  batch!: string;

  @ApiProperty({
    enum: [...ownStops, 'unknown'],
    description: 'A hold that was stated, a recall, what a rule found, or too many sources to tell.',
  })
  by!: 'hold' | 'recall' | 'finding' | 'unknown';
}

export class BatchDto {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  id!: string;

  @ApiProperty({
    description: 'Public code: 16 Crockford characters and a check symbol.',
    example: '8F3KQ7ZX2M4NPRTW9',
  })
  code!: string;

  @ApiProperty({
    format: 'uuid',
    description: 'The organization that opened the batch.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  organization!: string;

  @ApiProperty({ format: 'uuid', example: '7d2f9a10-41c6-4e0d-8a5b-0c3e6f1b2d94' })
  product!: string;

  @ApiProperty({ format: 'uuid', example: '9a1f3c52-3c7e-4c7a-8a55-6a1b0c9d2e10' })
  site!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The organization’s own lot number.',
    example: 'APP-20261018-01',
  })
  lot!: string | null;

  @ApiProperty({ description: 'Base unit of the balance.', example: 'KGM' })
  unit!: string;

  @ApiProperty({
    enum: mixings,
    nullable: true,
    description: 'How it is drawn from when it is a mixed lot (a bin, a tank); else null.',
    example: null,
  })
  mixing!: Mixing | null;

  @ApiProperty({ format: 'date-time', example: '2026-10-18T00:05:00.000Z' })
  openedAt!: string;

  @ApiProperty({
    enum: ['open', 'held'],
    description: '`held`: no certificate, label or shipment until released.',
  })
  state!: 'open' | 'held';

  @ApiProperty({
    type: [StopDto],
    description: 'Why it is held, nearest first: by itself, or by a batch that it was made from.',
  })
  stops!: StopDto[];

  @ApiProperty({ example: 'batch/0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  chain!: string;

  @ApiProperty({ type: 'integer', description: 'Number of the newest entry.', example: 7 })
  seq!: number;

  @ApiProperty({
    description: 'Leaf hash of the newest entry, base64url.',
    example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  })
  leafHash!: string;

  @ApiProperty()
  balance!: BalanceDto;

  @ApiProperty({
    type: [FindingDto],
    nullable: true,
    description:
      'What the rules found in its record; empty when nothing was. Null while it is not judged yet, which takes seconds.',
  })
  findings!: FindingDto[] | null;
}

/** Why a batch was found. */
export class FoundByDto {
  @ApiProperty({ enum: searchWays, example: 'input' })
  by!: SearchWay;

  @ApiProperty({ description: 'What that is called.', example: '投入品包装码' })
  words!: string;

  @ApiProperty({
    description: 'What it was found by, as it is looked up by: the lot, the name of the organization …',
    example: '19901231001483920174650238174659',
  })
  value!: string;
}

/** A batch in a list. */
export class ListedBatchDto extends BatchDto {
  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  organizationName!: string;

  @ApiProperty({ example: '苹果' })
  productName!: string;

  @ApiProperty({ type: [FoundByDto], description: 'Why `find` found it; empty without `find`.' })
  found!: FoundByDto[];
}

export class BatchPageDto {
  @ApiProperty({ type: [ListedBatchDto] })
  items!: ListedBatchDto[];

  @ApiProperty({
    description:
      'False: more than ten organizations or sites have the text in their names, and ten were looked through. Type more of the name.',
    example: true,
  })
  complete!: boolean;
}

export class BatchListQuery {
  @Id({
    description: 'Whose batches; needed unless `find` says which.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @PlainText(120, {
    description:
      'Batches that you may see, of every organization unless one is named: by a code as printed (of a batch or of one label), a lot, a GTIN or the code on an input’s package, each in whole; or by an organization (its name or a part of it, its USCC or id) or a site (its name or a part of it, its id).',
    example: 'APP-20261018-01',
    optional: true,
  })
  find?: string;

  @ListOf(searchWays, {
    description: 'By what `find` looks, with commas between; by all of it unless told.',
    example: 'code,lot',
    optional: true,
  })
  by?: string;

  @PageLimit()
  limit = defaultLimit;

  @ApiProperty({
    required: false,
    description: 'From the `Link` header of the page before.',
    example: '1792281900000_0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  cursor?: string;
}
