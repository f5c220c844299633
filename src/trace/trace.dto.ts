import { ApiProperty } from '@nestjs/swagger';
import { mixings, type Mixing } from '../batches/mixed-lot.js';
import { ownStops, type Stop } from '../batches/stops.service.js';
import { directions } from './trace-query.dto.js';

const batch = '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11';
const source = '7e1b9a64-2c3d-4f58-9b6a-3f0c8d2e1a47';
const organization = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';

export class TraceAmountDto {
  @ApiProperty({ description: 'Decimal string.', example: '31250' })
  value!: string;

  @ApiProperty({ description: 'UN/CEFACT Rec 20 code.', example: 'KGM' })
  unit!: string;
}

const Amount = (description: string): PropertyDecorator =>
  ApiProperty({
    type: TraceAmountDto,
    nullable: true,
    description,
    example: { value: '250', unit: 'KGM' },
  });

export class TraceNamedDto {
  @ApiProperty({ format: 'uuid', example: organization })
  id!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;
}

export class TraceEntryDto {
  @ApiProperty({ format: 'uuid', description: 'Whose chain it is on.', example: batch })
  batch!: string;

  @ApiProperty({ type: 'integer', example: 4 })
  seq!: number;
}

export class TraceLinkDto {
  @ApiProperty({ description: 'Key of the node.', example: source })
  node!: string;

  @ApiProperty({ description: 'The entry that says so.' })
  entry!: TraceEntryDto;

  @Amount(
    'What of the earlier batch went in, in its unit. Null: units cannot be compared, or it is not for you.',
  )
  taken!: TraceAmountDto | null;

  @Amount('What of the later batch came of it, in its unit. Null as for `taken`.')
  made!: TraceAmountDto | null;
}

export class TraceProductDto {
  @ApiProperty({ example: '苹果' })
  name!: string;

  @ApiProperty({ type: String, nullable: true, example: '烟富3' })
  variety!: string | null;
}

export class TraceNodeDto {
  @ApiProperty({
    description: 'The batch, and within a mixed lot the entry that is followed: `<batch>/<seq>`.',
    example: batch,
  })
  key!: string;

  @ApiProperty({ format: 'uuid', example: batch })
  batch!: string;

  @ApiProperty({ type: 'integer', description: 'Steps away from the batch that was asked for.', example: 0 })
  level!: number;

  @ApiProperty({ enum: mixings, nullable: true, description: 'Of a mixed lot.', example: null })
  mixing!: Mixing | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Of a mixed lot the entry of its chain that drew (backward) or added (forward) what is followed; 0: made for it and not yet credited.',
    example: null,
  })
  lotEntry!: number | null;

  @ApiProperty()
  organization!: TraceNamedDto;

  @ApiProperty()
  product!: TraceProductDto;

  @ApiProperty({ description: 'To the county.', example: '山东省烟台市栖霞市' })
  place!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-18T00:05:00.000Z' })
  openedAt!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null when it is not for you.', example: null })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Null when it is not for you.', example: null })
  lot!: string | null;

  @Amount('What of it is free now. Null when it is not for you.')
  available!: TraceAmountDto | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description:
      'What it may claim: certificate types; of a mixed lot what the draw that is followed may. Null: not judged yet.',
    example: ['organic'],
  })
  claims!: string[] | null;

  @ApiProperty({
    enum: ownStops,
    isArray: true,
    nullable: true,
    description:
      'What lies on the batch itself: a hold, a recall, what a rule found. What lies on a batch that it was made from is told of that one. Null when it is not for you.',
    example: ['hold'],
  })
  stops!: Stop['by'][] | null;

  @ApiProperty({
    enum: ['open', 'not-followed', 'not-told'],
    description:
      '`open`: all links behind it are here. `not-followed`: depth or limit ended the walk. `not-told`: what lies behind is the trade of others.',
    example: 'open',
  })
  state!: 'open' | 'not-followed' | 'not-told';

  @ApiProperty({ type: [TraceLinkDto], description: 'Away from the batch that was asked for.' })
  links!: TraceLinkDto[];
}

export class TraceOriginDto {
  @ApiProperty({ description: 'Key of the node.', example: source })
  node!: string;

  @ApiProperty({ description: 'How much of the batch that was asked for comes from it.' })
  quantity!: TraceAmountDto;
}

export class TraceConsigneeDto {
  @ApiProperty({ description: 'The shipment.' })
  entry!: TraceEntryDto;

  @ApiProperty({ type: TraceNamedDto, nullable: true, description: 'Null: a party outside the ledger.' })
  consignee!: TraceNamedDto | null;

  @ApiProperty()
  quantity!: TraceAmountDto;

  @ApiProperty()
  confirmed!: TraceAmountDto;

  @ApiProperty()
  returned!: TraceAmountDto;

  @ApiProperty({ description: 'On its way, or never confirmed.' })
  unconfirmed!: TraceAmountDto;
}

export class TraceLabelsDto {
  @ApiProperty({ format: 'uuid', example: batch })
  batch!: string;

  @ApiProperty({ format: 'uuid', description: 'The label set.', example: source })
  set!: string;

  @ApiProperty({ type: 'integer', example: 1600 })
  units!: number;

  @ApiProperty({
    type: 'object',
    nullable: true,
    properties: {
      issued: { type: 'integer' },
      activated: { type: 'integer' },
      void: { type: 'integer' },
    },
    required: ['issued', 'activated', 'void'],
    description: 'Labels by state. Null: too many in one answer to be counted.',
    example: { issued: 100, activated: 1490, void: 10 },
  })
  states!: { issued: number; activated: number; void: number } | null;
}

export class TraceHolderDto extends TraceNamedDto {
  @ApiProperty({ type: 'integer', description: 'Batches of it among the nodes.', example: 3 })
  batches!: number;
}

export class TraceDto {
  @ApiProperty({ format: 'uuid', example: batch })
  batch!: string;

  @ApiProperty({ enum: directions, example: 'backward' })
  direction!: (typeof directions)[number];

  @ApiProperty({ description: 'False: there is more than depth and limit let in.', example: true })
  complete!: boolean;

  @ApiProperty({ type: [TraceNodeDto], description: 'Nearest first; the first is the batch itself.' })
  nodes!: TraceNodeDto[];

  @ApiProperty({ type: [TraceHolderDto], description: 'Whose batches these are.' })
  organizations!: TraceHolderDto[];

  @ApiProperty({
    type: [TraceOriginDto],
    nullable: true,
    description:
      'Backward: batches with a harvest or nothing before them, and those where the walk stopped. With `unknown` they sum to exactly `whole`.',
  })
  origins!: TraceOriginDto[] | null;

  @Amount('Backward: what is divided among the origins.')
  whole!: TraceAmountDto | null;

  @Amount('Backward: what of the whole cannot be told to come from anywhere.')
  unknown!: TraceAmountDto | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description:
      'Backward: what the batch may claim, which is what all that it was made from may, and its own (R45). Null: not judged yet, or not asked for.',
    example: ['organic'],
  })
  claims!: string[] | null;

  @ApiProperty({
    type: [TraceConsigneeDto],
    nullable: true,
    description: 'Forward: shipments of these batches, also those that nobody has received.',
  })
  consignees!: TraceConsigneeDto[] | null;

  @ApiProperty({
    type: [TraceLabelsDto],
    nullable: true,
    description: 'Forward: label sets of these batches.',
  })
  labels!: TraceLabelsDto[] | null;
}
