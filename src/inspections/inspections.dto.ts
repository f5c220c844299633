import { ApiProperty } from '@nestjs/swagger';
import { EntryNumber, Hash32 } from '../events/kinds/fields.js';
import { inspectionTypes, verdicts } from '../gs1/vocabulary.js';

/** An inspection of the batch with its legal clocks (L1 art. 51). */
export class InspectionDto {
  @EntryNumber({ doc: 'Number of the entry', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;

  @ApiProperty({ enum: Object.keys(inspectionTypes), example: 'supervision' })
  type!: string;

  @ApiProperty({ enum: ['laboratory', 'rapid'], example: 'laboratory' })
  method!: 'laboratory' | 'rapid';

  @ApiProperty({ type: String, nullable: true, example: '示例-2026-10231' })
  reportNo!: string | null;

  @ApiProperty({ example: '示例农产品检测中心' })
  laboratory!: string;

  @ApiProperty({ enum: Object.keys(verdicts), description: 'As it is in force.', example: 'pass' })
  verdict!: string;

  @ApiProperty({ example: '2026-10-20' })
  sampledOn!: string;

  @ApiProperty({ type: String, nullable: true, example: '2026-10-23' })
  reportedOn!: string | null;

  @ApiProperty({ example: '2026-10-23T08:00:00.000Z' })
  recordedAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Until when the organization inspected can object; null where the law gives no objection.',
    example: '2026-10-30T23:59:59.999+08:00',
  })
  objectionUntil!: string | null;

  @ApiProperty({ type: [Number], description: 'Entries that object to it.', example: [] })
  objections!: number[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Until when the report of the retest is due, after the first objection.',
    example: null,
  })
  retestDue!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The retest whose result replaced this one. Both stay on the chain.',
    example: null,
  })
  replacedBy!: number | null;
}

export class InspectionPageDto {
  @ApiProperty({ type: [InspectionDto], description: 'Oldest first.' })
  items!: InspectionDto[];
}
