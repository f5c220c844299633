import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { PublicText, UuidList } from '../events/kinds/fields.js';
import { recalledAtOnceMax } from '../events/kinds/recall.js';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id } from '../parties/fields.js';

const recallId = { format: 'uuid', example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10' };
const batchId = { format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' };
const hash = {
  description: 'Leaf hash of the entry.',
  example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
};
const instant = { format: 'date-time', example: '2026-11-20T06:05:00.000Z' };

/** The body of `POST /api/v1/recalls`. */
export class OpenRecallBody {
  @UuidList(1, recalledAtOnceMax, { doc: 'Suspect batches, of one organization or of your region' })
  batches!: string[];

  @PublicText(300, { doc: 'Why, in plain words; anyone may read it', example: '抽检发现毒死蜱残留超标' })
  reason!: string;

  @PublicText(300, {
    doc: 'What whoever has it should do',
    example: '停止销售和食用，联系卖家退货',
    optional: true,
  })
  advice?: string;

  @PublicText(120, { doc: 'Rule, notice or order it rests on', example: '食品安全法 第63条', optional: true })
  basis?: string;

  @PublicText(60, {
    doc: 'Whom to call; a mobile number only masked',
    example: '0535-0000000',
    optional: true,
  })
  phone?: string;

  @ApiProperty({
    required: false,
    description:
      'A rehearsal: found and timed like a recall; nothing is stopped, nobody is told, the public sees nothing.',
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  mock?: boolean;
}

/** The body of `POST /api/v1/recalls/{id}/withdrawal`. */
export class WithdrawRecallBody {
  @PublicText(300, { doc: 'Why; anyone may read it', example: '复检合格，召回解除' })
  reason!: string;
}

/** A batch with the entry that says it. */
export class RecalledBatchDto {
  @ApiProperty(batchId)
  batch!: string;

  @ApiProperty({ type: 'integer', description: 'Number of the entry in its chain.', example: 9 })
  seq!: number;

  @ApiProperty(hash)
  leafHash!: string;
}

export class WithdrawnRecallDto {
  @ApiProperty(recallId)
  id!: string;

  @ApiProperty({ type: [RecalledBatchDto], description: 'The entries that withdraw it.' })
  batches!: RecalledBatchDto[];
}

export class RecordedRecallDto {
  @ApiProperty(recallId)
  id!: string;

  @ApiProperty({ example: false })
  mock!: boolean;

  @ApiProperty(instant)
  openedAt!: string;

  @ApiProperty({ type: [RecalledBatchDto], description: 'Every suspect batch with its entry.' })
  batches!: RecalledBatchDto[];
}

export class RecallIssuerDto {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  id!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;
}

export const recallStates = ['open', 'withdrawn'] as const;

/** A recall as it reads. */
export class RecallSummaryDto {
  @ApiProperty(recallId)
  id!: string;

  @ApiProperty({ description: 'Who opened it, and alone withdraws it.' })
  issuer!: RecallIssuerDto;

  @ApiProperty({ example: false })
  mock!: boolean;

  @ApiProperty({ enum: recallStates, description: '`withdrawn`: for every suspect batch.' })
  state!: (typeof recallStates)[number];

  @ApiProperty({ example: '抽检发现毒死蜱残留超标' })
  reason!: string;

  @ApiProperty({ type: String, nullable: true, example: '停止销售和食用，联系卖家退货' })
  advice!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '食品安全法 第63条' })
  basis!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '0535-0000000' })
  phone!: string | null;

  @ApiProperty(instant)
  openedAt!: string;
}

export class RecallPageDto {
  @ApiProperty({ type: [RecallSummaryDto] })
  items!: RecallSummaryDto[];
}

export class RecallListQuery {
  @Id({
    description: 'Recalls of whose batches; without it, all that you may see.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
    optional: true,
  })
  cursor?: string | null;
}
