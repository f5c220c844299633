import { ApiProperty } from '@nestjs/swagger';
import { deliveries, type Delivery } from './delivery.js';

const organizationId = { format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' };
const instant = { format: 'date-time', example: '2026-11-20T06:05:00.000Z' };
const maybeTime = { ...instant, type: String, nullable: true };

export class ContactDto {
  @ApiProperty({ type: String, nullable: true, example: null })
  responsible!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '0535-0000000' })
  contact!: string | null;
}

export class WebhookStateDto {
  @ApiProperty({ enum: deliveries, description: '`none`: the holder has no webhook.' })
  delivery!: Delivery;

  @ApiProperty({ type: 'integer', example: 1 })
  attempts!: number;

  @ApiProperty(maybeTime)
  triedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of the last attempt.', example: 'http 204' })
  outcome!: string | null;
}

/** When a holder was told, and read it. */
export class ToldDto {
  @ApiProperty(instant)
  notifiedAt!: string;

  @ApiProperty(maybeTime)
  acknowledgedAt!: string | null;

  @ApiProperty()
  webhook!: WebhookStateDto;
}

export class HolderDto {
  @ApiProperty(organizationId)
  organization!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;

  @ApiProperty({ description: 'County (GB/T 2260).', example: '370686' })
  region!: string;

  @ApiProperty({
    type: [String],
    description: 'Places of its batches, to the county.',
    example: ['山东省烟台市栖霞市'],
  })
  places!: string[];

  @ApiProperty({ type: 'integer', example: 3 })
  batches!: number;

  @ApiProperty({
    nullable: true,
    type: ContactDto,
    description: 'For authorities of its region; null for others.',
  })
  contact!: ContactDto | null;

  @ApiProperty({
    type: [ToldDto],
    description: 'Notices, earliest first; none for who recalls, and of a rehearsal.',
  })
  notices!: ToldDto[];
}
