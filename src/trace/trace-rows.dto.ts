import { ApiProperty } from '@nestjs/swagger';

const batch = '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11';
const source = '7e1b9a64-2c3d-4f58-9b6a-3f0c8d2e1a47';

/** A link as one flat row; the first row is the batch itself. */
export class TraceRowDto {
  @ApiProperty({ type: 'integer', example: 1 })
  level!: number;

  @ApiProperty({ format: 'uuid', example: source })
  batch!: string;

  @ApiProperty({ type: 'integer', nullable: true, example: null })
  lotEntry!: number | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  lot!: string | null;

  @ApiProperty({ example: '苹果' })
  product!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  organization!: string;

  @ApiProperty({ example: '山东省烟台市栖霞市' })
  place!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-18T00:05:00.000Z' })
  openedAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The batch one step nearer; null for the first row.',
    example: batch,
  })
  next!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The entry that says so: `<batch> <seq>`.',
    example: `${batch} 4`,
  })
  entry!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '250' })
  taken!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'KGM' })
  takenUnit!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '250' })
  made!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'KGM' })
  madeUnit!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of an origin its share of the whole, at its first row.',
    example: '250',
  })
  share!: string | null;

  @ApiProperty({ enum: ['open', 'not-followed', 'not-told'], example: 'open' })
  state!: string;
}

export class TraceTableDto {
  @ApiProperty({ example: true })
  complete!: boolean;

  @ApiProperty({ type: [TraceRowDto] })
  rows!: TraceRowDto[];
}
