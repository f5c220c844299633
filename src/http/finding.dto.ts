import { ApiProperty } from '@nestjs/swagger';

/** An entry that a finding rests on. */
export class FindingEntryDto {
  @ApiProperty({ type: 'integer', description: 'Number of the entry in the batch’s chain.', example: 4 })
  seq!: number;

  @ApiProperty({
    description: 'Leaf hash of the entry, base64url.',
    example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  })
  leafHash!: string;
}

/** What a rule found in a batch's record (domain.md §4). That a rule passes is no finding. */
export class FindingDto {
  @ApiProperty({ example: 'R27', description: 'Rule: docs/rules.md.' })
  rule!: string;

  @ApiProperty({ example: '安全间隔期内采收' })
  title!: string;

  @ApiProperty({
    enum: ['fail', 'unknown'],
    description: '`unknown`: it cannot be decided with what is known; never a pass.',
  })
  outcome!: 'fail' | 'unknown';

  @ApiProperty({ enum: ['critical', 'high', 'medium', 'low', 'info'] })
  severity!: string;

  @ApiProperty({
    enum: ['hold', 'refuse', 'finding'],
    description: '`hold` stops the batch and what is made of it while it fails and is not lifted.',
  })
  effect!: string;

  @ApiProperty({
    description: 'One sentence in the reader’s language.',
    example: '毒死蜱 0.5 mg/kg，超过限量 0.02 mg/kg。',
  })
  detail!: string;

  @ApiProperty({ description: 'Law or standard.', example: '《农产品质量安全法》第二十九条' })
  source!: string;

  @ApiProperty({ type: [FindingEntryDto] })
  entries!: FindingEntryDto[];

  @ApiProperty({ type: [String], example: ['pesticide-labels@3'], description: 'Lists that it rests on.' })
  lists!: string[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'Number of the entry by which an authority lifted it.',
  })
  released!: number | null;
}
