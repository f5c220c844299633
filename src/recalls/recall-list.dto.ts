import { ApiProperty } from '@nestjs/swagger';
import { ownStops, type Stop } from '../batches/stops.service.js';
import { HolderDto } from './holders.dto.js';
import { RecalledBatchDto, RecallSummaryDto } from './recalls.dto.js';

const batchId = { format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' };
const organizationId = { format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' };
const instant = { format: 'date-time', example: '2026-11-20T06:05:00.000Z' };
const maybeTime = { ...instant, type: String, nullable: true };
const value = { description: 'Decimal string in `unit`.', example: '8000' };
const maybeValue = { ...value, type: String, nullable: true };

/** A suspect batch; `recorded` false when an outage left its entry out: repeat the request. */
export class SuspectDto {
  @ApiProperty(batchId)
  batch!: string;

  @ApiProperty({ example: true })
  recorded!: boolean;

  @ApiProperty({ nullable: true, type: RecalledBatchDto })
  entry!: RecalledBatchDto | null;

  @ApiProperty({ example: false })
  withdrawn!: boolean;
}

/** Where it came from. */
export class SourceDto {
  @ApiProperty(batchId)
  batch!: string;

  @ApiProperty({
    ...maybeValue,
    description: 'How much of that batch, in its unit; null when it cannot be told.',
  })
  taken!: string | null;
}

export class ConsigneeDto {
  @ApiProperty({ ...organizationId, type: String, nullable: true, description: 'Null outside the ledger.' })
  organization!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where it is not yours to know.',
    example: '上海示例批发市场',
  })
  name!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'As the shipper wrote it.',
    example: '021-00000000',
  })
  contact!: string | null;
}

export class SentDto {
  @ApiProperty({ type: 'integer', example: 7 })
  seq!: number;

  @ApiProperty()
  consignee!: ConsigneeDto;

  @ApiProperty(value)
  quantity!: string;

  @ApiProperty(value)
  confirmed!: string;

  @ApiProperty(value)
  returned!: string;
}

export class CountedLabelsDto {
  @ApiProperty({ format: 'uuid', example: '6a4c1a0e-3a51-4a3f-8f0e-4d1f8d1d7c55' })
  set!: string;

  @ApiProperty({ type: 'integer', example: 40 })
  issued!: number;

  @ApiProperty({ type: 'integer', example: 1550 })
  activated!: number;

  @ApiProperty({ type: 'integer', example: 10 })
  voided!: number;
}

/** Where the quantity of a batch is. */
export class WhereaboutsDto {
  @ApiProperty({ ...value, description: 'Here.' })
  available!: string;

  @ApiProperty({ ...value, description: 'Shipped to organizations of the ledger, and not confirmed.' })
  onTheWay!: string;

  @ApiProperty({ ...value, description: 'Found again in other batches.' })
  followed!: string;

  @ApiProperty(value)
  lost!: string;

  @ApiProperty({
    ...value,
    description: 'Left the ledger, or went into nothing that is recorded: to be asked for.',
  })
  unaccounted!: string;
}

/** Everything about a batch that its own side and authorities of its region see. */
export class AffectedDetailDto {
  @ApiProperty()
  whereabouts!: WhereaboutsDto;

  @ApiProperty({
    enum: ownStops,
    isArray: true,
    description: 'What lies on the batch itself, as in a trace.',
    example: ['recall'],
  })
  stops!: Stop['by'][];

  @ApiProperty({ type: [SentDto] })
  shipments!: SentDto[];

  @ApiProperty({ type: [CountedLabelsDto], description: 'Label sets, their labels counted by state.' })
  labels!: CountedLabelsDto[];
}

/** A batch that the recall reaches. */
export class AffectedBatchDto {
  @ApiProperty(batchId)
  batch!: string;

  @ApiProperty({ example: '8F3KQ7ZX2M4NPRTW9' })
  code!: string;

  @ApiProperty({ type: String, nullable: true, example: 'APP-20261018-01' })
  lot!: string | null;

  @ApiProperty({ example: '苹果' })
  product!: string;

  @ApiProperty({ ...organizationId, description: 'The holder.' })
  organization!: string;

  @ApiProperty({ ...instant, description: 'When the batch was opened.' })
  openedAt!: string;

  @ApiProperty({
    type: 'integer',
    description: 'How many steps from a suspect batch, which is 0.',
    example: 1,
  })
  step!: number;

  @ApiProperty({ example: 'KGM' })
  unit!: string;

  @ApiProperty({ type: [SourceDto] })
  sources!: SourceDto[];

  @ApiProperty({
    nullable: true,
    type: AffectedDetailDto,
    description: 'Null where it is not yours to know.',
  })
  detail!: AffectedDetailDto | null;
}

export class UnitSumDto extends WhereaboutsDto {
  @ApiProperty({ example: 'KGM' })
  unit!: string;
}

export class RecallTotalsDto {
  @ApiProperty({ type: 'integer', description: 'All batches reached, listed or not.', example: 12 })
  batches!: number;

  @ApiProperty({ type: 'integer', description: 'All holders, listed or not.', example: 4 })
  holders!: number;

  @ApiProperty({ type: 'integer', description: 'Holders that were told and have not answered.', example: 1 })
  unacknowledged!: number;

  @ApiProperty({ type: [String], description: 'Counties of all holders.', example: ['370686'] })
  counties!: string[];

  @ApiProperty({
    type: [String],
    description: 'Places of all batches reached, to the county.',
    example: ['山东省烟台市栖霞市'],
  })
  places!: string[];

  @ApiProperty({ type: [UnitSumDto], description: 'Of the batches listed with their detail.' })
  quantities!: UnitSumDto[];
}

export class RecallTimesDto {
  @ApiProperty({ ...maybeTime, description: 'When all that it reaches was found first.' })
  listedAt!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'From opening to then, in milliseconds.',
    example: 240,
  })
  listedAfterMs!: number | null;

  @ApiProperty({ type: 'integer', description: 'How long this list took, in milliseconds.', example: 35 })
  computedInMs!: number;
}

/** A recall with all that it reaches, as far as the reader may know. */
export class RecallDto extends RecallSummaryDto {
  @ApiProperty({ type: [SuspectDto] })
  suspects!: SuspectDto[];

  @ApiProperty({
    description: 'False when it reaches more than is followed, or entries are missing.',
    example: true,
  })
  complete!: boolean;

  @ApiProperty({ type: [AffectedBatchDto] })
  batches!: AffectedBatchDto[];

  @ApiProperty({ type: [HolderDto] })
  holders!: HolderDto[];

  @ApiProperty()
  totals!: RecallTotalsDto;

  @ApiProperty()
  times!: RecallTimesDto;
}
