import { ApiProperty } from '@nestjs/swagger';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id } from '../parties/fields.js';
import { ToldDto } from './holders.dto.js';
import { RecallIssuerDto, recallStates } from './recalls.dto.js';

const noticeId = { format: 'uuid', example: '01939c70-1f2a-7d40-8a11-5c6d7e8f9a0b' };
const instant = { format: 'date-time', example: '2026-11-20T06:05:00.000Z' };

export class NoticedBatchDto {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  batch!: string;

  @ApiProperty({ example: '8F3KQ7ZX2M4NPRTW9' })
  code!: string;

  @ApiProperty({ type: String, nullable: true, example: 'APP-20261018-01' })
  lot!: string | null;
}

/** What a holder is told of a recall. */
export class NoticeDto extends ToldDto {
  @ApiProperty(noticeId)
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ format: 'uuid', example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10' })
  recall!: string;

  @ApiProperty({ description: 'Who recalls.' })
  issuer!: RecallIssuerDto;

  @ApiProperty({ example: '抽检发现毒死蜱残留超标' })
  reason!: string;

  @ApiProperty({ type: String, nullable: true, example: '停止销售和食用，联系卖家退货' })
  advice!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '食品安全法 第63条' })
  basis!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '0535-0000000' })
  phone!: string | null;

  @ApiProperty({ enum: recallStates })
  state!: (typeof recallStates)[number];

  @ApiProperty(instant)
  openedAt!: string;

  @ApiProperty({ type: [NoticedBatchDto], description: 'The holder’s batches that it is about.' })
  batches!: NoticedBatchDto[];
}

export class NoticePageDto {
  @ApiProperty({ type: [NoticeDto] })
  items!: NoticeDto[];
}

export class AcknowledgedDto {
  @ApiProperty(noticeId)
  id!: string;

  @ApiProperty({ ...instant, description: 'When it was acknowledged first.' })
  acknowledgedAt!: string;
}

export class NoticeListQuery {
  @Id({ description: 'Who was told.', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: '01939c70-1f2a-7d40-8a11-5c6d7e8f9a0b',
    optional: true,
  })
  cursor?: string | null;
}
